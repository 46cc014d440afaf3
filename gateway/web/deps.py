"""The dependencies of the chat page, as callables; gateway/web/page.py fills them in."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from starlette.requests import HTTPConnection

from agent.clock import SystemClock
from agent.types import Connection, Json
from gateway.access.origin import Origins
from gateway.access.staff import Staff
from gateway.channels.base import Event
from gateway.organizations.rows import OrganizationRow
from gateway.pipeline.chat_history import ChatHistory
from gateway.web.feed import ChangeFeed
from gateway.web.identity import SiteIdentity

_OURS = Origins()
Count = Callable[[HTTPConnection], Awaitable[float | None]]


class PageOrganization(BaseModel):
    """A business whose chat the page may open with `token`; `staff`: for who is logged in there."""

    slug: str
    name: str
    language: str
    time_zone: str
    token: str
    suggestions: list[str]
    staff: bool | None = None


@dataclass(frozen=True, slots=True)
class StaffAccess:
    """`current_staff(connection)`: the member of staff who is logged in, or None.

    `organizations(staff)`: as that of the demo, for their organization alone, with `staff: true`.
    """

    current_staff: Callable[[HTTPConnection], Awaitable[Staff | None]]
    organizations: Callable[[Staff], Awaitable[list[PageOrganization]]]


async def _nobody(connection: Connection, customer: str, identity: SiteIdentity) -> str:
    return "not_configured"


@dataclass(frozen=True, slots=True)
class WebDeps:
    """Callables of the page's router. Each may raise agent.errors.DatabaseUnavailable.

    `find_connection(token)`: the active connection of the channel "web", or None.
    `describe(organization_id)`: the organization. Raises NotFound.
    `receive(connection, events, client)`: stores events exactly as a webhook's; `client` is the address
        from which they come.
    `history(organization_id, connection_id, customer, after_seq)`: what the chat shows.
    `identify(connection, customer, identity)`: the chat is that user's of the business's site from now on:
        "identified", or a key of gateway.web.identity.REFUSALS.
    `inspect(organization_id, conversation_id)`: turns, appointments, offers, notifications and
        contact of a conversation, as `chat_inspect` answers them; None outside the demo: what happened is then shown to nobody.
    `organizations()`: those of the demo; None outside of it.
    `staff`: who may see the page outside the demo; None: everybody (the page alone, in tests).
    `count_socket(connection)`, `count_message(connection)`, `count_look(request)` (a page of a site that
        has the chat): one more from where it comes; the seconds to wait when that is too many, else None.
    `origins`: whose pages may open the socket.
    `file_link(path)`: the address, for a while, of a file that the business sent.
    """

    find_connection: Callable[[str], Awaitable[Connection | None]]
    describe: Callable[[UUID], Awaitable[OrganizationRow]]
    receive: Callable[[Connection, Sequence[Event], str], Awaitable[None]]
    history: Callable[[UUID, UUID, str, int], Awaitable[ChatHistory]]
    changes: ChangeFeed
    inspect: Callable[[UUID, UUID], Awaitable[Json]] | None = None
    organizations: Callable[[], Awaitable[list[PageOrganization]]] | None = None
    staff: StaffAccess | None = None
    count_socket: Count | None = None
    count_message: Count | None = None
    count_look: Count | None = None
    origins: Origins = _OURS
    identify: Callable[[Connection, str, SiteIdentity], Awaitable[str]] = _nobody
    file_link: Callable[[str], str] | None = None
    now: Callable[[], datetime] = SystemClock().now
