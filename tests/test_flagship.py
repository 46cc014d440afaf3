"""The conversation that frontdesk exists for."""

from tests.front import Front


async def test_a_booking_in_spanish_through_gupshup(front: Front) -> None:
    ana = front.customer()
    print(
        await ana.say("Hola, quiero una cita de depilación láser para mañana a las 3 de la tarde")
    )
    print(ana.options)
    print(await ana.say("sí"))
    print(await ana.say("Ana Pérez"))
    print(await ana.say("sí, por favor"))
    print(front.appointments())
    print(front.rows("select status, trace from turns"))
    assert len(front.appointments()) == 1
