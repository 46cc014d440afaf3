"""Who may have a chat open when all places are taken."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.types import Message, Receive, Scope, Send

from gateway.access.open_chats import OpenChats


async def endless(_: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "websocket.accept"})
    while (await receive())["type"] != "websocket.disconnect":
        pass


class Visitors:
    """What each address was sent, in order."""

    def __init__(self, chats: OpenChats) -> None:
        self._chats = chats
        self.sent: list[tuple[str, str, int | None]] = []
        self.tasks: list[asyncio.Task[None]] = []

    async def come(self, address: str) -> None:
        async def receive() -> Message:
            return await asyncio.get_running_loop().create_future()  # type: ignore[no-any-return]

        async def send(message: Message) -> None:
            self.sent.append((address, message["type"].split(".")[1], message.get("code")))

        scope = {"type": "websocket", "client": (address, 1), "headers": []}
        self.tasks.append(asyncio.create_task(self._chats(scope, receive, send)))
        for _ in range(20):
            await asyncio.sleep(0)

    def count(self, what: str) -> Counter[str]:
        return Counter(address for address, kind, _ in self.sent if kind == what)


@asynccontextmanager
async def visitors(chats: OpenChats) -> AsyncIterator[Visitors]:
    there = Visitors(chats)
    try:
        yield there
    finally:
        for task in there.tasks:
            task.cancel()
        await asyncio.gather(*there.tasks, return_exceptions=True)


async def test_who_holds_most_chats_makes_room_for_who_has_none() -> None:
    async with visitors(OpenChats(endless, by_address=4, in_all=9)) as there:
        for number in range(12):
            await there.come(f"203.0.113.{number % 3}")  # three strangers take all places
        assert there.count("accept").total() == 9
        assert there.count("close").total() == 3
        await there.come("198.51.100.1")
        await there.come("198.51.100.2")
        assert there.count("accept")["198.51.100.1"] == 1
        assert there.count("accept")["198.51.100.2"] == 1
        assert [code for *_, code in there.sent if code] == [1013, 1013]
        assert there.count("close")["198.51.100.1"] == 0


async def test_nobody_is_closed_for_one_who_has_as_many() -> None:
    async with visitors(OpenChats(endless, by_address=4, in_all=3)) as there:
        for number in range(3):
            await there.come(f"203.0.113.{number}")
        await there.come("198.51.100.1")
        assert there.sent[-1] == ("198.51.100.1", "close", None)
        assert there.count("close").total() == 1
