"""Replies that guards kept from customers, as the database lists them."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from agent.data.database import Database


class WithheldReply(Struct, frozen=True, kw_only=True):
    """A reply that was not sent, and why; `at` as PostgreSQL writes it: it is only shown."""

    at: str
    conversation: UUID
    phone: str | None
    name: str | None
    reason: str
    text: str


async def withheld_replies(
    database: Database, organization: UUID, since: datetime, *, limit: int = 50
) -> list[WithheldReply]:
    """Those since then, newest first."""
    return await database.fetch(
        list[WithheldReply], "withheld_list", organization=organization, since=since, limit=limit
    )
