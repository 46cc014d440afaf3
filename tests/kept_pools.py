"""What is lent with a database: pools, whose backends stay warm from test to test, and the graph of
the offline model, which keeps nothing between turns but what its saver writes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from langchain_core.language_models import BaseChatModel
from langgraph.checkpoint.base import BaseCheckpointSaver

from agent.clock import FixedClock
from agent.dialogue import OfflineChatModel
from agent.settings import Settings
from gateway.container import Pools, database_url, open_pools
from graphs.front_desk import FrontDesk, build_front_desk
from tests.kept_database import is_spoiled

_Key = tuple[str, int, float, bool]


@dataclass(frozen=True)
class _Lent:
    """Closed by `opened`."""

    opened: AsyncExitStack
    pools: Pools
    clock: FixedClock


class KeptPools:
    """Lends pools, and the clock that they ask, to one front desk at a time."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._idle: dict[_Key, _Lent] = {}
        self._graphs: dict[int, FrontDesk] = {}

    async def close(self) -> None:
        while self._idle:
            await self._idle.popitem()[1].opened.aclose()

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
        lent = self._idle.pop(key) if key in self._idle else await _open(settings, now)
        lent.clock.move_to(now)
        try:
            yield lent.pools, lent.clock
        except BaseException:
            await lent.opened.aclose()  # who knows what it left in them
            raise
        if key in self._idle or is_spoiled(key[0]):
            # Pools of a database that is gone would try to reach it while other tests run.
            await lent.opened.aclose()
        else:
            self._idle[key] = lent


async def _open(settings: Settings, now: datetime) -> _Lent:
    opened, clock = AsyncExitStack(), FixedClock(now)
    return _Lent(opened, await opened.enter_async_context(open_pools(settings, clock)), clock)


def _key(settings: Settings) -> _Key:
    return (
        database_url(settings),
        settings.worker_concurrency,
        settings.database_wait_seconds,
        settings.prepare_statements,
    )
