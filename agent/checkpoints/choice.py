"""Where the graph's checkpoints are kept.

They are a cache: a lost thread is rebuilt from the stored messages (graphs/turn.py). In Redis while
there is one that can keep them, else in the database.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from langgraph.checkpoint.base import BaseCheckpointSaver

from agent.checkpoints.redis_or_postgres import Checkpoints
from agent.data.checkpoint_saver import open_saver
from agent.fault_boundary import FaultBoundary
from agent.settings import Settings

if TYPE_CHECKING:
    from agent.checkpoints.redis_link import RedisLink
    from agent.checkpoints.redis_saver import RedisSaver

log = logging.getLogger(__name__)

CHECK_SECONDS = 30.0
"""Between two checks of the configured Redis."""


class Memory:
    """`saver` is the graph's checkpointer; as text, for operators: where it keeps threads now, and
    why that is not Redis."""

    def __init__(
        self,
        postgres: BaseCheckpointSaver[str],
        settings: Settings,
        redis: "RedisLink | None",
    ) -> None:
        self._both = Checkpoints(postgres)
        self.saver = postgres if redis is None else self._both
        self._settings = settings
        self._redis = redis
        self._unfit: str | None = None
        self._logged = ""
        self.closed = False
        """`watch` ends. The redis library swallows some cancellations."""

    def __str__(self) -> str:
        if self._redis and self._redis.away:
            return f"postgresql: {_refusal(self._redis)}"
        return f"postgresql: {self._unfit}" if self._unfit else "redis"

    async def check_redis(self) -> None:
        """Takes Redis when it can be used from now on, leaves it when it cannot; logs a change."""
        if self._redis is not None and self._both.redis is not None and not self._redis.away:
            await self._redis.probe()
        else:
            self._both.redis = None
            taken = await take_redis(self._settings, self._redis)
            self._unfit = taken if isinstance(taken, str) else None
            self._both.redis = None if isinstance(taken, str) else taken
        if self._logged != str(self):
            self._logged = str(self)
            missing = self._settings.redis_url is not None and self._logged != "redis"
            log.log(logging.WARNING if missing else logging.INFO, "checkpoints: %s", self._logged)

    async def watch(self) -> None:
        """Checks Redis periodically, so that no turn has to wait for it."""
        while not self.closed:
            await asyncio.sleep(CHECK_SECONDS)
            # Nobody supervises this task: a failure must not end it.
            with FaultBoundary(log, "checking Redis failed"):
                await self.check_redis()


@asynccontextmanager
async def open_redis(settings: Settings) -> AsyncIterator["RedisLink | None"]:
    """The configured Redis, whether it answers or not; None without one, or with a URL that is none."""
    if settings.redis_url is None:
        yield None
        return
    # The import takes half a second, so only where Redis is used.
    from agent.checkpoints.redis_link import RedisLink

    try:
        link = RedisLink(settings.redis_url.get_secret_value(), settings.frontdesk_deployment)
    except ValueError:
        yield None
        return
    try:
        yield link
    finally:
        await link.close()


async def take_redis(settings: Settings, redis: "RedisLink | None") -> "RedisSaver | str":
    """The saver on Redis, or why it cannot be taken now."""
    if settings.redis_url is None:
        return "REDIS_URL is not set"
    if redis is None:
        return "REDIS_URL is not a URL of a Redis"
    await redis.probe()
    if redis.away:
        return _refusal(redis)
    from agent.checkpoints.redis_saver import UnfitRedis, open_redis_saver

    try:
        return await open_redis_saver(redis, settings.frontdesk_deployment)
    except UnfitRedis as error:
        return str(error)


def _refusal(redis: "RedisLink") -> str:
    return f"the Redis at {redis.address} {redis.away}"


@asynccontextmanager
async def open_memory(
    conninfo: str, settings: Settings, redis: "RedisLink | None"
) -> AsyncIterator[Memory]:
    """The checkpointer of this process; a background task checks Redis as long as it is open."""
    size, prepare = settings.worker_concurrency, settings.prepare_statements
    async with open_saver(conninfo, size=size, prepare=prepare) as postgres:
        memory = Memory(postgres, settings, redis)
        await memory.check_redis()
        if redis is None:
            yield memory
            return
        watching = asyncio.create_task(memory.watch())
        try:
            yield memory
        finally:
            memory.closed = True
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching
