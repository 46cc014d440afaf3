"""Visits of several services: one after another, all or none, changed as a whole."""

from uuid import UUID

import pytest

from tests.agenda import clients
from tests.bookings.clinic_rules import (
    AT,
    BROWS,
    CAMILA,
    FACIAL,
    LASER,
    LAURA,
    MASSAGE,
    PAULA,
    book,
    busy,
    events,
    minutes,
    offer,
    set_service,
)
from tests.front import Front


async def test_services_follow_each_other_with_their_buffers(clinic: Front) -> None:
    (ana,) = [await c.named() for c in clients(clinic, 1)]
    booked = await book(ana, [FACIAL, BROWS], AT)
    assert booked["status"] == "booked"
    parts = booked["appointment"]["parts"]
    assert [part["service_key"] for part in parts] == [FACIAL, BROWS]
    # A facial lasts an hour and keeps its room ten minutes more.
    starts = [row["local"] for row in clinic.appointments()]
    assert starts[1] - starts[0] == minutes(70)
    assert {part["member"] for part in parts} == {parts[0]["member"]}, "one member can do both"
    visits = clinic.rows("select distinct visit_id from appointments")
    assert len(visits) == 1
    assert visits[0]["visit_id"] is not None
    for part in parts:
        assert events(clinic, part["id"]) == ["booked"]


async def test_several_members_when_nobody_does_everything(clinic: Front) -> None:
    (ana,) = [await c.named() for c in clients(clinic, 1)]
    booked = await book(ana, [LASER, MASSAGE], AT, member=CAMILA)
    parts = booked["appointment"]["parts"]
    assert parts[0]["member"] == "Camila Rojas"
    assert parts[1]["member"] in ("Laura Méndez", "Paula Nieto")


async def test_who_does_nothing_of_it_cannot_be_named(clinic: Front) -> None:
    (ana,) = [await c.named() for c in clients(clinic, 1)]
    assert await offer(ana, [LASER, BROWS], AT, member=LAURA) is not None
    assert await offer(ana, [LASER, BROWS], AT, member="valentina") is None


async def test_all_or_none(clinic: Front) -> None:
    ana, eva = [await c.named() for c in clients(clinic, 2)]
    found = await offer(ana, [LASER, FACIAL], AT, member=CAMILA)
    assert found
    second = found["items"][1]
    assert second["service"] == "Limpieza facial"
    await eva.booked(FACIAL, CAMILA, AT + minutes(60))
    lost = await ana.book(found["slot"])
    assert lost["status"] == "taken"
    assert len(lost["services"]) == 2
    assert len(clinic.appointments()) == 1
    assert busy(clinic) == [("camila", "16:00-17:10")]


async def test_a_visit_is_cancelled_as_a_whole(clinic: Front) -> None:
    (ana,) = [await c.named() for c in clients(clinic, 1)]
    booked = await book(ana, [FACIAL, BROWS], AT)
    second = booked["appointment"]["parts"][1]["id"]
    (entry,) = await ana.call("appointments_upcoming")
    assert len(entry["parts"]) == 2
    proposed = await ana.act("appointment_cancel", appointment=UUID(second))
    assert len(proposed["appointment"]["parts"]) == 2
    done = await ana.act("appointment_cancel", proposal=proposed["proposal"])
    assert done["status"] == "cancelled"
    assert len(done["appointment"]["parts"]) == 2
    assert clinic.appointments() == []
    assert busy(clinic) == []
    assert events(clinic, second) == ["booked", "cancelled"]


async def test_one_service_of_a_visit_is_cancelled_alone(clinic: Front) -> None:
    (ana,) = [await c.named() for c in clients(clinic, 1)]
    booked = await book(ana, [FACIAL, BROWS], AT)
    first, second = (UUID(part["id"]) for part in booked["appointment"]["parts"])
    names = [part["service"] for part in booked["appointment"]["parts"]]
    unknown = await ana.act("appointment_cancel", appointment=first, only="Peeling superficial")
    assert unknown["status"] == "not_found"
    proposed = await ana.act("appointment_cancel", appointment=first, only=names[1])
    assert len(proposed["appointment"]["parts"]) == 2
    done = await ana.act("appointment_cancel", proposal=proposed["proposal"])
    assert [part["service"] for part in done["appointment"]["parts"]] == [names[1]]
    assert events(clinic, str(second)) == ["booked", "cancelled"]
    (entry,) = await ana.call("appointments_upcoming")
    assert [part["service"] for part in entry["parts"]] == [names[0]]
    proposed = await ana.act("appointment_cancel", appointment=first)
    rest = await ana.act("appointment_cancel", proposal=proposed["proposal"])
    assert [part["service"] for part in rest["appointment"]["parts"]] == [names[0]]
    assert clinic.appointments() == []


