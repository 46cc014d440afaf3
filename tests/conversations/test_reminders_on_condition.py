"""A yes to reminders with a condition is a yes, and what cannot be done of the condition is said."""

import pytest

from tests.beginnings import beginning
from tests.conversations.test_name_answers import consents
from tests.front import Customer, Front


@beginning
async def booked(front: Front, language: str) -> Customer:
    """Somebody who was just asked whether reminders are welcome."""
    if language == "pt":
        joao = front.customer("5511987654321", tenant="sorriso", name="João")
        for text in ("Oi, quero uma avaliação na terça às 9h", "sim", "João Batista"):
            await joao.say(text)
        return joao
    ana = front.customer()
    for text in ("Hola, cejas para el lunes a las 10", "sí", "Ana Pérez"):
        await ana.say(text)
    return ana


@pytest.mark.parametrize(
    ("language", "answer", "told"),
    [
        ("es", "ya, pero puro mensajito nomás, nada de llamadas ni propagandas", "solo te escribo"),
        ("es", "sí, pero solo un día antes", "no lo puedo cambiar"),
        ("pt", "pode mandar, mas só um dia antes, não precisa mais que isso", "não consigo mudar"),
    ],
)
async def test_it_is_noted(front: Front, language: str, answer: str, told: str) -> None:
    customer = await booked(front, language)
    reply = await customer.say(answer)
    assert told in reply, reply
    assert consents(front) == [True]


async def test_somebody_who_cannot_come_agrees_to_nothing(front: Front) -> None:
    ana = await booked(front, "es")
    await ana.say("sí, pero no voy a poder ir")
    assert consents(front) == []
