"""A time on offer called by its title or described: it is that one, and nobody is asked twice."""

from datetime import datetime

import pytest

from tests.beginnings import beginning
from tests.front import Customer, Front

WISHES = {
    "es": "Hola, quiero depilación láser el sábado 5 de diciembre en la mañana",
    "pt": "Oi, quero depilación láser no sábado dia 5 de dezembro de manhã",
    "en": "Hi, I want a depilación láser on Saturday December 5 in the morning",
}
"""More than a week away: "5" may be taken for an hour."""


@beginning
async def with_offer(front: Front, wish: str) -> tuple[Customer, list[datetime]]:
    """A customer with several times on offer, and these (local)."""
    ana = front.customer()
    await ana.say(wish)
    tokens = [token for token, _ in ana.options]
    rows = front.rows(
        "select o.token, o.starts_at at time zone z.time_zone as at from slot_offers o "
        "join organizations z on z.id = o.organization_id where o.token = any(%s)",
        tokens,
    )
    at = {row["token"]: row["at"] for row in rows}
    assert len(tokens) > 1
    return ana, [at[token] for token in tokens]


async def taken(front: Front, ana: Customer, text: str) -> datetime:
    """What is booked when the customer says this, and then only their name."""
    await ana.say(text)
    await ana.say("Ana Prueba")
    [row] = front.appointments()
    local: datetime = row["local"]
    return local


@pytest.mark.parametrize("language", ["es", "pt", "en"])
@pytest.mark.parametrize("said", ["{}", "• {}", "{} porfa"])
async def test_the_title_of_a_button(front: Front, language: str, said: str) -> None:
    ana, times = await with_offer(front, WISHES[language])
    title = ana.options[2][1]
    assert await taken(front, ana, said.format(title.lower().replace(",", ""))) == times[2]


@pytest.mark.parametrize(
    "title",
    ["sáb 5, {h}:{m:02} a. m.", "sáb 5, {h}h{m:02}", "Sat 5, {h}:{m:02} am", "5/12 {h}:{m:02}"],
)
async def test_a_title_as_another_language_writes_it(front: Front, title: str) -> None:
    ana, times = await with_offer(front, WISHES["es"])
    words = title.format(h=times[1].hour, m=times[1].minute)
    assert await taken(front, ana, words) == times[1]


@pytest.mark.parametrize("said", ["el mié 9", "miércoles 9 porfa", "the wed 9"])
async def test_the_only_one_of_its_day(front: Front, said: str) -> None:
    ana, times = await with_offer(front, "quiero una limpieza facial desde el lunes 7 de diciembre")
    [only] = [at for at in times if at.day == 9]
    assert await taken(front, ana, said) == only


async def test_a_day_with_two_is_narrowed_to_these(front: Front) -> None:
    ana, times = await with_offer(front, "quiero una limpieza facial el martes 8 de diciembre")
    day = [at for at in times if at.day == 9]
    assert len(day) == 2
    reply = await ana.say("el mié 9")
    assert "lunes" not in reply
    assert reply.count("miércoles 9") == 2
    assert front.appointments() == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("la última", -1),
        ("la más tarde de esas está perfecta", -1),
        ("el que sea más tarde", -1),
        ("the latest one please", -1),
        ("a mais tarde dessas", -1),
        ("la más temprano", 0),
        ("the earliest one of those is fine, love", 0),
        ("o mais cedo", 0),
        ("2", 1),
        ("cualquiera", 0),
        ("me da igual", 0),
        ("qualquer um", 0),
        ("whichever", 0),
    ],
)
async def test_one_that_is_described(front: Front, text: str, place: int) -> None:
    ana, times = await with_offer(front, "quiero un masaje relajante el jueves")
    assert await taken(front, ana, text) == times[place]


@pytest.mark.parametrize("text", ["la de la mañana", "a da manhã", "the morning one"])
async def test_the_only_one_of_its_part_of_the_day(front: Front, text: str) -> None:
    ana, times = await with_offer(front, "quiero un masaje relajante el jueves después de las 11")
    [only] = [at for at in times if at.hour < 12]
    assert await taken(front, ana, text) == only


@pytest.mark.parametrize(
    "text", ["no, el jue 26 no puedo", "¿y el jueves 26 cuánto dura?", "jueves"]
)
async def test_what_is_no_choice_takes_nothing(front: Front, text: str) -> None:
    ana, _ = await with_offer(front, "quiero un masaje relajante el jueves")
    await ana.say(text)
    await ana.say("Ana Prueba")
    assert front.appointments() == []
