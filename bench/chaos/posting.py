"""Webhooks as providers post them: over real HTTP, again and again until they are answered 2xx."""

import asyncio
import random
import time
from collections.abc import Callable, Sequence

_PATIENCE = 10.0
"""Seconds that a provider waits for an answer."""
_LONGEST_PAUSE = 3.0


async def post(port: int, path: str, body: bytes, patience: float = _PATIENCE) -> int | None:
    """The status; None when nobody answered in time."""
    try:
        async with asyncio.timeout(patience):
            return await _post(port, path, body)
    except (OSError, EOFError, TimeoutError, asyncio.IncompleteReadError, ValueError):
        return None


async def _post(port: int, path: str, body: bytes) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        head = (
            f"POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
            f"connection: close\r\ncontent-length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        line = await reader.readuntil(b"\r\n")
        await reader.read()
        return int(line[9:12])
    finally:
        writer.close()


async def deliver(
    ports: Callable[[], Sequence[int]],
    path: str,
    body: bytes,
    dice: random.Random,
    note: Callable[[int | None, float], None],
) -> None:
    """Posts to any of the gateways until one answers 2xx; `note` is told each answer and its seconds."""
    pause = 0.2
    while True:
        began = time.monotonic()
        status = await post(dice.choice(ports()), path, body)
        note(status, time.monotonic() - began)
        if status is not None and 200 <= status < 300:
            return
        await asyncio.sleep(pause * dice.uniform(0.7, 1.3))
        pause = min(_LONGEST_PAUSE, pause * 2)


async def get(port: int, path: str, patience: float = 5.0) -> int | None:
    """The status of a page; None when nobody answered in time."""
    try:
        async with asyncio.timeout(patience):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                writer.write(
                    f"GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n".encode()
                )
                line = await reader.readuntil(b"\r\n")
                await reader.read()
                return int(line[9:12])
            finally:
                writer.close()
    except (OSError, EOFError, TimeoutError, asyncio.IncompleteReadError, ValueError):
        return None