@pytest.mark.parametrize("later", [-60, -30, 30, 60, 1440])
async def test_a_visit_moves_as_a_whole_and_keeps_its_ids(clinic: Front, later: int) -> None:
    (ana,) = [await c.named() for c in clients(clinic, 1)]
    booked = await book(ana, [FACIAL, BROWS], AT, member=CAMILA)
    parts = booked["appointment"]["parts"]
    first = UUID(parts[0]["id"])
    # Its own time is free for it: half an hour later overlaps both of its parts.
    found = await offer(ana, [FACIAL, BROWS], AT + minutes(later), member=CAMILA, appointment=first)
    assert found
    moved = await ana.act("appointment_move", slot=found["slot"])
    assert moved["status"] == "moved"
    assert [p["id"] for p in moved["appointment"]["parts"]] == [p["id"] for p in parts]
    starts = clinic.rows("select starts_at from appointments order by starts_at")
    assert [row["starts_at"] for row in starts] == [AT + minutes(later), AT + minutes(later + 70)]
    assert len(busy(clinic)) == 2
    for part in parts:
        assert events(clinic, part["id"]) == ["booked", "moved"]


async def test_a_visit_counts_once_against_the_limit(clinic: Front) -> None:
    clinic.execute("update organizations set max_open_appointments = 2")
    (ana,) = [await c.named() for c in clients(clinic, 1)]
    assert (await book(ana, [FACIAL, BROWS], AT))["status"] == "booked"
    assert (await book(ana, [MASSAGE], AT + minutes(1440)))["status"] == "booked"
    assert (await book(ana, [MASSAGE], AT + minutes(2880)))["status"] == "too_many_open"


async def test_a_service_that_was_switched_off_makes_the_visit_impossible(clinic: Front) -> None:
    (ana,) = [await c.named() for c in clients(clinic, 1)]
    found = await offer(ana, [FACIAL, BROWS], AT)
    assert found
    set_service(clinic, BROWS, active=False)
    assert await offer(ana, [FACIAL, BROWS], AT) is None
    assert (await ana.book(found["slot"]))["status"] == "taken"
    assert clinic.appointments() == []


async def test_a_repeated_booking_is_the_same_visit(clinic: Front) -> None:
    (ana,) = [await c.named() for c in clients(clinic, 1)]
    found = await offer(ana, [FACIAL, BROWS], AT)
    assert found
    first = await ana.book(found["slot"])
    again = await ana.book(found["slot"])
    assert (first["status"], again["status"]) == ("booked", "already_booked")
    assert first["appointment"] == again["appointment"]
    assert len(clinic.appointments()) == 2


async def test_a_move_onto_another_own_appointment_is_refused(clinic: Front) -> None:
    (ana,) = [await c.named() for c in clients(clinic, 1)]
    first = await book(ana, [LASER], AT, member=CAMILA)
    await book(ana, [MASSAGE], AT + minutes(120), member=PAULA)
    found = await offer(
        ana,
        [LASER],
        AT + minutes(120),
        member=CAMILA,
        appointment=UUID(first["appointment"]["id"]),
    )
    assert found
    refused = await ana.act("appointment_move", slot=found["slot"])
    assert refused["status"] == "overlaps_own"
    assert refused["appointment"]["service_key"] == MASSAGE


async def test_a_repeated_move_of_what_was_cancelled_since_says_so(clinic: Front) -> None:
    (ana,) = [await c.named() for c in clients(clinic, 1)]
    booked = await book(ana, [LASER], AT, member=CAMILA)
    own = UUID(booked["appointment"]["id"])
    found = await offer(ana, [LASER], AT + minutes(120), member=CAMILA, appointment=own)
    assert found
    for _ in range(2):
        assert (await ana.act("appointment_move", slot=found["slot"]))["status"] == "moved"
    assert events(clinic, own) == ["booked", "moved"]
    proposed = await ana.act("appointment_cancel", appointment=own)
    await ana.act("appointment_cancel", proposal=proposed["proposal"])
    assert (await ana.act("appointment_move", slot=found["slot"]))["status"] == "not_found"


async def test_a_visit_moves_within_its_own_group(clinic: Front) -> None:
    """Only the first service finds another member; the group session stays and stays occupied."""
    set_service(clinic, MASSAGE, capacity=2)
    (ana,) = [await c.named() for c in clients(clinic, 1)]
    booked = await book(ana, [BROWS, MASSAGE], AT, member=LAURA)
    own = UUID(booked["appointment"]["id"])
    begun = await ana.begin()
    (found,) = await ana.offers(begun, [BROWS, MASSAGE], [AT], member=CAMILA, appointment=own)
    await ana.end(begun)
    assert found
    before = busy(clinic)
    moved = await ana.act("appointment_move", slot=found["slot"])
    assert moved["status"] == "moved"
    assert moved["appointment"]["parts"][0]["member"] == "Camila Rojas"
    after = busy(clinic)
    assert len(after) == len(before)
    assert [span for _, span in after] == [span for _, span in before]
