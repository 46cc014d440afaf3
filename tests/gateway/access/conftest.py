"""The gateway with a secret key, and its command line over the same database."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import typer
from pydantic import SecretStr
from typer.testing import CliRunner, Result

from agent.database import Database
from agent.databases.postgres import PostgresDatabase
from agent.settings import Settings
from tests.databases import NOW
from tests.front import Front, open_front
from tests.scripted_model import ScriptedModel

KEY = "first-key-for-tests-0123456789abcdef"
OTHER_KEY = "other-key-for-tests-0123456789abcdef"


class Deployment:
    """What the composition root passes to the command line."""

    def __init__(self, front: Front, settings: Settings) -> None:
        self.front = front
        self.settings = settings

    @asynccontextmanager
    async def database(self) -> AsyncIterator[Database]:
        database = PostgresDatabase(self.front.url, clock=self.front.clock)
        await database.open()
        try:
            yield database
        finally:
            await database.close()


async def command(
    front: Front, group: typer.Typer, *words: str, typed: str = "", secret_key: str | None = None
) -> Result:
    """A command, in a thread of its own: it runs an event loop itself. `typed`: standard input."""
    settings = front.desk.settings
    if secret_key is not None:
        settings = settings.model_copy(update={"frontdesk_secret_key": SecretStr(secret_key)})
    return await asyncio.to_thread(
        CliRunner().invoke, group, words, input=typed, obj=Deployment(front, settings)
    )


@pytest.fixture
async def desk(database_url: str, tmp_path: Path) -> AsyncIterator[Front]:
    """A gateway that can keep credentials, with a model whose words do not matter."""
    async with open_front(
        database_url, tmp_path, NOW, ScriptedModel(), frontdesk_secret_key=SecretStr(KEY)
    ) as front:
        yield front


@pytest.fixture
async def public(database_url: str, tmp_path: Path) -> AsyncIterator[Front]:
    """At a public address, behind a proxy, with a shop's page that may call."""
    async with open_front(
        database_url,
        tmp_path,
        NOW,
        ScriptedModel(),
        public_url="https://desk.example",
        cors_origins="https://shop.example, https://Other.example:8443",
        trusted_proxies="10.0.0.0/8,127.0.0.1,fd00::1",
    ) as front:
        yield front


def hidden_field(page: str) -> str:
    """The token in a form."""
    found = re.search(r'name="form" value="([^"]+)"', page)
    assert found, page
    return found[1]
