"""Nobody is offered a time at which they are already here with an appointment of their own."""

from tests.front import Front


async def test_an_own_appointment_takes_its_whole_time(front: Front) -> None:
    ana = front.customer()
    for line in ("quiero una limpieza facial para el martes a las 10", "sí, Pilar Sanz", "no"):
        await ana.say(line)
    reply = await ana.say("ahora un masaje relajante ese mismo día a las 9:30")
    assert "se cruza con otra cita" in reply, "it would end after the other has begun"
    assert "martes 24 de noviembre, 9:00 a. m." in reply, "and this one just before it"
    assert "aviso" not in reply, "nothing becomes free by waiting"
    reply = await ana.say("mejor para mi mamá, el martes a las 10")
    assert "martes 24 de noviembre, 10:00 a. m." in reply, "she may come at the same time"
