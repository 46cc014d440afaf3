"""Days and hours as customers say them, judged by the row that they leave."""

from datetime import datetime, timedelta

import pytest

from tests.conversations.agenda_rules import booked, change, week
from tests.front import Customer, Front

LATE_ON_MONDAY = "2026-11-23T23:40:00-05:00"


def set_clock(front: Front, to: str) -> None:
    front.clock.advance((datetime.fromisoformat(to) - front.clock.now()).total_seconds())


async def write_late(ana: Customer, text: str, ago: timedelta) -> str:
    """A message whose provider says that it was sent `ago`."""
    payload = ana._payload("text", text)
    payload["timestamp"] -= int(ago.total_seconds() * 1000)
    response = await ana.front.post(ana.channel, ana.tenant, payload)
    assert response.status_code == 200
    return await ana.listen()


async def book(ana: Customer, *texts: str) -> list[tuple[str, str, str]]:
    for text in (*texts, "sí", "Ana Pérez"):
        await ana.say(text)
    return booked(ana.front)


@pytest.mark.parametrize(
    ("texts", "at"),
    [
        (["Hola, diseño de cejas el 3 del 12 a las 10 de la mañana"], "2026-12-03 10:00"),
        (["Hola, diseño de cejas el 3 de dic. 3 de la tarde"], "2026-12-03 15:00"),
        (["Hola, diseño de cejas el martes a las cuatro treinta de la tarde"], "2026-11-24 16:30"),
        (["Hola, diseño de cejas el martes en la tarde a las tres treinta"], "2026-11-24 15:30"),
        (["Hola, diseño de cejas el lunes 18 a las 3 de la tarde"], "2027-01-18 15:00"),
        (
            ["Hola, diseño de cejas el viernes 15 de enero a las 4", "mejor el lunes 18"],
            "2027-01-18 16:00",
        ),
    ],
)
async def test_what_was_said_is_booked(front: Front, texts: list[str], at: str) -> None:
    change(front, "organizations", horizon_days=120)
    ana = front.customer()
    assert [start for _, _, start in await book(ana, *texts)] == [at], ana.heard


async def test_days_count_from_when_they_were_written(front: Front) -> None:
    set_clock(front, LATE_ON_MONDAY)
    ana = front.customer()
    await ana.write("Hola, quiero una limpieza facial pasado mañana a las 3 de la tarde")
    await front.pass_time(3000)
    assert "miércoles 25 de noviembre, 3:00 p. m." in await ana.listen()


async def test_days_count_from_the_time_that_the_provider_tells(front: Front) -> None:
    set_clock(front, "2026-11-24T00:30:00-05:00")
    ana = front.customer()
    text = "Hola, quiero una limpieza facial pasado mañana a las 3 de la tarde"
    answer = await write_late(ana, text, timedelta(hours=1))
    assert "miércoles 25 de noviembre, 3:00 p. m." in answer


async def test_what_was_meant_for_a_day_that_is_over_is_past(front: Front) -> None:
    set_clock(front, "2026-11-24T00:30:00-05:00")
    ana = front.customer()
    answer = await write_late(
        ana, "Hola, una limpieza facial para hoy a las 11:50 p. m.", timedelta(hours=1)
    )
    assert "ya pasó" in answer
    assert "martes 24 de noviembre, 11:50" not in answer


async def test_a_provider_s_clock_that_is_ahead_does_not_count(front: Front) -> None:
    set_clock(front, LATE_ON_MONDAY)
    ana = front.customer()
    text = "Hola, quiero una limpieza facial pasado mañana a las 3 de la tarde"
    answer = await write_late(ana, text, -timedelta(days=2))
    assert "miércoles 25 de noviembre, 3:00 p. m." in answer


async def test_of_a_burst_over_midnight_the_message_with_the_day_counts(front: Front) -> None:
    set_clock(front, "2026-11-23T23:59:58-05:00")
    ana = front.customer()
    await ana.write("Hola, quiero una limpieza facial mañana a las 3 de la tarde")
    await front.pass_time(4)
    answer = await ana.say("gracias")
    assert "martes 24 de noviembre, 3:00 p. m." in answer


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("Hola, quiero una limpieza facial el viernes 27 a las 12 de la noche", "2026-11-28 00:00"),
        ("Hola, quiero una limpieza facial mañana a medianoche", "2026-11-22 00:00"),
    ],
)
async def test_midnight_ends_the_day_that_it_is_said_of(
    front: Front, text: str, instant: str
) -> None:
    for table in ("organization_availability", "member_availability"):
        front.execute(f"delete from {table}")
    front.execute("delete from organization_special_dates")
    week(front, "organization_availability", "00:00", "24:00")
    ana = front.customer()
    assert [start for _, _, start in await book(ana, text)] == [instant], ana.heard


async def test_for_the_two_of_us_is_no_hour(front: Front) -> None:
    ana = front.customer()
    answer = await ana.say(
        "Hola, quiero masaje relajante el martes, para mi amiga y yo, para las dos"
    )
    assert "martes 24 de noviembre, 2:00 p. m." not in answer
    assert len(ana.options) > 1


@pytest.mark.parametrize(("country", "shown"), [("US", "Thu Dec 3, 3:00 pm"), ("GB", "Fri Mar 12")])
async def test_numeric_dates_in_the_order_of_the_country(
    front: Front, country: str, shown: str
) -> None:
    change(front, "organizations", country=country, language="en", horizon_days=200)
    ana = front.customer(name="Kate")
    assert shown in await ana.say("Hi, I'd like a peeling on 12/3 at 3 pm")
