"""A fresh migrated database without organizations for every module."""

import hashlib
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
import pytest_asyncio

from agent.data.postgres import PostgresDatabase
from gateway.organizations import commands
from gateway.organizations.loading import loads
from gateway.organizations.source import InvalidFile
from tests.databases import BARE, Server

DEMO = Path(__file__).parents[3] / "demo"


def secret(name: str) -> str | None:
    """A token for every variable, made from its name."""
    return hashlib.sha256(name.encode()).hexdigest()


def problems(text: str) -> list[str]:
    """What is told about a file that is not accepted, line by line."""
    with pytest.raises(InvalidFile) as caught:
        loads(text.encode(), "faro.yaml")
    return str(caught.value).splitlines()


@pytest.fixture(scope="module")
def database_url(server: Server) -> Iterator[str]:
    with server.database(template=BARE) as url:
        yield url


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
