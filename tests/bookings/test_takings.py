"""Gaps, buffers, resources, groups and holds: what is taken, by whom, and until when."""

import asyncio
from collections import Counter
from uuid import UUID

import psycopg
import pytest

from tests.agenda import Client, clients
from tests.bookings.clinic_rules import (
    AT,
    BROWS,
    CAMILA,
    FACIAL,
    LASER,
    LAURA,
    MASSAGE,
    PAULA,
    add_resource,
    book,
    busy,
    events,
    minutes,
    offer,
    set_organization,
    set_service,
)
from tests.front import Front


async def test_in_a_processing_gap_the_member_serves_another(clinic: Front) -> None:
    set_service(clinic, FACIAL, duration_minutes=120, gap_from_minutes=30, gap_minutes=60)
    ana, eva, sol = [await c.named() for c in clients(clinic, 3)]
    await book(ana, [FACIAL], AT, member=CAMILA)
    assert busy(clinic) == [("camila", "15:00-15:30"), ("camila", "16:30-17:10")]
    assert await offer(eva, [LASER], AT + minutes(30), member=CAMILA), "45 + 15 minutes fit exactly"
    assert await offer(eva, [LASER], AT + minutes(45), member=CAMILA) is None
    assert await offer(sol, [FACIAL], AT + minutes(30), member=CAMILA) is None
    assert (await book(eva, [LASER], AT + minutes(30), member=CAMILA))["status"] == "booked"
    assert len(clinic.appointments()) == 2


async def test_a_resource_is_taken_through_the_gap(clinic: Front) -> None:
    set_service(clinic, FACIAL, duration_minutes=120, gap_from_minutes=30, gap_minutes=60)
    add_resource(clinic, "chair", 1, [FACIAL])
    ana, eva = [await c.named() for c in clients(clinic, 2)]
    await book(ana, [FACIAL], AT, member=CAMILA)
    assert ("chair 1", "15:00-17:10") in busy(clinic)
    assert await offer(eva, [FACIAL], AT + minutes(30), member=LAURA) is None


async def test_one_machine_for_two_members(clinic: Front) -> None:
    add_resource(clinic, "laser", 1, [LASER])
    ana, eva = [await c.named() for c in clients(clinic, 2)]
    await book(ana, [LASER], AT, member=CAMILA)
    assert await offer(eva, [LASER], AT, member=PAULA) is None
    token = await eva.forced(LASER, PAULA, AT)
    assert (await eva.book(token))["status"] == "taken"
    assert await offer(eva, [MASSAGE], AT, member=PAULA) is not None
    assert (await book(eva, [LASER], AT + minutes(60), member=PAULA))["status"] == "booked"


async def test_two_pieces_serve_two_and_racing_for_the_last_piece_one_wins(clinic: Front) -> None:
    add_resource(clinic, "laser", 2, [LASER, FACIAL, MASSAGE])
    people = [await c.named() for c in clients(clinic, 3)]
    wishes = [(LASER, CAMILA), (FACIAL, LAURA), (MASSAGE, PAULA)]
    tokens = [
        await person.offered(service, member, AT)
        for person, (service, member) in zip(people, wishes, strict=True)
    ]
    results = await asyncio.gather(
        *(person.book(token) for person, token in zip(people, tokens, strict=True))
    )
    assert Counter(r["status"] for r in results) == {"booked": 2, "taken": 1}
    units = [who for who, _ in busy(clinic) if who.startswith("laser")]
    assert sorted(units) == ["laser 1", "laser 2"]


async def test_a_moved_appointment_gives_its_unit_back(clinic: Front) -> None:
    add_resource(clinic, "laser", 1, [LASER])
    ana, eva = [await c.named() for c in clients(clinic, 2)]
    booked = await book(ana, [LASER], AT, member=CAMILA)
    own = UUID(booked["appointment"]["id"])
    found = await offer(ana, [LASER], AT + minutes(30), appointment=own)
    assert found, "its own unit is free for it"
    assert (await ana.act("appointment_move", slot=found["slot"]))["status"] == "moved"
    assert [span for who, span in busy(clinic) if who == "laser 1"] == ["15:30-16:30"]
    assert await offer(eva, [LASER], AT - minutes(30)) is not None


