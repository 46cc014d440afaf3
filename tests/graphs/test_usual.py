""" "The usual" is what the customer came for last, with whoever gave it."""

import re

import pytest

from agent.language.readings.last_visit import asks_about_last_visit
from tests.conversations.test_changes import book
from tests.front import Front

DAY = 24 * 3600


async def came(front: Front, *wishes: str) -> None:
    """A customer who came for each of these."""
    ana = front.customer(name="Ana Ruiz")
    for wish in wishes:
        await book(ana, wish)
        await front.pass_time(14 * DAY)


@pytest.mark.parametrize(
    "wish",
    [
        "Hola! quiero lo de siempre para el jueves de la próxima semana en la tarde",
        "me das cita para lo mismo de la última vez, el jueves de la próxima semana?",
        "oi, quero o de sempre na quinta da próxima semana",
        "can I get my usual appointment next Thursday?",
    ],
)
async def test_the_usual_is_offered(front: Front, wish: str) -> None:
    await came(
        front,
        "quiero masaje relajante el jueves de la próxima semana a las 3 pm",
        "quiero limpieza facial el jueves de la próxima semana a las 3 pm",
    )
    answer = await front.customer(name="Ana Ruiz").say(wish)
    assert "limpieza facial" in answer.lower()
    assert "masaje" not in answer.lower()
    assert "?" in answer


async def test_it_is_booked_with_the_same_person(front: Front) -> None:
    await came(front, "quiero limpieza facial el jueves de la próxima semana a las 3 pm")
    ana = front.customer(name="Ana Ruiz")
    await ana.say("lo de siempre, el jueves de la próxima semana a las 3 pm")
    await ana.say("sí")
    rows = front.rows("select service_id, member_id from appointments order by starts_at")
    assert len(rows) == 2
    assert rows[0] == rows[1]


@pytest.mark.parametrize(
    "wish", ["quiero lo de siempre", "o de sempre por favor", "the usual please"]
)
async def test_nobody_is_told_of_a_usual_that_is_not_known(front: Front, wish: str) -> None:
    answer = await front.customer(name="Ana Ruiz").say(wish)
    assert re.search("siempre|costuma|usually", answer)
    assert "?" in answer


async def test_what_is_not_given_any_more_is_no_usual(front: Front) -> None:
    await came(front, "quiero limpieza facial el jueves de la próxima semana a las 3 pm")
    front.execute("update services set active = false where name ilike 'limpieza facial'")
    answer = await front.customer(name="Ana Ruiz").say("lo de siempre el jueves")
    assert "limpieza facial" not in answer.lower()


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (
            "¿cuándo fue mi última cita?",
            "jueves 26 de noviembre: Limpieza facial, con Camila Rojas",
        ),
        ("o que eu fiz da última vez?", "quinta, 26/11: Limpieza facial, com Camila Rojas"),
        ("who did I see last time?", "Thu Nov 26: Limpieza facial, with Camila Rojas"),
    ],
)
async def test_the_last_visit_is_told(front: Front, question: str, told: str) -> None:
    await came(front, "quiero limpieza facial el jueves de la próxima semana a las 3 pm")
    assert told in await front.customer(name="Ana Ruiz").say(question)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("la última vez que fui, ¿qué me hicieron?", True),
        ("quem me atendeu da última vez?", True),
        ("when was I last there?", True),
        ("lo que me hice la última vez, para el jueves", False),
        ("o que fiz da última vez", False),
        ("¿cuándo fue la última cita de mi mamá?", False),
        ("¿cuál es la última cita del día?", False),
        ("la última vez me atendieron muy mal", False),
        ("can I get what I had last time?", False),
    ],
)
def test_a_question_about_the_last_visit_is_no_wish(text: str, asks: bool) -> None:
    assert asks_about_last_visit(text) is asks
