"""A price, another question and a day in one message: all are answered, and the day is offered."""

import pytest

from tests.front import Front

WEDNESDAY, THURSDAY = "2026-11-25", "2026-11-26"


def offered(front: Front) -> set[str]:
    rows = front.rows(
        "select distinct (f.starts_at at time zone 'America/Bogota')::date::text as day from slot_offers f"
    )
    return {row["day"] for row in rows}


@pytest.mark.parametrize(
    ("words", "day", "told"),
    [
        ("buenas, cuánto vale la limpieza y aceptan nequi? quiero el jueves en la tarde", THURSDAY, ("140.000", "Nequi")),
        ("cuánto vale la limpieza? quiero el jueves en la tarde", THURSDAY, ("140.000",)),
        ("oi! quanto custa o laser e vcs têm estacionamento? queria quarta de manhã", WEDNESDAY, ("180.000", "parqueadero")),
        ("how much is the laser, do you have parking? and can I come wednesday at 4?", WEDNESDAY, ("180,000", "parqueadero")),
        ("how much is the laser? I'd like thursday afternoon", THURSDAY, ("180,000",)),
    ],
)  # fmt: skip
async def test_the_day_is_offered_beside_the_answers(
    front: Front, words: str, day: str, told: tuple[str, ...]
) -> None:
    answer = await front.customer().say(words)
    assert [one for one in told if one not in answer] == [], answer
    assert offered(front) == {day}


async def test_a_price_alone_offers_nothing_yet(front: Front) -> None:
    await front.customer().say("¿cuánto vale la limpieza?")
    assert offered(front) == set()


@pytest.mark.parametrize(
    "words", ["what do we have booked?", "qué tenemos agendado?", "o que a gente tem marcado?"]
)
async def test_what_we_have_is_asked_for_like_what_one_has(front: Front, words: str) -> None:
    ana = front.customer(name="Ana Gil")
    await ana.say("Hola, cejas para el lunes a las 10")
    await ana.say("sí, Ana Gil")
    assert "23" in await ana.say(words)


async def test_the_question_for_reminders_has_its_own_buttons(front: Front) -> None:
    """Also where a list of what stands comes with it."""
    tom = front.customer(name="Tom")
    await tom.say("a massage for my wife Jo Park wednesday 10am, and me a facial wednesday at 4pm")
    await tom.say("yes")
    answer = await tom.say("yes, Tom Park")
    assert "reminders" in answer.lower()
    assert [one for one, _ in tom.options] == ["consent:yes", "consent:no"]
