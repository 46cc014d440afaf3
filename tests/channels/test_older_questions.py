"""A thumb on a question that is not the newest: an answer while it stands, never more than that."""

from typing import Any

from tests.channels.connected import Connected
from tests.channels.player import Received
from tests.channels.test_coming_in import given
from tests.channels.test_conversation import WISH, booked

OVER = "esa pregunta ya quedó atrás"


async def react(desk: Connected, to: Received, emoji: str = "👍") -> list[Received]:
    put: Any = desk.player.reaction(emoji, to.id, id=desk.new_id(), at=desk.now)
    return await desk.hear(given(put, "reactions"))


async def last(desk: Connected, *words: str) -> Received:
    """The last thing said after each of these."""
    for one in words:
        received = await desk.say(one)
    await desk.show_sent(*received)
    return received[-1]


async def test_one_that_was_asked_again_after_a_digression_is_answered(desk: Connected) -> None:
    offer = await last(desk, WISH)
    await last(desk, "¿cuánto cuesta?")
    [question] = await react(desk, offer)
    assert "nombre" in question.text
    await desk.say("Ana Pérez")
    assert [service for service, _, _ in booked(desk)] == ["depilacion-laser"]


async def test_of_one_that_was_replaced_the_present_one_is_repeated(desk: Connected) -> None:
    offer = await last(desk, WISH)
    other = await last(desk, "mejor el martes a las 10 de la mañana")
    [told] = await react(desk, offer)
    assert OVER in told.text
    assert other.text.split("\n")[-1] in told.text
    assert told.options == other.options
    assert booked(desk) == []
    await desk.say("sí")
    await desk.say("Ana Pérez")
    assert [local.day for _, local, _ in booked(desk)] == [24]


async def test_nothing_is_cancelled_that_was_left_as_it_is(desk: Connected) -> None:
    await last(desk, WISH, "sí", "Ana Pérez")
    question = await last(desk, "quiero cancelar mi cita")
    await last(desk, "no, déjala así")
    [told] = await react(desk, question)
    assert OVER in told.text
    assert len(booked(desk)) == 1


async def test_nothing_is_booked_twice(desk: Connected) -> None:
    offer = await last(desk, WISH)
    await last(desk, "sí", "Ana Pérez")
    [told] = await react(desk, offer)
    assert OVER in told.text
    assert len(booked(desk)) == 1


async def test_small_talk_is_not_answered(desk: Connected) -> None:
    thanks = await last(desk, WISH, "no gracias, así está bien", "gracias")
    await last(desk, "¿cuánto cuesta la limpieza facial?")
    assert "?" not in thanks.text
    assert await react(desk, thanks) == []


async def test_words_beside_it_are_answered_without_it(desk: Connected) -> None:
    offer = await last(desk, WISH)
    await last(desk, "mejor el martes a las 10 de la mañana")
    put = desk.player.reaction("👍", offer.id, id=desk.new_id(), at=desk.now)
    words = desk.player.text("¿y cuánto cuesta?", id=desk.new_id(), at=desk.now)
    replies = await desk.hear(given(put, "reactions"), words)
    assert "$" in replies[-1].text
    assert not any(OVER in reply.text for reply in replies)
    assert booked(desk) == []
