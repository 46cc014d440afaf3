"""A database that is made for a measurement and dropped after it, and a bare insert to compare with."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any
from uuid import uuid4

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb
from psycopg_pool import AsyncConnectionPool

from agent.errors import DatabaseUnavailable
from agent.types import Json

Insert = Callable[[str, Json], Awaitable[None]]


@contextmanager
def scratch_database(server: str) -> Iterator[str]:
    """A new, empty database on the server that `server` (a URL) leads to; dropped at the end.

    Raises DatabaseUnavailable when the server cannot be reached or the login may not create one.
    """
    name = f"frontdesk_bench_{uuid4().hex[:12]}"
    quoted = sql.Identifier(name)
    try:
        _run(server, sql.SQL("create database {}").format(quoted))
    except (psycopg.OperationalError, psycopg.errors.InsufficientPrivilege) as error:
        raise DatabaseUnavailable from error
    try:
        yield make_conninfo(server, dbname=name)
    finally:
        _run(server, sql.SQL("drop database {} with (force)").format(quoted))


def _run(conninfo: str, statement: sql.Composed) -> None:
    with psycopg.connect(conninfo, autocommit=True, connect_timeout=10) as connection:
        connection.execute(statement)


def execute(conninfo: str, statement: str, *args: Any) -> None:
    """Runs one statement as the database's owner."""
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute(statement.encode(), args or None)


def rows(conninfo: str, query: str, *args: Any) -> list[Json]:
    """What stands in the database, seen by its owner."""
    with psycopg.connect(conninfo, autocommit=True, row_factory=dict_row) as connection:
        return connection.execute(query.encode(), args or None).fetchall()


@asynccontextmanager
async def open_bare_insert(conninfo: str, *, size: int) -> AsyncIterator[Insert]:
    """One insert of a text and a JSON object, through a pool set up as PostgresDatabase's."""
    pool = AsyncConnectionPool(
        conninfo,
        min_size=1,
        max_size=size,
        timeout=5,
        kwargs={"autocommit": True, "prepare_threshold": 2},
        open=False,
    )

    async def insert(body: str, payload: Json) -> None:
        async with pool.connection() as connection:
            await connection.execute(
                "insert into bench_messages (body, payload) values (%s, %s)",
                [body, Jsonb(payload)],
            )

    await pool.open()
    try:
        async with pool.connection() as connection:
            await connection.execute(
                "create table if not exists bench_messages (id uuid primary key default "
                "gen_random_uuid(), body text not null, payload jsonb not null, "
                "created_at timestamptz not null default now())"
            )
        yield insert
    finally:
        await pool.close()
