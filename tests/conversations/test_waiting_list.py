"""A full day: waiting for it, being asked when somebody cancels, and what then becomes of the slot."""

from datetime import datetime
from typing import Any

import pytest

from tests.beginnings import beginning
from tests.front import Customer, Front
from tests.gateway.pipeline.waiting.full_day import CAMILA, LAURA, fill, free, sweep

NINE = datetime.fromisoformat("2026-11-24T09:00")
ON_LIST = "lista de espera: Diseño de cejas, martes 24 de noviembre"


def entries(front: Front) -> list[tuple[str, str, str | None]]:
    """Name, status and local time on offer of every entry, oldest first."""
    rows = front.rows(
        "select c.name, w.status, to_char(f.starts_at at time zone o.time_zone, 'HH24:MI') as at "
        "from waiting_list w join contacts c on c.id = w.contact_id "
        "join organizations o on o.id = w.organization_id "
        "left join slot_offers f on f.token = w.offer_token order by w.joined_at, w.id"
    )
    return [(row["name"], row["status"], row["at"]) for row in rows]


def booked(front: Front, name: str) -> list[Any]:
    """Local starts of a customer's live appointments."""
    rows = front.rows(
        "select a.starts_at at time zone o.time_zone as at from appointments a "
        "join contacts c on c.id = a.contact_id join organizations o on o.id = a.organization_id "
        "where c.name = %s and a.status in ('scheduled', 'confirmed') order by 1",
        name,
    )
    return [row["at"] for row in rows]


def asked(front: Front) -> list[tuple[str, str]]:
    """Phone and text of what was written outside of turns, in order."""
    rows = front.rows(
        "select i.phone, m.body from chat_messages m join chat_identities i "
        "on i.id = m.chat_identity_id where m.direction = 'outbound' and m.turn_id is null "
        "order by m.seq"
    )
    return [(row["phone"], row["body"]) for row in rows]


@beginning
async def rosa_comes(front: Front) -> Customer:
    """Tuesday is full; at 9:00 with Laura it is Rosa who comes."""
    fill(front, [CAMILA])
    fill(front, [LAURA], but=("09:00",))
    rosa = front.customer("573005550202", name="Rosa")
    await rosa.say("Hola, diseño de cejas con Laura el martes a las 9 de la mañana")
    await rosa.say("sí")
    assert "✅" in await rosa.say("Rosa Luna")
    await rosa.say("no")
    return rosa


@pytest.fixture
async def rosa(front: Front) -> Customer:
    return await rosa_comes(front)


async def cancels(rosa: Customer) -> None:
    await rosa.say("quiero cancelar mi cita")
    assert "Cita cancelada" in await rosa.say("sí")


async def joins(
    front: Front, phone: str, name: str, words: str = "avísame si se libera"
) -> Customer:
    """A customer who finds the Tuesday full and waits for it."""
    customer = front.customer(phone, name=name.split()[0])
    refusal = await customer.say("Hola, quiero diseño de cejas para el martes")
    assert "El martes 24 de noviembre ya no hay cupo" in refusal
    assert "si se libera algo ese día" in refusal
    assert "lista de espera" in await customer.say(words)
    assert ON_LIST in await customer.say(name)
    await front.pass_time(60)
    return customer


async def test_full_waits_offered_held_booked(front: Front, rosa: Customer) -> None:
    ana = await joins(front, "573005550101", "Ana Pérez")
    assert entries(front) == [("Ana Pérez", "waiting", None)]
    await cancels(rosa)
    assert entries(front) == [("Ana Pérez", "offered", "09:00")]
    [(phone, question)] = asked(front)
    assert phone == ana.phone
    assert "Hola, Ana: se liberó una hora para Diseño de cejas con Laura Méndez" in question
    assert "el martes 24 de noviembre, 9:00 a. m." in question
    # A third customer cannot have it meanwhile.
    eva = front.customer("573005550303", name="Eva")
    other = await eva.say("Hola, diseño de cejas el martes a las 9 de la mañana")
    assert "ya no hay cupo" in other
    assert not any(title.startswith("mar 24") for _, title in eva.options)
    assert "Cita agendada" in await ana.say("sí")
    assert booked(front, "Ana Pérez") == [NINE]
    assert entries(front) == [("Ana Pérez", "booked", "09:00")]
    assert len(asked(front)) == 1


async def test_a_tap_on_yes_books(front: Front, rosa: Customer) -> None:
    ana = await joins(front, "573005550101", "Ana Pérez")
    await cancels(rosa)
    ana.options = front.gupshup.sent[-1].options
    assert [title for _, title in ana.options] == ["Sí", "No"]
    assert "Cita agendada" in await ana.tap("Sí")
    assert booked(front, "Ana Pérez") == [NINE]


