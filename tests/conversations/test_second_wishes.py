"""Cancelling with another wish, questions about the rule, and what goes on after a person was called."""

import pytest

from tests.beginnings import beginning
from tests.conversations.test_changes import book
from tests.conversations.test_turned_down import booked, offered
from tests.front import Customer, Front


@beginning
async def cancelling(front: Front) -> Customer:
    ana = front.customer()
    await book(ana, "Hola, limpieza facial el jueves 26 a las 3 de la tarde")
    await ana.say("quiero cancelar mi cita")
    return ana


@beginning
async def with_a_person_called(front: Front, *texts: str) -> Customer:
    """Somebody who wished for something, had a person called, and took note of it."""
    ana = front.customer()
    for text in texts:
        await ana.say(text)
    assert len(front.rows("select id from escalations")) == 1
    assert booked(front) == []
    return ana


@pytest.mark.parametrize(
    "text",
    [
        "sí, pero dame otra el miércoles a la misma hora",
        "sim, mas quero outra na quarta no mesmo horário",
        "yes, but I want another one on Wednesday at the same time",
    ],
)
async def test_cancelled_and_another_one_offered(front: Front, text: str) -> None:
    ana = await cancelling(front)
    await ana.say(text)
    assert booked(front) == []
    await ana.say("sí")
    assert [at for _, at in booked(front)] == ["2026-11-25 15:00"]


@pytest.mark.parametrize(
    "text", ["no, más bien el miércoles", "não, melhor na quarta", "no, Wednesday instead"]
)
async def test_moved_instead_of_cancelled(front: Front, text: str) -> None:
    ana = await cancelling(front)
    await ana.say(text)
    assert {at[:10] for _, at in offered(front)} == {"2026-11-25"}
    await ana.say("a las 4 de la tarde")
    await ana.say("sí")
    assert [at for _, at in booked(front)] == ["2026-11-25 16:00"]


@pytest.mark.parametrize("text", ["no, el jueves sí voy", "não, na quinta eu vou", "no"])
async def test_kept_by_naming_its_own_day(front: Front, text: str) -> None:
    ana = await cancelling(front)
    await ana.say(text)
    await ana.say("ok")
    assert [at for _, at in booked(front)] == ["2026-11-26 15:00"]


@pytest.mark.parametrize(
    "text",
    [
        "¿hasta qué hora puedo cancelar?",
        "¿y si luego tengo que moverla?",
        "¿con cuánta anticipación se cancela?",
        "¿me cobran si no puedo ir?",
        "com quanta antecedência posso remarcar?",
        "e se eu precisar cancelar?",
        "tem multa se eu faltar?",
        "how far ahead do I have to cancel?",
        "what if I need to change it?",
        "is there a fee to cancel?",
    ],
)
async def test_a_question_about_the_rule_begins_nothing(front: Front, text: str) -> None:
    ana = front.customer()
    await book(ana, "Hola, limpieza facial el jueves 26 a las 3 de la tarde")
    said = await ana.say(text)
    assert "4 " in said, said
    assert "jueves" not in said
    await ana.say("sí")
    assert [at for _, at in booked(front)] == ["2026-11-26 15:00"]


@pytest.mark.parametrize("text", ["¿hasta cuándo podría cancelarla?", "¿y si me toca cambiarla?"])
async def test_a_question_about_the_rule_keeps_what_is_on_offer(front: Front, text: str) -> None:
    ana = front.customer(name="Ana Pérez")
    await ana.say("Hola, limpieza facial el jueves 26 a las 3 de la tarde")
    await ana.say(text)
    assert "nombre" in await ana.say("sí")
    await ana.say("Ana Pérez")
    assert [at for _, at in booked(front)] == ["2026-11-26 15:00"]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("la segunda", "09:00"),
        ("a segunda opção", "09:00"),
        ("the second one", "09:00"),
        ("con Camila", "10:00"),
        ("la de las 10", "10:00"),
    ],
)
async def test_a_clear_wish_after_a_person_was_called(front: Front, text: str, at: str) -> None:
    ana = await with_a_person_called(
        front,
        "Hola, limpieza facial el jueves 26 por la mañana",
        "quiero hablar con una persona",
        "ok, gracias",
    )
    await ana.say(text)
    await ana.say("Ana Pérez")
    assert [start[-5:] for _, start in booked(front)] == [at]


@pytest.mark.parametrize("text", ["sí, a esa hora", "sim, nesse horário", "yes, that time"])
async def test_that_time_after_a_person_was_called(front: Front, text: str) -> None:
    ana = await with_a_person_called(
        front,
        "Hola, limpieza facial el jueves 26 a las 3 de la tarde",
        "xyzzy plugh",
        "frotz quux",
        "ok",
    )
    await ana.say(text)
    await ana.say("Ana Pérez")
    assert [start for _, start in booked(front)] == ["2026-11-26 15:00"]
