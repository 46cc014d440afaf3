"""What the pages of staff share: headers, forms, and what is answered when something is not possible."""

import math
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from agent.errors import DatabaseUnavailable
from gateway.access.bodies import read_body
from gateway.access.passwords import Crowded
from gateway.access.rendering import Html, language_of
from gateway.access.sessions import Sessions

_MOST_BYTES = 16_000
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    # With "no-referrer" browsers would send `Origin: null` with our own forms.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
Form = dict[str, str]
Answer = Callable[[Request], Awaitable[Response]]


class Pages:
    """Base of the pages: `html(request)` builds one with the form token that `answer` keeps in a cookie."""

    def __init__(self, sessions: Sessions, room: str) -> None:
        self.sessions = sessions
        self._room = room

    def add(self, router: APIRouter, path: str, name: str, *methods: str) -> None:
        """`show_<name>` answers GET and `take_<name>` POST."""
        for method in methods or ("GET", "POST"):
            verb = {"GET": "show", "POST": "take"}[method]
            answer: Answer = getattr(self, f"{verb}_{name}")
            router.add_route(path, _kept_up(answer), methods=[method])

    def html(self, request: Request) -> Html:
        token = self.sessions.form_token(request)
        return Html(language_of(request.headers.get("accept-language", "")), token, self._room)

    def answer(self, html: Html, text: str, status: int = 200) -> Response:
        """The page, and its form token as a cookie."""
        response = HTMLResponse(text, status, HEADERS)
        self.sessions.keep_form_token(response, html.token)
        return response

    async def our_form(self, request: Request) -> Form | None:
        """The last value of each field, if a page of ours sent it. Raises TooLarge."""
        body = (await read_body(request, _MOST_BYTES)).decode("utf-8", "replace")
        try:
            fields = parse_qs(body, keep_blank_values=True, max_num_fields=20)
        except ValueError:
            fields = {}
        form = {name: values[-1] for name, values in fields.items()}
        return form if self.sessions.is_our_form(request, form.get("form", "")) else None


def notice(request: Request, message: str, status: int) -> Response:
    """A sentence (a key of `pages.login`) and nothing to fill in."""
    language = language_of(request.headers.get("accept-language", ""))
    return HTMLResponse(
        Html(language, "", "login").page("notice", message=message), status, HEADERS
    )


def slow(request: Request, seconds: float, message: str = "slow") -> Response:
    """Too many tries."""
    answer = notice(request, message, 429)
    answer.headers["Retry-After"] = str(math.ceil(seconds))
    return answer


def to(path: str) -> Response:
    """Go there, with GET."""
    return RedirectResponse(path, 303)


def _kept_up(answer: Answer) -> Answer:
    """Without the database a page says so, instead of a problem body."""

    async def handle(request: Request) -> Response:
        try:
            return await answer(request)
        except Crowded:
            return slow(request, 5)
        except DatabaseUnavailable:
            down = notice(request, "down", 503)
            down.headers["Retry-After"] = "5"
            return down

    return handle
