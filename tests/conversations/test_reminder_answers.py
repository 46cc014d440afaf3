"""The answer to a confirmation request: who comes, who does not, who wants another time."""

import pytest

from tests.conversations.agenda_rules import at
from tests.conversations.reminding import book, later, reminders, statuses
from tests.conversations.talks import agree_until
from tests.front import Front


@pytest.mark.parametrize("answer", ["confirmo", "sí, ahí estaré 👍", "nos vemos mañana", "ok"])
async def test_words_that_confirm(front: Front, answer: str) -> None:
    ana = front.customer(channel="evolution")
    await book(ana, "Hola, cejas para mañana a las 11")
    assert "«mover»" in await later(ana, "2026-11-20T11:00:00-05:00")
    assert "Cita confirmada" in await ana.say(answer)
    assert "Cita confirmada" not in await ana.say("confirmo")
    assert statuses(front) == {"diseno-de-cejas": "confirmed"}


async def test_a_tapped_yes_confirms_whatever_was_asked_before(front: Front) -> None:
    ana = front.customer()
    await book(ana, "Hola, cejas para mañana a las 11")
    offered = await ana.say("quiero otra cita, un masaje el martes en la tarde")
    assert "?" in offered
    await later(ana, "2026-11-20T11:05:00-05:00")
    assert "Cita confirmada" in await ana.tap("Sí")
    assert statuses(front) == {"diseno-de-cejas": "confirmed"}


async def test_a_yes_answers_the_request_and_not_an_older_question(front: Front) -> None:
    ana = front.customer(channel="evolution")
    await book(ana, "Hola, cejas para mañana a las 11")
    assert "?" in await ana.say("quiero otra cita, un masaje el martes a las 3 de la tarde")
    await later(ana, "2026-11-20T11:05:00-05:00")
    assert "Cita confirmada" in await ana.say("sí")
    assert statuses(front) == {"diseno-de-cejas": "confirmed"}


@pytest.mark.parametrize(
    "answer", ["no puedo ir", "no voy", "no", "no podré, qué pena", "cancelar"]
)
async def test_words_that_do_not_come_lead_to_a_cancellation(front: Front, answer: str) -> None:
    ana = front.customer(channel="evolution")
    await book(ana, "Hola, cejas para mañana a las 3 de la tarde")
    await later(ana, "2026-11-20T15:00:00-05:00")
    question = await ana.say(answer)
    assert "Diseño de cejas" in question
    assert "sábado 21 de noviembre, 3:00 p. m." in question
    assert "Cita cancelada" in await ana.say("sí, cancélala")
    assert front.appointments() == []
    assert await later(ana, "2026-11-21T14:00:00-05:00") == ""
    assert reminders(front) == [
        ("confirmation", "sent", None),
        ("reminder", "dropped", "cancelled"),
    ]


async def test_of_two_appointments_the_one_that_was_asked_about_is_confirmed(front: Front) -> None:
    ana = front.customer(channel="evolution")
    await book(ana, "Hola, cejas para el lunes a las 10")
    await book(ana, "quiero otra cita: masaje relajante el martes a las 3 de la tarde")
    assert "Diseño de cejas" in await later(ana, "2026-11-22T10:00:00-05:00")
    assert "Masaje relajante" in await later(ana, "2026-11-23T15:00:00-05:00")
    assert "Cita confirmada" in await ana.say("sí")
    confirmed = "select s.key from appointments a join services s on s.id = a.service_id where a.status = 'confirmed'"
    assert front.rows(confirmed) == [{"key": "masaje-relajante"}]


async def test_of_two_appointments_the_one_that_was_asked_about_is_cancelled(front: Front) -> None:
    ana = front.customer(channel="evolution")
    await book(ana, "Hola, cejas para el lunes a las 10")
    await book(ana, "quiero otra cita: masaje relajante el martes a las 3 de la tarde")
    assert "Diseño de cejas" in await later(ana, "2026-11-22T10:00:00-05:00")
    question = await ana.say("no puedo ir")
    assert "Diseño de cejas" in question
    assert "Cita cancelada" in await ana.say("sí")
    assert statuses(front) == {"masaje-relajante": "scheduled"}


