"""Questions of a business before a visit: asked one by one, kept, left alone, and a person where one is needed."""

from typing import Any

from psycopg.types.json import Jsonb

from tests.conversations.agenda_rules import change
from tests.conversations.reminding import book
from tests.front import Customer, Front

FACIAL = "Hola, limpieza facial el jueves a las 10 de la mañana"
LIMPEZA = "Oi, quero limpeza na quinta às 10h"


def question(key: str, text: str, kind: str = "yes_no", **rest: Any) -> dict[str, Any]:
    """One of a service, as its document has it."""
    plain = {
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
