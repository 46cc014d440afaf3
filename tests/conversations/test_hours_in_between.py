"""A question for the hours decides nothing, nor does its sequel: what was on offer is still."""

import pytest

from tests.front import Front

WISHES = {
    "aurora": "quiero una limpieza facial el viernes 27 a las 10",
    "sorriso": "quero marcar uma limpeza na sexta dia 27 às 10h",
}


@pytest.mark.parametrize(
    ("tenant", "questions"),
    [
        ("aurora", "¿a qué hora cierran el sábado?|y el lunes?|¿y el 8 de diciembre?|y mañana?"),
        ("aurora", "abren el 24 de diciembre?|y el 31|que tal el festivo del 8?"),
        ("aurora", "what time do you close tomorrow?|and Monday?|what about New Year's Eve?"),
        ("sorriso", "que horas abre sábado?|e segunda?|e no feriado do dia 8 de dezembro?"),
        ("sorriso", "até que horas atendem amanhã?|e na véspera de ano novo?|e quarta?"),
    ],
)
async def test_the_offer_stands(front: Front, tenant: str, questions: str) -> None:
    phone = {"aurora": "573005550102", "sorriso": "5511955550102"}[tenant]
    ana = front.customer(phone, tenant=tenant, name="Ana Gil")
    assert "27" in await ana.say(WISHES[tenant])
    for question in questions.split("|"):
        reply = await ana.say(question)
        offered = reply.splitlines()[-1]
        assert "27" in offered, reply
        assert "?" in offered
    await ana.say({"aurora": "sí, Ana Gil", "sorriso": "sim, Ana Gil"}[tenant])
    [row] = front.appointments(tenant)
    assert row["local"].isoformat().startswith("2026-11-27T10:00")


@pytest.mark.parametrize(
    ("wish", "day"), [("y para el lunes 30 a las 9?", "30"), ("mejor el martes 24", "24")]
)
async def test_a_wish_does(front: Front, wish: str, day: str) -> None:
    ana = front.customer(name="Ana Gil")
    await ana.say(WISHES["aurora"])
    await ana.say("¿a qué hora cierran el sábado?")
    reply = await ana.say(wish)
    assert f"{day} de noviembre" in reply
    assert "27 de noviembre" not in reply


async def test_the_day_under_discussion(front: Front) -> None:
    ana = front.customer(name="Ana Gil")
    await ana.say("quiero una limpieza facial el sábado 28 a las 10")
    reply = await ana.say("¿a qué hora cierran ese día?")
    assert "sábado 28 de noviembre" in reply
    assert "4:00 p. m." in reply
    assert "10:00" in reply.splitlines()[-1]


@pytest.mark.parametrize(
    ("tenant", "first", "then", "answer"),
    [
        ("aurora", "¿abren el 24 y el 25 de diciembre?", "¿y el sábado?", "26 de diciembre"),
        ("sorriso", "abrem dias 24 e 25 de dezembro?", "e sábado?", "26/12"),
        ("sorriso", "abrem no natal?", "e véspera de ano novo?", "31/12"),
        ("aurora", "Hi, are you open on Christmas Eve?", "and the day after Christmas?", "Dec 26"),
        ("aurora", "¿a qué hora abren el sábado?", "y el domingo hay alguien?", "22 de noviembre no"),
    ],
)  # fmt: skip
async def test_sequels_name_days(
    front: Front, tenant: str, first: str, then: str, answer: str
) -> None:
    phone = {"aurora": "573005550103", "sorriso": "5511955550103"}[tenant]
    ana = front.customer(phone, tenant=tenant)
    await ana.say(first)
    assert answer in await ana.say(then)


@pytest.mark.parametrize(
    ("tenant", "said", "answer"),
    [
        ("aurora", "quiero una limpieza facial el domingo", "Los domingos no abrimos."),
        ("sorriso", "quero uma limpeza no domingo", "Aos domingos não abrimos."),
        ("aurora", "¿y el domingo hay alguien?", "El domingo 29 de noviembre no"),
    ],
)
async def test_which_closed_sunday_is_not_asked(
    front: Front, tenant: str, said: str, answer: str
) -> None:
    await front.pass_time((2 * 24 + 9) * 3600)  # a Sunday evening
    phone = {"aurora": "573005550106", "sorriso": "5511955550106"}[tenant]
    reply = await front.customer(phone, tenant=tenant).say(said)
    assert answer in reply
    assert " 22 " not in reply
    assert "22/11" not in reply


async def test_hours_while_moving(front: Front) -> None:
    ana = front.customer(name="Ana Gil")
    await ana.say(WISHES["aurora"])
    await ana.say("sí, Ana Gil")
    await ana.say("quiero cambiar mi cita")
    assert "24 de noviembre" in (await ana.say("¿a qué hora abren el martes?")).splitlines()[0]
    reply = await ana.say("¿y el jueves?")
    assert "26 de noviembre" in reply.splitlines()[0]
    assert "27 de noviembre" in reply.splitlines()[-1]
