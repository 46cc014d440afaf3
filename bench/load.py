"""A small HTTP client that makes load over loopback; a general one costs more than the server."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from agent.errors import OperatorError


@dataclass(frozen=True, slots=True)
class Round:
    """One round of load: seconds in all, and of each request."""

    seconds: float
    each: tuple[float, ...]

    @property
    def rate(self) -> float:
        """Requests per second."""
        return len(self.each) / self.seconds


class Client:
    """HTTP/1.1 over one connection that is kept open."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    @asynccontextmanager
    async def connected(cls, port: int) -> AsyncIterator["Client"]:
        """Raises OSError when nobody listens."""
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            yield cls(reader, writer)
        finally:
            writer.close()

    async def get(self, path: str) -> int:
        """The status; the body is read and dropped."""
        return await self._exchange(f"GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n".encode())

    async def post(self, path: str, body: bytes) -> int:
        """As `get`, with a JSON body."""
        head = (
            f"POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
            f"content-length: {len(body)}\r\n\r\n"
        )
        return await self._exchange(head.encode() + body)

    async def _exchange(self, request: bytes) -> int:
        self._writer.write(request)
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        _, header, length = head.partition(b"content-length:")
        if header:
            await self._reader.readexactly(int(length.split(b"\r\n", 1)[0]))
        return int(head[9:12])


async def drive(port: int, path: str, bodies: Sequence[bytes], *, concurrency: int) -> Round:
    """Posts every body once. Raises OperatorError for an answer that is not 200."""
    waiting = iter(bodies)
    started = time.perf_counter()
    each = await asyncio.gather(*(_post_all(port, path, waiting) for _ in range(concurrency)))
    return Round(time.perf_counter() - started, tuple(second for part in each for second in part))


async def _post_all(port: int, path: str, waiting: Iterator[bytes]) -> list[float]:
    spent: list[float] = []
    async with Client.connected(port) as client:
        for body in waiting:
            began = time.perf_counter()
            status = await client.post(path, body)
            spent.append(time.perf_counter() - began)
            if status != 200:
                raise OperatorError(f"a request under measurement was answered {status}")
    return spent
