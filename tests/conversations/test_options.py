"""Customers who leave the choice between days or hours, refuse one of them, or say it anew."""

from datetime import date

import pytest

from tests.beginnings import beginning
from tests.front import Customer, Front

BY_LANGUAGE = {
    "es": "quiero un masaje relajante el jueves a las 10 o el viernes a las 4",
    "pt": "quero um masaje relajante na quinta às 10 ou na sexta às 16",
    "en": "I want a masaje relajante Thursday at 10 or Friday at 4 pm",
}


def offered(front: Front) -> list[str]:
    """Local starts of what was offered last."""
    rows = front.rows(
        "select to_char(o.starts_at at time zone z.time_zone, 'YYYY-MM-DD HH24:MI') as at "
        "from slot_offers o join organizations z on z.id = o.organization_id where o.turn_id = "
        "(select n.turn_id from slot_offers n join turns t on t.id = n.turn_id "
        "order by t.started_at desc limit 1) order by o.starts_at"
    )
    return [row["at"] for row in rows]


def weekdays(front: Front) -> set[int]:
    return {date.fromisoformat(at[:10]).isoweekday() for at in offered(front)}


@beginning
async def between(front: Front, language: str) -> Customer:
    ana = front.customer()
    await ana.say(BY_LANGUAGE[language])
    return ana


@pytest.mark.parametrize(
    ("language", "text", "weekday", "hour"),
    [
        ("es", "cualquiera de las dos", "jueves", "10:00"),
        ("es", "las dos me sirven", "jueves", "10:00"),
        ("es", "me da igual", "jueves", "10:00"),
        ("pt", "tanto faz", "quinta", "10h"),
        ("pt", "qualquer um dos dois", "quinta", "10h"),
        ("en", "either is fine", "Thu", "10:00"),
        ("es", "el jueves no", "viernes", "4:00"),
        ("pt", "quinta não", "sexta", "16h"),
        ("en", "not Thursday", "Fri", "4:00"),
    ],
)
async def test_what_remains_of_two_wishes_is_the_wish(
    front: Front, language: str, text: str, weekday: str, hour: str
) -> None:
    ana = await between(front, language)
    reply = await ana.say(text)
    assert weekday in reply
    assert hour in reply


@pytest.mark.parametrize(
    ("language", "text"),
    [("es", "ninguna de las dos"), ("pt", "nenhum dos dois"), ("en", "neither of them")],
)
async def test_none_of_the_two_widens_nothing(front: Front, language: str, text: str) -> None:
    ana = await between(front, language)
    before = offered(front)
    reply = await ana.say(text)
    assert "•" not in reply
    assert offered(front) == before


async def test_back_to_the_other_wish(front: Front) -> None:
    ana = await between(front, "en")
    assert "Fri" in await ana.say("friday")
    reply = await ana.say("no wait thursday")
    assert "Thu" in reply
    assert "10:00" in reply


@pytest.mark.parametrize(
    ("first", "refused", "left"),
    [
        ("quiero un masaje relajante el jueves o el viernes", "el viernes no", 4),
        ("quero um masaje relajante na quarta ou na quinta", "quarta não", 4),
        ("I want a masaje relajante on Thursday or Friday", "not Friday", 4),
    ],
)
async def test_of_two_days_the_other_one_is_left(
    front: Front, first: str, refused: str, left: int
) -> None:
    ana = front.customer()
    await ana.say(first)
    await ana.say(refused)
    assert weekdays(front) == {left}


@pytest.mark.parametrize(
    ("lines", "hour"),
    [
        (("masaje relajante el jueves", "a las 9", "no, 10"), "10:00"),
        (("quero um masaje relajante na quinta", "às nove", "não, dez"), "10h"),
        (("masaje relajante on thursday", "9:00", "sry 10:30"), "10:30"),
    ],
)
async def test_a_later_line_says_it_anew(front: Front, lines: tuple[str, ...], hour: str) -> None:
    ana = front.customer()
    reply = await ana.say(*lines)
    assert "•" not in reply
    assert hour in reply


@pytest.mark.parametrize(
    ("first", "text"),
    [
        ("quiero un masaje relajante el jueves", "la primera no, la segunda"),
        ("quero um masaje relajante na quinta", "a primeira não, a segunda"),
        ("I want a masaje relajante on Thursday", "not the first, the second"),
    ],
)
async def test_a_place_refused_for_another(front: Front, first: str, text: str) -> None:
    ana = front.customer()
    await ana.say(first)
    second = ana.options[1][1].split(", ")[-1]
    reply = await ana.say(text)
    assert "•" not in reply
    assert second in reply


@pytest.mark.parametrize(
    "text",
    [
        "quiero un masaje relajante, la última que haya el jueves",
        "quero um masaje relajante na quinta, a última do dia",
        "I want a masaje relajante, the last one on Thursday",
    ],
)
async def test_the_last_of_a_day(front: Front, text: str) -> None:
    ana = front.customer()
    reply = await ana.say(text)
    assert "•" not in reply
    assert weekdays(front) == {4}
    assert offered(front)[-1][-5:] >= "17:00"


@pytest.mark.parametrize(
    ("first", "text"),
    [
        ("quiero un masaje relajante el jueves a las 10", "a esa hora no"),
        ("quero um masaje relajante na quinta às 10", "esse horário não dá"),
        ("I want a masaje relajante on Thursday at 10", "not gonna work for me"),
        ("I want a masaje relajante on Thursday at 10", "can't do 10"),
        ("quero um masaje relajante na quinta às 10", "muito cedo"),
    ],
)
async def test_a_bare_refusal_keeps_the_day(front: Front, first: str, text: str) -> None:
    ana = front.customer()
    await ana.say(first)
    await ana.say(text)
    assert weekdays(front) == {4}
    assert not any(at.endswith("10:00") for at in offered(front))


async def test_a_number_that_is_a_line_and_an_hour_is_asked_about(front: Front) -> None:
    ana = front.customer()
    await ana.say("quiero un masaje relajante el jueves")
    reply = await ana.say("3")
    assert reply.count("•") == 2
    assert "3:00" in reply
