"""Another system's PostgreSQL, read and never written: its columns, and rows as JSON."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from typing import Any

import psycopg
from psycopg import AsyncConnection, sql
from psycopg.types.json import set_json_loads

from agent.data.calls import from_json
from agent.data.deadlines import keepalives
from agent.errors import OperatorError

_PATIENCE_SECONDS = 120


class ForeignUnreadable(OperatorError):
    """The other database cannot be read."""


class ForeignDatabase:
    """One snapshot of one schema: what changes there meanwhile is not seen."""

    def __init__(self, connection: AsyncConnection[Any], schema: str) -> None:
        self._connection = connection
        self._schema = schema

    async def columns(self) -> dict[str, frozenset[str]]:
        """Tables and views of the schema that may be read, and their columns."""
        cursor = await self._connection.execute(
            "select table_name::text, array_agg(column_name::text) from information_schema.columns "
            "where table_schema = %s group by 1",
            [self._schema],
        )
        return {name: frozenset(columns) for name, columns in await cursor.fetchall()}

    async def rows(
        self, table: str, columns: Collection[str], most: int, **equal: str
    ) -> list[dict[str, object]]:
        """Rows as JSON objects, by `id` where there is one. Raises ForeignUnreadable for more than `most`.

        `equal`: columns and their values, as text.
        """
        where = [
            sql.SQL("t.{}::text = {}").format(sql.Identifier(c), sql.Placeholder(c)) for c in equal
        ]
        query = sql.SQL("select to_jsonb(r) from (select {} from {} t where {} limit {}) r").format(
            sql.SQL(", ").join(sql.SQL("t.{}").format(sql.Identifier(c)) for c in sorted(columns)),
            sql.Identifier(self._schema, table),
            sql.SQL(" and ").join([sql.SQL("true"), *where]),
            sql.Literal(most + 1),
        )
        with _named():
            cursor = await self._connection.execute(query, equal)
            there = [row for (row,) in await cursor.fetchall()]
        if len(there) > most:
            raise ForeignUnreadable(f"more than {most:,} rows in {table}")
        return sorted(there, key=lambda row: str(row.get("id", "")))


@asynccontextmanager
async def open_foreign(address: str, schema: str = "public") -> AsyncIterator[ForeignDatabase]:
    """`address`: a PostgreSQL URL. Raises ForeignUnreadable, never with the address: it has a password."""
    with _named():
        connection = await AsyncConnection.connect(
            address,
            **{**keepalives(address), "options": f"-c statement_timeout={_PATIENCE_SECONDS}s"},
        )
    async with connection:
        set_json_loads(from_json, connection)
        await connection.set_read_only(True)
        await connection.set_isolation_level(psycopg.IsolationLevel.REPEATABLE_READ)
        yield ForeignDatabase(connection, schema)


class _named:  # noqa: N801 (reads as a function)
    """The driver's errors become ours."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, psycopg.OperationalError | psycopg.ProgrammingError):
            words = error.diag.message_primary or type(error).__name__
            raise ForeignUnreadable(f"the other database cannot be read: {words}") from None
