"""Writes a world into the database and asks its functions about it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import Connection, sql

from agent.types import Json
from tests.scheduling.business import Question, World
from tests.scheduling.rows import ORGANIZATION, Rows, tables

Owner = Connection[Any]


def open_connection(url: str) -> Owner:
    """The owner's connection; it plans as the application does."""
    connection = psycopg.connect(url, autocommit=True)
    connection.execute("set plan_cache_mode to force_generic_plan")
    return connection


@contextmanager
def stored(connection: Owner, world: World) -> Iterator[None]:
    """The world stands in the database until the end of the block, seen as the application sees."""
    with connection.transaction(force_rollback=True):
        with connection.pipeline():
            connection.execute("select set_config('frontdesk.now', %s, true)", [str(world.now)])
            for table, rows in tables(world).items():
                _insert(connection, table, rows)
            connection.execute("set local role frontdesk_app")
        yield


def call(connection: Owner, function: str, **args: Any) -> Any:
    """A function of the contract, for the organization of the world."""
    given = {"organization": ORGANIZATION, **args}
    arguments = sql.SQL(", ").join(
        sql.SQL("{} => {}").format(sql.Identifier(f"p_{name}"), sql.Placeholder(name))
        for name in given
    )
    statement = sql.SQL("select {}({})").format(sql.Identifier(function), arguments)
    row = connection.execute(statement, given).fetchone()
    return row[0] if row else None


def ask(connection: Owner, question: Question) -> Json:
    """What `availability` answers."""
    answer: Json = call(
        connection,
        "availability",
        services=json.dumps([str(service) for service in question.services]),
        **{"from": question.first, "to": question.last},
        member=question.member,
        conversation=question.chat,
        appointment=question.moved,
    )
    return answer


def _insert(connection: Owner, table: str, rows: Rows) -> None:
    if not rows:
        return
    columns = sql.SQL(", ").join(map(sql.Identifier, rows[0]))
    statement = sql.SQL(
        "insert into {table} ({columns}) "
        "select {columns} from jsonb_populate_recordset(null::{table}, %s)"
    ).format(table=sql.Identifier(table), columns=columns)
    connection.execute(statement, [json.dumps(rows, default=str)])
