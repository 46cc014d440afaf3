"""Which starts there are at all: the grid, what fits, notice and horizon, the past, the clock change."""

import pytest

from tests.conversations.agenda_rules import booked, change
from tests.front import Front


@pytest.mark.parametrize(
    ("tenant", "said", "reason", "near"),
    [
        (
            "aurora",
            "Hola, un masaje el martes a las 3:10 de la tarde",
            "Ninguna cita empieza a esa hora (3:10 p. m.): empiezan cada 30 minutos.",
            ["mar 24, 3:00 p. m.", "mar 24, 3:30 p. m."],
        ),
        (
            "sorriso",
            "Oi, limpeza na terça às 9h10",
            "Nenhuma consulta começa nesse horário (9h10): elas começam a cada 30 minutos.",
            ["ter 24, 9h", "ter 24, 9h30"],
        ),
        (
            "aurora",
            "Hi, a massage on Tuesday at 3:10 pm",
            "No appointment starts at 3:10 pm: they start every 30 minutes.",
            ["Tue 24, 3:00 pm", "Tue 24, 3:30 pm"],
        ),
    ],
    ids=["es", "pt", "en"],
)
async def test_an_hour_between_the_starts(
    front: Front, tenant: str, said: str, reason: str, near: list[str]
) -> None:
    ana = front.customer(tenant=tenant)
    assert reason in await ana.say(said)
    assert [title for _, title in ana.options][:2] == near
    assert front.appointments() == []


@pytest.mark.parametrize(
    ("rule", "said", "reason"),
    [
        (
            {"slot_step_minutes": 60},
            "Hola, un peeling el martes a las 9:30",
            "empiezan cada hora",
        ),
        (
            {"duration_minutes": 300},
            "Hola, un peeling el martes",
            "no hay un espacio tan largo como el servicio",
        ),
        (
            {"notice_minutes": 2880},
            "Hola, un peeling hoy a las 4 de la tarde",
            "para esa hora ya no alcanzamos",
        ),
        (
            {"notice_minutes": 2880},
            "Hi, a peeling today at 4 pm",
            "That's too short notice",
        ),
        (
            {"notice_minutes": 2880},
            "Oi, quero um peeling hoje às 16h",
            "já está muito em cima da hora",
        ),
        (
            {"horizon_days": 7},
            "Hola, un peeling el 4 de diciembre",
            "por ahora llega hasta el viernes 27 de noviembre",
        ),
        (
            {"horizon_days": 7},
            "Hi, a peeling on December 4",
            "for now it ends on Fri Nov 27",
        ),
    ],
)
async def test_a_services_own_rules(
    front: Front, rule: dict[str, int], said: str, reason: str
) -> None:
    """A peeling is Laura's alone; nobody else's rules stand in the way."""
    change(front, "services", "peeling", **rule)
    ana = front.customer()
    answer = await ana.say(said)
    assert reason.lower() in answer.lower()
    assert answer.rstrip().endswith("?")
    assert front.appointments() == []


async def test_a_members_notice_and_horizon_go_before_the_services(front: Front) -> None:
    change(front, "services", "diseno-de-cejas", notice_minutes=60, horizon_days=60)
    change(front, "members", "laura", notice_minutes=2880, horizon_days=10)
    ana = front.customer()
    assert "ya no alcanzamos" in await ana.say("Hola, cejas con Laura hoy a las 3 de la tarde")
    assert "hasta el lunes 30" in await ana.say("¿y el 10 de diciembre?")
    assert "3:00 p. m. con Camila" in await ana.say("entonces con Camila hoy a las 3")
    await ana.say("sí")
    await ana.say("Ana Pérez")
    assert booked(front) == [("diseno-de-cejas", "camila", "2026-11-20 15:00")]


@pytest.mark.parametrize(
    ("tenant", "said", "reason"),
    [
        ("aurora", "Hola, un masaje para ayer", "pas"),
        ("sorriso", "Oi, limpeza para ontem", "pass"),
        ("aurora", "Hi, a massage today at 8 am", "already passed"),
    ],
    ids=["es", "pt", "en"],
)
async def test_what_is_gone_by(front: Front, tenant: str, said: str, reason: str) -> None:
    ana = front.customer(tenant=tenant)
    answer = await ana.say(said)
    assert reason in answer
    assert answer.rstrip().endswith("?")
    assert front.appointments() == []
