"""An hour that nobody confirmed is given up by rule: only where that was said, and nobody wrote or acted since."""

import json
from typing import Any

import pytest

from tests.bookings.clinic_rules import BROWS, CAMILA
from tests.front import Front
from tests.gateway.pipeline.moments.visits import booked, moments, written
from tests.gateway.pipeline.reminders.reminded_customers import (
    PHONE,
    at,
    cancel,
    consent,
    ended,
    guest,
    move,
    set_organization,
    until,
)

ASKED, GIVEN_UP = at("2026-11-23T15:00"), at("2026-11-24T12:00")


def rule(front: Front, minutes: int | None = 180) -> None:
    set_organization(front, release_minutes=minutes, reminder_minutes=[])


def state(front: Front) -> str:
    [row] = front.rows("select status from appointments")
    return str(row["status"])


async def test_the_request_says_so_and_silence_gives_the_hour_up(clinic: Front) -> None:
    rule(clinic)
    _, appointment = await booked(clinic)
    await until(clinic, ASKED)
    [request] = written(clinic, "confirmation")
    assert request.splitlines()[-1] == (
        "Si no respondes hasta el martes 24 de noviembre, 12:00 p. m., se libera la hora para otra persona."
    )
    await until(clinic, GIVEN_UP)
    assert state(clinic) == "cancelled"
    [told] = written(clinic, "release")
    assert told.splitlines() == [
        "¡Hola, Ana! Como no recibimos respuesta, liberamos la hora de tu cita:",
        "Diseño de cejas con Camila Rojas",
        "martes 24 de noviembre, 3:00 p. m.",
        "Si todavía quieres venir, escríbenos por aquí y buscamos otra hora.",
    ]
    [event] = clinic.rows(
        "select actor, account_id, turn_id from appointment_events "
        "where appointment_id = %s and kind = 'cancelled'",
        appointment,
    )
    assert event == {"actor": "rule", "account_id": None, "turn_id": None}
    notices = clinic.rows("select body from notifications where topic = 'released'")
    assert notices
    assert (
        "Diseño de cejas, martes 24 de noviembre, 3:00 p. m.. Cliente: Ana Pérez"
        in notices[0]["body"]
    )


async def test_it_is_off_unless_the_business_says_otherwise(clinic: Front) -> None:
    await booked(clinic)
    await until(clinic, ASKED)
    await until(clinic, GIVEN_UP)
    assert state(clinic) == "scheduled"
    assert moments(clinic, "release") == []
    assert "se libera" not in written(clinic, "confirmation")[0]


@pytest.mark.parametrize(
    "words", ["sí", "¿puedo llevar a mi perro?", "déjame ver y te aviso", "no"]
)
async def test_whoever_wrote_anything_keeps_the_hour(clinic: Front, words: str) -> None:
    rule(clinic)
    await booked(clinic)
    await until(clinic, ASKED)
    await clinic.customer(PHONE, channel="evolution").write(words)
    await until(clinic, at("2026-11-24T12:01"))
    assert state(clinic) != "cancelled"
    assert [why for _, _, why in moments(clinic, "release")] == ["wrote"]


async def test_another_chat_of_the_same_customer_counts(clinic: Front) -> None:
    rule(clinic)
    await booked(clinic)
    await until(clinic, ASKED)
    await clinic.customer(PHONE, channel="gupshup").write("hola")
    await until(clinic, at("2026-11-24T12:01"))
    assert state(clinic) == "scheduled"


async def test_a_tapped_no_is_no_answer_that_keeps_it(clinic: Front) -> None:
    rule(clinic)
    _, appointment = await booked(clinic)
    await until(clinic, ASKED)
    clinic.execute(
        "insert into chat_messages (organization_id, chat_identity_id, connection_id, direction, status, body, "
        "payload, created_at) select organization_id, id, connection_id, 'inbound', 'handled', 'No', %s, %s "
        "from chat_identities limit 1",
        json.dumps({"choice": {"id": f"confirm:{appointment}:no", "title": "No"}}),
        clinic.clock.now(),
    )
    await until(clinic, GIVEN_UP)
    assert state(clinic) == "cancelled"


async def test_who_confirmed_keeps_it_whoever_did_it(clinic: Front) -> None:
    rule(clinic)
    _, appointment = await booked(clinic)
    await until(clinic, ASKED)
    clinic.execute("update appointments set status = 'confirmed' where id = %s", appointment)
    await until(clinic, GIVEN_UP)
    assert state(clinic) == "confirmed"
    assert moments(clinic, "release") == [("24 12:00", "dropped", "confirmed")]


async def test_what_staff_did_with_it_since_keeps_it(clinic: Front) -> None:
    rule(clinic)
    _, appointment = await booked(clinic)
    await until(clinic, ASKED)
    clinic.execute("update appointments set arrived_at = now() where id = %s", appointment)
    await until(clinic, GIVEN_UP)
    assert [why for _, _, why in moments(clinic, "release")] == ["seen_to"]
    assert state(clinic) == "scheduled"


async def test_a_person_in_the_chat_keeps_it(clinic: Front) -> None:
    rule(clinic)
    await booked(clinic)
    await until(clinic, ASKED)
    clinic.execute("update chat_identities set handled_by = 'person', handled_until = 'infinity'")
    await until(clinic, GIVEN_UP)
    assert [why for _, _, why in moments(clinic, "release")] == ["with_person"]
    assert state(clinic) == "scheduled"


