"""What to mind after a visit: when it is written, where, and when not."""

import json
from uuid import UUID

from tests.agenda import Client
from tests.bookings.clinic_rules import BROWS, CAMILA, FACIAL, LAURA, set_service
from tests.front import Front
from tests.gateway.pipeline.moments.visits import (
    OVER,
    TUESDAY,
    booked,
    came,
    closed,
    moments,
    written,
)
from tests.gateway.pipeline.reminders.reminded_customers import (
    at,
    cancel,
    guest,
    move,
    set_organization,
    until,
)

NOTE = "No te maquilles las cejas hasta mañana."
DUE = at("2026-11-24T17:30")


def noted(front: Front, hours: int = 2, service: str = BROWS, note: str = NOTE) -> None:
    set_service(front, service, aftercare=note, aftercare_hours=hours)


async def test_it_comes_hours_after_the_visit_in_the_words_of_the_business(clinic: Front) -> None:
    noted(clinic)
    _, appointment = await came(clinic)
    await until(clinic, DUE)
    assert written(clinic, "aftercare") == [
        "¡Hola, Ana! Gracias por tu visita.\n"
        "Después de Diseño de cejas, ten en cuenta:\n"
        f"{NOTE}\n"
        "Si tienes dudas, escríbenos por aquí."
    ]
    assert moments(clinic, "aftercare") == [("24 17:30", "sent", None)]
    events = clinic.rows(
        "select kind, actor from appointment_events where appointment_id = %s order by id",
        appointment,
    )
    assert (events[-1]["kind"], events[-1]["actor"]) == ("aftercare_sent", "system")
    await until(clinic, at("2026-11-25T12:00"))
    assert len(written(clinic, "aftercare")) == 1


async def test_it_needs_no_yes_to_reminders_but_stops_for_who_opted_out(clinic: Front) -> None:
    noted(clinic)
    await came(clinic, reminders=False)
    clinic.execute("update chat_identities set opted_out_at = now()")
    await until(clinic, DUE)
    assert moments(clinic, "aftercare") == [("24 17:30", "dropped", "opted_out")]


async def test_a_refused_reminder_is_no_refused_note(clinic: Front) -> None:
    noted(clinic)
    await came(clinic, reminders=False)
    await until(clinic, DUE)
    assert len(written(clinic, "aftercare")) == 1


async def test_where_staff_mark_nothing_the_end_counts(clinic: Front) -> None:
    noted(clinic)
    await booked(clinic)
    await until(clinic, DUE)
    assert len(written(clinic, "aftercare")) == 1


async def test_where_staff_mark_visits_one_that_is_not_marked_waits_for_them(clinic: Front) -> None:
    noted(clinic)
    other = await guest(clinic, "573005550102", name="Eva Luz")
    first = await other.booked(FACIAL, LAURA, at("2026-11-24T09:00"))
    _, appointment = await booked(clinic)
    await until(clinic, at("2026-11-24T11:00"))
    await closed(clinic, first)
    await until(clinic, DUE)
    assert moments(clinic, "aftercare") == [("24 18:30", "waiting", None)]
    await closed(clinic, appointment)
    await until(clinic, at("2026-11-24T18:31"))
    assert len(written(clinic, "aftercare")) == 1


async def test_what_is_never_marked_is_left_out_after_a_day(clinic: Front) -> None:
    noted(clinic)
    other = await guest(clinic, "573005550102", name="Eva Luz")
    first = await other.booked(FACIAL, LAURA, at("2026-11-24T09:00"))
    await booked(clinic)
    await until(clinic, at("2026-11-24T11:00"))
    await closed(clinic, first)
    for hour in range(10):
        await until(clinic, at(f"2026-11-25T{hour + 9:02}:00"))
    assert written(clinic, "aftercare") == []
    assert [(status, why) for _, status, why in moments(clinic, "aftercare")] == [
        ("skipped", "unmarked")
    ]


async def test_who_did_not_come_gets_none(clinic: Front) -> None:
    noted(clinic)
    _, appointment = await booked(clinic)
    await until(clinic, OVER)
    await closed(clinic, appointment, "no_show")
    await until(clinic, DUE)
    assert moments(clinic, "aftercare") == [("24 17:30", "dropped", "no_show")]


