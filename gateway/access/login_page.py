"""The pages on which staff log in, log out and choose a password."""

import asyncio

from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.access.clients import address_of
from gateway.access.limits import RateLimits
from gateway.access.logins import BY_ADDRESS, Entered, Logins, Stage, Wait
from gateway.access.pages import Pages, notice, slow, to
from gateway.access.password_rules import refusal
from gateway.access.sessions import Sessions
from gateway.access.staff import StaffAccounts, canonical, new_token

HOME, NEWS = "/console", "/account?news=lately"


def login_router(
    sessions: Sessions, accounts: StaffAccounts, logins: Logins, limits: RateLimits
) -> APIRouter:
    """`/login`, its second step `/login/code`, `/logout` and `/login/{link}`."""
    router = APIRouter(include_in_schema=False)
    pages = _LoginPages(sessions, accounts, logins, limits)
    for path, name in (("/login", "login"), ("/logout", "logout"), ("/login/code", "code")):
        pages.add(router, path, name)
    pages.add(router, "/login/{link}", "choose")
    return router


class _LoginPages(Pages):
    def __init__(
        self, sessions: Sessions, accounts: StaffAccounts, logins: Logins, limits: RateLimits
    ) -> None:
        super().__init__(sessions, "login")
        self._accounts = accounts
        self._logins = logins
        self._limits = limits

    async def show_login(self, request: Request) -> Response:
        if await self.sessions.current_staff(request):
            return to(HOME)
        message = "chosen" if request.query_params.get("chosen") == "1" else None
        return self._login(request, message)

    async def take_login(self, request: Request) -> Response:
        form = await self.our_form(request)
        if form is None:
            return self._login(request, "stale", 403)
        email = canonical(form.get("email", "")) or ""
        visit = self.sessions.visit(request)
        entered = await self._logins.log_in(email, form.get("password", ""), visit)
        if isinstance(entered, Wait):
            return slow(request, entered.seconds, "slowHere")
        if entered is None:
            return self._login(request, "wrong", 401, email)
        if entered.stage is Stage.OPEN:
            return self._in(entered)
        answer = to(f"/login/{entered.stage}")
        self.sessions.begin(answer, entered.token)
        return answer

    async def show_code(self, request: Request) -> Response:
        return await self._code(request, None)

    async def take_code(self, request: Request) -> Response:
        form = await self.our_form(request)
        if form is None:
            return await self._code(request, "stale", 403)
        token = self.sessions.step_token(request)
        waiting = await self._logins.waiting(token)
        if waiting is None or token is None or waiting.stage is not Stage.CODE:
            return to("/login")
        visit = self.sessions.visit(request)
        entered = await self._logins.give_code(waiting, token, form.get("code", "")[:100], visit)
        if isinstance(entered, Wait):
            return slow(request, entered.seconds, "slowHere")
        if entered is None:
            return await self._code(request, "wrongCode", 401)
        return self._in(entered)

    async def show_logout(self, request: Request) -> Response:
        if await self.sessions.current_staff(request) is None:
            return to("/login")
        html = self.html(request)
        return self.answer(html, html.page("logout", message="leave", good=True))

    async def take_logout(self, request: Request) -> Response:
        if await self.our_form(request) is None:
            return self._login(request, "stale", 403)
        answer = to("/login")
        await self.sessions.end(request, answer)
        return answer

    async def show_choose(self, request: Request) -> Response:
        return await self._choose(request, None)

    async def take_choose(self, request: Request) -> Response:
        form, link = await self.our_form(request), request.path_params["link"]
        if form is None:
            return await self._choose(request, "stale", 403)
        wait = await self._limits.hit("link", address_of(request), BY_ADDRESS)
        if wait:
            return slow(request, wait)
        new = form.get("new", "")
        if why := await self._refused(link, new):
            return await self._choose(request, why, 422)
        if new != form.get("again"):
            return await self._choose(request, "different", 422)
        visit = self.sessions.visit(request)
        device = visit.device or new_token()
        if not await self._accounts.choose(link, new, device, visit):
            return notice(request, "spent", 404)
        answer = to("/login?chosen=1")
        self.sessions.know(answer, device)
        return answer

    async def _refused(self, link: str, password: str) -> str | None:
        """Why this password may not be chosen with the link, if it is one."""
        invited = await self._accounts.of_link(link)
        if invited is None:
            return None
        words = await self._accounts.guessable(invited.organization)
        return await asyncio.to_thread(refusal, password, [*words, invited.email])

    async def _choose(self, request: Request, message: str | None, status: int = 200) -> Response:
        wait = await self._limits.hit("link", address_of(request), BY_ADDRESS)
        if wait:
            return slow(request, wait)
        link = request.path_params["link"]
        if await self._accounts.of_link(link) is None:
            return notice(request, "spent", 404)
        html = self.html(request)
        return self.answer(html, html.page("choose", message=message, link=link), status)

    async def _code(self, request: Request, message: str | None, status: int = 200) -> Response:
        waiting = await self._logins.waiting(self.sessions.step_token(request))
        if waiting is None or waiting.stage is not Stage.CODE:
            return to("/login")
        html = self.html(request)
        return self.answer(html, html.page("code", message=message), status)

    def _login(
        self, request: Request, message: str | None, status: int = 200, email: str = ""
    ) -> Response:
        html = self.html(request)
        text = html.page("login", message=message, good=message == "chosen", email=email)
        return self.answer(html, text, status)

    def _in(self, entered: Entered) -> Response:
        answer = to(NEWS if entered.news else HOME)
        self.sessions.start(answer, entered.token)
        self.sessions.know(answer, entered.device)
        return answer
