"""What a customer changed while nobody listened: a list of kept messages has the last text."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.channels.connected import Connected, connect
from tests.channels.evolution import EvolutionPlayer
from tests.channels.test_coming_in import bodies
from tests.scripted_model import ScriptedModel


@pytest.fixture
async def plain(database_url: str, tmp_path: Path) -> AsyncIterator[Connected]:
    async with connect(EvolutionPlayer(), database_url, tmp_path, ScriptedModel()) as connected:
        yield connected


async def listed(desk: Connected, message: str, words: str) -> int:
    """The list has this text of the message; how many messages that changes or adds."""
    [row] = desk.front.rows("select * from platform_connections where key = 'played'")
    answer = await desk.front.container.database.call(
        "inbox_put",
        organization=row["organization_id"],
        connection=row["id"],
        events=[{"type": "edit", "id": message, "text": words, "addresses": [], "listed": True}],
        wait=10,
        ceiling=30,
    )
    return int(answer["stored"])


async def written(desk: Connected, words: str) -> str:
    message = desk.new_id()
    await desk.deliver(desk.player.text(words, id=message, at=desk.now))
    return message


async def test_before_the_answer_the_new_text_takes_the_place_of_the_old(plain: Connected) -> None:
    message = await written(plain, "quiero una cita")
    assert await listed(plain, message, "quiero una cita") == 0
    assert await listed(plain, message, "quiero dos citas") == 1
    assert bodies(plain) == ["quiero dos citas"]


async def test_after_it_the_new_text_is_a_correction_once(plain: Connected) -> None:
    message = await written(plain, "quiero una cita")
    await plain.front.settle()
    assert [await listed(plain, message, "quiero dos citas") for _ in range(2)] == [1, 0]
    assert bodies(plain) == ["quiero una cita", "quiero dos citas"]


async def test_a_change_that_was_heard_counts_more(plain: Connected) -> None:
    for answered in (False, True):
        message = await written(plain, "quiero una cita")
        if answered:
            await plain.front.settle()
        await plain.deliver(plain.player.changed("quiero dos citas", message, at=plain.now))
        assert await listed(plain, message, "quiero una cita") == 0
    assert "quiero una cita" not in bodies(plain)[:1]


async def test_what_was_taken_back_does_not_come_back(plain: Connected) -> None:
    message = await written(plain, "quiero una cita")
    await plain.deliver(plain.player.changed(None, message, at=plain.now))
    assert await listed(plain, message, "quiero una cita") == 0
    assert bodies(plain) == [""]


async def test_of_a_message_that_is_not_here_nothing_waits(plain: Connected) -> None:
    assert await listed(plain, "played-later", "quiero una cita") == 0
    assert plain.front.rows("select * from early_edits") == []
