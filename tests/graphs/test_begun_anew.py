"""After a day's silence a conversation begins anew: nothing of before is taken up as if it were said now."""

import pytest

from tests.conversations.test_changes import book
from tests.front import Front

HOUR = 3600
COUNT = "select count(*) as n from appointments"


def booked(front: Front) -> int:
    return int(front.rows(COUNT)[0]["n"])


@pytest.mark.parametrize(("hours", "named"), [(2, True), (49, False)])
async def test_a_yes_to_an_offer_of_before(front: Front, hours: int, named: bool) -> None:
    ana = front.customer(name="Ana Ruiz")
    await ana.say("quiero limpieza facial el jueves de la próxima semana a las 3 pm")
    before = booked(front)
    await front.pass_time(hours * HOUR)
    answer = await ana.say("sí")
    await ana.say("Ana Ruiz")
    assert (booked(front) > before) is named, answer
    assert ("no " in answer and "?" in answer) or named


async def test_words_and_appointments_of_before_stay(front: Front) -> None:
    ana = front.customer()
    await book(ana, "quiero limpieza facial el jueves de la próxima semana a las 3 pm")
    await front.pass_time(30 * HOUR)
    answer = await ana.say("¿cuándo es mi cita?")
    assert booked(front) == 1
    assert "limpieza" in answer.lower()


@pytest.mark.parametrize("command", ["/reset", "/Reiniciar", "/recomeçar."])
async def test_reset_leaves_an_offer_behind(front: Front, command: str) -> None:
    ana = front.customer(name="Ana Ruiz")
    await ana.say("quiero limpieza facial el jueves de la próxima semana a las 3 pm")
    before = booked(front)
    answer = await ana.say(command)
    assert answer.startswith("Listo, empezamos de nuevo")
    await ana.say("sí")
    await ana.say("Ana Ruiz")
    assert booked(front) == before


async def test_what_follows_a_reset_is_answered_as_a_first_message(front: Front) -> None:
    ana = front.customer(name="Ana Ruiz")
    await book(ana, "quiero limpieza facial el jueves de la próxima semana a las 3 pm")
    await ana.say("quiero masaje relajante")
    answer = await ana.say("el viernes", "/reset", "¿cuándo es mi cita?")
    assert "limpieza" in answer.lower()
    assert "masaje" not in answer.lower()
    assert booked(front) == 1


async def test_a_reset_is_a_command_only_alone(front: Front) -> None:
    ana = front.customer(name="Ana Ruiz")
    await ana.say("quiero limpieza facial el jueves de la próxima semana a las 3 pm")
    assert "de nuevo" not in await ana.say("no sé qué es /reset")
