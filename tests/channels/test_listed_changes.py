"""What a customer changed while nobody listened: the list has the last text."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from gateway.channels.base import MessageEdited
from tests.channels.connected import Connected, connect
from tests.channels.evolution import EvolutionPlayer
from tests.channels.test_coming_in import bodies
from tests.scripted_model import ScriptedModel


@pytest.fixture
async def plain(database_url: str, tmp_path: Path) -> AsyncIterator[Connected]:
    async with connect(EvolutionPlayer(), database_url, tmp_path, ScriptedModel()) as connected:
        yield connected


async def listed(desk: Connected, message: str, words: str) -> int:
    """The list of kept messages has this text; how many messages that changes."""
    [row] = desk.front.rows(
        "select distinct c.organization_id, c.id from platform_connections c where key = 'played'"
    )
    connection = await desk.front.container.connections.of(row["id"], row["organization_id"])
    change = MessageEdited(message, text=words, addresses=(desk.player.phone,), listed=True)
    return await desk.front.container.inbox.receive(connection, [change])
