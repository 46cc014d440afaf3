"""What the desk writes of its own accord, as SQL functions answer."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from agent.records.appointments import OfferItem
from agent.records.organizations import OrganizationProfile
from agent.types import Json


class SendingChat(Struct, frozen=True, kw_only=True):
    """Where a message of our own accord would go. `settings` are the connection's, in its channel's
    own words; `last_inbound_at` opens the provider's window for free text."""

    channel: str
    settings: Json
    last_inbound_at: datetime | None


class WaitingQuestion(Struct, frozen=True, kw_only=True, tag_field="status", tag="ask"):
    """waiting_claim: whom to ask next whether they take a slot that became free. `again`: it was
    claimed before, and nobody knows whether the customer was asked. `instead_of`: when the appointment begins that a
    yes moves. `due`: nobody asked for it, and it is their invitation to come again."""

    again: bool
    entry: UUID
    conversation: UUID
    language: str
    name: str | None
    slot: str
    at: datetime
    until: datetime
    instead_of: datetime | None = None
    due: bool = False
    items: tuple[OfferItem, ...]
    chat: SendingChat
    organization: OrganizationProfile


class NobodyToAsk(Struct, frozen=True, kw_only=True, tag_field="status", tag="idle"):
    """waiting_claim: nothing became free for anybody who waits."""
