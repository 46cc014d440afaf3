"""The gateway with a secret key, and its command line over the same database."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import typer
from pydantic import SecretStr
from typer.testing import Result

from tests import command_line
from tests.databases import NOW
from tests.front import Front, open_front
from tests.scripted_model import ScriptedModel

KEY = "first-key-for-tests-0123456789abcdef"
OTHER_KEY = "other-key-for-tests-0123456789abcdef"


async def command(
    front: Front, group: typer.Typer, *words: str, typed: str = "", secret_key: str | None = None
) -> Result:
    """A command of the front desk's deployment, perhaps with another secret key."""
    settings = front.container.settings
    if secret_key is not None:
        settings = settings.model_copy(update={"frontdesk_secret_key": SecretStr(secret_key)})
    deployment = command_line.Deployment(front.url, settings, front.clock)
    return await command_line.command(deployment, group, *words, typed=typed)


@pytest.fixture
async def container(database_url: str, tmp_path: Path) -> AsyncIterator[Front]:
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
