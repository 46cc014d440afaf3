"""What the chat page needs, taken from the open container."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from agent.errors import NotFound
from agent.types import Connection, Json
from gateway.access.environment import TenantEnvironment
from gateway.access.public_chat import count_message, count_socket
from gateway.access.sessions import Sessions
from gateway.access.staff import Staff
from gateway.channels.base import Event
from gateway.channels.connections import token_hash
from gateway.container import Container
from gateway.web.deps import StaffAccess, WebDeps
from gateway.web.feed import ChangeFeed

_SUGGESTIONS = {
    "es": [
        "Hola, quiero una cita de depilación láser para mañana a las 3 de la tarde",
        "¿Cuánto cuesta la limpieza facial?",
        "¿Dónde quedan?",
    ],
    "pt": [
        "Oi, quero marcar uma limpeza para amanhã às 15h",
        "Quanto custa o clareamento?",
        "Vocês atendem convênio?",
    ],
    "en": ["Hi, I'd like an appointment for tomorrow at 3 pm", "Where are you?"],
}


def web_deps(container: Container, feed: ChangeFeed, sessions: Sessions) -> WebDeps:
    """The page over this container. What happened inside is shown in the demo only; outside of it staff
    log in and see their own organization."""
    database, settings = container.database, container.settings
    environment = TenantEnvironment(database, settings)

    async def find(token: str) -> Connection | None:
        return await container.connections.find("web", token)

    async def describe(organization: UUID) -> Json:
        for row in await database.call("organization_list"):
            if row["id"] == str(organization):
                described: Json = row
                return described
        raise NotFound

    async def receive(connection: Connection, events: Sequence[Event]) -> None:
        await container.inbox.receive(connection, events)

    async def history(organization: UUID, connection: UUID, customer: str, after: int) -> Json:
        history_rows: Json = await database.call(
            "chat_history",
            organization=organization,
            connection=connection,
            address=customer,
            after=after,
        )
        return history_rows

    async def inspect(organization: UUID, conversation: UUID) -> Json:
        inspected: Json = await database.call(
            "chat_inspect", organization=organization, conversation=conversation
        )
        return inspected

    async def organizations() -> list[Json]:
        """Those whose web token the environment holds under the demo's naming."""
        return [
            {**row, "token": token, "suggestions": _SUGGESTIONS[row["language"]]}
            for row in await database.call("organization_list")
            if (token := settings.secret(demo_variable(row["slug"], "WEB_TOKEN")))
        ]

    async def staffs(staff: Staff) -> list[Json]:
        """Nothing when the organization has no page, or the environment does not hold its token.

        Shown is only what is the token of this organization's own page."""
        row = await database.call("staff_page", organization=staff.organization)
        for held in row["tokens"] if row else ():
            token = await environment.secret(staff.organization, held["env"])
            if token and token_hash(token).hex() == held["hash"]:
                told = {key: value for key, value in row.items() if not key.startswith("token")}
                return [{**told, "token": token, "suggestions": [], "staff": True}]
        return []

    return WebDeps(
        find_connection=find,
        describe=describe,
        receive=receive,
        history=history,
        changes=feed,
        inspect=inspect if settings.demo else None,
        organizations=organizations if settings.demo else None,
        staff=None if settings.demo else StaffAccess(sessions.current_staff, staffs),
        count_socket=partial(count_socket, container.limits),
        count_message=partial(count_message, container.limits),
        allowed_origins=settings.allowed_origins,
    )


def demo_variable(slug: str, what: str) -> str:
    """AURORA_WEB_TOKEN: how the demo's files name their secrets."""
    return f"{slug.upper().replace('-', '_')}_{what}"
