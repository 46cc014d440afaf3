"""The way of one process to PostgreSQL: it sees each call, can fall silent, and kills at a named step."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from struct import unpack_from
from typing import cast

from bench.chaos.steps import CALLS, Ambush, Victim

_READY = b"Z\x00\x00\x00\x05"
"""The server's last message of an answer, before one byte about the transaction."""
_CALL = re.compile("|".join(map(re.escape, CALLS)).encode())


class Wire:
    """Passes on what a process and PostgreSQL say, over TCP on one side and a socket on the other.

    `silent`: nothing is passed on and nothing is closed, as in a network that is gone.
    """

    def __init__(self, socket: str, ambush: Ambush, victim: Victim) -> None:
        self.socket = socket
        self.ambush = ambush
        self.victim = victim
        self.port = 0
        self._silent = False
        self._ends: set[_End] = set()

    @asynccontextmanager
    async def listening(self) -> AsyncIterator["Wire"]:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: _Front(self), "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            self.cut()

    @property
    def silent(self) -> bool:
        return self._silent

    @silent.setter
    def silent(self, now: bool) -> None:
        self._silent = now
        for end in list(self._ends):
            end.hush(now)

    def cut(self) -> None:
        """Ends every connection."""
        for end in list(self._ends):
            end.transport.abort()

    def attach(self, end: "_End") -> None:
        self._ends.add(end)
        if self._silent:
            end.hush(True)

    def detach(self, end: "_End") -> None:
        self._ends.discard(end)


class _End(asyncio.Protocol):
    """One end of a connection."""

    transport: asyncio.Transport

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.other: _End | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's is none by its class
        self.wire.attach(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self.wire.detach(self)
        if self.other is not None:
            self.other.transport.close()

    def hush(self, now: bool) -> None:
        (self.transport.pause_reading if now else self.transport.resume_reading)()


class _Front(_End):
    """The process's end: it reads the protocol far enough to know which call is under way."""

    def __init__(self, wire: Wire) -> None:
        super().__init__(wire)
        self.running: str | None = None
        self._statements: dict[bytes, str | None] = {}
        self._unread = b""
        self._introduced = False
        self._waiting: list[bytes] = []
        self._task: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._task = asyncio.get_running_loop().create_task(self._connect())

    async def _connect(self) -> None:
        try:
            _, back = await asyncio.get_running_loop().create_unix_connection(
                lambda: _Back(self.wire, self), self.wire.socket
            )
        except OSError:
            self.transport.abort()
            return
        if self.transport.is_closing():
            back.transport.abort()
            return
        self.other = back
        back.transport.write(b"".join(self._waiting))
        self._waiting.clear()

    def data_received(self, data: bytes) -> None:
        frozen = self._frozen(data)
        if frozen == 0:
            self.transport.abort()
        elif frozen:
            self._hold(data, frozen)
        else:
            self._pass_on(data)

    def _frozen(self, data: bytes) -> float | None:
        """What these bytes did to the process, as Ambush.reached says it."""
        for call in self._calls(data):
            self.running = call
            frozen = self.wire.ambush.reached(call, False, self.wire.victim)
            if frozen is not None:
                return frozen
        return None

    def _hold(self, data: bytes, seconds: float) -> None:
        """The process stands still just before it says this."""
        self.transport.pause_reading()

        def go_on() -> None:
            if not self.transport.is_closing():
                self._pass_on(data)
                self.transport.resume_reading()

        asyncio.get_running_loop().call_later(seconds, go_on)

    def _pass_on(self, data: bytes) -> None:
        if self.other is None:
            self._waiting.append(data)
        else:
            self.other.transport.write(data)

    def _calls(self, data: bytes) -> list[str]:
        """The calls that end with these bytes: the statements bound, or simple queries."""
        stream, at, calls = self._unread + data, 0, []
        while len(stream) - at >= 5:
            typed = 1 if self._introduced else 0
            size = typed + unpack_from(">i", stream, at + typed)[0]
            if len(stream) - at < size:
                break
            kind, body = stream[at : at + typed], stream[at + typed + 4 : at + size]
            self._introduced = True
            at += size
            call = self._call_of(kind, body)
            if call is not None:
                calls.append(call)
        self._unread = stream[at:]
        return calls

    def _call_of(self, kind: bytes, body: bytes) -> str | None:
        if kind == b"P":
            name, query, _ = body.split(b"\0", 2)
            self._statements[name] = _named(query)
        elif kind == b"B":
            return self._statements.get(body.split(b"\0", 2)[1])
        elif kind == b"Q":
            return _named(body)
        return None


class _Back(_End):
    """PostgreSQL's end."""

    def __init__(self, wire: Wire, front: _Front) -> None:
        super().__init__(wire)
        self.other: _Front = front

    def data_received(self, data: bytes) -> None:
        front = self.other
        if front.running is not None and data[-6:-1] == _READY:
            call, front.running = front.running, None
            if self.wire.ambush.reached(call, True, self.wire.victim) == 0:
                front.transport.abort()
                return
        front.transport.write(data)


def _named(query: bytes) -> str | None:
    match = _CALL.search(query)
    return match[0].decode() if match else None
