"""A database that is made for a measurement and dropped after it, and a bare insert to compare with."""

import json
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

from agent.data.postgres import CALLER
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


class Stopwatch:
    """Calls SQL functions as the application does, and tells how long PostgreSQL took by its own
    clock: planning, running and writing the answer, without the way to it and without the commit."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    def time(self, function: str, **args: Any) -> tuple[float, Any]:
        """(seconds, the function's answer)."""
        names = sql.SQL(", ").join(
            sql.SQL("{} => {}").format(sql.Identifier(f"p_{name}"), sql.Placeholder(name))
            for name in args
        )
        query = sql.SQL("select clock_timestamp(), {}({})::text, clock_timestamp()").format(
            sql.Identifier(function), names
        )
        adapted = {k: Jsonb(v) if isinstance(v, dict | list) else v for k, v in args.items()}
        row = self._connection.execute(query, adapted).fetchone()
        assert row is not None
        return (row[2] - row[0]).total_seconds(), json.loads(row[1])


@contextmanager
def open_stopwatch(conninfo: str) -> Iterator[Stopwatch]:
    """A connection set up as PostgresDatabase's. At its end PostgreSQL counts what it scanned."""
    with psycopg.connect(conninfo, autocommit=True, prepare_threshold=2) as connection:
        connection.execute(f"set role {CALLER}".encode())
        connection.execute("set plan_cache_mode to force_generic_plan")
        yield Stopwatch(connection)
        connection.execute("select pg_stat_force_next_flush()")


def scans(conninfo: str, table: str) -> dict[str, int]:
    """How often the table was scanned since it was made: by index name, and `sequential`."""
    counted = rows(
        conninfo,
        "select indexrelname as name, idx_scan as times from pg_stat_user_indexes where relname = %s "
        "union all select 'sequential', seq_scan from pg_stat_user_tables where relname = %s",
        table,
        table,
    )
    return {row["name"]: row["times"] for row in counted}


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
