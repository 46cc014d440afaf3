"""Changes of mind while booking, and questions in the middle."""

from datetime import datetime

from tests.front import Front


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


async def test_another_day_replaces_only_the_day(front: Front) -> None:
    ana = front.customer()
    await ana.say("Hola, quiero depilación láser el martes a las 4 de la tarde")
    answer = await ana.say("mejor el jueves")
    assert "jueves 26 de noviembre, 4:00 p. m." in answer
    await ana.say("sí")
    await ana.say("Ana Pérez")
    assert front.appointments()[0]["local"] == at("2026-11-26T16:00")


async def test_another_hour_replaces_only_the_hour(front: Front) -> None:
    ana = front.customer()
    await ana.say("Hola, quiero depilación láser el martes a las 4 de la tarde")
    answer = await ana.say("no, a las 5")
    assert "martes 24 de noviembre, 5:00 p. m." in answer
    await ana.say("eso")
    await ana.say("Ana Pérez")
    assert front.appointments()[0]["local"] == at("2026-11-24T17:00")


async def test_another_service_midway_keeps_the_time(front: Front) -> None:
    ana = front.customer()
    await ana.say("Hola, quiero una limpieza facial el lunes a las 3 de la tarde")
    answer = await ana.say("ay no, mejor un masaje relajante")
    assert "3:00 p. m." in answer
    await ana.say("sí")
    await ana.say("Ana Pérez")
    [row] = front.appointments()
    assert (row["service"], row["local"]) == ("masaje-relajante", at("2026-11-23T15:00"))


async def test_another_day_when_the_name_was_asked(front: Front) -> None:
    ana = front.customer()
    await ana.say("Hola, cejas para el lunes a las 10")
    await ana.say("sí")
    answer = await ana.say("perdón, mejor el martes a la misma hora")
    assert "martes 24 de noviembre, 10:00 a. m." in answer
    await ana.say("sí")
    receipt = await ana.say("Ana Pérez")
    assert "martes 24 de noviembre" in receipt
    assert len(front.appointments()) == 1


async def test_another_part_of_the_day(front: Front) -> None:
    ana = front.customer()
    await ana.say("Hola, depilación láser el lunes por la mañana")
    await ana.say("mejor en la tarde")
    assert all("lun 23" in title and "p. m." in title for _, title in ana.options)
    await ana.say("más tarde")
    assert ana.options
    await ana.say("la primera")
    await ana.say("Ana Pérez")
    [row] = front.appointments()
    assert row["local"].date() == at("2026-11-23").date()


async def test_a_correction_in_portuguese(front: Front) -> None:
    joao = front.customer("5511987654321", tenant="sorriso", name="João")
    await joao.say("Oi! Quero uma avaliação na terça às 9h")
    answer = await joao.say("na verdade, melhor na quarta")
    assert "quarta, 25/11, às 9h" in answer
    answer = await joao.say("não, às 15h")
    assert "quarta, 25/11, às 15h" in answer
    await joao.say("isso")
    await joao.say("João Batista")
    assert front.appointments()[0]["local"] == at("2026-11-25T15:00")


async def test_the_price_in_the_middle(front: Front) -> None:
    ana = front.customer()
    await ana.say("Hola, depilación láser para el lunes en la tarde")
    answer = await ana.say("¿y cuánto cuesta?")
    assert "$180.000" in answer
    assert answer.count("?") >= 1
    await ana.say("ok, la primera")
    await ana.say("Ana Pérez")
    assert len(front.appointments()) == 1


async def test_the_address_and_the_parking_in_the_middle(front: Front) -> None:
    ana = front.customer()
    await ana.say("Hola, un masaje relajante el lunes a las 3 pm")
    answer = await ana.say("¿dónde quedan?")
    assert "Carrera 13" in answer
    answer = await ana.say("y tienen parqueadero?")
    assert "parqueadero" in answer.lower()
    await ana.say("perfecto, sí, resérvamela")
    await ana.say("Ana Pérez")
    assert front.appointments()[0]["local"] == at("2026-11-23T15:00")


async def test_a_question_instead_of_the_name(front: Front) -> None:
    ana = front.customer()
    await ana.say("Hola, una limpieza facial el lunes a las 3 pm")
    await ana.say("sí")
    answer = await ana.say("¿reciben tarjeta?")
    assert "tarjeta" in answer
    assert "nombre" in answer
    receipt = await ana.say("Ana Pérez")
    assert "Cita agendada" in receipt


async def test_a_question_that_nothing_answers_is_kept(front: Front) -> None:
    ana = front.customer()
    await ana.say("Hola, una limpieza facial el lunes a las 3 pm")
    answer = await ana.say("¿ustedes hacen envíos de cremas a Cali?")
    assert "?" in answer
    assert len(front.rows("select question from knowledge_gaps")) == 1
    await ana.say("sí, esa hora está bien")
    await ana.say("Ana Pérez")
    assert len(front.appointments()) == 1


async def test_giving_up_midway_books_nothing(front: Front) -> None:
    ana = front.customer()
    await ana.say("Hola, quiero un peeling el martes")
    answer = await ana.say("no, déjalo así, gracias")
    assert "?" not in answer
    assert front.appointments() == []
    await ana.say("mejor sí, el peeling el martes a las 9")
    await ana.say("sí")
    await ana.say("Ana Pérez")
    assert len(front.appointments()) == 1
