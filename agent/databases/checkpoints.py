"""LangGraph's PostgreSQL saver on a pool of its own, in the schema `checkpoints`."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import BaseCheckpointSaver, CheckpointTuple, get_checkpoint_id
from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

from agent.databases.postgres import become_checkpointer

_FRESH_SECONDS = 1.0
_just_read: ContextVar[tuple[tuple[str, str, str], float, CheckpointTuple] | None] = ContextVar(
    "just_read", default=None
)


class _Saver(AsyncPostgresSaver):
    """A turn looks whether its checkpoint still exists, then the graph reads the same one.

    The first reading is kept for the second, for a moment and within the running task only: what
    was saved under an id does not change.
    """

    async def aget_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        wanted = get_checkpoint_id(config)
        if not wanted:
            return await super().aget_tuple(config)
        configured = config["configurable"]
        key = (configured["thread_id"], configured.get("checkpoint_ns", ""), wanted)
        kept = _just_read.get()
        _just_read.set(None)
        if kept and kept[0] == key and time.monotonic() - kept[1] < _FRESH_SECONDS:
            return kept[2]
        found = await super().aget_tuple(config)
        if found:
            _just_read.set((key, time.monotonic(), found))
        return found


@asynccontextmanager
async def open_saver(
    conninfo: str, *, size: int, prepare: bool
) -> AsyncIterator[BaseCheckpointSaver[str]]:
    """A saver for at most `size` turns at once."""
    pool = AsyncConnectionPool(
        conninfo,
        min_size=1,
        max_size=max(2, size),
        timeout=10,
        kwargs={
            "autocommit": True,
            "prepare_threshold": 2 if prepare else None,
            "row_factory": dict_row,
        },
        configure=become_checkpointer,
        open=False,
    )
    await pool.open()
    try:
        # The thread holds messages and plain values only; nothing else is ever read back.
        yield _Saver(pool, serde=JsonPlusSerializer(allowed_msgpack_modules=None))
    finally:
        await pool.close()
