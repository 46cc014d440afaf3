"""Where the graph's checkpoints are kept.

They are a cache: a lost thread is rebuilt from the stored messages (graphs/turn.py). In Redis when there
is one that can keep them, else in the database.
"""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from langgraph.checkpoint.base import BaseCheckpointSaver

from agent.clock import Clock
from agent.databases.checkpoints import open_saver
from agent.settings import Settings

if TYPE_CHECKING:
    from agent.redis_checkpoints import RedisSaver
    from agent.redis_link import RedisLink

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Memory:
    """The checkpointer, its `kind` ("redis" or "postgresql") and why it is not Redis."""

    saver: BaseCheckpointSaver[str]
    kind: str
    why: str | None = None
    redis: "RedisLink | None" = None

    def __str__(self) -> str:
        """For operators: no password in it."""
        if self.why:
            return f"{self.kind}: {self.why}"
        away = self.redis is not None and self.redis.away
        return f"{self.kind}, away: threads are rebuilt" if away else self.kind


@asynccontextmanager
async def open_redis(settings: Settings, clock: Clock) -> AsyncIterator["RedisLink | None"]:
    """The configured Redis, whether it answers or not; None without one, or with a URL that is none."""
    if settings.redis_url is None:
        yield None
        return
    # Half a second that only who uses it should pay.
    from agent.redis_link import RedisLink

    try:
        link = RedisLink(settings.redis_url.get_secret_value(), clock)
    except ValueError:
        yield None
        return
    try:
        yield link
    finally:
        await link.close()


async def take_redis(settings: Settings, redis: "RedisLink | None") -> "RedisSaver | str":
    """The saver on Redis, or why it cannot be taken."""
    if settings.redis_url is None:
        return "REDIS_URL is not set"
    if redis is None:
        return "REDIS_URL is not a URL of a Redis"
    from agent.redis_checkpoints import UnfitRedis, open_redis_saver

    try:
        return await open_redis_saver(redis, settings.frontdesk_deployment)
    except UnfitRedis as error:
        return str(error)


@asynccontextmanager
async def open_memory(
    conninfo: str, settings: Settings, redis: "RedisLink | None"
) -> AsyncIterator[Memory]:
    """The checkpointer for this deployment, chosen once."""
    taken = await take_redis(settings, redis)
    if not isinstance(taken, str):
        log.info("checkpoints: redis")
        yield Memory(taken, "redis", redis=redis)
        return
    size, prepare = settings.worker_concurrency, settings.prepare_statements
    async with open_saver(conninfo, size=size, prepare=prepare) as saver:
        memory = Memory(saver, "postgresql", taken)
        log.log(logging.WARNING if settings.redis_url else logging.INFO, "checkpoints: %s", memory)
        yield memory
