"""A page's side of the socket: opens it, says, takes frames."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from tests.gateway.web.stand_in import TOKEN

ANA = "a" * 32
LUZ = "b" * 32
Frame = dict[str, Any]


def chat_url(base: str, customer: str = ANA, *, token: str = TOKEN, after: object = 0) -> str:
    return f"{base.replace('http', 'ws')}/web/{token}/chat?customer={customer}&after={after}"


@asynccontextmanager
async def chatting(
    base: str, customer: str = ANA, *, token: str = TOKEN, after: int = 0
) -> AsyncIterator[ClientConnection]:
    url = chat_url(base, customer, token=token, after=after)
    # Frames that a test leaves unread must not keep the closing handshake waiting.
    async with connect(url, proxy=None, max_queue=None) as opened:
        yield opened


async def say(chat: ClientConnection, text: str, message_id: str, **more: Any) -> None:
    await chat.send(json.dumps({"type": "message", "id": message_id, "text": text} | more))


async def take(chat: ClientConnection) -> Frame:
    async with asyncio.timeout(5):
        frame: Frame = json.loads(await chat.recv())
    return frame


async def take_until(chat: ClientConnection, kind: str, **about: Any) -> list[Frame]:
    """Frames up to the first of `kind` with these values, included."""
    frames = [await take(chat)]
    wanted = {"type": kind} | about
    while any(frames[-1].get(key) != value for key, value in wanted.items()):
        frames.append(await take(chat))
    return frames


def of_kind(frames: list[Frame], kind: str) -> list[Frame]:
    return [frame for frame in frames if frame["type"] == kind]


def socket_tasks() -> list[asyncio.Task[Any]]:
    return [task for task in asyncio.all_tasks() if "ChatSocket" in repr(task.get_coro())]


async def until_no_socket_is_served() -> None:
    async with asyncio.timeout(5):
        while tasks := socket_tasks():
            await asyncio.wait(tasks)
