"""How many WebSockets one client, and all together, may have open.

By the client's address, so within what TRUSTED_PROXIES decides; connections are counted before, by
whoever they come from (connected.py).
"""

from collections import Counter

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from gateway.access.clients import address_of

BY_ADDRESS = 100
"""An office behind one address with a page open at every desk."""
IN_ALL = 1000
"""Each open chat asks the database every two seconds."""


class OpenChats:
    """An application whose WebSockets are counted from their request to their end."""

    def __init__(self, app: ASGIApp, *, by_address: int = BY_ADDRESS, in_all: int = IN_ALL) -> None:
        self._app = app
        self._by_address = by_address
        self._in_all = in_all
        self._open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        address = address_of(HTTPConnection(scope))
        if self._open[address] >= self._by_address or self._open.total() >= self._in_all:
            # As every other refusal of a chat.
            await send({"type": "websocket.close"})
            return
        self._open[address] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._open[address] -= 1
            if not self._open[address]:
                del self._open[address]
