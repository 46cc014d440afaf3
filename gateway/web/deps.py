"""The dependencies of the chat page, as callables; gateway/web/page.py fills them in."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from starlette.requests import HTTPConnection

from agent.types import Connection, Json
from gateway.access.staff import Staff
from gateway.channels.base import Event
from gateway.web.feed import ChangeFeed

Count = Callable[[HTTPConnection], Awaitable[float | None]]


@dataclass(frozen=True, slots=True)
class StaffAccess:
    """`current_staff(connection)`: the member of staff who is logged in, or None.

    `organizations(staff)`: as that of the demo, for their organization alone, with `staff: true`.
    """

    current_staff: Callable[[HTTPConnection], Awaitable[Staff | None]]
    organizations: Callable[[Staff], Awaitable[list[Json]]]


@dataclass(frozen=True, slots=True)
class WebDeps:
    """Callables of the page's router. Each may raise agent.errors.DatabaseUnavailable.

    `find_connection(token)`: the active connection of the channel "web", or None.
    `describe(organization_id)`: `{slug, name, language, time_zone}`.
    `receive(connection, events)`: stores events exactly as a webhook's.
    `history(organization_id, connection_id, customer, after_seq)`: `{"conversation": uuid | None,
        "typing": bool, "messages": [{seq, id, direction, text, options, kind, status, at,
        provider_id}]}`, oldest first; replies that are not sent yet are left out.
    `inspect(organization_id, conversation_id)`: turns, appointments, offers, notifications and
        contact of a conversation; None outside the demo: what happened is then shown to nobody.
    `organizations()`: `[{slug, name, language, time_zone, token, suggestions}]` of the demo; None
        outside of it.
    `staff`: who may see the page outside the demo; None: everybody (the page alone, in tests).
    `count_socket(connection)`, `count_message(connection)`: one more from where it comes; the seconds
        to wait when that is too many, else None.
    `allowed_origins`: origins ("https://example.com") besides the gateway's own whose pages may
        open the socket; "*" allows all.
    """

    find_connection: Callable[[str], Awaitable[Connection | None]]
    describe: Callable[[UUID], Awaitable[Json]]
    receive: Callable[[Connection, Sequence[Event]], Awaitable[None]]
    history: Callable[[UUID, UUID, str, int], Awaitable[Json]]
    changes: ChangeFeed
    inspect: Callable[[UUID, UUID], Awaitable[Json]] | None = None
    organizations: Callable[[], Awaitable[list[Json]]] | None = None
    staff: StaffAccess | None = None
    count_socket: Count | None = None
    count_message: Count | None = None
    allowed_origins: tuple[str, ...] = ()