async def test_what_is_cancelled_or_moved_has_none_or_another(clinic: Front) -> None:
    noted(clinic)
    ana, appointment = await booked(clinic)
    await move(ana, appointment, BROWS, CAMILA, at("2026-11-25T15:00"))
    assert moments(clinic, "aftercare") == [
        ("24 17:30", "dropped", "moved"),
        ("25 17:30", "waiting", None),
    ]
    await cancel(ana, appointment)
    assert moments(clinic, "aftercare")[1] == ("25 17:30", "dropped", "cancelled")


async def test_at_night_it_waits_for_the_morning(clinic: Front) -> None:
    noted(clinic, hours=7)
    await came(clinic)
    assert moments(clinic, "aftercare") == [("25 08:00", "waiting", None)]
    await until(clinic, at("2026-11-24T23:00"))
    assert written(clinic, "aftercare") == []
    await until(clinic, at("2026-11-25T08:01"))
    assert len(written(clinic, "aftercare")) == 1


async def test_one_thing_at_a_time(clinic: Front) -> None:
    """A reminder of the next appointment goes out; the note comes an hour later."""
    noted(clinic)
    ana, _ = await booked(clinic)
    await ana.booked(FACIAL, CAMILA, at("2026-11-25T17:00"))
    await until(clinic, at("2026-11-24T17:00"))
    await until(clinic, DUE)
    assert moments(clinic, "aftercare") == [("24 18:00", "waiting", None)]
    await until(clinic, at("2026-11-24T18:01"))
    assert len(written(clinic, "aftercare")) == 1


async def test_while_a_person_has_the_chat_it_waits(clinic: Front) -> None:
    noted(clinic)
    await came(clinic)
    clinic.execute(
        "update chat_identities set handled_by = 'person', handled_until = %s",
        at("2026-11-24T19:00"),
    )
    await until(clinic, DUE)
    assert moments(clinic, "aftercare") == [("24 19:00", "waiting", None)]


async def test_a_closed_window_takes_a_template_or_nothing(clinic: Front) -> None:
    noted(clinic)
    await came(clinic, channel="gupshup")
    await until(clinic, DUE)
    assert moments(clinic, "aftercare") == [("24 17:30", "skipped", "window")]


async def test_the_template_has_the_name_the_business_and_the_note(clinic: Front) -> None:
    noted(clinic)
    clinic.execute(
        "update platform_connections set settings = %s where channel = 'gupshup'",
        json.dumps({"aftercare_template": "care"}),
    )
    await came(clinic, channel="gupshup")
    await until(clinic, DUE)
    [message] = clinic.gupshup.sent
    assert message.template == "care"
    assert moments(clinic, "aftercare") == [("24 17:30", "sent", None)]


async def test_a_visit_of_two_services_gets_both_notes_in_one_message(clinic: Front) -> None:
    noted(clinic)
    noted(clinic, service=FACIAL, note="Usa protector solar.")
    ana = await guest(clinic)
    visit = await _visit(ana)
    await until(clinic, at("2026-11-24T17:00"))
    await closed(clinic, visit)
    await until(clinic, at("2026-11-24T19:30"))
    [text] = written(clinic, "aftercare")
    assert text.index("Usa protector solar.") < text.index(NOTE)


async def _visit(ana: Client) -> UUID:
    begun = await ana.begin()
    (offer,) = await ana.offers(begun, [FACIAL, BROWS], [TUESDAY])
    assert offer
    await ana.end(begun)
    done = await ana.book(offer["slot"])
    return UUID(done["appointment"]["id"])


async def test_a_note_that_is_taken_away_is_not_sent(clinic: Front) -> None:
    noted(clinic)
    await booked(clinic)
    set_service(clinic, BROWS, aftercare=None)
    assert moments(clinic, "aftercare") == [("24 17:30", "dropped", "offset")]


async def test_a_note_that_is_written_later_counts_for_who_booked_before(clinic: Front) -> None:
    await booked(clinic)
    noted(clinic, hours=3)
    assert moments(clinic, "aftercare") == [("24 18:30", "waiting", None)]


async def test_other_quiet_hours_do_not_stop_what_waits(clinic: Front) -> None:
    noted(clinic)
    await came(clinic)
    set_organization(clinic, quiet_from="17:00", quiet_to="09:00")
    await until(clinic, DUE)
    assert moments(clinic, "aftercare") == [("25 09:00", "waiting", None)]
