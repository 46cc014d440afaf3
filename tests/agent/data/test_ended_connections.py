"""A pool of the queue looks whether its connections have ended, and asks the server nothing for it."""

from collections.abc import AsyncIterator

import pytest
from psycopg_pool import AsyncConnectionPool

from agent.data.deadlines import queue_pool
from tests.databases import execute, rows
from tests.kept_database import spoil

MINE = "select query_start from pg_stat_activity where pid = %s"
CUT = "select pg_terminate_backend(%s, 10000)"


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[AsyncConnectionPool]:
    """With one connection, made as the queue library makes it."""
    opened = queue_pool(
        check=AsyncConnectionPool.check_connection,
        conninfo=database_url,
        min_size=1,
        max_size=1,
        timeout=30,
        open=False,
        kwargs={"autocommit": True},
    )
    await opened.open(wait=True, timeout=30)
    yield opened
    await opened.close()


async def lent(pool: AsyncConnectionPool) -> int:
    """Process id of the backend behind the one connection."""
    async with pool.connection() as connection:
        return connection.info.backend_pid


async def test_a_healthy_connection_is_lent_without_a_statement(
    pool: AsyncConnectionPool, database_url: str
) -> None:
    process = await lent(pool)
    async with pool.connection() as connection:
        await connection.execute("select 1")
    before = rows(database_url, MINE, process)
    assert [await lent(pool) for _ in range(3)] == [process] * 3
    assert rows(database_url, MINE, process) == before


async def test_one_that_the_server_ended_is_replaced_unseen(
    pool: AsyncConnectionPool, database_url: str
) -> None:
    spoil(database_url)
    process = await lent(pool)
    execute(database_url, CUT, process)
    async with pool.connection() as connection:
        assert connection.info.backend_pid != process
        await connection.execute("select 1")


async def test_one_that_was_only_told_something_is_lent_again(
    pool: AsyncConnectionPool, database_url: str
) -> None:
    process = await lent(pool)
    async with pool.connection() as connection:
        await connection.execute("listen news")
    execute(database_url, "notify news, 'something'")
    assert await lent(pool) == process
