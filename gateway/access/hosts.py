"""Refuses requests that are meant for another host.

A name that somebody else owns can be made to point here. A browser that opens it takes our pages for
that somebody's (DNS rebinding), and what stands in the Host header comes back in links and caches.
"""

import logging
import re
import time
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from agent.settings import Settings
from gateway.access.problems import problem

log = logging.getLogger(__name__)

MISDIRECTED = 421
_HOST = re.compile(r"([a-z0-9._-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?")
_LOOKED_AT = frozenset({"/health", "/ready"})
"""Whoever looks after the process calls it by whatever address it has today, and learns nothing here."""
_ANYWHERE = {"0.0.0.0", "::"}  # noqa: S104
_SAY_SECONDS = 60.0


class KnownHosts:
    """Inside of everything that every answer carries.

    Known are PUBLIC_URL's host, ALLOWED_HOSTS, this machine's own names and the address at which the
    connection came in.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        public = urlsplit(settings.public_url or "").hostname
        names = {*settings.allowed_host_list, "localhost", settings.gateway_host, public}
        self._names = {_plain(name) for name in names if name} - _ANYWHERE
        self._said_at = -_SAY_SECONDS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or scope["path"] in _LOOKED_AT or self._knows(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close"})
        else:
            answer = problem(MISDIRECTED, "nobody of this name is here")
            await answer(scope, receive, send)

    def _knows(self, scope: Scope) -> bool:
        host = _named(scope)
        if host is None:
            return False
        server = scope.get("server")
        if host in self._names or "*" in self._names or (server and host == _plain(server[0])):
            return True
        if _is_loopback(host):
            return True
        self._say(host)
        return False

    def _say(self, host: str) -> None:
        """For who has just put a proxy before it; a line for each request would be a stranger's."""
        if time.monotonic() - self._said_at >= _SAY_SECONDS:
            self._said_at = time.monotonic()
            log.warning("a request for %s was refused: see PUBLIC_URL and ALLOWED_HOSTS", host)


def _named(scope: Scope) -> str | None:
    """The one host that a request names, without its port; None for none, several, or no name."""
    named = [value for name, value in scope["headers"] if name == b"host"]
    host = _HOST.fullmatch(named[0].decode("latin-1").lower()) if len(named) == 1 else None
    return _plain(host[1]) if host else None


def _plain(host: str) -> str:
    return host.lower().strip("[]").rstrip(".")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
