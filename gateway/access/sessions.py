"""Session cookies of staff, and the tokens that protect forms against cross-site requests."""

import hmac
import secrets
from collections.abc import Awaitable, Callable

from fastapi import Request
from starlette.requests import HTTPConnection
from starlette.responses import Response

from agent.errors import Unauthorized
from agent.settings import Settings
from gateway.access.origin import Origins
from gateway.access.problems import Forbidden
from gateway.access.staff import Role, Staff, StaffAccounts, is_token
from gateway.access.visits import Visit, visit_of

_SESSION, _FORM, _STEP, _DEVICE = (
    f"frontdesk_{name}" for name in ("session", "form", "step", "device")
)
_TEN_MINUTES, _SEVEN_DAYS, _400_DAYS = 600, 7 * 24 * 3600, 400 * 24 * 3600


class Sessions:
    """Reads and writes the cookies. Over HTTPS their names begin with `__Host-`, which browsers take
    from this host and for this host only."""

    def __init__(self, settings: Settings, accounts: StaffAccounts) -> None:
        self._accounts = accounts
        self._origins = Origins(settings.public_url)
        self._secure = settings.address.startswith("https://")
        before = "__Host-" if self._secure else ""
        self._session, self._form = before + _SESSION, before + _FORM
        self._step, self._device = before + _STEP, before + _DEVICE

    async def current_staff(self, connection: HTTPConnection) -> Staff | None:
        """Who is logged in; None for nobody. Raises DatabaseUnavailable."""
        return await self._accounts.of_session(connection.cookies.get(self._session))

    def require(self, role: Role | None = None) -> Callable[[Request], Awaitable[Staff]]:
        """A dependency for pages of staff: `staff: Annotated[Staff, Depends(sessions.require())]`."""

        async def require_staff(request: Request) -> Staff:
            staff = await self.current_staff(request)
            if staff is None:
                raise Unauthorized
            if role is not None and role not in staff.roles:
                raise Forbidden
            return staff

        return require_staff

    def start(self, response: Response, token: str) -> None:
        """Gives the browser its session. The database ends it sooner when it is idle."""
        self._set(response, self._session, token, _SEVEN_DAYS)
        self._set(response, self._step, "", 0)

    def token(self, request: Request) -> str:
        """The session's, of somebody who is logged in."""
        return request.cookies.get(self._session, "")

    async def end(self, request: Request, response: Response) -> None:
        """Ends the session, here and in the browser."""
        token = request.cookies.get(self._session)
        if token:
            await self._accounts.log_out(token, self.visit(request))
        self._set(response, self._session, "", 0)

    # Before the session, and after it

    def begin(self, response: Response, token: str) -> None:
        """Gives the browser what the second step of the login needs."""
        self._set(response, self._step, token, _TEN_MINUTES)

    def step_token(self, request: Request) -> str | None:
        """The token of the second step."""
        return request.cookies.get(self._step)

    def know(self, response: Response, device: str) -> None:
        """Lets the browser show next time that somebody has logged in here before."""
        self._set(response, self._device, device, _400_DAYS)

    def visit(self, request: Request) -> Visit:
        """Where this comes from, and in which browser."""
        device = request.cookies.get(self._device, "")
        return visit_of(request, device if is_token(device) else None)

    # Forms

    def form_token(self, request: Request) -> str:
        """What the next form carries, also as a cookie (`keep_form_token`)."""
        cookie = request.cookies.get(self._form, "")
        return cookie if len(cookie) == 43 else secrets.token_urlsafe(32)

    def keep_form_token(self, response: Response, token: str) -> None:
        self._set(response, self._form, token, None)

    def is_our_form(self, request: Request, token: str) -> bool:
        """Whether a page of ours sent this: browsers say from where a form comes, other sites cannot
        read our cookie, and a program that says nothing has no business here."""
        headers = request.headers
        cookie = request.cookies.get(self._form, "")
        return (
            "origin" in headers
            and self._origins.allow(request)
            and headers.get("sec-fetch-site", "same-origin") == "same-origin"
            and len(cookie) == 43
            and hmac.compare_digest(cookie.encode(), token.encode("utf-8", "replace"))
        )

    def _set(self, response: Response, name: str, value: str, seconds: int | None) -> None:
        response.set_cookie(
            name,
            value,
            max_age=seconds,
            path="/",
            secure=self._secure,
            httponly=True,
            samesite="lax",
        )
