"""From a wish in the customer's words to the row of an appointment."""

from datetime import datetime

import pytest

from tests.front import Customer, Front


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def booked(front: Front, tenant: str = "aurora") -> list[tuple[str, str, datetime]]:
    """Service, member and local start of every live appointment."""
    return [(a["service"], a["member"], a["local"]) for a in front.appointments(tenant)]


async def finish(customer: Customer, name: str = "Ana Pérez", reminders: str = "sí") -> str:
    """Gives the name and answers the question about reminders."""
    receipt = await customer.say(name)
    assert "✅" in receipt, receipt
    await customer.say(reminders)
    return receipt


async def test_an_exact_time_is_offered_then_booked(front: Front) -> None:
    ana = front.customer()
    offer = await ana.say(
        "Hola, quiero una cita de depilación láser para mañana a las 3 de la tarde"
    )
    assert "sábado 21 de noviembre, 3:00 p. m." in offer
    assert front.appointments() == []
    assert "nombre" in await ana.say("sí")
    receipt = await finish(ana)
    assert "Ana Pérez" in receipt
    assert "$180.000" in receipt
    assert booked(front) == [("depilacion-laser", "camila", at("2026-11-21T15:00"))]


async def test_only_a_day(front: Front) -> None:
    ana = front.customer()
    offer = await ana.say("Buenas, necesito una limpieza facial el martes")
    assert "martes 24 de noviembre" in offer
    assert len(ana.options) >= 2
    await ana.say("la primera")
    await finish(ana)
    [(service, _, local)] = booked(front)
    assert (service, local.date()) == ("limpieza-facial", at("2026-11-24").date())


async def test_only_a_part_of_the_day(front: Front) -> None:
    ana = front.customer()
    await ana.say("hola! un masaje relajante el lunes en la tarde porfa")
    assert all("p. m." in title for _, title in ana.options)
    await ana.say("la última")
    await finish(ana)
    [(service, _, local)] = booked(front)
    assert service == "masaje-relajante"
    assert local.date() == at("2026-11-23").date()
    assert local.hour >= 14


async def test_nothing_said_but_an_appointment(front: Front) -> None:
    ana = front.customer()
    first = await ana.say("Hola, quiero una cita")
    assert "servicio" in first
    await ana.say("diseño de cejas")
    await ana.say("el sábado a las 10")
    await ana.say("sí")
    await finish(ana)
    assert booked(front) == [("diseno-de-cejas", "camila", at("2026-11-21T10:00"))]


async def test_by_a_synonym_with_typos(front: Front) -> None:
    ana = front.customer()
    await ana.say("ola kiero una sita para quitar vello el savado a las 11")
    await ana.say("dale")
    await finish(ana)
    assert booked(front) == [("depilacion-laser", "camila", at("2026-11-21T11:00"))]


async def test_the_price_first_then_a_booking(front: Front) -> None:
    ana = front.customer()
    price = await ana.say("Hola, ¿cuánto vale la limpieza facial?")
    assert "$140.000" in price
    await ana.say("listo, quiero agendarla para el lunes a las 10 de la mañana")
    await ana.say("sí")
    await finish(ana)
    [(service, _, local)] = booked(front)
    assert (service, local) == ("limpieza-facial", at("2026-11-23T10:00"))


@pytest.mark.parametrize(
    ("wish", "day"),
    [
        ("Buenas, tienen cupo pa mañana pa una depilación láser?", "2026-11-21"),
        ("hola, una limpieza de cutis este finde se puede?", "2026-11-21"),
        ("Hola, necesito drenaje linfático lo antes posible", "2026-11-20"),
    ],
)
async def test_days_as_people_say_them(front: Front, wish: str, day: str) -> None:
    ana = front.customer()
    await ana.say(wish)
    answer = await ana.say("la primera") if len(ana.options) > 1 else await ana.say("sí")
    assert "nombre" in answer, answer
    await finish(ana)
    [(_, _, local)] = booked(front)
    assert local.date() == at(day).date()


async def test_voseo_is_mirrored(front: Front) -> None:
    ana = front.customer()
    first = await ana.say("Hola, ¿vos me podés agendar un masaje para el lunes?")
    assert "preferís" in first or "te queda" in first or "te reservo" in first
    await ana.say("dale, el primero")
    await finish(ana, "Sofía Roldán", "dale")
    assert booked(front)[0][0] == "masaje-relajante"


async def test_usted_is_mirrored(front: Front) -> None:
    ana = front.customer()
    first = await ana.say("Buenos días, ¿usted me puede ayudar con una cita de limpieza facial?")
    assert " le " in first or "prefiere" in first
    assert " te " not in first


