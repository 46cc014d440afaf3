"""What is lent with a database: pools, whose backends stay warm from test to test, and the graph of
the offline model, which keeps nothing between turns but what its saver writes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime

from langchain_core.language_models import BaseChatModel
from langgraph.checkpoint.base import BaseCheckpointSaver

from agent.clock import FixedClock
from agent.dialogue import OfflineChatModel
from agent.settings import Settings
from gateway.container import Pools, database_url, open_pools
from graphs.front_desk import FrontDesk, build_front_desk

_Key = tuple[str, int, float, bool]


class KeptPools:
    """Lends pools, and the clock that they ask, to one front desk at a time."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stack = AsyncExitStack()
        self._idle: dict[_Key, tuple[Pools, FixedClock]] = {}
        self._graphs: dict[int, FrontDesk] = {}

    async def close(self) -> None:
        await self._stack.aclose()

    def fit(self, settings: Settings) -> bool:
        """Whether these settings may share: other loops and other parts open their own."""
        return asyncio.get_running_loop() is self._loop and settings.redis_url is None

    def build_graph(self, model: BaseChatModel, memory: BaseCheckpointSaver[str]) -> FrontDesk:
        """Once for each saver while nobody gives a model of their own."""
        if type(model) is not OfflineChatModel:
            return build_front_desk(model, memory)
        if id(memory) not in self._graphs:
            self._graphs[id(memory)] = build_front_desk(model, memory)
        return self._graphs[id(memory)]

    @asynccontextmanager
    async def lend(
        self, settings: Settings, now: datetime
    ) -> AsyncIterator[tuple[Pools, FixedClock]]:
        key = _key(settings)
        pools, clock = self._idle.pop(key) if key in self._idle else await self._open(settings, now)
        clock.move_to(now)
        yield pools, clock
        # Not reached after an exception: who knows what it left in them.
        self._idle.setdefault(key, (pools, clock))

    async def _open(self, settings: Settings, now: datetime) -> tuple[Pools, FixedClock]:
        clock = FixedClock(now)
        return await self._stack.enter_async_context(open_pools(settings, clock)), clock


def _key(settings: Settings) -> _Key:
    return (
        database_url(settings),
        settings.worker_concurrency,
        settings.database_wait_seconds,
        settings.prepare_statements,
    )
