"""One way to the database for each implementation of the contract."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import psycopg
import pytest
from pydantic import SecretStr

from agent.data.database import Database
from agent.data.postgres import PostgresDatabase
from agent.data.supabase import SupabaseDatabase
from tests.databases import BARE, Server
from tests.front_fixtures import open_front_with, plain
from tests.supabase_project import open_project

__all__ = ["open_front_with", "plain"]

ECHO = """
create function echo(p_value {type}) returns jsonb language sql as
    'select jsonb_build_object(''type'', pg_typeof(p_value)::text, ''value'', to_jsonb(p_value))';
create function answer(p_value jsonb) returns jsonb language sql as 'select p_value';
create function nothing() returns jsonb language sql as 'select null::jsonb';
create function fail(p_state text) returns jsonb language plpgsql as
    'begin raise exception ''refused'' using errcode = p_state; end';
create function half() returns jsonb language plpgsql as
    'begin insert into public.marks values (1); raise exception ''half way''; end';
create function shout(p_channel text, p_payload text) returns jsonb language plpgsql as
    'begin perform pg_notify(p_channel, p_payload); return null; end';
create function whoami() returns jsonb language sql as 'select to_jsonb(current_user::text)';
create table marks (n integer);
grant all on marks to frontdesk_app;
"""
_PLAIN = ("answer", "nothing", "fail", "half", "shout", "whoami")


@dataclass(frozen=True)
class Way:
    """`url`: an owner's look at the database that `kind` leads to."""

    kind: str
    url: str
    server: Server


@pytest.fixture(params=["direct", "embedded", "supabase"])
def way(request: pytest.FixtureRequest) -> Iterator[Way]:
    """A fresh migrated database with the functions that the contract's tests call.

    "embedded" and "supabase" belong to a role that is no superuser, "direct" to one that is.
    """
    name = "server" if request.param == "direct" else "supabase_server"
    server: Server = request.getfixturevalue(name)
    with server.database(template=BARE) as url:
        _prepare(url)
        yield Way(request.param, url, server)


@pytest.fixture
def contract_url(way: Way) -> str:
    return way.url


@pytest.fixture
async def database(way: Way) -> AsyncIterator[Database]:
    direct = PostgresDatabase(way.url)
    await direct.open()
    try:
        if way.kind != "supabase":
            yield direct
            return
        async with open_project(way.server, way.url) as project:
            key = SecretStr(project.rest.service_key)
            supabase = SupabaseDatabase(project.rest.url, key, direct=direct, timeout_seconds=15)
            await supabase.open()
            yield supabase
            await supabase.close()
    finally:
        await direct.close()


def _prepare(url: str) -> None:
    types = ("text", "integer", "bigint", "double precision", "boolean", "uuid", "date")
    echo, _, rest = ECHO.partition("create function answer")
    names = list(_PLAIN)
    with psycopg.connect(url, autocommit=True) as connection:
        for kind in (*types, "timestamptz", "timestamp", "bytea", "jsonb"):
            names.append(f"echo_{kind.split()[0]}")
            connection.execute(echo.replace("echo(", f"{names[-1]}(").format(type=kind).encode())
        connection.execute(("create function answer" + rest).encode())
        for name in names:
            connection.execute(f"call frontdesk.expose('{name}')".encode())
