"""Questions about a day are answered for that day, in three languages."""

import pytest

from tests.conversations.agenda_rules import add, booked, change
from tests.front import Front


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        # One day
        ("¿Trabajan el 24 de diciembre?", "jueves 24 de diciembre (Nochebuena)|de 8:00 a. m. a 12:00 p. m.|! 2:00"),
        ("buenas, el 25 de diciembre hay atención?", "no |(Navidad)|sábado 26 de diciembre, de 9:00"),
        ("será que abren el 8 de diciembre", "(La Inmaculada Concepción)|miércoles 9"),
        ("qué horario manejan el 31 de diciembre?", "(Fin de año)|de 8:00 a. m. a 12:00 p. m.|!7:00"),
        ("¿van a abrir mañana?", "sábado 21|de 9:00 a. m. a 4:00 p. m."),
        ("abren el domingo?", "domingo 22 de noviembre no|lunes 23"),
        ("¿hoy hasta qué hora?", "Hoy|a 7:00 p. m."),
        ("¿están abiertos?", "Sí"),
        # Days by their names
        ("¿atienden en Navidad?", "25 de diciembre|(Navidad)"),
        ("van a estar cerrados en nochebuena?", "24 de diciembre (Nochebuena)|de 8:00"),
        ("¿abren en año nuevo?", "1 de enero de 2027|(Año Nuevo)"),
        ("abren el día de la inmaculada concepción?", "martes 8 de diciembre"),
        ("¿abren la víspera de navidad?", "jueves 24"),
        ("¿el próximo festivo abren?", "martes 8 de diciembre"),
        ("atienden los festivos?", "no |martes 8"),
        ("¿abren el día del barbero?", "fecha"),
        # Several
        ("¿abren el 24 y el 25 de diciembre?", "24 de diciembre (Nochebuena)|de 8:00|25 de diciembre no|(Navidad)"),
        ("este fin de semana atienden?", "sábado 21|domingo 22 de noviembre no"),
        ("¿cómo atienden entre navidad y año nuevo?", "sábado 9:00 a. m.|• viernes 25|cerrado|• jueves 31|• viernes 1 de enero|!• sábado"),
        ("¿atienden en diciembre?", "horario|lunes a viernes|• martes 8|• jueves 24|• viernes 25|!sábado 26"),
        # Every week
        ("a qué hora cierran los sábados?", "Los sábados|4:00 p. m.|!21 de noviembre"),
        ("trabajan los domingos?", "Los domingos no"),
        ("abren los fines de semana?", "Los sábados|Los domingos no"),
        ("¿de lunes a viernes a qué hora abren?", "De lunes a viernes|8:00 a. m.|martes 8 de diciembre"),
        ("¿cuál es su horario?", "lunes a viernes 8:00 a. m."),
        # Days that are none
        ("¿atendieron ayer?", "pas|!8:00"),
        ("¿abren el 30 de febrero?", "calendario|!8:00"),
        ("abren el 25 de diciembre de 2031?", "agenda|!8:00"),
        ("¿atienden el 5 de abril?", "lunes 5 de abril de 2027|agenda|de 8:00"),
        # English in a Spanish-speaking business
        ("Hi, are you open on Christmas Eve?", "Thu Dec 24 (Nochebuena)|8:00 am to 12:00 pm"),
        ("Hello, will you be closed on New Year's Day?", "Fri Jan 1|closed"),
        ("Hi! do you open on Sundays?", "closed|Sundays"),
        ("Hello, how late are you open tomorrow?", "Sat Nov 21|4:00 pm"),
        ("Hi, are you guys open now?", "Yes"),
    ],
)  # fmt: skip
async def test_aurora_answers_for_the_day(front: Front, said: str, answer: str) -> None:
    reply = await front.customer(name=None).say(said)
    _holds(reply, answer)
    assert front.appointments() == []


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (
            "Oi, vocês funcionam dia 24 de dezembro?",
            "quinta, 24/12 (Véspera de Natal)|das 8h às 12h|!13h",
        ),
        ("vão abrir no natal?", "sexta, 25/12 não|(Natal)|sábado, 26/12"),
        ("bom dia, abrem no ano novo?", "01/01/2027|não"),
        ("tá aberto agora?", "Hoje não|Consciência Negra|sábado, 21/11"),
        ("até que horas atendem amanhã?", "sábado, 21/11|às 13h"),
        ("abrem aos sábados?", "Aos sábados|das 8h às 13h"),
        ("vocês atendem aos domingos?", "Aos domingos não"),
        ("abrem segunda?", "segunda, 23/11|das 8h às 12h e das 13h às 18h"),
        ("vocês atendem dias 24 e 25 de dezembro?", "24/12|25/12 não"),
        ("abrem na sexta-feira santa?", "26/03/2027"),
        ("atenderam ontem?", "pass|!8h"),
    ],
)
async def test_sorriso_answers_for_the_day(front: Front, said: str, answer: str) -> None:
    reply = await front.customer("5511987654321", tenant="sorriso", name=None).say(said)
    _holds(reply, answer)


def _holds(reply: str, answer: str) -> None:
    for part in answer.split("|"):
        if part.startswith("!"):
            assert part[1:] not in reply, (part, reply)
        else:
            assert part in reply, (part, reply)


# The business's own rules


async def test_a_business_that_works_on_holidays_says_so(front: Front) -> None:
    change(front, "organizations", holidays=False)
    reply = await front.customer(name=None).say("¿abren el 8 de diciembre?")
    _holds(reply, "martes 8 de diciembre|de 8:00 a. m.|!Inmaculada")