async def test_a_group_shares_a_start_until_it_is_full(clinic: Front) -> None:
    set_service(clinic, MASSAGE, capacity=3)
    people = [await c.named() for c in clients(clinic, 5)]
    for person in people[:2]:
        assert (await book(person, [MASSAGE], AT, member=LAURA))["status"] == "booked"
    assert busy(clinic) == [("laura", "15:00-16:10")]
    assert await offer(people[2], [FACIAL], AT, member=LAURA) is None, "the member is taken"
    tokens = [await person.offered(MASSAGE, LAURA, AT) for person in people[2:]]
    results = await asyncio.gather(
        *(person.book(token) for person, token in zip(people[2:], tokens, strict=True))
    )
    assert Counter(r["status"] for r in results) == {"booked": 1, "taken": 2}
    seats = clinic.rows("select seat from appointments order by seat")
    assert [row["seat"] for row in seats] == [1, 2, 3]


async def test_the_database_itself_refuses_a_seat_too_many(clinic: Front) -> None:
    set_service(clinic, MASSAGE, capacity=2)
    ana, eva = [await c.named() for c in clients(clinic, 2)]
    for person in (ana, eva):
        await book(person, [MASSAGE], AT, member=LAURA)
    copy = (
        "insert into appointments (organization_id, contact_id, service_id, member_id, "
        "attendee_name, starts_at, ends_at, during, session_id, seat, seats, created_at, "
        "updated_at) select organization_id, contact_id, service_id, member_id, 'x', starts_at, "
        "ends_at, during, session_id, %s, seats, created_at, updated_at from appointments limit 1"
    )
    with pytest.raises(psycopg.errors.UniqueViolation):
        clinic.execute(copy, 2)
    with pytest.raises(psycopg.errors.CheckViolation):
        clinic.execute(copy, 3)


async def test_a_group_ends_with_its_last_seat(clinic: Front) -> None:
    set_service(clinic, MASSAGE, capacity=2)
    ana, eva = [await c.named() for c in clients(clinic, 2)]
    first = await book(ana, [MASSAGE], AT, member=LAURA)
    second = await book(eva, [MASSAGE], AT, member=LAURA)
    found = await offer(
        eva,
        [MASSAGE],
        AT + minutes(30),
        member=LAURA,
        appointment=UUID(second["appointment"]["id"]),
    )
    assert found is None, "the session goes on with Ana in it"
    await _cancel(ana, first)
    assert busy(clinic) == [("laura", "15:00-16:10")]
    own = UUID(second["appointment"]["id"])
    found = await offer(eva, [MASSAGE], AT + minutes(30), member=LAURA, appointment=own)
    assert found, "alone in it, Eva's own session is free for her"
    assert (await eva.act("appointment_move", slot=found["slot"]))["status"] == "moved"
    assert busy(clinic) == [("laura", "15:30-16:40")]
    await _cancel(eva, second)
    assert busy(clinic) == []
    assert clinic.rows("select * from group_sessions") == []


async def _cancel(client: Client, booked: dict[str, dict[str, str]]) -> None:
    appointment = UUID(booked["appointment"]["id"])
    proposed = await client.act("appointment_cancel", appointment=appointment)
    done = await client.act("appointment_cancel", proposal=proposed["proposal"])
    assert done["status"] == "cancelled"


async def test_a_hold_keeps_a_slot_for_its_chat_until_it_ends(clinic: Front) -> None:
    ana, eva = [await c.named() for c in clients(clinic, 2)]
    held = await offer(ana, [LASER], AT, member=CAMILA, hold=1)
    assert held
    assert await offer(eva, [LASER], AT, member=CAMILA) is None
    assert await offer(eva, [LASER], AT + minutes(30), member=CAMILA) is None
    assert (await eva.book(await eva.forced(LASER, CAMILA, AT)))["status"] == "taken"
    assert await offer(ana, [LASER], AT, member=CAMILA) is not None, "its own hold is no hindrance"
    await clinic.pass_time(10 * 60)
    taken = await book(eva, [LASER], AT, member=CAMILA)
    assert taken["status"] == "booked", "an expired hold does not block, swept or not"
    assert (await ana.book(held["slot"]))["status"] == "taken"
    assert clinic.rows("select * from holds") == []


async def test_a_chat_holds_one_slot_at_a_time(clinic: Front) -> None:
    ana, eva = [await c.named() for c in clients(clinic, 2)]
    await offer(ana, [LASER], AT, member=CAMILA, hold=1)
    await offer(ana, [LASER], AT + minutes(120), member=CAMILA, hold=1)
    assert busy(clinic) == [("camila", "17:00-18:00"), ("equipo-laser 1", "17:00-18:00")]
    assert await offer(eva, [LASER], AT, member=CAMILA) is not None