async def test_a_burst_of_short_messages_is_one_turn(front: Front) -> None:
    ana = front.customer()
    await ana.say("hola", "quiero una cita", "de láser", "para mañana", "tipo 2")
    assert len(front.rows("select id from turns")) == 1
    await ana.say("sí")
    await finish(ana)
    assert booked(front) == [("depilacion-laser", "camila", at("2026-11-21T14:00"))]


async def test_tapping_an_option(front: Front) -> None:
    ana = front.customer()
    await ana.say("Hola, quiero un peeling el jueves")
    await ana.tap(ana.options[1][1])
    await finish(ana)
    [(service, member, local)] = booked(front)
    assert (service, member) == ("peeling", "laura")
    assert local.date() == at("2026-11-26").date()


@pytest.mark.parametrize(
    ("choice", "position"),
    [("el segundo", 1), ("la última", -1), ("me da igual", 0), ("2", 1), ("primera opción", 0)],
)
async def test_choosing_by_position(front: Front, choice: str, position: int) -> None:
    ana = front.customer()
    await ana.say("Hola, una limpieza facial para el martes por favor")
    offered = [title for _, title in ana.options]
    answer = await ana.say(choice)
    if "nombre" not in answer:
        await ana.say("sí")
    await finish(ana)
    [(_, _, local)] = booked(front)
    hour = local.hour % 12 or 12
    assert f"{hour}:{local.minute:02d}" in offered[position]


async def test_choosing_by_the_hour(front: Front) -> None:
    ana = front.customer()
    await ana.say("Hola, depilación láser el lunes en la tarde")
    hours = {title.split(", ")[-1] for _, title in ana.options}
    wanted = sorted(hours)[1]
    await ana.say(f"el de las {wanted.split(':')[0]}" if ":00" in wanted else f"el de las {wanted}")
    await finish(ana)
    [(_, _, local)] = booked(front)
    assert f"{local.hour % 12 or 12}:{local.minute:02d} p. m." == wanted


async def test_with_a_named_member(front: Front) -> None:
    ana = front.customer()
    await ana.say("Hola, quiero una limpieza facial con Laura el lunes a las 9")
    await ana.say("sí")
    await finish(ana)
    assert booked(front) == [("limpieza-facial", "laura", at("2026-11-23T09:00"))]


async def test_with_a_member_who_does_not_exist(front: Front) -> None:
    ana = front.customer()
    answer = await ana.say("Hola, quiero un masaje relajante con Mónica el lunes")
    assert "Laura" in answer
    assert "Paula" in answer
    await ana.say("con Paula entonces")
    await ana.say("la primera")
    await finish(ana)
    [(service, member, local)] = booked(front)
    assert (service, member) == ("masaje-relajante", "paula")
    assert local.date() == at("2026-11-23").date()


async def test_a_booking_in_portuguese(front: Front) -> None:
    joao = front.customer("5511987654321", tenant="sorriso", name="João")
    offer = await joao.say("Oi, bom dia! Queria marcar uma limpeza para segunda às 10h")
    assert "segunda, 23/11, às 10h" in offer
    assert "nome" in await joao.say("pode ser")
    receipt = await joao.say("João Batista da Silva")
    assert "Consulta agendada" in receipt
    assert "R$" in receipt
    await joao.say("sim")
    [(service, _, local)] = booked(front, "sorriso")
    assert (service, local) == ("limpeza", at("2026-11-23T10:00"))


async def test_a_booking_in_portuguese_through_evolution(front: Front) -> None:
    bia = front.customer("5511987654322", tenant="sorriso", channel="evolution", name="Bia")
    await bia.say("oi", "quero clarear os dentes", "tem horário amanhã de manhã?")
    await bia.say("a primeira")
    await bia.say("Beatriz Nogueira")
    await bia.say("não precisa")
    [(service, member, local)] = booked(front, "sorriso")
    assert (service, member) == ("clareamento", "renata")
    assert local.date() == at("2026-11-21").date()
    assert front.rows("select granted from contact_authorizations") == [{"granted": False}]


async def test_a_booking_through_evolution_by_number(front: Front) -> None:
    ana = front.customer("573005550111", channel="evolution")
    await ana.say("Hola, necesito una valoración el martes por la mañana")
    await ana.say("2")
    await finish(ana)
    [(service, _, local)] = booked(front)
    assert (service, local.date()) == ("valoracion", at("2026-11-24").date())
    assert local.hour < 12


async def test_an_english_customer_at_a_spanish_clinic(front: Front) -> None:
    kate = front.customer("447700900123", name="Kate")
    offer = await kate.say("Hi, I'd like to book a relaxing massage for Monday at 3 pm")
    assert "Mon Nov 23, 3:00 pm" in offer
    assert "name" in await kate.say("yes please")
    receipt = await kate.say("Kate Winters")
    assert "Appointment booked" in receipt
    await kate.say("no thanks")
    [(service, _, local)] = booked(front)
    assert (service, local) == ("masaje-relajante", at("2026-11-23T15:00"))
