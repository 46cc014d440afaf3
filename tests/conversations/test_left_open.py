"""A wish that leaves days open, the last time there is, and what only looks like a wish for a time."""

import pytest

from tests.conversations.test_changes import book
from tests.conversations.test_turned_down import hours, offered, weekdays
from tests.front import Customer, Front

MONDAY, TUESDAY, WEDNESDAY, SATURDAY = 0, 1, 2, 5


def joao(front: Front) -> Customer:
    return front.customer("5511987654321", tenant="sorriso", name="João")


@pytest.mark.parametrize(
    "wish",
    ["quiero limpieza facial el lunes o el martes", "I'd like a limpieza facial Monday or Tuesday"],
)
async def test_times_of_both_days_are_offered(front: Front, wish: str) -> None:
    await front.customer().say(wish)
    assert weekdays(front) == {MONDAY, TUESDAY}


async def test_an_hour_or_a_day(front: Front) -> None:
    await front.customer().say("limpieza facial, después de las 5 o si no el sábado por la mañana")
    late = {at for at in hours(front) if at >= "17:00"}
    early = {at for at in hours(front) if at < "12:00"}
    assert late
    assert early
    assert late | early == hours(front)
    assert SATURDAY in weekdays(front)


async def test_the_last_time_of_either_day(front: Front) -> None:
    await joao(front).say("queria uma limpeza, o último horário do dia na terça ou na quarta")
    assert weekdays(front) == {TUESDAY, WEDNESDAY}
    assert hours(front) == {"17:00"}


@pytest.mark.parametrize(
    "wish",
    ["limpieza facial y quiero la última hora que tengan el martes", "ultima hora del martes, limpieza facial"],
)  # fmt: skip
async def test_the_last_time_of_a_day(front: Front, wish: str) -> None:
    await front.customer().say(wish)
    assert hours(front) == {"18:00"}


async def test_the_week_after_is_that_of_the_appointment(front: Front) -> None:
    ana = front.customer()
    await book(ana, "Hola, limpieza facial el miércoles 2 de diciembre a las 11")
    reply = await ana.say("¿la podemos pasar a la semana siguiente, misma hora?")
    assert "miércoles 9 de diciembre, 11:00 a. m." in reply


@pytest.mark.parametrize("text", ["gracias, hasta el miércoles", "thanks, see you on Wednesday"])
async def test_a_farewell_until_a_day_moves_nothing(front: Front, text: str) -> None:
    ana = front.customer()
    await book(ana, "Hola, limpieza facial el miércoles a las 11")
    reply = await ana.say(text)
    assert "?" not in reply
    assert not offered(front) or "11:00" in hours(front)


async def test_a_question_about_being_late_moves_nothing(front: Front) -> None:
    ana = front.customer()
    await book(ana, "Hola, limpieza facial el miércoles a las 11")
    assert "15 minutos" in await ana.say("y puedo llegar 10 minutitos tarde?")