async def test_no_asks_the_next_one_at_once(front: Front, rosa: Customer) -> None:
    ana = await joins(front, "573005550101", "Ana Pérez")
    eva = await joins(front, "573005550303", "Eva Ruiz", "ponme en la lista de espera por favor")
    await cancels(rosa)
    answer = await ana.say("no, gracias")
    assert "se la ofrezco a otra persona" in answer
    assert entries(front) == [("Ana Pérez", "declined", "09:00"), ("Eva Ruiz", "offered", "09:00")]
    assert "Cita agendada" in await eva.say("sí, la quiero")
    assert booked(front, "Eva Ruiz") == [NINE]
    # Ana goes on waiting for another time of that day, and then does not.
    assert ON_LIST in await ana.say("sí por favor")
    assert entries(front)[0] == ("Ana Pérez", "waiting", None)
    assert "lista de espera" in await ana.say("mejor sácame de la lista de espera")
    assert entries(front)[0] == ("Ana Pérez", "left", None)


async def test_a_no_with_another_wish_is_obeyed(front: Front, rosa: Customer) -> None:
    ana = await joins(front, "573005550101", "Ana Pérez")
    await cancels(rosa)
    offer = await ana.say("no, mejor el jueves por la tarde")
    assert "jueves 26 de noviembre" in offer
    assert entries(front) == [("Ana Pérez", "declined", "09:00")]
    assert "Cita agendada" in await ana.say("la primera")


async def test_silence_asks_the_next_one(front: Front, rosa: Customer) -> None:
    ana = await joins(front, "573005550101", "Ana Pérez")
    eva = await joins(front, "573005550303", "Eva Ruiz")
    await cancels(rosa)
    assert [phone for phone, _ in asked(front)] == [ana.phone]
    await front.pass_time(29 * 60)
    await sweep(front)
    assert entries(front)[0] == ("Ana Pérez", "offered", "09:00")
    await front.pass_time(2 * 60)
    await sweep(front)
    assert entries(front) == [("Ana Pérez", "expired", "09:00"), ("Eva Ruiz", "offered", "09:00")]
    assert [phone for phone, _ in asked(front)] == [ana.phone, eva.phone]
    # Ana's yes comes too late: she is told so, with other times, and may wait on.
    late = await ana.say("sí, la quiero")
    assert "Cita agendada" not in late
    assert "si se libera algo ese día" in late
    assert ana.options
    assert booked(front, "Ana Pérez") == []
    assert "Cita agendada" in await eva.say("dale")


async def test_a_late_yes_gets_what_is_still_free(front: Front, rosa: Customer) -> None:
    ana = await joins(front, "573005550101", "Ana Pérez")
    await cancels(rosa)
    await front.pass_time(40 * 60)
    await sweep(front)
    assert entries(front) == [("Ana Pérez", "expired", "09:00")]
    assert "Cita agendada" in await ana.say("sí")
    assert entries(front) == [("Ana Pérez", "booked", "09:00")]


async def test_the_question_is_about_the_last_thing_that_was_asked(
    front: Front, rosa: Customer
) -> None:
    """A yes to the list's question is none to what the assistant had asked before."""
    ana = await joins(front, "573005550101", "Ana Pérez")
    await ana.say("también quiero un peeling con Laura el jueves a las 9 de la mañana")
    await ana.say("sí")
    assert len(booked(front, "Ana Pérez")) == 1
    await ana.say("no")
    assert "¿La cancelo?" in await ana.say("quiero cancelar mi cita")
    await cancels(rosa)
    assert entries(front) == [("Ana Pérez", "offered", "09:00")]
    assert "Cita agendada" in await ana.say("sí")
    assert len(booked(front, "Ana Pérez")) == 2


async def test_staff_who_cancel_by_sql_wake_the_list_too(front: Front, rosa: Customer) -> None:
    ana = await joins(front, "573005550101", "Ana Pérez")
    free(front, CAMILA, "15:00")
    await front.work()
    assert entries(front) == [("Ana Pérez", "offered", "15:00")]
    assert "Camila Rojas" in await ana.say("sí")


async def test_an_hour_that_is_taken_can_be_waited_for(front: Front) -> None:
    fill(front, [CAMILA, LAURA], but=_all_but("10:00"))
    ana = front.customer()
    refusal = await ana.say("Hola, quiero diseño de cejas el martes a las 10 de la mañana")
    assert "si se libera esa hora" in refusal
    await ana.say("avísame entonces")
    assert f"{ON_LIST}, 10:00 a. m." in await ana.say("Ana Pérez")
    free(front, LAURA, "10:00")
    await front.work()
    assert entries(front) == [("Ana Pérez", "offered", "10:00")]