async def test_a_holiday_on_which_they_open_has_its_hours(front: Front) -> None:
    special = {
        "day": "2026-12-08",
        "label": "Jornada especial",
        "opens": "10:00",
        "closes": "13:00",
    }
    add(front, "organization_special_dates", **special)
    ana = front.customer(name=None)
    _holds(
        await ana.say("¿el 8 de diciembre abren?"), "(Jornada especial)|de 10:00 a. m. a 1:00 p. m."
    )
    _holds(await ana.say("¿y el próximo festivo abren?"), "8 de diciembre|10:00")


async def test_vacations(front: Front) -> None:
    add(front, "vacations", first_day="2026-12-14", last_day="2026-12-20", label="Remodelación")
    ana = front.customer(name=None)
    _holds(await ana.say("¿atienden el 15 de diciembre?"), "(Remodelación)|lunes 21 de diciembre")
    _holds(await ana.say("¿atienden en la remodelación?"), "Del lunes 14|domingo 20|no ")
    reply = await ana.say("¿y la semana del 14 al 20 de diciembre abren?")
    _holds(reply, "Del lunes 14|al domingo 20|no |(Remodelación)")


async def test_every_second_saturday(front: Front) -> None:
    """Written as special dates without hours."""
    for day in ("2026-11-28", "2026-12-12"):
        add(front, "organization_special_dates", day=day, label="Sábado de descanso")
    ana = front.customer(name=None)
    _holds(await ana.say("¿abren el sábado 28?"), "sábado 28 de noviembre no|(Sábado de descanso)")
    _holds(await ana.say("¿y el 5 de diciembre abren?"), "sábado 5 de diciembre|de 9:00")
    reply = await ana.say("¿los sábados a qué hora abren?")
    _holds(reply, "Los sábados|de 9:00|sábado 28 de noviembre|12 de diciembre")


async def test_a_bar_that_closes_after_midnight(front: Front) -> None:
    organization = front.organization("aurora")
    front.execute("delete from organization_availability where organization_id = %s", organization)
    for weekday, opens, closes in ((5, "20:00", "24:00"), (6, "00:00", "02:00")):
        add(front, "organization_availability", weekday=weekday, opens=opens, closes=closes)
    ana = front.customer(name=None)
    _holds(await ana.say("¿abren el viernes 27?"), "viernes 27|de 8:00 p. m. a 2:00 a. m.")
    _holds(await ana.say("¿y el sábado 28 abren?"), "sábado 28 de noviembre no")


async def test_after_closing_time(front: Front) -> None:
    await front.pass_time(10 * 3600)
    _holds(await front.customer(name=None).say("¿siguen abiertos ahora?"), "ya|7:00 p. m.|!Sí")


async def test_in_the_lunch_break(front: Front) -> None:
    await front.pass_time(3 * 3600)
    _holds(await front.customer(name=None).say("¿están abiertos ahora?"), "2:00 p. m.|!Sí")


@pytest.mark.parametrize(
    ("first", "then", "answer"),
    [
        ("¿abren el 8 de diciembre?", "¿y el 24?", "jueves 24 de diciembre (Nochebuena)"),
        ("¿atienden el sábado?", "y el domingo", "domingo 22 de noviembre no"),
        ("¿qué horario tienen?", "¿y en navidad?", "(Navidad)"),
        ("¿abren mañana?", "¿y los domingos?", "Los domingos no"),
        ("Hi, are you open tomorrow?", "what about Christmas Eve?", "Thu Dec 24"),
        ("¿abren el 8 de diciembre? ¿y el 24?", "gracias", "!|"),
    ],
)
async def test_a_question_goes_on(front: Front, first: str, then: str, answer: str) -> None:
    ana = front.customer(name=None)
    before = await ana.say(first)
    after = await ana.say(then)
    _holds(after if answer != "!|" else before, answer if answer != "!|" else "martes 8|jueves 24")


# Within a booking


async def test_a_question_and_a_booking_for_that_day(front: Front) -> None:
    ana = front.customer(name=None)
    reply = await ana.say("Hola, ¿atienden el 24 de diciembre? Quiero una limpieza facial ese día")
    _holds(reply, "(Nochebuena)|jueves 24 de diciembre, 8:00 a. m.")
    await ana.say("la primera")
    await ana.say("Ana Pérez")
    assert booked(front) == [("limpieza-facial", "laura", "2026-12-24 08:00")]


async def test_of_a_closed_day_the_next_one_is_offered(front: Front) -> None:
    ana = front.customer(name=None)
    reply = await ana.say("¿Abren el 25 de diciembre? Quiero una limpieza facial ese día")
    _holds(reply, "(Navidad)|sábado 26 de diciembre, |!noviembre")


async def test_the_day_is_remembered_for_the_booking_that_follows(front: Front) -> None:
    ana = front.customer(name=None)
    await ana.say("¿el sábado abren?")
    _holds(await ana.say("quiero una limpieza facial"), "sábado 21 de noviembre|!lunes")


async def test_a_question_between_the_steps(front: Front) -> None:
    ana = front.customer(name=None)
    await ana.say("Hola, una limpieza facial el lunes a las 9")
    _holds(await ana.say("¿y el 25 de diciembre abren?"), "(Navidad)|?")
    await ana.say("sí, a nombre de Ana Pérez")
    assert [start for _, _, start in booked(front)] == ["2026-11-23 09:00"]
