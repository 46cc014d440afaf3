"""The headers that every answer carries, also errors and refused sockets."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from agent.settings import Settings

_ALWAYS = {
    "Content-Security-Policy": (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Answers are about somebody unless they say otherwise (static files do).
    "Cache-Control": "no-store",
}
_ONE_YEAR = "max-age=31536000"


class SecurityHeaders:
    """Outermost of all: what the server answers to a bug passes here, too.

    A page that needs more than the default policy sets its own; nothing set is overwritten. One that
    names who may frame it has no X-Frame-Options, which cannot say that.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        https = settings.address.startswith("https://")
        headers = _ALWAYS | ({"Strict-Transport-Security": _ONE_YEAR} if https else {})
        self._headers = [(k.lower().encode(), v.encode()) for k, v in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                own = list(message.get("headers", ()))
                names = {name.lower() for name, _ in own}
                if any(_names_framers(*header) for header in own):
                    names.add(b"x-frame-options")
                message["headers"] = own + [h for h in self._headers if h[0] not in names]
            await send(message)

        if scope["type"] == "websocket":
            await self._app(scope, receive, _Refusal(scope, send_with_headers))
        else:
            await self._app(scope, receive, send_with_headers)


def _names_framers(name: bytes, value: bytes) -> bool:
    framers = value.partition(b"frame-ancestors ")[2].partition(b";")[0].strip()
    return name.lower() == b"content-security-policy" and framers not in (b"", b"'none'")


class _Refusal:
    """A socket that is closed before it was accepted is an HTTP answer, which can carry headers."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._send = send
        self._can_answer = "websocket.http.response" in (scope.get("extensions") or {})
        self._answered = False

    async def __call__(self, message: Message) -> None:
        refused = message["type"] == "websocket.close" and not self._answered
        self._answered = True
        if not (refused and self._can_answer):
            await self._send(message)
            return
        headers = [(b"content-length", b"0")]
        start = {"type": "websocket.http.response.start", "status": 403, "headers": headers}
        await self._send(start)
        await self._send({"type": "websocket.http.response.body", "body": b""})
