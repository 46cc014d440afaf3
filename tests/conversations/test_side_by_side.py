"""Several customers, tenants and channels at once."""

from datetime import datetime

import pytest

from tests.front import Front


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


WISH = "Hola, limpieza facial con Laura el martes a las 9 de la mañana"


async def test_what_one_customer_is_asked_about_is_not_offered_to_another(front: Front) -> None:
    ana, rosa = front.customer("573005550101"), front.customer("573005550202", name="Rosa")
    assert "9:00 a. m." in await ana.say(WISH)
    await rosa.say(WISH)
    assert rosa.options
    assert "mar 24, 9:00 a. m." not in [title for _, title in rosa.options]
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
    assert "nombre" in await rosa.say("sí")
    lost = await ana.say("sí")
    assert "ocup" in lost or "tomar" in lost
    assert ana.options, "new times in the same turn"
    assert "mar 24, 9:00 a. m." not in [title for _, title in ana.options]
    assert "Cita agendada" in await rosa.say("Rosa Luna")
    await ana.say("la primera")
    assert "Cita agendada" in await ana.say("Ana Pérez")
    rows = front.appointments()
    assert len(rows) == 2
    assert len({row["local"] for row in rows}) == 2
    assert front.rows("select * from holds") == []


@pytest.mark.parametrize(
    ("tenant", "wish", "yes", "names", "lost", "other"),
    [
        (
            "aurora",
            "Hola, un masaje el martes a las 9 de la mañana",
            "sí",
            ("Rosa Luna", "Ana Pérez"),
            "Con Laura Méndez justo se ocupó esa hora.",
            "9:00 a. m. con Paula Nieto",
        ),
        (
            "sorriso",
            "Oi, limpeza na terça às 9h",
            "sim",
            ("Rosa Lua", "Bia Lima"),
            "Com Dra. Renata Figueira esse horário acabou de ser ocupado.",
            "às 9h com Dra. Juliana Prado",
        ),
        (
            "aurora",
            "Hi, a massage on Tuesday at 9 am",
            "yes",
            ("Rosa Moon", "Kate Lee"),
            "That time with Laura Méndez was just taken.",
            "9:00 am with Paula Nieto",
        ),
    ],
    ids=["es", "pt", "en"],
)
async def test_who_loses_is_offered_the_same_hour_with_somebody_else(
    front: Front, tenant: str, wish: str, yes: str, names: tuple[str, str], lost: str, other: str
) -> None:
    """Both were asked about the same person's hour, as the first hold had run out."""
    ana = front.customer("573005550101", tenant=tenant)
    rosa = front.customer("573005550202", tenant=tenant, name="Rosa")
    await ana.say(wish)
    await front.pass_time(11 * 60)
    await rosa.say(wish)
    await rosa.say(yes)
    await rosa.say(names[0])
    answer = await ana.say(yes)
    assert lost in answer
    assert other in answer
    await ana.say(yes)
    assert "✅" in await ana.say(names[1])
    rows = front.appointments(tenant)
    assert len({row["member"] for row in rows}) == len(rows) == 2
    assert len({row["local"] for row in rows}) == 1


async def test_a_choice_is_kept_while_the_name_is_asked(front: Front) -> None:
    """Nothing is held while four times are on offer, but the one that is chosen is."""
    ana, rosa = front.customer("573005550101"), front.customer("573005550202", name="Rosa")
    await ana.say("Hola, un peeling el martes")
    assert front.rows("select id from holds") == []
    assert "nombre" in await ana.say("la primera")
    answer = await rosa.say("Hola, un peeling el martes a las 8 de la mañana")
    assert "A esa hora (8:00 a. m.) ya no hay cupo" in answer
    assert "mar 24, 8:00 a. m." not in [title for _, title in rosa.options]
    assert "Cita agendada" in await ana.say("Ana Pérez")


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
