"""Whom standing appointments are for, put right by what the customer says: by row, all or none."""

import pytest

from tests.conversations.test_each_person import CONTACT, Row, rows
from tests.front import Front

MIXED_UP = [
    (
        "aurora",
        (
            "soy Milagros Quispe, quiero limpieza y mi hermana Ruth Quispe masaje, el jueves a las 10",
            "si",
            "si",
            "no",
        ),
        "están al revés",
        [
            ("Ruth Quispe", "sister", "limpieza-facial", "26 10:00"),
            ("Milagros Quispe", None, "masaje-relajante", "26 10:00"),
        ],
    ),
    (
        "aurora",
        ("Hola, limpieza y masaje el jueves 26 a las 9", "si", "Ana Gil", "no"),
        "la limpieza es mía, el masaje es de mi mamá Rosa Gil",
        [
            ("Ana Gil", None, "limpieza-facial", "26 09:00"),
            ("Rosa Gil", "mother", "masaje-relajante", "26 10:10"),
        ],
    ),
    (
        "sorriso",
        ("sou Bia Lima, limpeza pra mim e avaliação pro meu filho Davi, quinta 26 às 10h", "sim", "sim", "não"),
        "troca os nomes",
        [("Bia Lima", None, "avaliacao", "26 10:00"), ("Davi", "son", "limpeza", "26 10:00")],
    ),
    (
        "sorriso",
        ("Oi, avaliação na quinta 26 às 11h30", "sim", "Bia Lima", "não"),
        "a avaliação é do meu filho Davi",
        [("Davi", "son", "avaliacao", "26 11:30")],
    ),
    (
        "aurora",
        ("Hi, massage on Friday Nov 27 at 2:30 pm", "yes", "Eva Stone", "no"),
        "the 2:30 one is for my husband Paul, not me",
        [("Paul", "husband", "masaje-relajante", "27 14:30")],
    ),
    (
        "aurora",
        (
            "I'm Eva Stone, massage for me and eyebrows for my husband Paul, friday nov 27 3pm",
            "yes",
            "yes",
            "no",
        ),
        "massage = Paul. eyebrows = Eva",
        [
            ("Eva Stone", None, "diseno-de-cejas", "27 15:00"),
            ("Paul", "husband", "masaje-relajante", "27 15:00"),
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("tenant", "said", "correction", "expected"), MIXED_UP)
async def test_each_goes_to_whom_it_is_for(
    front: Front, tenant: str, said: tuple[str, ...], correction: str, expected: list[Row]
) -> None:
    ana = front.customer(tenant=tenant, name=None)
    for text in said:
        await ana.say(text)
    own = front.rows(CONTACT)
    receipt = await ana.say(correction)
    assert rows(front) == expected
    assert front.rows(CONTACT) == own, "an attendee never names the contact"
    assert "✅" in receipt


@pytest.mark.parametrize(
    ("tenant", "wish", "yes", "correction", "asked", "list_", "told"),
    [
        (
            "aurora",
            "Hola, masaje el miércoles 25 a las 3pm",
            "si",
            "perdón, el masaje es de mi mamá",
            "tu mamá",
            "mis citas",
            "para Rosa Gil",
        ),
        (
            "sorriso",
            "Oi, limpeza na quarta 25 às 15h",
            "sim",
            "a limpeza é da minha mãe",
            "sua mãe",
            "meus horários",
            "para Rosa Gil",
        ),
        (
            "aurora",
            "Hi, massage on Wednesday Nov 25 at 3 pm",
            "yes",
            "sorry, the massage is my mom's",
            "your mother",
            "my appointments",
            "for Rosa Gil",
        ),
    ],
    ids=["es", "pt", "en"],
)
async def test_who_is_not_known_is_asked_once(
    front: Front,
    tenant: str,
    wish: str,
    yes: str,
    correction: str,
    asked: str,
    list_: str,
    told: str,
) -> None:
    """The contact, who was taken for Rosa, has no name of their own until they tell it."""
    ana = front.customer(tenant=tenant, name=None)
    for text in (wish, yes, "Rosa Gil", "no"):
        await ana.say(text)
    assert asked in await ana.say(correction)
    await ana.say("Rosa Gil")
    assert [row[:2] for row in rows(front)] == [("Rosa Gil", "mother")]
    assert front.rows(CONTACT) == [{"name": None}]
    assert told in await ana.say(list_)


async def test_two_at_one_hour_of_one_person_are_refused(front: Front) -> None:
    ana = front.customer(name=None)
    for text in (
        "soy Milagros Paz, limpieza para mí y masaje para mi hermana Ruth, jueves 26 a las 10",
        "si",
        "si",
        "no",
    ):
        await ana.say(text)
    before = rows(front)
    await ana.say("me equivoqué, la limpieza es de Ruth")
    assert rows(front) == before


async def test_what_is_right_already_changes_nothing(front: Front) -> None:
    ana = front.customer(tenant="sorriso", name=None)
    for text in (
        "sou Bia Lima, limpeza pra mim e avaliação pro meu filho Davi, quinta 26 às 10h",
        "sim",
        "sim",
        "não",
    ):
        await ana.say(text)
    before = rows(front)
    answer = await ana.say("a limpeza é minha e a avaliação é do Davi, né")
    assert rows(front) == before
    assert "✅" not in answer
