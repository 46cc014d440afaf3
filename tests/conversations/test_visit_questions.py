"""Questions of a business before a visit: asked one by one, kept, left alone, and a person where one is needed."""

from typing import Any

import pytest
from psycopg.types.json import Jsonb

from tests.conversations.agenda_rules import change
from tests.conversations.reminding import book, later
from tests.front import Customer, Front

FACIAL = "Hola, limpieza facial el jueves a las 10 de la mañana"
LIMPEZA = "Oi, quero limpeza na quinta às 10h"


def question(key: str, text: str, kind: str = "yes_no", **rest: Any) -> dict[str, Any]:
    """One of a service, as its document has it."""
    plain: dict[str, Any] = {
        "choices": [],
        "flag": [],
        "flag_below": None,
        "flag_above": None,
        "ask_again_months": None,
    }
    return {"key": key, "text": text, "kind": kind, **plain, **rest}


PREGNANT = question("embarazo", "¿Estás embarazada?", flag=["yes"])
SKIN = question("piel", "¿Cómo es tu piel?", "choice", choices=["Seca", "Mixta", "Grasa"])
MEDICINE = question("medicina", "¿Qué medicamentos tomas?", "text")
AGE = question("edad", "¿Cuántos años tienes?", "number", flag_below=18)


def asks(
    front: Front,
    *questions: dict[str, Any],
    service: str = "limpieza-facial",
    tenant: str = "aurora",
) -> None:
    change(front, "services", service, tenant, questions=Jsonb(list(questions)))


def answers(front: Front) -> list[tuple[str, str, str | None]]:
    """Key, status and answer, in the order of asking."""
    rows = front.rows("select key, status, answer from visit_answers order by asked_at, id")
    return [(row["key"], row["status"], row["answer"]) for row in rows]


def calls(front: Front) -> list[str]:
    return [
        row["summary"]
        for row in front.rows("select summary from escalations where reason = 'visit_answer'")
    ]


async def booked(front: Front, wish: str = FACIAL, **more: str) -> Customer:
    ana = front.customer(**more)
    await book(ana, wish)
    return ana


async def test_asked_one_by_one_and_kept(front: Front) -> None:
    asks(front, PREGNANT, SKIN, MEDICINE, AGE)
    ana = await booked(front)
    assert "¿Estás embarazada?" in ana.heard[-1]
    assert "limpieza facial" in ana.heard[-1].lower()
    assert "¿Cómo es tu piel?" in await ana.say("no")
    assert "¿Qué medicamentos tomas?" in await ana.say("mixta")
    assert "¿Cuántos años tienes?" in await ana.say("losartán por la mañana")
    assert await ana.say("34") == "Gracias, queda anotado para tu cita."
    assert answers(front) == [
        ("embarazo", "answered", "no"),
        ("piel", "answered", "Mixta"),
        ("medicina", "answered", "losartán por la mañana"),
        ("edad", "answered", "34"),
    ]
    assert calls(front) == []


@pytest.mark.parametrize(
    ("tenant", "service", "wish", "yes", "text", "answer", "kept"),
    [
        ("sorriso", "limpeza", LIMPEZA, "sim", "Você toma anticoagulante?", "não, nenhum", "Obrigado"),
        ("aurora", "limpieza-facial", "Hi, a facial on Thursday at 10 am please", "yes", "¿Tomas retinoides?", "no", "Thank you"),
    ],
    ids=["pt", "en"],
)  # fmt: skip
async def test_in_other_languages(
    front: Front, tenant: str, service: str, wish: str, yes: str, text: str, answer: str, kept: str
) -> None:
    asks(front, question("remedio", text), service=service, tenant=tenant)
    ana = front.customer(tenant=tenant)
    await book(ana, wish, yes=yes)
    assert text in ana.heard[-1]
    assert (await ana.say(answer)).startswith(kept)
    assert answers(front) == [("remedio", "answered", "no")]