async def test_an_older_request_is_still_answered_by_its_own_button(front: Front) -> None:
    ana = front.customer()
    await book(ana, "Hola, cejas para mañana a las 11")
    await book(ana, "quiero otra cita: masaje relajante mañana a las 2 de la tarde")
    await later(ana, "2026-11-20T11:05:00-05:00")
    first = ana.options
    await later(ana, "2026-11-20T14:05:00-05:00")
    assert ana.options != first
    ana.options = first
    assert "Cita confirmada" in await ana.tap("Sí")
    assert statuses(front) == {"diseno-de-cejas": "confirmed", "masaje-relajante": "scheduled"}


@pytest.mark.parametrize(
    "answer",
    ["¿puede ser más tarde?", "mejor más tarde", "sí, pero más tarde", "mover", "otro día"],
)
async def test_another_time_moves_it_and_asks_anew(front: Front, answer: str) -> None:
    ana = front.customer(channel="evolution")
    await book(ana, "Hola, cejas para el lunes a las 10")
    await later(ana, "2026-11-22T10:00:00-05:00")
    assert "?" in await ana.say(answer)
    await ana.say("el miércoles a las 4 de la tarde")
    await agree_until(ana, "Cita reprogramada")
    [row] = front.appointments()
    assert (row["local"], row["status"]) == (at("2026-11-25T16:00"), "scheduled")
    assert front.rows("select confirmation_asked_at from appointments") == [
        {"confirmation_asked_at": None}
    ]
    assert await later(ana, "2026-11-24T15:50:00-05:00") == ""
    assert "miércoles 25 de noviembre, 4:00 p. m." in await later(ana, "2026-11-24T16:00:00-05:00")
    await ana.say("sí")
    assert statuses(front) == {"diseno-de-cejas": "confirmed"}
    assert reminders(front) == [
        ("confirmation", "sent", None),
        ("reminder", "dropped", "moved"),
        ("confirmation", "sent", None),
        ("reminder", "waiting", None),
    ]


async def test_a_later_hour_of_the_same_day_is_offered(front: Front) -> None:
    ana = front.customer()
    await book(ana, "Hola, cejas para mañana a las 11")
    await later(ana, "2026-11-20T11:05:00-05:00")
    offered = await ana.say("¿puede ser más tarde?")
    assert "sábado 21 de noviembre" in offered
    *times, question = offered.splitlines()
    assert not any("11:00 a. m." in line for line in times)
    assert "sábado 21 de noviembre, 11:00 a. m." in question  # what moves
    assert "Cita reprogramada" in await ana.say("la última")
    [row] = front.appointments()
    assert row["local"] > at("2026-11-21T11:00")


async def test_a_question_in_between_and_then_a_yes(front: Front) -> None:
    ana = front.customer(channel="evolution")
    await book(ana, "Hola, cejas para mañana a las 11")
    await later(ana, "2026-11-20T11:00:00-05:00")
    assert "Carrera 13" in await ana.say("¿dónde quedan?")
    assert "Cita confirmada" in await ana.say("listo, confirmo")
    assert statuses(front) == {"diseno-de-cejas": "confirmed"}


async def test_to_answer_later_confirms_nothing(front: Front) -> None:
    ana = front.customer(channel="evolution")
    await book(ana, "Hola, cejas para mañana a las 11")
    await later(ana, "2026-11-20T11:00:00-05:00")
    assert "Cita" not in await ana.say("te confirmo más tarde")
    assert statuses(front) == {"diseno-de-cejas": "scheduled"}
    assert "Cita confirmada" in await ana.say("sí, confirmo")


async def test_the_reminder_of_an_unconfirmed_appointment_can_be_answered(front: Front) -> None:
    ana = front.customer(channel="evolution")
    await book(ana, "Hola, cejas para mañana a las 11")
    await later(ana, "2026-11-20T11:00:00-05:00")
    reminded = await later(ana, "2026-11-21T08:00:00-05:00")
    assert "«confirmo», «mover» o «cancelar»" in reminded
    assert "Cita confirmada" in await ana.say("confirmo")


