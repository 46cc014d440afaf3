"""LangGraph's PostgreSQL saver on a pool of its own, in the schema `checkpoints`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from psycopg import AsyncConnection, AsyncCursor
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool

from agent.data.checkpoint_cache import ReadingOnce
from agent.data.deadlines import ImpatientConnection, connection_kwargs
from agent.data.postgres import become_checkpointer, unreachable_is_named


class _Saver(ReadingOnce, AsyncPostgresSaver):
    """Its errors are named like those of every other call to the database."""

    @asynccontextmanager
    async def _cursor(self, *, pipeline: bool = False) -> AsyncIterator[AsyncCursor[DictRow]]:
        with unreachable_is_named():
            async with super()._cursor(pipeline=pipeline) as cursor:
                yield cursor


@asynccontextmanager
async def open_saver(
    conninfo: str, *, size: int, prepare: bool
) -> AsyncIterator[BaseCheckpointSaver[str]]:
    """A saver for at most `size` turns at once."""
    pool: AsyncConnectionPool[AsyncConnection[DictRow]] = AsyncConnectionPool(
        conninfo,
        connection_class=ImpatientConnection,
        min_size=1,
        max_size=max(2, size),
        timeout=10,
        kwargs={
            **connection_kwargs(conninfo, prepare=prepare),
            "autocommit": True,
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
