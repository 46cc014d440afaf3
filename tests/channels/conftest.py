"""Each test once for every channel."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.channels.connected import Connected, connect
from tests.channels.player import Player
from tests.channels.players import PLAYERS
from tests.scripted_model import ScriptedModel


@pytest.fixture(params=sorted(PLAYERS))
def player(request: pytest.FixtureRequest) -> Player:
    return PLAYERS[request.param]()


@pytest.fixture
async def desk(player: Player, database_url: str, tmp_path: Path) -> AsyncIterator[Connected]:
    """Answered by the offline model."""
    async with connect(player, database_url, tmp_path) as connected:
        yield connected


@pytest.fixture
async def plain(player: Player, database_url: str, tmp_path: Path) -> AsyncIterator[Connected]:
    """Answered by one sentence, whatever comes."""
    async with connect(player, database_url, tmp_path, ScriptedModel()) as connected:
        yield connected
