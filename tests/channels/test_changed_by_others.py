"""A message is changed from its own chat alone, whoever else names its id."""

import logging

import pytest

from tests.channels.connected import Connected
from tests.channels.test_coming_in import bodies, given

OTHER = "573005550177"
WORDS: tuple[str | None, ...] = ("otra cosa", None)


async def statuses(desk: Connected) -> list[str]:
    return [message["status"] for message in desk.messages()]


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("known", [True, False])
async def test_a_change_from_another_chat_is_left_out_and_logged(
    plain: Connected, words: str | None, known: bool, caplog: pytest.LogCaptureFixture
) -> None:
    mine = plain.new_id()
    change = given(plain.player.changed(words, mine, at=plain.now, phone=OTHER), "changes")
    await plain.deliver(plain.player.text("quiero una cita", id=mine, at=plain.now))
    if known:
        hello = plain.player.text("Hola", id=plain.new_id(), at=plain.now, phone=OTHER)
        await plain.deliver(hello)
    with caplog.at_level(logging.WARNING, "gateway.pipeline.inbox"):
        assert (await plain.deliver(change)).status_code == 200
    assert bodies(plain)[0] == "quiero una cita"
    assert set(await statuses(plain)) == {"pending"}
    assert "another chat" in caplog.text
    assert OTHER not in caplog.text


@pytest.mark.parametrize("words", WORDS)
async def test_nor_does_one_that_came_first_wait_for_it(
    plain: Connected, words: str | None
) -> None:
    mine = plain.new_id()
    change = given(plain.player.changed(words, mine, at=plain.now, phone=OTHER), "changes")
    await plain.deliver(change)
    await plain.deliver(plain.player.text("quiero una cita", id=mine, at=plain.now))
    assert (bodies(plain), await statuses(plain)) == (["quiero una cita"], ["pending"])


async def test_one_that_was_answered_is_not_corrected_by_another(plain: Connected) -> None:
    mine = plain.new_id()
    change = given(plain.player.changed("otra cosa", mine, at=plain.now, phone=OTHER), "changes")
    await plain.hear(plain.player.text("quiero una cita", id=mine, at=plain.now))
    assert await plain.hear(change) == []
    assert bodies(plain) == ["quiero una cita"]
    own = plain.player.changed("quiero dos citas", mine, at=plain.now)
    assert len(await plain.hear(own)) == 1
    assert bodies(plain) == ["quiero una cita", "quiero dos citas"]
