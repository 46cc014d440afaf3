"""Lists of times that are turned down for later ones, questions with an hour in them, what is not done here."""

from tests.front import Front


async def test_none_of_these_but_later(front: Front) -> None:
    for n, lines in enumerate(
        (
            ["no puedo a esas horas, ¿algo más tarde?"],
            ["ninguna me sirve", "¿más tarde?"],
        )
    ):
        customer = front.customer(f"57300555031{n}")
        shown = await customer.say("quiero una limpieza facial para mañana")
        for line in lines:
            reply = await customer.say(line)
        assert "1:30 p. m." in shown
        assert "2:00 p. m." in reply
        assert "10:30" not in reply


async def test_an_hour_in_a_question_takes_no_time(front: Front) -> None:
    ana = front.customer()
    await ana.say("quiero una limpieza facial para el martes")
    reply = await ana.say("¿a las 10 hay parqueadero?")
    assert "parqueadero para carros" in reply
    assert "nombre" not in reply
    assert "nombre" in await ana.say("la de las 10")


async def test_what_is_not_on_the_list_is_answered_with_what_comes_nearest(front: Front) -> None:
    ana, ben = front.customer(), front.customer("573005550302")
    assert "Masaje relajante: $130.000" in await ana.say("¿tienen masaje tailandés?")
    assert "• lunes 23" in await ana.say("sí, para el lunes")
    reply = await ben.say("hello, do you have lash lift?")
    assert reply.splitlines()[2] == "• Lifting de pestañas"
    assert front.appointments() == []


async def test_a_child_below_the_least_age_is_offered_no_time(front: Front) -> None:
    ana = front.customer()
    reply = await ana.say("una limpieza facial para mi hijo de 12 años el jueves a las 3")
    assert "desde los 15 años" in reply
    assert "jueves" not in reply
    reply = await ana.say("bueno, entonces para mi hija de 16 años")
    assert "desde los 15" not in reply