def _all_but(at: str) -> tuple[str, ...]:
    halves = [f"{hour:02d}:{half}" for hour in range(8, 19) for half in ("00", "30")]
    return tuple(clock for clock in halves if clock != at)


async def test_the_list_without_a_word_before(front: Front, rosa: Customer) -> None:
    ana = front.customer()
    await ana.say(
        "Hola, ¿me pones en la lista de espera para diseño de cejas el martes en la tarde?"
    )
    assert f"{ON_LIST}, por la tarde" in await ana.say("Ana Pérez")
    free(front, LAURA, "09:30")
    await front.work()
    assert entries(front) == [("Ana Pérez", "waiting", None)]
    free(front, LAURA, "16:00")
    await front.work()
    assert entries(front) == [("Ana Pérez", "offered", "16:00")]


async def test_the_service_and_the_day_are_asked_for(front: Front, rosa: Customer) -> None:
    ana = front.customer()
    assert "servicio" in await ana.say("Hola, quiero entrar en la lista de espera")
    assert "día" in await ana.say("diseño de cejas")
    assert "nombre" in await ana.say("el martes")
    await ana.say("Ana Pérez")
    assert entries(front) == [("Ana Pérez", "waiting", None)]


async def test_what_is_free_is_offered_instead(front: Front) -> None:
    ana = front.customer()
    offer = await ana.say("Hola, lista de espera para diseño de cejas el martes a las 10, porfa")
    assert "10:00 a. m." in offer
    await ana.say("sí")
    assert "Cita agendada" in await ana.say("Ana Pérez")
    assert entries(front) == []


async def test_the_assistant_knows_who_waits(front: Front, rosa: Customer) -> None:
    ana = await joins(front, "573005550101", "Ana Pérez")
    assert "Diseño de cejas, martes 24 de noviembre" in await ana.say(
        "¿sigo en la lista de espera?"
    )
    assert "Ya" in await ana.say("ponme en la lista de espera para diseño de cejas el martes")
    assert "ya no" in await ana.say("me sacas de la lista porfa")
    assert entries(front) == [("Ana Pérez", "left", None)]
    assert "ninguna" in await ana.say("sácame de la lista de espera")
    assert front.rows("select 1 from chat_identities where opted_out_at is not null") == []


async def test_opted_out_is_not_asked(front: Front, rosa: Customer) -> None:
    ana = await joins(front, "573005550101", "Ana Pérez")
    await ana.say("no me escriban más")
    await cancels(rosa)
    assert entries(front) == [("Ana Pérez", "waiting", None)]
    assert asked(front) == []


async def test_in_portuguese(front: Front) -> None:
    fill(front, ["renata"], day=MONDAY, service="avaliacao", tenant="sorriso", but=("10:00",))
    fill(front, ["bianca"], day=MONDAY, service="avaliacao", tenant="sorriso")
    joao = front.customer("5511987654321", tenant="sorriso", name="João")
    await joao.say("Oi, quero uma avaliação na segunda às 10h")
    await joao.say("sim")
    assert "Consulta agendada" in await joao.say("João Lima")
    await joao.say("não")
    bia = front.customer("5511987654322", tenant="sorriso", channel="evolution", name="Bia")
    refusal = await bia.say("Oi, bom dia! Queria marcar uma avaliação para segunda")
    assert "se abrir uma vaga nesse dia" in refusal
    assert "lista de espera" in await bia.say("me avisa se abrir")
    assert "segunda, 23/11" in await bia.say("Beatriz Nogueira")
    await joao.say("quero desmarcar meu horário")
    assert "Consulta cancelada" in await joao.say("sim")
    [(_, question)] = asked(front)
    assert (
        "abriu uma vaga para Avaliação com Dra. Renata Figueira, na segunda, 23/11, às 10h"
        in question
    )
    assert "Consulta agendada" in await bia.say("quero sim")
    assert entries(front) == [("Beatriz Nogueira", "booked", "10:00")]


MONDAY = datetime.fromisoformat("2026-11-23").date()


async def test_in_english(front: Front, rosa: Customer) -> None:
    kate = front.customer("447700900123", name="Kate")
    refusal = await kate.say(
        "Hi, I'd like to book an eyebrow appointment, diseño de cejas, on Tuesday"
    )
    assert "Or I can let you know if something opens up that day" in refusal
    await kate.say("yes, put me on the waiting list please")
    assert "Tue Nov 24" in await kate.say("Kate Winters")
    await cancels(rosa)
    [(_, question)] = asked(front)
    assert (
        "a spot opened up for Diseño de cejas with Laura Méndez, on Tue Nov 24, 9:00 am" in question
    )
    assert "Appointment booked" in await kate.say("yes please")
    assert entries(front) == [("Kate Winters", "booked", "09:00")]
