"""One server for each implementation of the contract."""

from collections.abc import AsyncIterator, Iterator

import psycopg
import pytest

from agent.databases.embedded import remove_embedded, start_embedded
from agent.databases.postgres import PostgresDatabase
from tests.databases import Server, server_folder

ECHO = """
create schema if not exists frontdesk;
do $$ begin
    if not exists (select 1 from pg_roles where rolname = 'frontdesk_app') then
        create role frontdesk_app nologin;
    end if;
end $$;
grant usage on schema public to frontdesk_app;
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


@pytest.fixture(scope="module")
def embedded_url() -> Iterator[str]:
    """A server that starts by itself, as when nothing is configured."""
    with server_folder() as folder:
        yield start_embedded(folder / "postgres")
        remove_embedded(folder / "postgres")


@pytest.fixture(params=["direct", "embedded"])
def contract_url(request: pytest.FixtureRequest, server: Server) -> Iterator[str]:
    """A fresh database with the functions that the contract's tests call, reached either way."""
    if request.param == "direct":
        with server.database(template="template1") as url:
            _prepare(url)
            yield url
        return
    url = request.getfixturevalue("embedded_url")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("drop schema public cascade; create schema public")
    _prepare(url)
    yield url


@pytest.fixture
async def database(contract_url: str) -> AsyncIterator[PostgresDatabase]:
    opened = PostgresDatabase(contract_url, wait_seconds=0.5)
    await opened.open()
    yield opened
    await opened.close()


def _prepare(url: str) -> None:
    types = ("text", "integer", "bigint", "double precision", "boolean", "uuid", "date")
    with psycopg.connect(url, autocommit=True) as connection:
        head, _, tail = ECHO.partition("create function echo")
        connection.execute(head.encode())
        echo, _, rest = ("create function echo" + tail).partition("create function answer")
        for kind in (*types, "timestamptz", "bytea", "jsonb"):
            name = f"echo_{kind.split()[0]}"
            connection.execute(echo.replace("echo(", f"{name}(").format(type=kind).encode())
        connection.execute(("create function answer" + rest).encode())
