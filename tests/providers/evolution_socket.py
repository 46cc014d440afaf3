"""Evolution with its websocket: the same HTTP API, and the library's own Socket.IO server behind it.

What is particular to Evolution is played: a namespace exists from its first event on and is forgotten
at a restart, one without a listener loses what it is told, wrong keys are refused with a 400, and
nothing is repeated. It asks for acknowledgements, which Evolution does not: tests then know when an
event was taken.
"""

import asyncio
import contextlib
import socket
from collections import defaultdict
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any, Self

import socketio
import uvicorn

from tests.providers.evolution import INSTANCE, EvolutionServer
from tests.providers.server import Answer, Request, read_request

ROOT = "/"
SECONDS = 10.0
"""The longest that anything here takes."""


class _Quiet(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class EvolutionSocketServer(EvolutionServer):
    """`global_events`: everything also goes through the root namespace. `checks_keys`: not so for
    listeners on the same machine, as Evolution has it."""

    def __init__(
        self,
        api_key: str = "evolution-key",
        instance: str = INSTANCE,
        *,
        global_events: bool = False,
    ) -> None:
        super().__init__(api_key, instance)
        self.global_events = global_events
        self.checks_keys = True
        self.is_silent = False
        """New listeners are accepted, and then nothing is said to them."""
        self.namespaces: set[str] = set()
        self.joined: dict[str, list[str]] = defaultdict(list)
        """Sessions by namespace."""
        self.opened = 0
        """Connections of listeners until now, refused ones too."""
        self.refused_joins = 0
        self._changed = asyncio.Condition()
        self._pipes: set[asyncio.StreamWriter] = set()
        self._sio = socketio.AsyncServer(async_mode="asgi", namespaces="*", logger=False)
        self._sio.on("connect", self._on_connect, namespace="*")
        self._sio.on("disconnect", self._on_disconnect, namespace="*")

    # Life

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        self._inner = socket.create_server(("127.0.0.1", 0))
        config = uvicorn.Config(
            socketio.ASGIApp(self._sio), ws="wsproto", lifespan="off", log_config=None
        )
        self._uvicorn = _Quiet(config)
        self._serving = asyncio.create_task(self._uvicorn.serve(sockets=[self._inner]))
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.cut()
        await super().__aexit__(kind, error, trace)
        await self._sio.shutdown()
        self._uvicorn.should_exit = self._uvicorn.force_exit = True
        await self._serving

    def restart(self) -> None:
        """Every connection breaks off, and nobody remembers a namespace."""
        self.namespaces.clear()
        self.cut()

    def cut(self) -> None:
        """Every listener's connection breaks off without a word."""
        for pipe in self._pipes:
            pipe.transport.abort()

    # What a test does

    async def emit(self, event: dict[str, Any]) -> int:
        """Sends an event to those who listen; returns how many took it. Namespaces begin with it."""
        event = {name: value for name, value in event.items() if name != "destination"}
        own = f"/{event['instance']}"
        self.namespaces.add(own)
        wanted = [ROOT, own] if self.global_events else [own]
        calls = [
            self._sio.call(event["event"], event, to=sid, namespace=one, timeout=SECONDS)
            for one in wanted
            for sid in self.joined[one]
        ]
        return len(await asyncio.gather(*calls))

    async def emit_unasked(self, event: dict[str, Any], namespace: str | None = None) -> None:
        """Sends it without wanting to know."""
        namespace = namespace or f"/{event['instance']}"
        await self._sio.emit(event["event"], event, namespace=namespace)

    async def tell_anything(self, name: str, argument: Any) -> None:
        """An event that Evolution would not send."""
        for sid in self.joined[f"/{self.instance}"]:
            where = {"to": sid, "namespace": f"/{self.instance}", "timeout": SECONDS}
            await self._sio.call(name, argument, **where)

    async def until(self, is_so: Callable[[], object]) -> None:
        """Something about the listeners, or about what they asked, is so."""
        async with asyncio.timeout(SECONDS), self._changed:
            await self._changed.wait_for(is_so)

    async def until_joined(self, instance: str | None = None) -> None:
        await self.until(lambda: self.joined[f"/{instance or self.instance}"])

    # Inside

    async def respond(self, request: Request) -> Answer:
        answer = await super().respond(request)
        await self._tell()
        return answer

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def _on_connect(self, namespace: str, sid: str, environ: Any, auth: Any) -> None:
        if namespace != ROOT and namespace not in self.namespaces:
            self.refused_joins += 1
            await self._tell()
            raise socketio.exceptions.ConnectionRefusedError("Invalid namespace")
        asyncio.get_running_loop().call_soon(self._note, namespace, sid)

    def _note(self, namespace: str, sid: str) -> None:
        """A little later: until `_on_connect` has returned nothing reaches the session."""
        self.joined[namespace].append(sid)
        self._noting = asyncio.create_task(self._tell())

    async def _on_disconnect(self, namespace: str, sid: str, reason: str) -> None:
        self.joined[namespace] = [one for one in self.joined[namespace] if one != sid]
        await self._tell()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await read_request(reader)
        if not request.path.startswith("/socket.io/"):
            return await self._answer(request, reader, writer)
        self.opened += 1
        await self._tell()
        if self.checks_keys and request.headers.get("apikey") != self.api_key:
            writer.write(Answer(400, b"Invalid global token").encoded())
            await writer.drain()
            return None
        return await self._pipe(request, reader, writer)

    async def _pipe(
        self, request: Request, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        port = self._inner.getsockname()[1]
        upstream, behind = await asyncio.open_connection("127.0.0.1", port)
        head = "".join(f"{name}: {value}\r\n" for name, value in request.headers.items())
        behind.write(f"GET {request.path}?{request.query} HTTP/1.1\r\n{head}\r\n".encode())
        self._pipes.add(writer)
        there, back = (_copy(reader, behind), _copy(upstream, writer))
        copies = [
            asyncio.create_task(one) for one in ((there,) if self.is_silent else (there, back))
        ]
        try:
            await asyncio.wait(copies, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._pipes.discard(writer)
            for copy in copies:
                copy.cancel()
            await asyncio.gather(*copies, return_exceptions=True)
            if self.is_silent:
                back.close()
            behind.close()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while chunk := await reader.read(65536):
        writer.write(chunk)
        await writer.drain()
