"""Of two who were to come only one does; and two who are named by one word are two."""

import pytest

from tests.conversations.test_two_at_once import booked
from tests.front import Front


@pytest.mark.parametrize(
    ("tenant", "lines", "row"),
    [
        (
            "aurora",
            (
                "limpieza facial para mi esposo y para mí el jueves en la mañana",
                "no, no son dos, es una para él",
                "10",
                "Luis Gil",
            ),
            ("Luis Gil", "26 10:00"),
        ),
        (
            "aurora",
            (
                "limpieza facial para mí y mi hermana el jueves en la mañana",
                "mejor solo yo, ella no puede",
                "10",
                "Ana Gil",
            ),
            ("Ana Gil", "26 10:00"),
        ),
        (
            "sorriso",
            (
                "limpeza pra mim e minha mãe terça de manhã",
                "na verdade é só pra minha mãe",
                "10h",
                "Célia Gil",
            ),
            ("Célia Gil", "24 10:00"),
        ),
        (
            "sorriso",
            ("quero limpeza pros meus filhos na quinta", "só pro João", "10h", "João Gil"),
            ("João Gil", "26 10:00"),
        ),
        (
            "aurora",
            (
                "a facial for my two kids on Thursday morning",
                "actually just one of them",
                "10",
                "Lily Gil",
            ),
            ("Lily Gil", "26 10:00"),
        ),
    ],
)
async def test_the_same_day_is_looked_up_for_one(
    front: Front, tenant: str, lines: tuple[str, ...], row: tuple[str, str]
) -> None:
    ana = front.customer(tenant=tenant)
    replies = [await ana.say(line) for line in lines]
    assert row[1][:2] in replies[1]
    assert [(name, at) for name, _, at in booked(front)] == [row]


@pytest.mark.parametrize(
    "line",
    ["mejor solo para el viernes", "solo una pregunta, ¿aceptan tarjeta?"],
)
async def test_another_day_or_question_leaves_two(front: Front, line: str) -> None:
    ana = front.customer()
    await ana.say("limpieza facial para mí y mi hermana el jueves en la mañana")
    await ana.say(line)
    offer = await ana.say("el jueves 26 en la mañana")
    assert "dos" in offer


@pytest.mark.parametrize(
    ("tenant", "lines", "names"),
    [
        (
            "aurora",
            (
                "limpieza facial para mis dos hijas el jueves en la mañana",
                "la primera",
                "Sara Ruiz y Eva Ruiz",
            ),
            [("Eva Ruiz", "daughter"), ("Sara Ruiz", "daughter")],
        ),
        (
            "sorriso",
            ("limpeza pros meus pais na quinta de manhã", "às 10h", "Rosa Gil e Rui Gil"),
            [("Rosa Gil", "mother"), ("Rui Gil", "father")],
        ),
        (
            "aurora",
            ("a facial for my kids on Thursday morning", "the first one", "Lily and Max Page"),
            [("Lily", None), ("Max Page", None)],
        ),
    ],
)
async def test_two_by_one_word_are_two(
    front: Front, tenant: str, lines: tuple[str, ...], names: list[tuple[str, str | None]]
) -> None:
    ana = front.customer(tenant=tenant)
    for line in lines:
        await ana.say(line)
    assert sorted((name, relation) for name, relation, _ in booked(front)) == names


async def test_three_are_more_than_can_be_booked_at_once(front: Front) -> None:
    ana = front.customer()
    reply = await ana.say("quiero una limpieza para mí y mis dos hijas el jueves")
    assert "persona" in reply
    assert booked(front) == []
