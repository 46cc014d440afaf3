"""From a yes to reminders to what is sent, when, and in which form, told by the rows it leaves."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.conversations.agenda_rules import at
from tests.conversations.checks import check_conversations
from tests.conversations.reminding import book, events, later, reminders, statuses
from tests.front import Front, open_front
from tests.providers import gupshup

HOUR = 3600
ASK, REMIND = "00000000-0000-4000-8000-00000000000a", "00000000-0000-4000-8000-00000000000b"


@pytest.fixture
async def templated(database_url: str, tmp_path: Path) -> AsyncIterator[Any]:
    """A deployment with both templates."""
    now = at("2026-11-20T10:00:00-05:00")
    async with open_front(
        database_url,
        tmp_path,
        now,
        gupshup_confirmation_template_id=ASK,
        gupshup_reminder_template_id=REMIND,
    ) as front:
        yield front
        check_conversations(front)


async def test_asked_the_day_before_and_confirmed(front: Front) -> None:
    ana = front.customer()
    await book(ana, "Hola, cejas para mañana a las 11")
    request = await later(ana, "2026-11-20T11:00:00-05:00")
    assert request.splitlines() == [
        "📅 ¡Hola, Ana! ¿Nos confirmas tu cita?",
        "Diseño de cejas con Camila Rojas",
        "sábado 21 de noviembre, 11:00 a. m.",
        "Clínica Aurora Lumbre, Carrera 13 # 300-25, local 4, Bogotá",
        "Responde «sí», «no» o «mover».",
    ]
    assert [title for _, title in ana.options] == ["Sí", "No", "Mover"]
    assert "Cita confirmada" in await ana.say("sí")
    assert statuses(front) == {"diseno-de-cejas": "confirmed"}
    reminded = await later(ana, "2026-11-21T08:00:00-05:00")
    assert "Te recordamos tu cita" in reminded
    assert "Si algo cambió" in reminded
    assert reminders(front) == [("confirmation", "sent", None), ("reminder", "sent", None)]
    assert events(front) == [
        ("booked", "customer"),
        ("confirmation_asked", "system"),
        ("confirmed", "customer"),
        ("reminded", "system"),
    ]


async def test_an_appointment_confirmed_before_is_not_asked_about(front: Front) -> None:
    ana = front.customer(channel="evolution")
    await book(ana, "Hola, cejas para el lunes a las 10")
    await ana.say("confirmo mi cita")
    assert await later(ana, "2026-11-22T12:00:00-05:00") == ""
    assert "Te recordamos" in await later(ana, "2026-11-23T08:00:00-05:00")
    assert reminders(front) == [
        ("confirmation", "dropped", "confirmed"),
        ("reminder", "sent", None),
    ]


async def test_two_hours_ahead_nothing_is_sent(front: Front) -> None:
    ana = front.customer()
    await book(ana, "Hola, cejas para hoy a las 2 de la tarde")
    await front.pass_time(2 * HOUR)
    assert await later(ana, "2026-11-20T13:55:00-05:00") == ""
    assert [row["due_at"] for row in front.rows("select due_at from reminders")] == [
        at("2026-11-20T11:00:00-05:00")
    ]


async def test_without_consent_nothing_is_sent(front: Front) -> None:
    ana = front.customer(channel="evolution")
    await ana.say("Hola, cejas para el lunes a las 10")
    await ana.say("sí")
    await ana.say("Ana Pérez")
    await ana.say("no, gracias")
    assert await later(ana, "2026-11-23T09:55:00-05:00") == ""
    assert front.rows("select id from reminders") == []


async def test_whoever_opts_out_hears_nothing_more(front: Front) -> None:
    ana = front.customer(channel="evolution")
    await book(ana, "Hola, cejas para el lunes a las 10")
    assert "recordatorios" in await ana.say("no me escriban más por favor")
    assert {status for _, status, _ in reminders(front)} == {"dropped"}
    assert await later(ana, "2026-11-23T09:55:00-05:00") == ""
    assert len(front.appointments()) == 1


async def test_at_night_nobody_is_written_to(front: Front) -> None:
    ana = front.customer(channel="evolution")
    await book(ana, "Hola, cejas para el lunes a las 8")
    await later(ana, "2026-11-22T08:00:00-05:00")
    assert await later(ana, "2026-11-22T20:40:00-05:00") == ""
    assert "Te recordamos" in await later(ana, "2026-11-22T20:45:00-05:00")
    assert await later(ana, "2026-11-23T07:59:00-05:00") == ""


# Outside the 24-hour window


async def test_a_closed_window_without_a_template(front: Front) -> None:
    ana = front.customer()
    await book(ana, "Hola, cejas para el lunes a las 10")
    assert await later(ana, "2026-11-22T10:00:00-05:00") == ""
    assert await later(ana, "2026-11-23T08:00:00-05:00") == ""
    assert reminders(front) == [
        ("confirmation", "skipped", "window"),
        ("reminder", "skipped", "window"),
    ]
    assert events(front) == [("booked", "customer")]


async def test_a_closed_window_with_a_template(templated: Front) -> None:
    ana = templated.customer()
    await book(ana, "Hola, cejas para el lunes a las 10")
    await later(ana, "2026-11-22T10:00:00-05:00")
    sent = templated.gupshup.sent[-1]
    assert sent.content == {
        "id": ASK,
        "params": [
            "Ana",
            "Clínica Aurora Lumbre",
            "Diseño de cejas (Camila Rojas)",
            "lunes 23 de noviembre, 10:00 a. m.",
            "Carrera 13 # 300-25, local 4, Bogotá",
        ],
    }
    assert [said.rpartition(":")[2] for said, _ in sent.options] == ["yes", "no", "move"]
    name = templated.connection_name("aurora", "gupshup")
    for words, postback in (("Sí", sent.options[0][0]), ("Sí", None)):
        payload = gupshup.template_button(words, postback, phone=ana.phone, app=name)
        payload["timestamp"] = int(templated.clock.now().timestamp() * 1000)
        assert (await templated.post("gupshup", "aurora", payload)).status_code == 200
        await ana.listen()
        assert statuses(templated) == {"diseno-de-cejas": "confirmed"}
    await later(ana, "2026-11-23T08:00:00-05:00")
    assert not templated.gupshup.sent[-1].template, "they wrote yesterday"


async def test_a_template_button_that_tells_its_words_only(templated: Front) -> None:
    ana = templated.customer()
    await book(ana, "Hola, cejas para el lunes a las 10")
    await later(ana, "2026-11-22T10:00:00-05:00")
    name = templated.connection_name("aurora", "gupshup")
    payload = gupshup.template_button("Sí", phone=ana.phone, app=name)
    payload["timestamp"] = int(templated.clock.now().timestamp() * 1000)
    await templated.post("gupshup", "aurora", payload)
    assert "Cita confirmada" in await ana.listen()
    assert statuses(templated) == {"diseno-de-cejas": "confirmed"}
