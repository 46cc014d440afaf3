"""Whether a page may open a socket or send a form: other sites' pages may not (cross-site hijacking)."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from agent.settings import Settings

_DEFAULT_PORTS = {"http": 80, "https": 443}
_SECURE = frozenset({"https", "wss"})
Origin = tuple[str, str, int]
"""Scheme, host and port; an origin is another one when any of them is."""


@dataclass(frozen=True, slots=True)
class Origins:
    """The gateway's own origins, and those that are `allowed` besides ("*": all).

    `public`: PUBLIC_URL. Its host has that scheme and no other, so a page that somebody on the way put
    at `http://` of an `https://` address is another site's.
    """

    public: str | None = None
    allowed: tuple[str, ...] = ()

    def allow(self, connection: HTTPConnection) -> bool:
        """True for the gateway's own pages, for `allowed` origins, and for programs.

        Browsers always send Origin with a WebSocket; a program that sends none cannot be misled by a
        page.
        """
        origin = connection.headers.get("origin")
        if origin is None or "*" in self.allowed:
            return True
        theirs = parsed(origin)
        return theirs is not None and (
            theirs in self._own(connection) or theirs in {parsed(entry) for entry in self.allowed}
        )

    def _own(self, connection: HTTPConnection) -> set[Origin | None]:
        scheme = "https" if connection.scope.get("scheme") in _SECURE else "http"
        called = parsed(f"{scheme}://{connection.headers.get('host', '')}")
        public = parsed(self.public or "")
        return {public} if called and public and called[1] == public[1] else {public, called}


def origins_of(settings: Settings) -> Origins:
    """For sockets: our own pages and those of CORS_ORIGINS."""
    return Origins(settings.public_url, settings.allowed_origins)


def parsed(origin: str) -> Origin | None:
    """`HTTPS://Desk.example/` is ("https", "desk.example", 443); None for what is no http(s) origin."""
    try:
        parts = urlsplit(origin.strip())
        port = parts.port or _DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return None
    return (parts.scheme, parts.hostname, port) if parts.hostname and port else None
