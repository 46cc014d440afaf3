"""Cancelling, moving and confirming what is booked."""

from datetime import datetime

from tests.beginnings import beginning
from tests.conversations.talks import agree_until
from tests.front import Customer, Front


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@beginning
async def book(customer: Customer, wish: str, name: str = "Ana Pérez") -> None:
    """One appointment by conversation; `name` and consent are given the first time."""
    await customer.say(wish)
    answer = await customer.say("sí")
    if "✅" not in answer:
        answer = await customer.say(name)
    assert "✅" in answer, answer
    if answer.rstrip().endswith("?"):
        await customer.say("no, gracias")


async def test_cancel_with_one_yes(front: Front) -> None:
    ana = front.customer()
    await book(ana, "Hola, cejas para el lunes a las 10")
    question = await ana.say("quiero cancelar mi cita")
    assert "lunes 23 de noviembre, 10:00 a. m." in question
    assert front.appointments() != []
    receipt = await ana.say("sí")
    assert "Cita cancelada" in receipt
    assert front.appointments() == []


async def test_cancel_by_tapping(front: Front) -> None:
    ana = front.customer()
    await book(ana, "Hola, cejas para el lunes a las 10")
    await ana.say("no voy a poder ir")
    assert "Cita cancelada" in await ana.tap("Sí")
    assert front.appointments() == []


async def test_cancel_and_keep_it_after_all(front: Front) -> None:
    ana = front.customer()
    await book(ana, "Hola, cejas para el lunes a las 10")
    await ana.say("cancela mi cita porfa")
    answer = await ana.say("no, mejor déjala")
    assert "sigue" in answer or "queda igual" in answer
    assert len(front.appointments()) == 1


async def test_cancel_one_of_several(front: Front) -> None:
    ana = front.customer()
    await book(ana, "Hola, cejas para el lunes a las 10")
    await book(ana, "quiero otra cita: masaje relajante el martes a las 3 de la tarde")
    which = await ana.say("necesito cancelar una cita")
    assert "Diseño de cejas" in which
    assert "Masaje relajante" in which
    await ana.say("la del martes")
    await ana.say("sí, cancélala")
    assert [row["service"] for row in front.appointments()] == ["diseno-de-cejas"]


async def test_cancel_when_there_is_nothing(front: Front) -> None:
    ana = front.customer()
    answer = await ana.say("Hola, quiero cancelar mi cita")
    assert "cita" in answer
    assert "cancelada" not in answer
    await ana.say("no gracias")
    assert front.rows("select id from appointments") == []


async def test_cancel_then_book_again(front: Front) -> None:
    ana = front.customer()
    await book(ana, "Hola, cejas para el lunes a las 10")
    await ana.say("cancelar")
    await ana.say("sí")
    await book(ana, "mejor agéndame una limpieza facial el martes a las 11")
    [row] = front.appointments()
    assert (row["service"], row["local"]) == ("limpieza-facial", at("2026-11-24T11:00"))


async def test_cancel_too_late_goes_to_a_person(front: Front) -> None:
    ana = front.customer()
    await book(ana, "Hola, cejas para hoy a las 3 de la tarde")
    await front.pass_time(3 * 3600)
    answer = await ana.say("necesito cancelar la cita")
    assert "?" in answer
    assert "falta muy poco" in answer.lower()
    await ana.say("sí, avísales")
    assert len(front.appointments()) == 1
    assert len(front.rows("select id from escalations")) == 1


async def test_cancel_in_portuguese(front: Front) -> None:
    joao = front.customer("5511987654321", tenant="sorriso", name="João")
    await joao.say("Oi, quero uma avaliação na terça às 9h")
    await joao.say("sim")
    await joao.say("João Batista")
    await joao.say("sim")
    question = await joao.say("preciso desmarcar a consulta")
    assert "terça, 24/11" in question
    assert "Consulta cancelada" in await joao.say("pode desmarcar")
    assert front.appointments() == []


