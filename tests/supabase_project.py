"""A Supabase project for tests: its roles and default privileges, and PostgREST in front.

On Supabase the role that owns the project is no superuser. Here it is `project_owner`; the names of
the others are Supabase's.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from pydantic import HttpUrl, SecretStr

from agent.clock import Clock
from agent.data.embedded import remove_embedded, start_embedded
from tests.databases import Server, give_password, make_fast, prepare, server_folder
from tests.protocols.postgrest import PostgREST

OWNER = "project_owner"
_ROLES = f"""
create role anon nologin noinherit;
create role authenticated nologin noinherit;
create role service_role nologin noinherit bypassrls;
create role authenticator login noinherit;
grant anon, authenticated, service_role to authenticator;
create role {OWNER} login createrole createdb bypassrls;
"""
PRIVILEGES = """
grant usage on schema public to anon, authenticated, service_role;
alter default privileges in schema public grant all on tables to anon, authenticated, service_role;
alter default privileges in schema public grant all on functions to anon, authenticated, service_role;
alter default privileges in schema public grant all on sequences to anon, authenticated, service_role;
create schema auth;
create table auth.users (id uuid primary key, email text);
"""


@contextmanager
def project_server() -> Iterator[Server]:
    """A server of its own: roles belong to all databases of a server."""
    with server_folder() as folder:
        url = make_fast(start_embedded(folder / "postgres"))
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(_ROLES.encode())
        give_password(url, "authenticator", OWNER)
        yield prepare(url, OWNER, PRIVILEGES)
        remove_embedded(folder / "postgres")


@dataclass
class Project:
    """`url` is the owner's, as DATABASE_URL would be; `root` a superuser's of the same database.

    With a clock the database has its time.
    """

    url: str
    root: str
    rest: PostgREST
    clock: Clock | None = None

    def settings(self) -> dict[str, Any]:
        """What an operator configures."""
        return {
            "supabase_url": HttpUrl(self.rest.url),
            "supabase_service_role_key": SecretStr(self.rest.service_key),
        }


@asynccontextmanager
async def open_project(server: Server, url: str) -> AsyncIterator[Project]:
    """PostgREST in front of one database of the server."""

    def settings() -> dict[str, str]:
        return {"frontdesk.now": project.clock.now().isoformat()} if project.clock else {}

    rest = PostgREST(make_conninfo(url, user="authenticator"), settings=settings)
    project = Project(url, make_conninfo(server.url, dbname=conninfo_to_dict(url)["dbname"]), rest)
    async with rest:
        yield project
