"""Which appointment moves and where to, said in one breath: the day it stands at is no wish."""

from datetime import datetime

import pytest

from tests.beginnings import beginning
from tests.conversations.test_changes import book
from tests.front import Customer, Front

BROWS, MASSAGE = "diseno-de-cejas", "masaje-relajante"


@beginning
async def two_appointments(front: Front) -> Customer:
    ana = front.customer()
    await book(ana, "Hola, cejas para el lunes a las 10")
    await book(ana, "quiero otra cita: masaje relajante el martes a las 3 de la tarde")
    return ana


def standing(front: Front) -> dict[str, str]:
    return {row["service"]: f"{row['local']:%a %d %H:%M}" for row in front.appointments()}


@pytest.mark.parametrize(
    "wish",
    [
        "pásame la del martes al jueves a las 4 de la tarde",
        "la del martes cámbiala para el jueves a las 4 pm",
        "quiero mover mi cita del martes a las 3 para el jueves a las 4 pm",
        "cambiar del martes al jueves, 4 pm",
    ],
)
async def test_one_of_two(front: Front, wish: str) -> None:
    ana = await two_appointments(front)
    offer = await ana.say(wish)
    assert "jueves 26 de noviembre, 4:00 p. m." in offer, offer
    assert "lunes" not in offer
    assert "Cita reprogramada" in await ana.say("sí")
    assert standing(front) == {BROWS: "Mon 23 10:00", MASSAGE: "Thu 26 16:00"}


async def test_the_wish_outlives_the_question_which_one(front: Front) -> None:
    ana = await two_appointments(front)
    which = await ana.say("necesito mover una cita para el jueves a las 4 de la tarde")
    assert "Masaje relajante" in which
    offer = await ana.say("la del martes")
    assert "jueves 26 de noviembre, 4:00 p. m." in offer, offer
    await ana.say("sí")
    assert standing(front)[MASSAGE] == "Thu 26 16:00"


async def test_what_stays_is_not_what_moves(front: Front) -> None:
    ana = await two_appointments(front)
    offer = await ana.say("una pásala al jueves a las 4 de la tarde, las cejas no las muevas")
    assert "jueves 26 de noviembre, 4:00 p. m." in offer, offer
    await ana.say("sí")
    assert standing(front) == {BROWS: "Mon 23 10:00", MASSAGE: "Thu 26 16:00"}


async def test_another_hour_instead_of_the_one_it_has(front: Front) -> None:
    ana = front.customer()
    await book(ana, "Hola, masaje relajante el martes a las 3 de la tarde")
    offer = await ana.say("me surgió algo, la puedo pasar a las 4 en vez de las 3?")
    assert "martes 24 de noviembre, 4:00 p. m." in offer, offer
    await ana.say("sí")
    [row] = front.appointments()
    assert row["local"] == datetime.fromisoformat("2026-11-24T16:00")


@pytest.mark.parametrize(
    "answer", ["no, espera, mejor pásala para las 11", "no, mejor muévela a las 11"]
)
async def test_what_was_to_be_cancelled_is_what_moves(front: Front, answer: str) -> None:
    ana = await two_appointments(front)
    question = await ana.say("cancela la de las cejas")
    assert "Diseño de cejas" in question
    offer = await ana.say(answer)
    assert "lunes 23 de noviembre, 11:00 a. m." in offer, offer
    await ana.say("sí")
    assert standing(front) == {BROWS: "Mon 23 11:00", MASSAGE: "Tue 24 15:00"}
