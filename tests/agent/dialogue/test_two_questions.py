"""Two questions in one sentence, each with its own answer."""

import pytest

from agent.language import Intent, intents, ordinal
from tests.front import Front


@pytest.mark.parametrize(
    ("tenant", "text", "said"),
    [
        ("aurora", "Hola, cuanto cuesta la limpieza facial y atienden los sabados?",
         ["$140.000", "Los sábados atendemos de 9:00 a. m."]),
        ("sorriso", "Oi, quanto custa a limpeza e vocês atendem convênio?",
         ["Limpeza: R$", "convênio"]),
    ],
)  # fmt: skip
async def test_both_are_answered(front: Front, tenant: str, text: str, said: list[str]) -> None:
    phone = {"aurora": "573005550101", "sorriso": "5511955550101"}[tenant]
    reply = await front.customer(phone, tenant=tenant).say(text)
    assert all(words in reply for words in said), reply


def test_whom_or_what_they_attend_is_no_question_for_the_hours() -> None:
    assert Intent.HOURS not in intents("vocês atendem convênio?")
    assert Intent.HOURS not in intents("¿atienden a niños?")
    assert Intent.HOURS in intents("¿atienden los sábados?")
    assert Intent.HOURS in intents("vocês atendem até que horas?")


def test_a_position_said_politely() -> None:
    assert ordinal("pode ser a primeira", 3) == 0
    assert ordinal("puede ser la segunda", 3) == 1
    assert ordinal("pode ser segunda", 3) is None
