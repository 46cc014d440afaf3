"""Evolution over its websocket: the namespaces of an instance, and what comes through them.

An Evolution server sends through the root namespace, which is always there (all instances' events,
where it was set to that), through one of the instance's own, or through both. The instance's exists
from its first event on, after every start of the server; until then it is asked for again and again
on the same connection.
"""

import asyncio
from contextlib import aclosing

from gateway.channels.base import Delivered, Feed, FeedClosed, Opened, Pauses
from gateway.channels.evolution.socket_io import (
    ROOT,
    Packet,
    SocketClosed,
    SocketIo,
    open_socket,
    words_of,
)
from gateway.channels.kit.pauses import growing

_LONGEST_WAIT = 30.0
"""Seconds between two looks for the namespace: a message that came meanwhile is that late."""
_NOT_YET = "Invalid namespace"


async def listen(server: str, key: str, instance: str, most_bytes: int, pauses: Pauses) -> Feed:
    """As Channel.feed: everything that comes through both namespaces, of whichever instance. Raises
    FeedClosed."""
    try:
        async with (
            open_socket(server, {"apikey": key}, most_bytes) as socket,
            aclosing(_Namespaces(socket, instance, pauses).heard()) as namespaces,
        ):
            async for heard in namespaces:
                yield heard
    except SocketClosed as error:
        raise FeedClosed(str(error), by_us=_is_about_the_key(error)) from error


def _is_about_the_key(error: SocketClosed) -> bool:
    """Evolution refuses a key with 400 and these words; proxies have statuses for that."""
    words = error.answer.lower()
    told = error.status == 400 and ("apikey" in words or "token" in words)
    return told or error.status in (401, 403)


class _Namespaces:
    """The root namespace and the instance's on one connection."""

    def __init__(self, socket: SocketIo, instance: str, pauses: Pauses) -> None:
        self._socket = socket
        self._own = f"/{instance}"
        pauses = Pauses(pauses.first, min(pauses.longest, _LONGEST_WAIT))
        self._tries = growing(pauses)
        self._next: float | None = None
        """When the instance's namespace is asked for again, in the event loop's time."""
        self._is_asked = self._is_in = False

    async def heard(self) -> Feed:
        await self._socket.join(ROOT)
        # Answered in this order, so that one request for what was missed does for both.
        await self._ask()
        told: Opened | None = None
        while True:
            packet = await self._socket.receive(self._next)
            if packet is None:
                await self._ask()
            elif packet.kind == "event":
                yield Delivered(packet.data.encode("utf-8", "replace"))
                await self._socket.acknowledge(packet)
            elif packet.namespace == self._own:
                opened = Opened(self._answered(packet))
                if opened != told or packet.kind == "joined":
                    yield (told := opened)
            elif packet.kind in ("refused", "left"):
                raise SocketClosed(f"the server refuses us: {words_of(packet)}")

    async def _ask(self) -> None:
        self._next, self._is_asked = None, True
        await self._socket.join(self._own)

    def _answered(self, packet: Packet) -> str | None:
        """What is missing before the instance's namespace brings anything. Raises SocketClosed for an
        answer to no question: each is told and looked into, which a server must not do for us."""
        if not (self._is_in if packet.kind == "left" else self._is_asked):
            raise SocketClosed("the server answers what it was not asked")
        self._is_asked, self._is_in = False, packet.kind == "joined"
        if self._is_in:
            return None
        self._next = asyncio.get_running_loop().time() + next(self._tries)
        words = words_of(packet)
        if packet.kind == "left" or words == _NOT_YET:
            return "the instance has sent nothing over its websocket since Evolution started"
        return f"Evolution refuses the instance's namespace: {words}"
