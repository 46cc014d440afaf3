"""What the chat page needs, taken from the open container."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from msgspec import Struct

from agent.texts import texts
from agent.types import Connection, Json
from gateway.access.environment import TenantEnvironment
from gateway.access.origin import origins_of
from gateway.access.public_chat import count_look, count_message, count_socket
from gateway.access.sessions import Sessions
from gateway.access.staff import Staff
from gateway.channels.base import Event
from gateway.channels.connections import token_hash
from gateway.container import Container
from gateway.media.places import media_files
from gateway.organizations.rows import (
    OrganizationRow,
    list_organizations,
    show_organization,
)
from gateway.pipeline.chat_history import chat_history
from gateway.web.deps import PageOrganization, StaffAccess, WebDeps
from gateway.web.feed import ChangeFeed
from gateway.web.identity import SiteIdentity

_FILE_SECONDS = 24 * 3600
"""A page that is open for longer asks anew when it connects again."""


class _PageToken(Struct, frozen=True, kw_only=True):
    """The variable that holds a page's token, and the token's hash (hexadecimal)."""

    env: str
    hash: str


class _StaffPage(Struct, frozen=True, kw_only=True):
    """staff_page: an organization and the tokens of its pages."""

    slug: str
    name: str
    language: str
    time_zone: str
    tokens: tuple[_PageToken, ...]


def web_deps(container: Container, feed: ChangeFeed, sessions: Sessions) -> WebDeps:
    """The page over this container. What happened inside is shown in the demo only; outside of it staff
    log in and see their own organization."""
    database, settings = container.database, container.settings
    environment = TenantEnvironment(database, settings)

    async def find(token: str) -> Connection | None:
        return await container.connections.find("web", token)

    async def describe(organization: UUID) -> OrganizationRow:
        return await show_organization(database, organization)

    async def receive(connection: Connection, events: Sequence[Event], client: str) -> None:
        await container.inbox.receive(connection, events, client)

    async def identify(connection: Connection, customer: str, identity: SiteIdentity) -> str:
        return await database.fetch(
            str,
            "visitor_identify",
            organization=connection.organization_id,
            connection=connection.id,
            customer=customer,
            user=identity.user,
            phone=identity.phone,
        )

    async def inspect(organization: UUID, conversation: UUID) -> Json:
        inspected: Json = await database.call(
            "chat_inspect", organization=organization, conversation=conversation
        )
        return inspected

    async def organizations() -> list[PageOrganization]:
        """Those whose web token the environment holds under the demo's naming."""
        return [
            PageOrganization(
                slug=row.slug,
                name=row.name,
                language=row.language,
                time_zone=row.time_zone,
                token=token,
                suggestions=_suggestions(row.language),
            )
            for row in await list_organizations(database)
            if (token := settings.secret(demo_variable(row.slug, "WEB_TOKEN")))
        ]

    async def staffs(staff: Staff) -> list[PageOrganization]:
        """Nothing when the organization has no page, or the environment does not hold its token.

        Shown is only what is the token of this organization's own page."""
        page = await database.find(_StaffPage, "staff_page", organization=staff.organization)
        for stored in page.tokens if page else ():
            token = await environment.secret(staff.organization, stored.env)
            if page and token and token_hash(token).hex() == stored.hash:
                own = PageOrganization(
                    slug=page.slug,
                    name=page.name,
                    language=page.language,
                    time_zone=page.time_zone,
                    token=token,
                    suggestions=[],
                    staff=True,
                )
                return [own]
        return []

    links = media_files(settings, container.clock)
    return WebDeps(
        find_connection=find,
        describe=describe,
        receive=receive,
        history=partial(chat_history, database),
        changes=feed,
        identify=identify,
        file_link=partial(links.place, seconds=_FILE_SECONDS),
        now=container.clock.now,
        inspect=inspect if settings.demo else None,
        organizations=organizations if settings.demo else None,
        staff=None if settings.demo else StaffAccess(sessions.current_staff, staffs),
        count_socket=partial(count_socket, container.limits),
        count_message=partial(count_message, container.limits),
        count_look=partial(count_look, container.limits),
        origins=origins_of(settings),
    )


def demo_variable(slug: str, what: str) -> str:
    """AURORA_WEB_TOKEN: how the demo's files name their secrets."""
    return f"{slug.upper().replace('-', '_')}_{what}"


def _suggestions(language: str) -> list[str]:
    """What the demo's page proposes to write."""
    return [*texts(language).lines("pages.demo.suggestions")]
