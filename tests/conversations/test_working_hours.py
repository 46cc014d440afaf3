"""Hours, breaks, special dates, vacations and holidays: what is said when nobody is there."""

import pytest

from tests.conversations.agenda_rules import add, booked, change, week
from tests.front import Front

TUESDAY = "2026-11-24"


def rules(front: Front) -> None:
    """Everything that keeps people away in the week of Monday 23 November."""
    add(front, "member_special_dates", member="laura", day=TUESDAY)
    add(
        front,
        "vacations",
        member="valentina",
        first_day=TUESDAY,
        last_day="2026-11-26",
        label="Congreso",
    )
    add(front, "vacations", first_day="2026-11-27", last_day="2026-11-28", label="Inventario")
    special = {"day": "2026-11-25", "label": "Reunión", "opens": "08:00", "closes": "12:00"}
    add(front, "organization_special_dates", **special)
    add(front, "organization_holidays", day="2026-11-30", name="Día de la Prueba")
    change(front, "organizations", holidays=True)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("Hola, un masaje el lunes a la 1 de la tarde", "De 12:00 p. m. a 2:00 p. m. no atendemos"),
        ("Hola, láser con Camila el lunes a las 9", "Camila Rojas no atiende a esa hora"),
        ("Hola, láser con Camila el lunes a las 11:30", "se atiende hasta las 12:00 p. m."),
        ("Hola, un peeling con Laura el martes", "Laura Méndez no atiende el martes 24"),
        ("Hola, un masaje el miércoles a las 4 pm", "A esa hora no atendemos"),
        ("Hola, un masaje el viernes 27", "viernes 27 de noviembre no abrimos (Inventario)"),
        ("Hola, un masaje el lunes 30", "no abrimos (Día de la Prueba)"),
        ("Hola, un masaje el lunes a las 9 de la noche", "A esa hora no atendemos"),
        ("Hi, a massage on Monday at 1 pm", "We're closed from 12:00 pm to 2:00 pm"),
        ("Hi, a peeling with Laura on Tuesday please", "Laura Méndez isn't in on Tue Nov 24"),
        ("Hi, a massage on Friday November 27", "closed on Fri Nov 27 (Inventario)"),
    ],
)
async def test_when_nobody_is_there_the_reason_is_said(
    front: Front, said: str, reason: str
) -> None:
    rules(front)
    ana = front.customer()
    answer = await ana.say(said)
    assert reason in answer
    assert answer.rstrip().endswith("?")
    assert ana.options, "and times that can be had"
    assert front.appointments() == []


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("Oi, limpeza na terça às 12h30", "Das 12h às 13h não atendemos"),
        ("Oi, limpeza com a Juliana na terça às 17h", "Juliana Prado não atende nesse horário"),
        (
            "Oi, uma avaliação na quinta 3 de dezembro com Marcelo",
            "Marcelo Tavares não atende na quinta, 03/12",
        ),
        ("Oi, limpeza na quinta às 17h30", "o atendimento vai até as 18h"),
        ("Oi, limpeza na sexta 27/11", "não abrimos (Reforma)"),
    ],
)
async def test_in_portuguese(front: Front, said: str, reason: str) -> None:
    closed = {"first_day": "2026-11-27", "last_day": "2026-11-27", "label": "Reforma"}
    add(front, "vacations", "sorriso", **closed)
    joao = front.customer("5511987654321", tenant="sorriso", name="João")
    answer = await joao.say(said)
    assert reason in answer
    assert joao.options
    assert front.appointments() == []


async def test_the_hours_of_a_service(front: Front) -> None:
    """A service that is given in the mornings only, whatever the hours of the people are."""
    week(front, "service_availability", "08:00", "10:00", service="peeling")
    ana = front.customer()
    answer = await ana.say("Hola, un peeling el martes a las 11 de la mañana")
    assert "Ese servicio no se hace a esa hora" in answer
    await ana.say("entonces a las 9")
    await ana.say("sí")
    await ana.say("Ana Pérez")
    assert booked(front) == [("peeling", "laura", f"{TUESDAY} 09:00")]
