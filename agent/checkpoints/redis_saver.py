"""LangGraph's Redis saver, for a Redis that may be lost, slow, emptied or written into by others.

What stands there and cannot be read is "no checkpoint". Whoever uses the saver has another place for
the time when Redis fails (agent/checkpoints/redis_or_postgres.py). Imported only when REDIS_URL is set (a second of
imports).
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import (
    ChannelVersions,
    Checkpoint,
    CheckpointMetadata,
    CheckpointTuple,
)
from langgraph.checkpoint.redis.aio import AsyncRedisSaver
from langgraph.checkpoint.redis.key_registry import AsyncCheckpointKeyRegistry
from redis.asyncio import Redis
from redis.asyncio.client import Pipeline
from redis.exceptions import RedisError, ResponseError
from redisvl.exceptions import RedisVLError

from agent.checkpoints.redis_link import FAILURES, RedisLink, why
from agent.checkpoints.redis_values import PlainValues
from agent.errors import OperatorError, RedisUnavailable

log = logging.getLogger(__name__)

DAYS_KEPT = 14
_MINUTES_KEPT = DAYS_KEPT * 24 * 60
_UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, RuntimeError, RedisVLError)
"""What the library raises for a value that is cut off, of another shape or not ours."""
_WHOLE = {"v", "ts", "id", "channel_values", "channel_versions", "versions_seen"}
_T = TypeVar("_T")


class UnfitRedis(OperatorError):
    """This Redis cannot keep checkpoints. The message says why."""


async def open_redis_saver(link: RedisLink, deployment: str) -> "RedisSaver":
    """A saver whose keys all begin with "`deployment`:" and live for at most 14 days.

    Does once what the saver will do. Raises UnfitRedis.
    """
    try:
        await link.attempt(lambda: _try(link, f"{deployment}:probe:json"))
        saver = RedisSaver(link, deployment)
        await link.attempt(lambda: _plain_errors(saver.set_up))
    except FAILURES as error:
        raise UnfitRedis(f"the Redis at {link.address} {why(error)}") from error
    except _UNREADABLE as error:
        kind = type(error).__name__
        raise UnfitRedis(f"the Redis at {link.address} answers strangely ({kind})") from error
    return saver


async def _try(link: RedisLink, key: str) -> None:
    client = link.client
    await client.json().set(key, "$", {})
    await client.expire(key, 60)
    await client.json().merge(key, "$", {"a": 1})
    await client.json().get(key)
    await client.delete(key)
    await client.execute_command("FT._LIST")  # type: ignore[no-untyped-call]


class RedisSaver(AsyncRedisSaver):
    """The library's saver behind a `RedisLink`. Every method raises RedisUnavailable."""

    def __init__(self, link: RedisLink, deployment: str) -> None:
        super().__init__(
            redis_client=_Client(connection_pool=link.client.connection_pool),
            # A turn writes a new checkpoint: reading one need not prolong it.
            ttl={"default_ttl": _MINUTES_KEPT, "refresh_on_read": False},
            checkpoint_prefix=f"{deployment}:checkpoint",
            checkpoint_write_prefix=f"{deployment}:checkpoint_write",
        )
        self.serde = PlainValues()
        self._link = link
        self._deployment = deployment

    async def set_up(self) -> None:
        """Makes the indexes that are not there."""
        for _ in range(3):
            try:
                await super().asetup()
            except (RedisVLError, ResponseError) as error:
                # Another process made it between the library's look and its own making.
                if "already exists" not in str(error).lower():
                    raise
            else:
                break
        self._key_registry = _Registry(self._link, self._deployment)

    async def _index_anew(self) -> None:
        """An index was flushed, or made by a version of the library that knew other fields."""
        for index in (self.checkpoints_index, self.checkpoint_writes_index):
            await index.create(overwrite=True)

    async def aget_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """None also for a checkpoint that cannot be read."""
        read = super().aget_tuple
        try:
            checkpoint = await self._ask(lambda: read(config))
        except _UNREADABLE as error:
            thread = config["configurable"]["thread_id"]
            log.warning("checkpoint of %s is unreadable: %s", thread, type(error).__name__)
            return None
        return checkpoint if checkpoint and _is_whole(checkpoint) else None

    async def aput(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
        stream_mode: str = "",
    ) -> RunnableConfig:
        put = super().aput
        try:
            # Without a stream mode: when it is cut off, the library shall not write once more.
            return await self._ask(lambda: put(config, checkpoint, metadata, new_versions, ""))
        except RedisVLError as error:
            thread = config["configurable"]["thread_id"]
            log.warning("checkpoint of %s is not taken: %s", thread, type(error).__name__)
            raise RedisUnavailable from error

    async def aput_writes(
        self,
        config: RunnableConfig,
        writes: Sequence[tuple[str, Any]],
        task_id: str,
        task_path: str = "",
    ) -> None:
        put = super().aput_writes
        await self._ask(lambda: put(config, writes, task_id, task_path))

    async def aprune(
        self,
        thread_ids: Sequence[str],
        *,
        strategy: str = "keep_latest",
        keep_last: int | None = None,
        max_results: int = 10_000,
    ) -> None:
        """Makes the indexes again when they do not serve: what is old now is deleted later."""
        prune = super().aprune

        async def prune_or_index() -> None:
            try:
                await prune(
                    thread_ids, strategy=strategy, keep_last=keep_last, max_results=max_results
                )
            except RedisVLError as error:
                if not isinstance(error.__cause__, ResponseError):
                    raise
                await self._index_anew()

        await self._ask(prune_or_index)

    def _recursive_deserialize(self, obj: Any) -> Any:
        """Without the library's second way, which leaves what it cannot read as it is."""
        return self.serde._revive_if_needed(obj)  # type: ignore[attr-defined]

    async def _ask(self, work: Callable[[], Awaitable[_T]]) -> _T:
        return await self._link.run(lambda: _plain_errors(work))


