"""Threads in Redis while it works, in PostgreSQL whenever it does not."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import (
    BaseCheckpointSaver,
    ChannelVersions,
    Checkpoint,
    CheckpointMetadata,
    CheckpointTuple,
)

from agent.data.checkpoint_cache import CachedReads
from agent.errors import RedisUnavailable

Saver = BaseCheckpointSaver[str]


class _Both(Saver):
    def __init__(self, postgres: Saver) -> None:
        super().__init__(serde=postgres.serde)
        self.postgres = postgres
        self.redis: Saver | None = None

    def get_next_version(self, current: str | None, channel: None) -> str:
        return self.postgres.get_next_version(current, channel)

    async def aget_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """From either: a thread may have been written while Redis was away, or before it was."""
        if self.redis:
            with suppress(RedisUnavailable):
                if checkpoint := await self.redis.aget_tuple(config):
                    return checkpoint
        return await self.postgres.aget_tuple(config)

    async def aput(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        if self.redis:
            with suppress(RedisUnavailable):
                return await self.redis.aput(config, checkpoint, metadata, new_versions)
        # PostgreSQL's saver writes only what is new, and what is not may stand in Redis alone.
        every = checkpoint["channel_versions"]
        return await self.postgres.aput(config, checkpoint, metadata, every)

    async def aput_writes(
        self,
        config: RunnableConfig,
        writes: Sequence[tuple[str, Any]],
        task_id: str,
        task_path: str = "",
    ) -> None:
        """Only a run that failed leaves some, and the next try begins before them."""
        if self.redis:
            with suppress(RedisUnavailable):
                await self.redis.aput_writes(config, writes, task_id, task_path)
                return
        await self.postgres.aput_writes(config, writes, task_id, task_path)

    async def aprune(self, thread_ids: Sequence[str], *, strategy: str = "keep_latest") -> None:
        if self.redis:
            with suppress(RedisUnavailable):  # there it ends by itself
                await self.redis.aprune(thread_ids, strategy=strategy)
        await self.postgres.aprune(thread_ids, strategy=strategy)

    async def adelete_thread(self, thread_id: str) -> None:
        """In PostgreSQL. What stands in Redis ends by itself."""
        await self.postgres.adelete_thread(thread_id)


class Checkpoints(CachedReads, _Both):
    """`redis` is set while it can be used, and may fail at any moment."""
