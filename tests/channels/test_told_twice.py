"""An app of Gupshup's with callbacks of both versions: each message comes twice and counts once."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.channels.connected import Connected, connect
from tests.channels.gupshup_v3 import GupshupV3Player
from tests.channels.test_coming_in import bodies
from tests.scripted_model import ScriptedModel


@pytest.fixture
async def both(database_url: str, tmp_path: Path) -> AsyncIterator[Connected]:
    async with connect(GupshupV3Player(), database_url, tmp_path, ScriptedModel()) as connected:
        yield connected


def told(desk: Connected, words: str, *, own_id: bool, v3_first: bool) -> list[object]:
    assert isinstance(desk.player, GupshupV3Player)
    two = desk.player.both_versions(words, id=desk.new_id(), at=desk.now, own_id=own_id)
    return two[::-1] if v3_first else two


@pytest.mark.parametrize("v3_first", [True, False])
@pytest.mark.parametrize("own_id", [True, False])
async def test_a_message_counts_once_under_whichever_id_v2_has_it(
    both: Connected, own_id: bool, v3_first: bool
) -> None:
    assert len(await both.hear(*told(both, "Hola", own_id=own_id, v3_first=v3_first))) == 1
    [row] = both.messages()
    assert {row["provider_id"], row["second_id"]} == {"played-0001", "gs-played-0001"}
    await both.hear(*told(both, "¿Tienen láser?", own_id=own_id, v3_first=v3_first))
    assert bodies(both) == ["Hola", "¿Tienen láser?"]


@pytest.mark.parametrize("own_id", [True, False])
async def test_so_it_does_when_both_come_at_the_same_moment(both: Connected, own_id: bool) -> None:
    for number in range(5):
        two = told(both, f"Hola {number}", own_id=own_id, v3_first=bool(number % 2))
        answers = await asyncio.gather(*map(both.deliver, two))
        assert [answer.status_code for answer in answers] == [200, 200]
    assert bodies(both) == [f"Hola {number}" for number in range(5)]