class _Client(Redis):
    """What the library writes in two steps, in one: a key whose second step is lost would stay."""

    async def set(self, name: Any, value: Any, **options: Any) -> Any:  # type: ignore[override]
        return await super().set(name, value, ex=_MINUTES_KEPT * 60, **options)

    def pipeline(self, transaction: bool = True, shard_hint: str | None = None) -> Pipeline:
        return super().pipeline(transaction=True, shard_hint=shard_hint)


class _Registry(AsyncCheckpointKeyRegistry):
    """The library's list of a checkpoint's writes, under the deployment's prefix."""

    def __init__(self, link: RedisLink, deployment: str) -> None:
        super().__init__(link.client)
        self._deployment = deployment

    def make_write_keys_zset_key(  # type: ignore[override]
        self, thread_id: str, checkpoint_ns: str, checkpoint_id: str
    ) -> str:
        key = AsyncCheckpointKeyRegistry.make_write_keys_zset_key(
            thread_id, checkpoint_ns, checkpoint_id
        )
        return f"{self._deployment}:{key}"


async def _plain_errors(work: Callable[[], Awaitable[_T]]) -> _T:
    """Redis' own errors instead of the library's around them; a key of another type is a value
    that cannot be read, and no reason to leave Redis alone."""
    try:
        return await work()
    except (RedisVLError, ResponseError) as error:
        cause = error.__cause__ if isinstance(error, RedisVLError) else error
        if "wrongtype" in str(cause).lower() or "wrong redis type" in str(cause).lower():
            raise ValueError("the key is of another type") from error
        if isinstance(cause, RedisError):
            raise cause from None  # it is the error's own cause, and would point back at it
        raise


def _is_whole(saved: CheckpointTuple) -> bool:
    """The library reads a checkpoint in two steps; what ended between them has no values."""
    return saved.checkpoint.keys() >= _WHOLE and bool(saved.checkpoint["channel_values"])