async def test_buttons_answer_and_a_later_tap_corrects(front: Front) -> None:
    asks(front, PREGNANT, SKIN)
    ana = await booked(front)
    assert [title for _, title in ana.options] == ["Sí", "No", "Omitir"]
    await ana.tap("No")
    assert [title for _, title in ana.options] == ["Seca", "Mixta", "Grasa", "Omitir"]
    await ana.tap("Grasa")
    assert answers(front) == [("embarazo", "answered", "no"), ("piel", "answered", "Grasa")]


async def test_a_tap_on_an_older_question_corrects_it_and_the_newer_one_is_asked_again(
    front: Front,
) -> None:
    asks(front, PREGNANT, SKIN)
    ana = await booked(front)
    first = ana.options
    await ana.tap("No")
    ana.options = first
    reply = await ana.tap("Sí")
    assert "equipo" in reply
    assert "¿Cómo es tu piel?" in reply
    await ana.say("seca")
    assert answers(front) == [("embarazo", "answered", "yes"), ("piel", "answered", "Seca")]


async def test_a_flag_opens_one_case_and_the_appointment_stays(front: Front) -> None:
    asks(front, PREGNANT, SKIN)
    ana = await booked(front)
    reply = await ana.say("sí, de tres meses")
    assert "Ya se lo pasé al equipo" in reply
    assert "¿Cómo es tu piel?" in reply
    await ana.say("seca")
    [summary] = calls(front)
    assert "¿Estás embarazada?" in summary
    assert "sí, de tres meses" in summary
    assert [row["status"] for row in front.appointments()] == ["scheduled"]
    notices = front.rows("select body from notifications")
    assert notices
    assert all("sí, de tres meses" in row["body"] for row in notices)


async def test_an_age_below_the_bound_is_for_a_person(front: Front) -> None:
    asks(front, AGE)
    ana = await booked(front)
    assert "equipo" in await ana.say("tengo dieciséis")
    assert answers(front) == [("edad", "answered", "16")]
    assert len(calls(front)) == 1


async def test_another_question_is_answered_first_and_then_it_is_asked_once_more(
    front: Front,
) -> None:
    asks(front, PREGNANT)
    ana = await booked(front)
    reply = await ana.say("¿hay parqueadero?")
    assert "parqueadero" in reply
    assert "Nos quedó pendiente una pregunta" in reply
    assert "¿Estás embarazada?" not in await ana.say("¿a qué hora cierran?")
    assert answers(front) == [("embarazo", "asked", None)]


async def test_an_answer_and_a_question_in_one_message(front: Front) -> None:
    asks(front, PREGNANT, SKIN)
    ana = await booked(front)
    reply = await ana.say("no, ¿hay parqueadero?")
    assert "anotado" in reply
    assert "parqueadero" in reply
    assert "¿Cómo es tu piel?" in reply
    assert answers(front)[0] == ("embarazo", "answered", "no")


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("no quiero responder", "refused"),
        ("después", "later"),
        ("no más preguntas por favor", "refused"),
    ],
)
async def test_a_refusal_ends_it(front: Front, said: str, status: str) -> None:
    asks(front, PREGNANT, SKIN)
    ana = await booked(front)
    reply = await ana.say(said)
    assert "?" not in reply
    assert "sigue igual" in reply
    assert "piel" not in await ana.say("gracias")
    assert answers(front) == [("embarazo", status, None)]
    assert [row["status"] for row in front.appointments()] == ["scheduled"]


async def test_one_is_skipped_and_the_next_is_asked(front: Front) -> None:
    asks(front, PREGNANT, SKIN)
    ana = await booked(front)
    assert "¿Cómo es tu piel?" in await ana.say("prefiero no decirlo")
    await ana.tap("Omitir")
    assert answers(front) == [("embarazo", "skipped", None), ("piel", "skipped", None)]


async def test_nonsense_is_asked_once_more_and_then_left_in_their_words(front: Front) -> None:
    asks(front, PREGNANT, SKIN)
    ana = await booked(front)
    reply = await ana.say("azul")
    assert "no estoy seguro" in reply
    assert "¿Estás embarazada?" in reply
    reply = await ana.say("a veces")
    assert "tal como lo escribiste" in reply
    assert "¿Cómo es tu piel?" in reply
    [row] = front.rows("select status, words from visit_answers where key = 'embarazo'")
    assert row == {"status": "left", "words": "a veces"}


