"""What the SQL functions of the business's page answer (migrations/functions/business.sql)."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

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


class Act(Struct, frozen=True, kw_only=True):
    """business_changes, one of them: who changed which part."""

    name: str | None
    part: str
    at: datetime
