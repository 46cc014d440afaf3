"""Writes a world into the database and asks its functions about it."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import psycopg
from psycopg import Connection, sql

from agent.types import Json
from tests.scheduling.business import Minute, Question, World
from tests.scheduling.local_time import moment
from tests.scheduling.rows import ORGANIZATION, TURN, Rows, tables

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
        write(connection, world)
        connection.execute("set local role frontdesk_app")
        yield


@contextmanager
def looking(connection: Owner, now: datetime) -> Iterator[None]:
    """What stands in the database already, seen the same way; nothing that is done stays."""
    with connection.transaction(force_rollback=True):
        connection.execute("select set_config('frontdesk.now', %s, true)", [str(now)])
        connection.execute("set local role frontdesk_app")
        yield


def write(connection: Owner, world: World) -> None:
    """Every row of the world."""
    with connection.pipeline():
        connection.execute("select set_config('frontdesk.now', %s, true)", [str(world.now)])
        for table, rows in tables(world).items():
            _insert(connection, table, rows)


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
        services=_list(question.services),
        **{"from": question.first, "to": question.last},
        member=question.member,
        conversation=question.chat,
        appointment=question.moved,
    )
    return answer


def offer(connection: Owner, question: Question, start: Minute) -> Json | None:
    """What `offers_put` answers for one start."""
    answer: list[Json | None] = call(
        connection,
        "offers_put",
        conversation=question.chat,
        turn=TURN,
        services=_list(question.services),
        starts=_list([moment(start)]),
        member=question.member,
        appointment=question.moved,
    )
    return answer[0]


def _list(values: Iterable[object]) -> str:
    return json.dumps([str(value) for value in values])


def _insert(connection: Owner, table: str, rows: Rows) -> None:
    if not rows:
        return
    columns = sql.SQL(", ").join(map(sql.Identifier, rows[0]))
    statement = sql.SQL(
        "insert into {table} ({columns}) "
        "select {columns} from jsonb_populate_recordset(null::{table}, %s)"
    ).format(table=sql.Identifier(table), columns=columns)
    connection.execute(statement, [json.dumps(rows, default=str)])
