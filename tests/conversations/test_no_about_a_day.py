"""A no to "shall I look for a time?" that is about a day is a wish for another day."""

import pytest

from tests.conversations.test_turned_down import offered, weekdays
from tests.front import Customer, Front

TUESDAY = 1


def customer(front: Front, tenant: str) -> Customer:
    if tenant == "sorriso":
        return front.customer("5511987654321", tenant="sorriso", name="João")
    return front.customer()


@pytest.mark.parametrize(
    ("tenant", "question", "answer"),
    [
        ("sorriso", "quanto custa a limpeza?", "não quero na segunda, pode ser terça de manhã"),
        ("aurora", "¿cuánto cuesta la limpieza facial?", "no, el lunes no puedo, mejor el martes"),
        ("aurora", "how much is the limpieza facial?", "no, not Monday, Tuesday is better"),
    ],
)
async def test_another_day_is_offered(
    front: Front, tenant: str, question: str, answer: str
) -> None:
    who = customer(front, tenant)
    await who.say(question)
    await who.say(answer)
    assert weekdays(front) == {TUESDAY}


@pytest.mark.parametrize(
    ("tenant", "question", "answer"),
    [
        ("aurora", "¿cuánto cuesta la limpieza facial?", "no, gracias"),
        ("aurora", "¿cuánto cuesta la limpieza facial?", "no, mañana les escribo"),
        ("sorriso", "quanto custa a limpeza?", "não, obrigada"),
    ],
)
async def test_a_no_stays_a_no(front: Front, tenant: str, question: str, answer: str) -> None:
    who = customer(front, tenant)
    await who.say(question)
    await who.say(answer)
    assert not offered(front)