@pytest.mark.parametrize("status", ["failed", "queued", "unknown"])
async def test_a_request_that_did_not_arrive_gives_nothing_up(clinic: Front, status: str) -> None:
    rule(clinic)
    await booked(clinic)
    await until(clinic, ASKED)
    clinic.execute("update chat_messages set status = %s where payload ? 'release'", status)
    await clinic.pass_time((GIVEN_UP - clinic.clock.now()).total_seconds())
    row = clinic.rows("select id, organization_id from reminders where kind = 'release'")[0]
    await clinic.container.reminders.run(row["organization_id"], row["id"])
    assert [why for _, _, why in moments(clinic, "release")] == ["undelivered"]
    assert state(clinic) == "scheduled"


async def test_without_a_request_nothing_is_given_up(clinic: Front) -> None:
    """Booked too late to be asked."""
    rule(clinic)
    await booked(clinic, at("2026-11-21T09:00"))
    await until(clinic, at("2026-11-20T20:46"))
    assert state(clinic) == "scheduled"
    assert [why for _, _, why in moments(clinic, "release")] == ["not_asked"]


async def test_a_rule_that_came_after_the_request_gives_nothing_up(clinic: Front) -> None:
    set_organization(clinic, reminder_minutes=[])
    await booked(clinic)
    await until(clinic, ASKED)
    rule(clinic)
    await until(clinic, GIVEN_UP)
    assert [why for _, _, why in moments(clinic, "release")] == ["not_told"]
    assert state(clinic) == "scheduled"


async def test_a_move_asks_anew(clinic: Front) -> None:
    rule(clinic)
    ana, appointment = await booked(clinic)
    await until(clinic, ASKED)
    await move(ana, appointment, BROWS, CAMILA, at("2026-11-26T15:00"))
    await until(clinic, at("2026-11-25T15:00"))
    await until(clinic, at("2026-11-26T12:00"))
    assert [status for _, status, _ in moments(clinic, "release")] == ["dropped", "sent"]
    assert state(clinic) == "cancelled"


async def test_what_is_cancelled_is_not_given_up(clinic: Front) -> None:
    rule(clinic)
    ana, appointment = await booked(clinic)
    await cancel(ana, appointment)
    await until(clinic, GIVEN_UP)
    assert moments(clinic, "release") == [("24 12:00", "dropped", "cancelled")]
    assert ended(clinic)[0] == ("confirmation", "dropped", "cancelled")


async def test_who_withdrew_the_yes_to_messages_is_not_given_up(clinic: Front) -> None:
    rule(clinic)
    ana, _ = await booked(clinic)
    await until(clinic, ASKED)
    await consent(ana, False)
    await until(clinic, GIVEN_UP)
    assert moments(clinic, "release") == [("24 12:00", "dropped", "no_consent")]
    assert state(clinic) == "scheduled"


@pytest.mark.parametrize(
    ("settings", "told", "end"),
    [
        ({"confirmation_template": "ask"}, "not_told", "scheduled"),
        ({"confirmation_template": "ask", "release_template": "ask2"}, "window", "scheduled"),
        ({"release_template": "ask2", "released_template": "gone"}, None, "cancelled"),
    ],
)
async def test_outside_of_the_window_both_messages_need_a_template(
    clinic: Front, settings: dict[str, Any], told: str | None, end: str
) -> None:
    rule(clinic)
    clinic.execute(
        "update platform_connections set settings = %s where channel = 'gupshup'",
        json.dumps(settings),
    )
    await booked(clinic, channel="gupshup")
    await until(clinic, ASKED)
    await until(clinic, GIVEN_UP)
    assert [why for _, _, why in moments(clinic, "release")] == [told]
    assert state(clinic) == end
    templates = [message.template for message in clinic.gupshup.sent if message.template]
    assert templates[0] == settings.get("release_template", "ask")
    assert templates[1:] == (["gone"] if end == "cancelled" else [])


async def test_a_second_run_gives_up_nothing_twice(clinic: Front) -> None:
    rule(clinic)
    await booked(clinic)
    await until(clinic, ASKED)
    await clinic.pass_time((GIVEN_UP - clinic.clock.now()).total_seconds())
    row = clinic.rows("select id, organization_id from reminders where kind = 'release'")[0]
    for _ in range(3):
        await clinic.container.reminders.run(row["organization_id"], row["id"])
    await clinic.work()
    assert len(written(clinic, "release")) == 1


async def test_the_hour_is_offered_to_who_waits_for_it(clinic: Front) -> None:
    rule(clinic)
    await booked(clinic)
    eva = await guest(clinic, "573005550102", name="Eva Luz")
    clinic.execute(
        "insert into waiting_list (organization_id, chat_identity_id, contact_id, services, member_id, first_day, "
        "last_day, not_before, not_after, joined_at, changed_at, wake_at) select i.organization_id, i.id, "
        "i.contact_id, jsonb_build_array(s.id), m.id, '2026-11-24', '2026-11-24', '15:00', '15:00', %s, %s, %s "
        "from chat_identities i, services s, members m where i.id = %s and s.key = %s and m.key = %s "
        "and s.organization_id = i.organization_id and m.organization_id = i.organization_id",
        *[clinic.clock.now()] * 2,
        at("2026-11-25T08:00"),
        eva.conversation,
        BROWS,
        CAMILA,
    )
    await until(clinic, ASKED)
    await until(clinic, GIVEN_UP)
    [row] = clinic.rows("select status from waiting_list")
    assert row["status"] == "offered"
