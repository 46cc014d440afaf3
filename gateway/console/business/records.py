"""What the SQL functions of the business's page answer (migrations/functions/business.sql)."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from gateway.channels.connections import ConnectionRow
from gateway.organizations.document_types import OrganizationDocument

Why = Literal["member", "service", "skill", "closed", "away", "not_given"]
"""Why the rules would not let anybody book an appointment as it is."""


class Shown(Struct, frozen=True, kw_only=True):
    """business_show: the business, and the version by which a change says what it was seen as."""

    version: str
    document: OrganizationDocument


class Concerned(Struct, frozen=True, kw_only=True):
    """An appointment to come that a change leaves outside the rules. `local` is the business's clock."""

    local: str
    service: str
    member: str
    customer: str | None
    why: Why


class Trial(Struct, frozen=True, kw_only=True):
    """business_try: what a change would come to. `refused` in the database's words, then there is no `after`.
    `first` are the first 50 of those `concerned`."""

    version: str
    before: OrganizationDocument
    after: OrganizationDocument | None
    refused: str | None
    concerned: int = 0
    first: tuple[Concerned, ...] = ()


class Applied(Struct, frozen=True, kw_only=True):
    """business_apply. With `changed` somebody was before, and nothing was done."""

    status: Literal["applied", "changed", "refused", "not_found"]
    reason: str | None = None


class Connected(Struct, frozen=True, kw_only=True):
    """business_connect. With `changed` somebody was before, and nothing was done."""

    status: Literal["connected", "changed", "refused", "not_found"]
    reason: str | None = None


class Act(Struct, frozen=True, kw_only=True):
    """business_changes, one of them: who changed which part."""

    name: str | None
    part: str
    at: datetime


class KeptCredential(Struct, frozen=True, kw_only=True):
    """That there is a credential, and since when."""

    name: str
    set_at: datetime


class BusinessConnection(ConnectionRow, frozen=True, kw_only=True):
    """business_connections, one of them: when a customer last wrote, when the provider last took a message, since
    when it takes none and why, and how many replies wait for that."""

    key: str
    received_at: datetime | None
    accepted_at: datetime | None
    failing_since: datetime | None
    error: str | None
    waiting: int
    secrets: tuple[KeptCredential, ...]


class TrialChat(Struct, frozen=True, kw_only=True):
    """test_chat_find: the chat that a test message would go to."""

    conversation: UUID
    last_inbound_at: datetime | None
    window_closed: bool


class QueuedTrial(Struct, frozen=True, kw_only=True):
    """business_test_put."""

    status: Literal["queued", "slow", "not_found"]
    message: UUID | None = None


class TrialState(Struct, frozen=True, kw_only=True):
    """test_message_state: what became of it."""

    status: str
    error: str | None