async def test_of_two_chats_that_are_asked_at_once_one_holds(clinic: Front) -> None:
    people = [await c.named() for c in clients(clinic, 6)]
    offers = await asyncio.gather(
        *(offer(person, [LASER], AT, member=CAMILA, hold=1) for person in people)
    )
    assert any(offers)
    assert busy(clinic) == [("camila", "15:00-16:00"), ("equipo-laser 1", "15:00-16:00")]
    assert len(clinic.rows("select * from holds")) == 1


async def test_a_booking_without_a_name_is_held(clinic: Front) -> None:
    ana, eva = clients(clinic, 2)
    eva = await eva.named()
    found = await offer(ana, [LASER], AT, member=CAMILA)
    assert found
    assert (await ana.book(found["slot"]))["status"] == "needs_name"
    assert await offer(eva, [LASER], AT, member=CAMILA) is None
    await ana.named()
    assert (await ana.book(found["slot"]))["status"] == "booked"


async def test_a_group_hold_keeps_a_seat(clinic: Front) -> None:
    set_service(clinic, MASSAGE, capacity=2)
    ana, eva, sol = [await c.named() for c in clients(clinic, 3)]
    await book(ana, [MASSAGE], AT, member=LAURA)
    held = await offer(eva, [MASSAGE], AT, member=LAURA, hold=1)
    assert held
    assert await offer(sol, [MASSAGE], AT, member=LAURA) is None
    assert (await eva.book(held["slot"]))["status"] == "booked"


async def test_swept_holds_leave_nothing(clinic: Front) -> None:
    (ana,) = [await c.named() for c in clients(clinic, 1)]
    await offer(ana, [LASER], AT, member=CAMILA, hold=1)
    await clinic.pass_time(12 * 60)
    assert await clinic.container.database.call("holds_sweep") == 1
    assert busy(clinic) == []


async def test_a_token_books_once(clinic: Front) -> None:
    (ana,) = [await c.named() for c in clients(clinic, 1)]
    found = await offer(ana, [LASER], AT, member=CAMILA)
    assert found
    booked = await ana.book(found["slot"])
    await _cancel(ana, booked)
    assert (await ana.book(found["slot"]))["status"] == "offer_expired"
    assert events(clinic, booked["appointment"]["id"]) == ["booked", "cancelled"]


async def test_the_last_member_is_preferred_then_who_has_less_to_do(clinic: Front) -> None:
    ana, eva = [await c.named() for c in clients(clinic, 2)]
    first = await offer(ana, [BROWS], AT)
    assert first
    (item,) = first["items"]
    other = LAURA if item["member"] == "Camila Rojas" else CAMILA
    await book(ana, [BROWS], AT, member=other)
    again = await offer(ana, [BROWS], AT + minutes(1440))
    assert again
    assert again["items"][0]["member"] != item["member"], "who did it last time"
    free = await offer(eva, [BROWS], AT + minutes(60))
    assert free
    assert free["items"][0]["member"] == item["member"], "who has nothing that day"


async def test_overrides_of_service_and_member(clinic: Front) -> None:
    (ana,) = [await c.named() for c in clients(clinic, 1)]
    set_organization(clinic, notice_minutes=0)
    set_service(clinic, BROWS, notice_minutes=5 * 24 * 60)
    assert await offer(ana, [BROWS], AT, member=CAMILA) is None
    clinic.execute("update members set notice_minutes = 60 where key = 'camila'")
    assert await offer(ana, [BROWS], AT, member=CAMILA) is not None
    assert await offer(ana, [BROWS], AT, member=LAURA) is None
    clinic.execute("update members set horizon_days = 1 where key = 'camila'")
    assert await offer(ana, [BROWS], AT, member=CAMILA) is None


async def test_what_was_offered_in_time_stays_to_be_had_for_as_long_as_a_hold(
    clinic: Front,
) -> None:
    eva, sol = [await c.named() for c in clients(clinic, 2)]
    ahead = int((AT - clinic.clock.now()).total_seconds() // 60)
    set_organization(clinic, notice_minutes=ahead, hold_minutes=10)
    token = await eva.offered(FACIAL, CAMILA, AT)
    await clinic.pass_time(5 * 60)
    assert await offer(sol, [FACIAL], AT, member=CAMILA) is None, "too late for a new offer"
    assert (await eva.book(token))["status"] == "booked"
    second = await sol.forced(FACIAL, LAURA, AT)
    await clinic.pass_time(11 * 60)
    assert (await sol.book(second))["status"] == "taken"