async def test_move_to_a_named_time(front: Front) -> None:
    ana = front.customer()
    await book(ana, "Hola, depilación láser el lunes a las 3 pm")
    await ana.say("quiero pasar mi cita para el martes a las 4 de la tarde")
    await ana.say("sí")
    answer = ana.heard[-1]
    if "Cita reprogramada" not in answer:
        answer = await ana.say("sí")
    assert "Cita reprogramada" in answer
    [row] = front.appointments()
    assert row["local"] == at("2026-11-24T16:00")


async def test_move_step_by_step(front: Front) -> None:
    ana = front.customer()
    await book(ana, "Hola, depilación láser el lunes a las 3 pm")
    question = await ana.say("necesito mover mi cita")
    assert "lunes 23 de noviembre, 3:00 p. m." in question
    offered = await ana.say("para el miércoles en la tarde")
    assert "miércoles 25 de noviembre" in offered
    assert front.appointments()[0]["local"] == at("2026-11-23T15:00")
    assert "Cita reprogramada" in await ana.say("la segunda")
    [row] = front.appointments()
    assert row["local"].date() == at("2026-11-25").date()


async def test_move_and_decide_against_it(front: Front) -> None:
    ana = front.customer()
    await book(ana, "Hola, depilación láser el lunes a las 3 pm")
    await ana.say("quiero reagendar")
    assert "jueves 26" in await ana.say("el jueves a las 10")
    answer = await ana.say("no, mejor la dejo como está")
    assert "Cita reprogramada" not in answer
    [row] = front.appointments()
    assert row["local"] == at("2026-11-23T15:00")


async def test_move_one_of_two(front: Front) -> None:
    ana = front.customer()
    await book(ana, "Hola, cejas para el lunes a las 10")
    await book(ana, "quiero otra cita: masaje relajante el martes a las 3 de la tarde")
    await ana.say("quiero cambiar una de mis citas")
    await ana.say("el masaje")
    await ana.say("el jueves a las 4 pm")
    await agree_until(ana, "Cita reprogramada")
    times = {row["service"]: row["local"] for row in front.appointments()}
    assert times == {
        "diseno-de-cejas": at("2026-11-23T10:00"),
        "masaje-relajante": at("2026-11-26T16:00"),
    }


async def test_move_to_a_closed_day(front: Front) -> None:
    ana = front.customer()
    await book(ana, "Hola, depilación láser el lunes a las 3 pm")
    answer = await ana.say("puedo pasarla para el domingo?")
    assert "Los domingos no abrimos" in answer
    await ana.say("ah, entonces déjala así")
    [row] = front.appointments()
    assert row["local"] == at("2026-11-23T15:00")


async def test_move_to_the_time_it_already_has(front: Front) -> None:
    ana = front.customer()
    await book(ana, "Hola, un peeling el martes a las 10")
    answer = await ana.say("quiero mover mi cita al martes a las 10")
    assert "Esa es la hora que ya tiene la cita" in answer
    assert "mar 24, 10:00 a. m." not in [title for _, title in ana.options]


async def test_move_instead_of_cancelling(front: Front) -> None:
    ana = front.customer()
    await book(ana, "Hola, cejas para el lunes a las 10")
    await ana.say("quiero cancelar")
    await ana.say("mejor muévela al martes a las 11")
    await agree_until(ana, "Cita reprogramada")
    [row] = front.appointments()
    assert row["local"] == at("2026-11-24T11:00")


async def test_move_in_english(front: Front) -> None:
    kate = front.customer("447700900123", name="Kate")
    await kate.say("Hello, I'd like a peeling on Tuesday at 9 am please")
    await kate.say("yes")
    await kate.say("Kate Winters")
    await kate.say("no")
    await kate.say("can I move my appointment to Thursday at 10?")
    await agree_until(kate, "Appointment moved", "yes")
    [row] = front.appointments()
    assert row["local"] == at("2026-11-26T10:00")
