"""Who opens a page of the console: they are logged in, their account is open, and their role may see it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import uuid4
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from agent.clock import Clock
from agent.data.database import Database
from agent.data.postgres import PostgresDatabase
from agent.errors import DatabaseUnavailable
from agent.files.store import MediaStore
from agent.settings import Settings
from gateway.access.limits import RateLimits
from gateway.access.problems import TooLarge
from gateway.access.rendering import language_of
from gateway.access.sessions import Sessions
from gateway.access.staff import Role, Staff
from gateway.calendars.following import BusyCalendars
from gateway.channels.base import Channel
from gateway.channels.connections import Connections
from gateway.console.forms import Upload, form_of, form_with_file_of
from gateway.console.records import Account
from gateway.console.rendering import Templates
from gateway.console.spoken import Spoken
from gateway.console.store import ConsoleStore
from gateway.people.outside import Outside
from gateway.pipeline.turns import Turns

SEES_CHATS = frozenset({Role.OWNER, Role.RECEPTION})
"""Roles that see every chat of their organization."""
REQUESTS = "600/minute"
"""Of one account: a page that is open looks again with every change."""


@dataclass(frozen=True, slots=True)
class ConsoleDeps:
    """What the pages need of the container. `stores`: received files, by the name of their store;
    `outside`: what lies outside of the tables when a customer is erased; `rehearse`: turns that change
    nothing (gateway/container.py)."""

    database: PostgresDatabase
    sessions: Sessions
    limits: RateLimits
    settings: Settings
    clock: Clock
    stores: Mapping[str, MediaStore]
    outside: Outside
    channels: Mapping[str, Channel]
    connections: Connections
    rehearse: Callable[[Database, Clock], Turns]
    calendars: BusyCalendars
    templates: Templates = field(default_factory=Templates)


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of somebody who may be here. `form` is a form that is ours, empty for a look; `sections`
    are those that they see. `here`: where what answers a form looks again, if its own address is a form's only;
    `file`: what a form that may have one brings."""

    request: Request
    deps: ConsoleDeps
    staff: Staff
    account: Account
    store: ConsoleStore
    spoken: Spoken
    form: Mapping[str, str]
    sections: "tuple[Section, ...]"
    here: str | None = None
    file: Upload | None = None

    @property
    def live(self) -> bool:
        """The page looks again by itself."""
        return self.request.query_params.get("live") == "1"

    def page(self, name: str, status: int = 200, /, **context: object) -> HTMLResponse:
        """A page with forms, each with a key of its own."""
        sessions = self.deps.sessions
        token = sessions.form_token(self.request)
        answer = self.deps.templates.answer(
            name,
            self.spoken,
            status,
            account=self.account,
            me=self.staff.account,
            session=self.staff.session,
            sections=self.sections,
            token=token,
            key=uuid4().hex,
            **({"here": self.here} if self.here else {}) | context,
        )
        sessions.keep_form_token(answer, token)
        return answer

    def gone(self) -> Response:
        """What is not there, or another organization's."""
        return self.notice("gone", "gone_more", 404)

    def notice(self, title: str, more: str, status: int) -> Response:
        return self.page("notice", status, section="", title=title, more=more)


Answer = Callable[[Visit], Awaitable[Response]]
Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the console, in the navigation of those `roles` that may see it. `name`: its word in
    console.toml and its icon; `path`: where it begins; `looks` and `acts`: its pages and forms by path;
    `with_file`: forms that may have a file."""

    name: str
    path: str
    roles: frozenset[Role]
    looks: Mapping[str, Answer]
    acts: Mapping[str, Answer]
    with_file: frozenset[str] = frozenset()

    def seen_by(self, roles: frozenset[Role]) -> bool:
        return not self.roles.isdisjoint(roles)


def sees_chats(roles: frozenset[Role]) -> bool:
    return not SEES_CHATS.isdisjoint(roles)


def admitted(
    deps: ConsoleDeps,
    sections: Sequence[Section],
    section: Section,
    path: str,
    answer: Answer,
    *,
    with_file: bool = False,
) -> Endpoint:
    """A page of a section behind the login, behind the check of its form, and of the role."""
    here = None if path in section.looks else section.path

    async def endpoint(request: Request) -> Response:
        try:
            return await _admit(deps, sections, section, here, request, answer, with_file=with_file)
        except DatabaseUnavailable:
            return bare(deps, request, "down", 503)
        except TooLarge:
            return bare(deps, request, "too_big", 413)

    return endpoint


async def _admit(
    deps: ConsoleDeps,
    sections: Sequence[Section],
    section: Section,
    here: str | None,
    request: Request,
    answer: Answer,
    *,
    with_file: bool,
) -> Response:
    staff = await deps.sessions.current_staff(request)
    if staff is None:
        return RedirectResponse("/login", 303)
    store = ConsoleStore(deps.database, staff)
    account = await store.account()
    if account is None:
        return RedirectResponse("/login", 303)
    form, file = await _sent(request, with_file=with_file)
    spoken = Spoken(
        _language(request), account.country, ZoneInfo(account.time_zone), deps.clock.now()
    )
    seen = tuple(one for one in sections if one.seen_by(staff.roles))
    visit = Visit(request, deps, staff, account, store, spoken, form, seen, here, file)
    if section not in seen:
        if section is sections[0] and seen:
            return RedirectResponse(seen[0].path, 303)
        return visit.notice("no_role", "no_role_more", 403)
    if request.method == "POST" and not deps.sessions.is_our_form(request, form.get("form", "")):
        return visit.notice("stale", "stale", 403)
    if await deps.limits.hit("console", str(staff.account), REQUESTS):
        return visit.notice("slow", "slow", 429)
    return await answer(visit)


async def _sent(request: Request, *, with_file: bool) -> tuple[dict[str, str], Upload | None]:
    """The form of an act. Raises TooLarge."""
    if request.method != "POST":
        return {}, None
    return await form_with_file_of(request) if with_file else (await form_of(request), None)


def bare(deps: ConsoleDeps, request: Request, text: str, status: int) -> Response:
    """A page that needs no database."""
    spoken = Spoken(_language(request), None, ZoneInfo("UTC"), deps.clock.now())
    return deps.templates.answer("bare", spoken, status, text=text)


def _language(request: Request) -> str:
    return language_of(request.headers.get("accept-language", ""))
