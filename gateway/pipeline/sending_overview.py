"""Which connections do not send, and how many replies wait at them, as the database lists them."""

from msgspec import Struct

from agent.data.database import Database


class SendingRow(Struct, frozen=True, kw_only=True):
    """A connection (slug of its organization, key) with replies that wait or were given up, or that
    fails. Times are UTC as text ("2026-11-24T15:00:00Z"); `since` is that of the first that waits."""

    organization: str
    connection: str
    channel: str
    waiting: int
    since: str | None
    failing_since: str | None
    code: str | None
    error: str | None
    given_up: int


class EventsRow(Struct, frozen=True, kw_only=True):
    """Whether a connection's provider tells what becomes of messages; None where nobody can know yet."""

    organization: str
    connection: str
    channel: str
    come: bool | None


async def sending_events(database: Database) -> list[EventsRow]:
    """Every active connection to a provider."""
    return await database.fetch(list[EventsRow], "sending_events")


async def sending_overview(database: Database) -> list[SendingRow]:
    """Nothing for a connection that works and has no replies left over."""
    return await database.fetch(list[SendingRow], "sending_overview")
