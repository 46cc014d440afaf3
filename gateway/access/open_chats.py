"""How many WebSockets one client, and all together, may have open.

By the client's address, so within what TRUSTED_PROXIES decides; connections are counted before, by
whoever they come from (connected.py).
"""

import asyncio
from contextlib import suppress

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketDisconnect

from gateway.access.clients import address_of

BY_ADDRESS = 100
"""An office behind one address with a page open at every desk."""
IN_ALL = 1000
"""Each open chat asks the database every two seconds."""
_TRY_AGAIN = 1013

Chats = dict["asyncio.Task[None]", None]
"""Of one address, the one opened first in front."""


class OpenChats:
    """An application whose WebSockets are counted from their request to their end.

    Where all places are taken, the address with most gives up its first for one that has fewer: ten
    strangers who hold a hundred each keep nobody out.
    """

    def __init__(self, app: ASGIApp, *, by_address: int = BY_ADDRESS, in_all: int = IN_ALL) -> None:
        self._app = app
        self._by_address = by_address
        self._in_all = in_all
        self._open: dict[str, Chats] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        address = address_of(HTTPConnection(scope))
        if not self._has_room(address):
            # As every other refusal of a chat.
            await send({"type": "websocket.close"})
            return
        chat = asyncio.ensure_future(self._run(scope, receive, send))
        self._open.setdefault(address, {})[chat] = None
        try:
            await asyncio.wait([chat])
        finally:
            self._forget(address, chat)
            chat.cancel()
            await asyncio.wait([chat])
        if chat.cancelled():
            with suppress(WebSocketDisconnect, RuntimeError):  # it may be over at the other end
                await send({"type": "websocket.close", "code": _TRY_AGAIN})
        else:
            chat.result()

    async def _run(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)

    def _has_room(self, address: str) -> bool:
        own = len(self._open.get(address, ()))
        if own >= self._by_address:
            return False
        if sum(map(len, self._open.values())) < self._in_all:
            return True
        heaviest = max(self._open, key=lambda one: len(self._open[one]))
        if len(self._open[heaviest]) <= own + 1:
            return False
        first = next(iter(self._open[heaviest]))
        self._forget(heaviest, first)
        first.cancel()
        return True

    def _forget(self, address: str, chat: "asyncio.Task[None]") -> None:
        chats = self._open.get(address, {})
        chats.pop(chat, None)
        if not chats:
            self._open.pop(address, None)
