"""A real PostgreSQL for the session, and a fresh migrated database for every module."""

import hashlib
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
import pytest_asyncio

from agent.databases.embedded import start_embedded
from agent.databases.migrate import migrate
from agent.databases.postgres import PostgresDatabase
from gateway.organizations import commands
from gateway.organizations.loading import loads

DEMO = Path(__file__).parents[3] / "demo"
_TEMPLATE = "template_frontdesk"


def secret(name: str) -> str | None:
    """A token for every variable, made from its name."""
    return hashlib.sha256(name.encode()).hexdigest()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = start_embedded(tmp_path_factory.getbasetemp() / "pg")
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute("select 1 from pg_database where datname = %s", [_TEMPLATE])
        if not found.fetchone():
            connection.execute(f"create database {_TEMPLATE}")
            migrate(_named(url, _TEMPLATE))
    return url


@pytest.fixture(scope="module")
def database_url(server: str) -> Iterator[str]:
    name = f"t_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database {name} template {_TEMPLATE}")
        yield _named(server, name)
        connection.execute(f"drop database {name} with (force)")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def database(database_url: str) -> AsyncIterator[PostgresDatabase]:
    database = PostgresDatabase(database_url)
    await database.open()
    yield database
    await database.close()


@pytest.fixture(scope="module")
def query(database_url: str) -> Iterator[Callable[..., list[tuple[Any, ...]]]]:
    """Runs SQL as the owner, who sees every tenant."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        yield lambda text, *args: connection.execute(text, args).fetchall()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def demos(database: PostgresDatabase) -> dict[str, UUID]:
    """The two demo organizations, applied: slug to id."""
    organizations = {}
    for slug in ("aurora", "sorriso"):
        file = loads((DEMO / f"{slug}.yaml").read_bytes())
        plan = await commands.plan(database, file, secret)
        await commands.apply(database, plan)
        organizations[slug] = plan.organization
    return organizations


def _named(url: str, name: str) -> str:
    return url.replace("/postgres?", f"/{name}?")
