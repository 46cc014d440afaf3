"""Appointments that move by an amount, to the same hour of another day, and one of several."""

import pytest

from tests.beginnings import beginning
from tests.conversations.test_changes import book
from tests.front import Customer, Front


@beginning
async def with_massage(front: Front) -> Customer:
    """A massage on Thursday the 26th at three."""
    ana = front.customer()
    await book(ana, "Hola, masaje relajante el jueves a las 3 de la tarde")
    return ana


def stands(front: Front) -> list[str]:
    return [f"{row['service']} {row['local']:%d %H:%M}" for row in front.appointments()]


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("muévela media hora más tarde", "15:30"),
        ("mejor una hora antes, puedes?", "14:00"),
        ("¿la puedo correr dos horas después?", "17:00"),
        ("dá pra adiar uma hora?", "16:00"),
        ("consegue antecipar meia hora?", "14:30"),
        ("actually can we push it 2 hours later?", "17:00"),
        ("could you move it half an hour earlier?", "14:30"),
    ],
)
async def test_by_an_amount_right_after_the_booking(front: Front, text: str, hour: str) -> None:
    ana = await with_massage(front)
    reply = await ana.say(text)
    assert "•" not in reply
    await ana.say("sí")
    assert stands(front) == [f"masaje-relajante 26 {hour}"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("el jueves tengo dentista, pásamela para el miércoles a la misma hora, puede ser?", 25),
        ("muévela al jueves de la otra semana, misma hora", 3),
        ("quiero mover mi cita a la otra semana a la misma hora", 3),
        ("pode passar pra quarta no mesmo horário?", 25),
        ("can you move it to Wednesday, same time?", 25),
    ],
)
async def test_to_the_same_hour_of_another_day(front: Front, text: str, day: int) -> None:
    ana = await with_massage(front)
    reply = await ana.say(text)
    assert "•" not in reply
    await ana.say("sí")
    assert stands(front) == [f"masaje-relajante {day:02d} 15:00"]


@pytest.mark.parametrize(
    "text",
    [
        "el masaje pásamelo al miércoles a la misma hora, las cejas déjalas quietas",
        "passa o masaje pra quarta no mesmo horário, as cejas ficam como estão",
        "move the masaje to Wednesday same time. The cejas don't change",
    ],
)
async def test_one_of_two_while_the_other_stays(front: Front, text: str) -> None:
    ana = await with_massage(front)
    await book(ana, "quiero otra cita: cejas el martes a las 10")
    await ana.say(text)
    await ana.say("sí")
    assert stands(front) == ["diseno-de-cejas 24 10:00", "masaje-relajante 25 15:00"]


@pytest.mark.parametrize(
    ("text", "hour"),
    [("una hora más tarde mejor", "16:00"), ("half an hour earlier?", "14:30")],
)
async def test_the_time_on_offer_by_an_amount(front: Front, text: str, hour: str) -> None:
    ana = front.customer()
    await ana.say("Hola, masaje relajante el jueves a las 3 de la tarde")
    await ana.say(text)
    await ana.say("sí")
    await ana.say("Ana Prueba")
    assert stands(front) == [f"masaje-relajante 26 {hour}"]