async def test_in_portuguese(front: Front) -> None:
    joao = front.customer("5511987654321", tenant="sorriso", channel="evolution", name="João")
    await book(joao, "Oi, quero uma avaliação na terça às 9h", "João Batista", "sim")
    request = await later(joao, "2026-11-23T09:00:00-03:00")
    assert "Olá, João! Você confirma o seu horário?" in request
    assert "terça, 24/11, às 9h" in request
    assert "«sim», «não» ou «remarcar»" in request
    assert "Consulta confirmada" in await joao.say("sim, confirmo")
    assert statuses(front) == {"avaliacao": "confirmed"}


async def test_in_portuguese_another_time(front: Front) -> None:
    joao = front.customer("5511987654321", tenant="sorriso", channel="evolution", name="João")
    await book(joao, "Oi, quero uma avaliação na terça às 9h", "João Batista", "sim")
    front.execute("update organizations set move_notice_minutes = 0 where slug = 'sorriso'")
    await later(joao, "2026-11-23T09:00:00-03:00")
    offered = await joao.say("pode ser mais tarde?")
    assert "terça, 24/11" in offered
    await joao.say("a última")
    await agree_until(joao, "Consulta remarcada", "sim")
    [row] = front.appointments()
    assert row["local"] > at("2026-11-24T09:00")


async def test_in_portuguese_not_coming(front: Front) -> None:
    joao = front.customer("5511987654321", tenant="sorriso", channel="evolution", name="João")
    await book(joao, "Oi, quero uma avaliação na terça às 9h", "João Batista", "sim")
    front.execute("update organizations set cancel_notice_minutes = 0 where slug = 'sorriso'")
    await later(joao, "2026-11-23T09:00:00-03:00")
    assert "Avaliação" in await joao.say("não vou poder ir")
    assert "Consulta cancelada" in await joao.say("sim")
    assert front.appointments() == []


async def test_in_english(front: Front) -> None:
    kate = front.customer("447700900123", channel="evolution", name="Kate")
    await book(kate, "Hello, I'd like a peeling on Tuesday at 9 am please", "Kate Winters", "yes")
    request = await later(kate, "2026-11-23T09:00:00-05:00")
    assert "Hi Kate! Can you confirm your appointment?" in request
    assert "Tue Nov 24, 9:00 am" in request
    assert "Appointment confirmed" in await kate.say("yes")
    [row] = front.appointments()
    assert row["status"] == "confirmed"


@pytest.mark.parametrize("answer", ["I can't make it", "sorry, I can't", "no"])
async def test_in_english_not_coming(front: Front, answer: str) -> None:
    kate = front.customer("447700900123", channel="evolution", name="Kate")
    await book(kate, "Hello, I'd like a peeling on Tuesday at 9 am please", "Kate Winters", "yes")
    await later(kate, "2026-11-23T09:00:00-05:00")
    assert "cancel it?" in await kate.say(answer)
    assert "Appointment cancelled" in await kate.say("yes")


async def test_in_english_another_time(front: Front) -> None:
    kate = front.customer("447700900123", channel="evolution", name="Kate")
    await book(kate, "Hello, I'd like a peeling on Tuesday at 9 am please", "Kate Winters", "yes")
    await later(kate, "2026-11-23T09:00:00-05:00")
    assert "Tue Nov 24" in await kate.say("could it be later?")
    await kate.say("the last one")
    await agree_until(kate, "Appointment moved", "yes")


@pytest.mark.parametrize(
    "answer", ["no, el nombre está mal, es Rosa Gil", "quedó mal mi nombre, es Rosa Gil"]
)
async def test_a_wrong_name_is_no_no(front: Front, answer: str) -> None:
    ana = front.customer(channel="evolution")
    await book(ana, "Hola, cejas para mañana a las 11")
    await later(ana, "2026-11-20T11:00:00-05:00")
    assert "A nombre de Rosa Gil" in await ana.say(answer)
    assert statuses(front) == {"diseno-de-cejas": "scheduled"}
    assert [row["name"] for row in front.appointments()] == ["Rosa Gil"]
