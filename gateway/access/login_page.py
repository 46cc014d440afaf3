"""The pages on which staff log in, log out and choose a password."""

import logging
import math
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from agent.errors import DatabaseUnavailable
from gateway.access import login_texts
from gateway.access.bodies import read_body
from gateway.access.clients import address_of
from gateway.access.limits import RateLimits
from gateway.access.passwords import acceptable
from gateway.access.sessions import Sessions
from gateway.access.staff import StaffAccounts, canonical

log = logging.getLogger(__name__)

BY_ADDRESS = "20/minute"
BY_ACCOUNT = "60/hour"
"""Tries at one account from wherever; more than a person needs, far too few for a guess."""
_MOST_BYTES = 16_000
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    # With "no-referrer" browsers would send `Origin: null` with our own forms.
    "Referrer-Policy": "same-origin",
}
Form = dict[str, str]
Answer = Callable[[Request], Awaitable[Response]]


def login_router(sessions: Sessions, accounts: StaffAccounts, limits: RateLimits) -> APIRouter:
    """`/login`, `/logout` and `/login/{link}`."""
    router = APIRouter(include_in_schema=False)
    pages = _LoginPages(sessions, accounts, limits)
    for path, name in (("/login", "login"), ("/logout", "logout"), ("/login/{link}", "choose")):
        router.add_route(path, _kept_up(getattr(pages, f"show_{name}")), methods=["GET"])
        router.add_route(path, _kept_up(getattr(pages, f"take_{name}")), methods=["POST"])
    return router


class _LoginPages:
    def __init__(self, sessions: Sessions, accounts: StaffAccounts, limits: RateLimits) -> None:
        self._sessions = sessions
        self._accounts = accounts
        self._limits = limits

    async def show_login(self, request: Request) -> Response:
        if await self._sessions.current_staff(request):
            return _to("/")
        message = "chosen" if request.query_params.get("chosen") == "1" else None
        return self._login(request, message)

    async def take_login(self, request: Request) -> Response:
        form = await _form_of(request)
        if not self._sessions.is_our_form(request, form.get("form", "")):
            return self._login(request, "stale", 403)
        email = canonical(form.get("email", "")) or ""
        wait = await self._limits.hit("login", address_of(request), BY_ADDRESS)
        wait = wait or await self._limits.hit("account", email, BY_ACCOUNT)
        if wait:
            return self._slow(request, wait)
        token = await self._accounts.log_in(email, form.get("password", ""))
        if token is None:
            log.info("a login was refused")
            return self._login(request, "wrong", 401, email)
        answer = _to("/")
        self._sessions.start(answer, token)
        return answer

    async def show_logout(self, request: Request) -> Response:
        if await self._sessions.current_staff(request) is None:
            return _to("/login")
        token = self._sessions.form_token(request)
        return self._page(token, login_texts.logout_page(_language(request), token))

    async def take_logout(self, request: Request) -> Response:
        form = await _form_of(request)
        if not self._sessions.is_our_form(request, form.get("form", "")):
            return self._login(request, "stale", 403)
        answer = _to("/login")
        await self._sessions.end(request, answer)
        return answer

    async def show_choose(self, request: Request) -> Response:
        return await self._choose(request, None)

    async def take_choose(self, request: Request) -> Response:
        form, link = await _form_of(request), request.path_params["link"]
        if not self._sessions.is_our_form(request, form.get("form", "")):
            return await self._choose(request, "stale", 403)
        new = form.get("new", "")
        if not acceptable(new):
            return await self._choose(request, "short", 422)
        if new != form.get("again"):
            return await self._choose(request, "different", 422)
        wait = await self._limits.hit("login", address_of(request), BY_ADDRESS)
        if wait:
            return self._slow(request, wait)
        if not await self._accounts.choose(link, new):
            return self._spent(request)
        return _to("/login?chosen=1")

    async def _choose(self, request: Request, message: str | None, status: int = 200) -> Response:
        """Looking does not spend the link: programs that preview messages look, too."""
        wait = await self._limits.hit("link", address_of(request), BY_ADDRESS)
        if wait:
            return self._slow(request, wait)
        link = request.path_params["link"]
        if not await self._accounts.knows_link(link):
            return self._spent(request)
        token = self._sessions.form_token(request)
        text = login_texts.choose_page(_language(request), token, link, message=message)
        return self._page(token, text, status)

    def _login(
        self, request: Request, message: str | None, status: int = 200, email: str = ""
    ) -> Response:
        token = self._sessions.form_token(request)
        text = login_texts.login_page(_language(request), token, message=message, email=email)
        return self._page(token, text, status)

    def _page(self, token: str, text: str, status: int = 200) -> Response:
        answer = HTMLResponse(text, status, _HEADERS)
        self._sessions.keep_form_token(answer, token)
        return answer

    def _spent(self, request: Request) -> Response:
        return _notice(request, "spent", 404)

    def _slow(self, request: Request, wait: float) -> Response:
        answer = _notice(request, "slow", 429)
        answer.headers["Retry-After"] = str(math.ceil(wait))
        return answer


async def _form_of(request: Request) -> Form:
    """The last value of each field. Raises TooLarge."""
    body = (await read_body(request, _MOST_BYTES)).decode("utf-8", "replace")
    try:
        fields = parse_qs(body, keep_blank_values=True, max_num_fields=20)
    except ValueError:
        return {}
    return {name: values[-1] for name, values in fields.items()}


def _kept_up(answer: Answer) -> Answer:
    """Without the database a page says so, instead of a problem body."""

    async def handle(request: Request) -> Response:
        try:
            return await answer(request)
        except DatabaseUnavailable:
            down = _notice(request, "down", 503)
            down.headers["Retry-After"] = "5"
            return down

    return handle


def _notice(request: Request, message: str, status: int) -> Response:
    return HTMLResponse(login_texts.notice_page(_language(request), message), status, _HEADERS)


def _language(request: Request) -> str:
    return login_texts.language_of(request.headers.get("accept-language", ""))


def _to(path: str) -> Response:
    return RedirectResponse(path, 303)
