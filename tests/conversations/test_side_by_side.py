"""Several customers, tenants and channels at once."""

from datetime import datetime

from tests.front import Front


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


WISH = "Hola, limpieza facial con Laura el martes a las 9 de la mañana"


async def test_what_one_customer_is_asked_about_is_not_offered_to_another(front: Front) -> None:
    ana, rosa = front.customer("573005550101"), front.customer("573005550202", name="Rosa")
    assert "9:00 a. m." in await ana.say(WISH)
    await rosa.say(WISH)
    assert rosa.options
    assert "9:00 a. m." not in [title for _, title in rosa.options]
    await ana.say("sí")
    await rosa.say("la primera")
    assert "Cita agendada" in await ana.say("Ana Pérez")
    assert "Cita agendada" in await rosa.say("Rosa Luna")
    assert len({row["local"] for row in front.appointments()}) == 2


async def test_a_hold_ends_and_who_is_first_then_wins(front: Front) -> None:
    ana, rosa = front.customer("573005550101"), front.customer("573005550202", name="Rosa")
    assert "9:00 a. m." in await ana.say(WISH)
    await front.pass_time(11 * 60)
    assert "9:00 a. m." in await rosa.say(WISH)
    await rosa.say("sí")
    await ana.say("sí")
    assert "Cita agendada" in await rosa.say("Rosa Luna")
    lost = await ana.say("Ana Pérez")
    assert "Cita agendada" not in lost
    assert ana.options
    assert "9:00 a. m." not in [title for _, title in ana.options]
    assert "Cita agendada" in await ana.say("la primera")
    rows = front.appointments()
    assert len(rows) == 2
    assert len({row["local"] for row in rows}) == 2
    assert front.rows("select * from holds") == []


async def test_one_number_at_two_businesses(front: Front) -> None:
    phone = "573005550333"
    aurora = front.customer(phone, tenant="aurora")
    sorriso = front.customer(phone, tenant="sorriso")
    await aurora.say("Hola, cejas para el lunes a las 10")
    await sorriso.say("Oi, quero uma avaliação na terça às 9h")
    await aurora.say("sí")
    await sorriso.say("sim")
    await aurora.say("Ana Pérez")
    await sorriso.say("Ana Lima")
    await aurora.say("no")
    await sorriso.say("não")
    mine = await aurora.say("¿qué citas tengo?")
    assert "lunes 23 de noviembre" in mine
    assert "24" not in mine
    theirs = await sorriso.say("quais são as minhas consultas?")
    assert "terça, 24/11" in theirs
    assert "23" not in theirs
    assert [row["service"] for row in front.appointments("aurora")] == ["diseno-de-cejas"]
    assert [row["service"] for row in front.appointments("sorriso")] == ["avaliacao"]


async def test_one_person_on_two_channels(front: Front) -> None:
    phone = "573005550444"
    on_gupshup = front.customer(phone)
    on_evolution = front.customer(phone, channel="evolution")
    await on_evolution.say("Hola, ¿dónde quedan?")
    await on_gupshup.say("Hola, cejas para el lunes a las 10")
    await on_gupshup.say("sí")
    await on_gupshup.say("Ana Pérez")
    listed = await on_evolution.say("¿cuándo es mi cita?")
    assert "lunes 23 de noviembre, 10:00 a. m." in listed
    await on_evolution.say("cancélala por favor")
    assert "Cita cancelada" in await on_evolution.say("sí")
    assert front.appointments() == []
    assert len(front.rows("select id from contacts where phone = %s", phone)) == 1


async def test_the_same_message_delivered_twice(front: Front) -> None:
    ana = front.customer()
    await ana.write("Hola, cejas para el lunes a las 10", id="ABEGtwice01")
    await ana.write("Hola, cejas para el lunes a las 10", id="ABEGtwice01")
    assert "Hola" in await ana.listen()
    await ana.say("sí")
    await ana.say("Ana Pérez")
    assert len(front.rows("select id from turns")) == 3
    assert len(front.appointments()) == 1
