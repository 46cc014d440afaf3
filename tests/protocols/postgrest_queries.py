"""What PostgREST makes of a request: one statement. (See postgrest.py.)"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from psycopg import AsyncConnection, sql

from tests.providers.server import Request

SCHEMA = "public"
_FIND = """
select p.provolatile = 'v' as volatile, p.prorettype = 'void'::regtype as void,
    coalesce(p.proargnames, '{}') as names, p.pronargs - p.pronargdefaults as required,
    array(select format_type(t, null) from unnest(p.proargtypes) with ordinality a (t, n) order by n)
        as types
from pg_proc p where p.pronamespace = %s::regnamespace and p.proname = %s and p.prokind = 'f'
"""


class Refused(Exception):
    """An error of PostgREST's own ("Errors", "Errors from PostgREST")."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


@dataclass(frozen=True)
class Statement:
    """What runs inside the request's transaction."""

    query: sql.Composed
    args: tuple[Any, ...]
    write: bool
    status: int = 200


async def statement_of(connection: AsyncConnection[Any], request: Request) -> Statement:
    path = request.path.removeprefix("/rest/v1/")
    if path == request.path:
        raise Refused(404, "PGRST125", "Invalid path specified in request URL")
    if path.startswith("rpc/"):
        return await _call(connection, request, path.removeprefix("rpc/"))
    return await _table(connection, request, path)


async def _call(connection: AsyncConnection[Any], request: Request, name: str) -> Statement:
    """Functions as RPC: each key of the object is an argument, cast to that argument's type."""
    if request.method not in ("GET", "POST"):
        raise Refused(405, "PGRST101", f"Cannot use the {request.method} method on RPC")
    body = _body(request) if request.method == "POST" else dict(parse_qsl(request.query))
    cursor = await connection.execute(_FIND.encode(), [SCHEMA, name])
    fitting = [
        row
        for row in await cursor.fetchall()
        if set(body) <= set(row[2]) and set(row[2][: row[3]]) <= set(body)
    ]
    if not fitting:
        said = f"Could not find the function {SCHEMA}.{name}({', '.join(body)}) in the schema cache"
        raise Refused(404, "PGRST202", said)
    volatile, void, names, _, types = fitting[0]
    types_of = dict(zip(names, types, strict=False))
    call = sql.SQL("{}({})").format(
        sql.Identifier(SCHEMA, name),
        sql.SQL(", ").join(sql.SQL("{0} => b.{0}").format(sql.Identifier(a)) for a in body),
    )
    source = sql.SQL("(select %s::json as whole) s").format()
    if body:
        columns = sql.SQL(", ").join(
            sql.SQL("{} {}").format(sql.Identifier(a), sql.SQL(types_of[a])) for a in body
        )
        source += sql.SQL(", json_to_record(s.whole) b ({})").format(columns)
    query = sql.SQL("select to_json({})::text from {}").format(call, source)
    write = volatile and request.method == "POST"
    # "Scalar functions": the value itself. A function that returns void answers 204.
    return Statement(query, (json.dumps(body),), write, 204 if void else 200)


async def _table(connection: AsyncConnection[Any], request: Request, name: str) -> Statement:
    """Tables and Views: `select=`, `column=eq.value`, and the four verbs.

    Prefer Header, "Return Representation": without it a write answers nothing.
    """
    found = await connection.execute(
        "select 1 from pg_class where relnamespace = %s::regnamespace and relname = %s "
        "and relkind in ('r', 'v')",
        [SCHEMA, name],
    )
    if await found.fetchone() is None:
        raise Refused(404, "PGRST205", f"Could not find the table '{SCHEMA}.{name}'")
    table = sql.Identifier(SCHEMA, name)
    query = parse_qsl(request.query)
    chosen = dict(query).get("select", "*")
    columns = sql.SQL("*").format() if chosen == "*" else _identifiers(chosen.split(","))
    where, args = _filters(name, [(k, v) for k, v in query if k != "select"])
    if request.method == "GET":
        inner = sql.SQL("select {} from {} {}").format(columns, table, where)
        rows = sql.SQL("select coalesce(json_agg(r), '[]')::text from ({}) r").format(inner)
        return Statement(rows, args, write=False)
    status = 204
    if request.method == "DELETE":
        change, values = sql.SQL("delete from {} {}").format(table, where), args
    elif request.method in ("POST", "PATCH"):
        body = _body(request)
        values = (json.dumps(body), *args)
        record = sql.SQL("json_populate_record(null::{}, %s) b").format(table)
        if request.method == "POST":
            status = 201
            text = sql.SQL("insert into {} ({}) select {} from {}")
            change = text.format(table, _identifiers(body), _identifiers(body), record)
        else:
            changes = sql.SQL(", ").join(
                sql.SQL("{0} = b.{0}").format(sql.Identifier(name)) for name in body
            )
            change = sql.SQL("update {} set {} from {} {}").format(table, changes, record, where)
    else:
        raise Refused(405, "PGRST117", f"Unsupported HTTP method: {request.method}")
    if "return=representation" not in request.headers.get("prefer", ""):
        return Statement(change, values, write=True, status=status)
    whole = sql.SQL("with c as ({} returning {}.*) select json_agg(c)::text from c")
    return Statement(whole.format(change, table), values, True, 201 if status == 201 else 200)


def _filters(table: str, pairs: list[tuple[str, str]]) -> tuple[sql.Composed, tuple[str, ...]]:
    """Tables and Views, "Horizontal Filtering": `eq` is all that is needed."""
    if not pairs:
        return sql.SQL("").format(), ()
    if not all(value.startswith("eq.") for _, value in pairs):
        raise Refused(400, "PGRST100", "failed to parse filter")
    tests = sql.SQL(" and ").join(
        sql.SQL("{} = %s").format(sql.Identifier(SCHEMA, table, name)) for name, _ in pairs
    )
    return sql.SQL("where {}").format(tests), tuple(v.removeprefix("eq.") for _, v in pairs)


def _identifiers(names: Iterable[str]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(name) for name in names)


def _body(request: Request) -> dict[str, Any]:
    try:
        body = json.loads(request.body)
    except ValueError:
        raise Refused(400, "PGRST102", "Empty or invalid json") from None
    if not isinstance(body, dict):
        raise Refused(400, "PGRST102", "All object keys must match")
    return body
