"""LangGraph's PostgreSQL saver on a pool of its own, in the schema `checkpoints`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

from agent.databases.postgres import become_checkpointer
from agent.reading_once import ReadingOnce


class _Saver(ReadingOnce, AsyncPostgresSaver):
    pass


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
