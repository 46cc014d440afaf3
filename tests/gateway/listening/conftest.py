"""A front desk that listens, and the servers that it listens to."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests import databases
from tests.databases import PROVIDER_KEY
from tests.front import Front, open_front
from tests.gateway.listening.listened import INSTANCE, listen_to
from tests.providers.evolution_socket import EvolutionSocketServer
from tests.scripted_model import ScriptedModel


@pytest.fixture
async def played() -> AsyncIterator[EvolutionSocketServer]:
    async with EvolutionSocketServer(PROVIDER_KEY, INSTANCE) as opened:
        yield opened


@pytest.fixture
async def front(
    database_url: str, tmp_path: Path, played: EvolutionSocketServer
) -> AsyncIterator[Front]:
    """Answered by one sentence; aurora's Evolution connection is listened to."""
    private = {"provider_private_hosts": "127.0.0.1"}
    async with open_front(
        database_url, tmp_path, databases.NOW, ScriptedModel(), **private
    ) as opened:
        listen_to(opened, played)
        yield opened
