"""The page of one's own account: password, sessions, what happened (`/account`)."""

import asyncio
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from agent.data.database import Database
from gateway.access.account_shown import BACK, Shown
from gateway.access.factors import Factors
from gateway.access.login_tries import LoginTries
from gateway.access.pages import Pages, slow, to
from gateway.access.password_rules import refusal
from gateway.access.sessions import Sessions
from gateway.access.staff import Role, Staff, StaffAccounts
from gateway.organizations.rows import show_organization

_LAST_EVENTS, _LOG_EVENTS = 20, 300
_NEWS = frozenset({"passwordChanged", "sessionEnded", "factorIsOff", "confirmed", "lately"})
"""News that the address may name; texts of `pages.account`."""
PLACES = {"account": "/account", "factor": "/account/factor"}
"""Where somebody goes on who has proved who they are."""


def account_router(
    sessions: Sessions,
    accounts: StaffAccounts,
    factors: Factors,
    tries: LoginTries,
    database: Database,
) -> APIRouter:
    """`/account` and what its forms are sent to; `/account/confirm`; owners' `/account/log`."""
    router = APIRouter(include_in_schema=False)
    pages = _AccountPages(sessions, accounts, factors, tries, database)
    pages.add(router, "/account", "account", "GET")
    pages.add(router, "/account/password", "password", "POST")
    pages.add(router, "/account/sessions", "sessions", "POST")
    pages.add(router, "/account/confirm", "confirm")
    pages.add(router, "/account/log", "log", "GET")
    return router


class AccountPages(Pages):
    """Base of pages for who is logged in."""

    def __init__(self, sessions: Sessions, database: Database) -> None:
        super().__init__(sessions, "account")
        self._database = database

    async def shown(self, request: Request, staff: Staff) -> Shown:
        organization = await show_organization(self._database, staff.organization)
        return Shown(self.html(request), staff, organization)


class _AccountPages(AccountPages):
    def __init__(
        self,
        sessions: Sessions,
        accounts: StaffAccounts,
        factors: Factors,
        tries: LoginTries,
        database: Database,
    ) -> None:
        super().__init__(sessions, database)
        self._accounts = accounts
        self._factors = factors
        self._tries = tries

    async def show_account(self, request: Request) -> Response:
        staff = await self.sessions.current_staff(request)
        if staff is None:
            return to("/login")
        news = request.query_params.get("news")
        message = news if news in _NEWS else None
        return await self._account(request, staff, message, good=news != "lately")

    async def take_password(self, request: Request) -> Response:
        staff, form = await self.sessions.current_staff(request), await self.our_form(request)
        if staff is None:
            return to("/login")
        if form is None:
            return await self._account(request, staff, "stale", 403)
        new = form.get("new", "")
        words = await self._accounts.guessable(staff.organization)
        why: str | None = await asyncio.to_thread(refusal, new, [*words, staff.email])
        if why is None and new != form.get("again"):
            why = "different"
        if why:
            return await self._account(request, staff, why, 422)
        stored = await self._proven(request, staff, form.get("old", ""), None)
        if isinstance(stored, Response):
            return stored
        if stored is None:
            return await self._account(request, staff, "wrongOld", 403)
        visit, token = self.sessions.visit(request), self.sessions.token(request)
        renewed = await self._accounts.change_password(staff, stored, new, token, visit)
        if renewed is None:
            return await self._account(request, staff, "stale", 403)
        answer = to("/account?news=passwordChanged")
        self.sessions.start(answer, renewed)
        return answer

    async def take_sessions(self, request: Request) -> Response:
        staff, form = await self.sessions.current_staff(request), await self.our_form(request)
        if staff is None:
            return to("/login")
        if form is None:
            return await self._account(request, staff, "stale", 403)
        if not staff.confirmed:
            return to("/account/confirm?then=account")
        session = _session(form.get("session", ""))
        if session is None and form.get("session") != "others":
            return await self._account(request, staff, "stale", 422)
        await self._accounts.end_session(staff, session, self.sessions.visit(request))
        return to("/account?news=sessionEnded")

    async def show_confirm(self, request: Request) -> Response:
        staff = await self.sessions.current_staff(request)
        if staff is None:
            return to("/login")
        return await self._confirm(request, staff, request.query_params.get("then", ""))

    async def take_confirm(self, request: Request) -> Response:
        staff, form = await self.sessions.current_staff(request), await self.our_form(request)
        if staff is None:
            return to("/login")
        if form is None:
            return await self._confirm(request, staff, "", "stale", 403)
        then = form.get("then", "")
        code = form.get("code", "")[:100] if staff.has_factor else None
        stored = await self._proven(request, staff, form.get("password", ""), code)
        if isinstance(stored, Response):
            return stored
        if stored is None:
            return await self._confirm(request, staff, then, "notProven", 403)
        renewed = await self._accounts.renew(staff, self.sessions.token(request))
        if renewed is None:
            return to("/login")
        place = PLACES.get(then, "/account")
        answer = to(f"{place}?news=confirmed" if place == "/account" else place)
        self.sessions.start(answer, renewed)
        return answer

    async def show_log(self, request: Request) -> Response:
        staff = await self.sessions.current_staff(request)
        if staff is None:
            return to("/login")
        if Role.OWNER not in staff.roles:
            return await self._account(request, staff, "ownersOnly", 403)
        shown = await self.shown(request, staff)
        events = await self._accounts.events(staff, everybody=True, most=_LOG_EVENTS)
        return self.answer(
            shown.html, shown.html.page("log", links=BACK, shown=shown, events=events)
        )

    async def _proven(
        self, request: Request, staff: Staff, password: str, code: str | None
    ) -> str | Response | None:
        """The stored hash of the password, if it and the code (None: not asked) are theirs; a page when they
        tried too often. Whoever has somebody's session may not guess their password with it."""
        account, visit = str(staff.account), self.sessions.visit(request)
        wait = await self._tries.take("confirm", account)
        if wait:
            return slow(request, wait)
        stored = await self._accounts.password_hash(staff, password)
        if stored and code is not None and not await self._factors.use(staff, code, visit):
            stored = None
        if stored is None:
            await self._accounts.note_failure(staff.email, "confirm_failed", visit)
            return None
        await self._tries.give_back("confirm", account)
        return stored

    async def _account(
        self,
        request: Request,
        staff: Staff,
        message: str | None,
        status: int = 200,
        *,
        good: bool = False,
    ) -> Response:
        shown = await self.shown(request, staff)
        sessions = await self._accounts.sessions(staff)
        events = await self._accounts.events(staff, everybody=False, most=_LAST_EVENTS)
        text = shown.html.page(
            "account",
            message=message,
            good=good,
            links=shown.links,
            shown=shown,
            sessions=sessions,
            events=events,
        )
        return self.answer(shown.html, text, status)

    async def _confirm(
        self,
        request: Request,
        staff: Staff,
        then: str,
        message: str | None = None,
        status: int = 200,
    ) -> Response:
        shown = await self.shown(request, staff)
        place = then if then in PLACES else "account"
        text = shown.html.page("confirm", message=message, links=BACK, staff=staff, then=place)
        return self.answer(shown.html, text, status)


def _session(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