async def test_a_wish_to_cancel_is_served_and_ends_the_asking(front: Front) -> None:
    asks(front, PREGNANT, SKIN)
    ana = await booked(front)
    assert "embarazada" not in await ana.say("mejor cancélala")
    assert "embarazada" not in await ana.say("sí")
    assert [row["status"] for row in front.rows("select status from appointments")] == ["cancelled"]
    assert answers(front) == [("embarazo", "asked", None)]
    assert "piel" not in await ana.say("gracias")


async def test_a_move_keeps_the_answers_and_asks_what_is_open(front: Front) -> None:
    asks(front, PREGNANT, SKIN)
    ana = await booked(front)
    await ana.say("no")
    await ana.say("mejor pásala al viernes 27 a las 10")
    reply = await ana.say("sí")
    assert "¿Cómo es tu piel?" in reply
    await ana.say("mixta")
    assert answers(front) == [("embarazo", "answered", "no"), ("piel", "answered", "Mixta")]
    [row] = front.rows("select distinct appointment_id from visit_answers")
    assert str(row["appointment_id"]) == str(front.rows("select id from appointments")[0]["id"])


async def test_put_off_it_is_asked_once_more_with_the_confirmation(front: Front) -> None:
    asks(front, PREGNANT, service="diseno-de-cejas")
    ana = await booked(front, "Hola, cejas para mañana a las 11", channel="evolution")
    await ana.say("después")
    assert "«mover»" in await later(ana, "2026-11-20T11:05:00-05:00")
    reply = await ana.say("sí, confirmo")
    assert "¿Estás embarazada?" in reply
    assert "anotado" in await ana.say("no")
    assert answers(front) == [("embarazo", "answered", "no")]


async def test_asked_about_somebody_else_by_name(front: Front) -> None:
    asks(front, PREGNANT)
    ana = await booked(front)
    await ana.say("no")
    await ana.say("y mi hermana a las 11, Rosa Paz")
    reply = await ana.say("sí")
    assert "Sobre Rosa Paz:" in reply
    await ana.say("sí")
    rows = front.rows(
        "select p.name, v.answer from visit_answers v left join people p on p.id = v.person_id order by asked_at"
    )
    assert [(row["name"], row["answer"]) for row in rows] == [(None, "no"), ("Rosa Paz", "yes")]
    assert "Rosa Paz" in calls(front)[0]


async def test_two_services_in_one_visit_ask_the_same_only_once(front: Front) -> None:
    asks(front, PREGNANT)
    asks(front, PREGNANT, MEDICINE, service="masaje-relajante")
    ana = front.customer()
    await book(ana, "Hola, quiero limpieza facial y masaje el martes a las 3")
    assert "¿Estás embarazada?" in ana.heard[-1]
    assert "¿Qué medicamentos tomas?" in await ana.say("no")
    assert "anotado" in await ana.say("ninguno")
    assert answers(front) == [("embarazo", "answered", "no"), ("medicina", "answered", "ninguno")]


async def test_once_for_a_person_for_some_months(front: Front) -> None:
    asks(front, {**PREGNANT, "ask_again_months": 6}, AGE)
    ana = await booked(front)
    await ana.say("no")
    await ana.say("34")
    await ana.say("quiero otra limpieza facial el viernes 27 a las 10")
    reply = await ana.say("sí")
    assert "embarazada" not in reply
    assert "¿Cuántos años tienes?" in reply


async def test_who_takes_leave_is_not_asked_once_more(front: Front) -> None:
    asks(front, PREGNANT)
    ana = await booked(front)
    assert "embarazada" not in await ana.say("gracias, chao")


async def test_a_service_without_questions_asks_nothing(front: Front) -> None:
    asks(front, PREGNANT, service="masaje-relajante")
    ana = await booked(front)
    assert ana.heard[-1] == "Listo, lo dejo anotado."
    assert answers(front) == []
