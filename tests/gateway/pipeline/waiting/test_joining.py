"""Joining the list and leaving it."""

from datetime import date, datetime, timedelta

import pytest

from tests.bookings.setting import set_organization, set_service
from tests.front import Front
from tests.gateway.pipeline.waiting.setting import (
    BROWS,
    CAMILA,
    DAY,
    LAURA,
    Waiter,
    at,
    free,
    live_holds,
    queue,
    sweep,
    waiters,
)

AT = at(9)


async def test_joining_twice_is_once(full: Front) -> None:
    (ana,) = await waiters(full, 1)
    first = await ana.wait()
    assert first["status"] == "joined"
    again = await ana.wait()
    assert (again["status"], again["entry"]["id"]) == ("already_waiting", first["entry"]["id"])
    assert (await ana.wait(member=LAURA))["status"] == "joined"
    assert len(ana.entries) == 2


async def test_who_was_offered_something_already_waits(full: Front) -> None:
    (ana,) = await queue(full, 1)
    free(full, LAURA, "09:00")
    await full.work()
    assert (await ana.wait())["status"] == "already_waiting"


async def test_what_can_be_had_now_is_not_waited_for(full: Front) -> None:
    (ana,) = await waiters(full, 1)
    free(full, LAURA, "09:00")
    assert await ana.wait() == {"status": "free"}
    assert await ana.wait(first=DAY + timedelta(days=1)) == {"status": "free"}
    assert (await ana.wait(member=CAMILA))["status"] == "joined"
    assert (await ana.wait(between=("14:00", "17:00")))["status"] == "joined"


@pytest.mark.parametrize(
    ("day", "between"),
    [
        (date(2026, 11, 19), (None, None)),  # yesterday
        (date(2026, 11, 22), (None, None)),  # a Sunday
        (date(2026, 12, 25), (None, None)),  # Christmas
        (date(2027, 11, 24), (None, None)),  # beyond the horizon
        (DAY, ("20:00", "22:00")),  # after closing
        (DAY, ("12:30", "13:30")),  # lunch
        (DAY, ("10:00", "09:00")),
    ],
)
async def test_what_can_never_be_had_is_not_waited_for(
    full: Front, day: date, between: tuple[str, str]
) -> None:
    (ana,) = await waiters(full, 1)
    assert await ana.wait(first=day, between=between) == {"status": "not_possible"}
    assert ana.entries == []


async def test_a_service_that_nobody_books_is_not_waited_for(full: Front) -> None:
    (ana,) = await waiters(full, 1)
    assert (await ana.wait("plan-novias"))["status"] == "not_possible"
    assert (await ana.wait("peeling", member=CAMILA))["status"] == "not_possible"


async def test_a_name_is_needed(full: Front) -> None:
    (ana,) = await waiters(full, 1)
    full.execute("update contacts set name = null where phone = %s", ana.phone)
    assert await ana.wait() == {"status": "needs_name"}


async def test_a_chat_of_another_service_cannot_be_written_to(full: Front) -> None:
    (ana,) = await waiters(full, 1)
    full.execute("update platform_connections set channel = 'api' where channel = 'evolution'")
    assert await ana.wait() == {"status": "unreachable"}


async def test_no_more_wishes_than_appointments(full: Front) -> None:
    set_organization(full, max_open_appointments=2)
    (ana,) = await queue(full, 1)
    await ana.waits(member=LAURA)
    assert await ana.wait(member=CAMILA) == {"status": "too_many", "limit": 2}


async def test_leaving(full: Front) -> None:
    ana, eva = await waiters(full, 2)
    assert (await ana.act("waiting_leave"))["status"] == "none"
    await ana.waits()
    await full.pass_time(1)
    other = await eva.waits()
    assert (await ana.act("waiting_leave", entry=other))["status"] == "not_found"
    assert (await ana.act("waiting_leave"))["status"] == "left"
    assert (await ana.act("waiting_leave"))["status"] == "none"
    free(full, LAURA, "09:00")
    await full.work()
    assert (ana.entry["status"], eva.entry["status"]) == ("left", "offered")


async def test_leaving_one_of_several(full: Front) -> None:
    (ana,) = await waiters(full, 1)
    first = await ana.waits()
    await ana.waits(member=LAURA)
    several = await ana.act("waiting_leave")
    assert (several["status"], len(several["entries"])) == ("several", 2)
    assert (await ana.act("waiting_leave", entry=first))["status"] == "left"
    assert (await ana.act("waiting_leave"))["status"] == "left"


async def test_who_leaves_while_being_asked_gives_the_slot_on(full: Front) -> None:
    ana, eva = await waiters(full, 2)
    entry = await ana.waits()
    await full.pass_time(1)
    await eva.waits()
    free(full, LAURA, "09:00")
    await full.work()
    assert (await ana.act("waiting_leave", entry=entry))["status"] == "declined"
    await full.work()
    assert eva.state == ("offered", "09:00")


async def test_who_declines_and_goes_on_waiting_keeps_the_place(full: Front) -> None:
    ana, eva = await queue(full, 2, apart=60)
    free(full, LAURA, "09:00")
    await full.work()
    await ana.act("waiting_leave")
    assert (await ana.wait())["status"] == "joined"
    await full.work()
    # Ana is not asked about the same time again, but first about the next one.
    assert [waiter.entry["status"] for waiter in (ana, eva)] == ["waiting", "offered"]
    free(full, LAURA, "10:00")
    await full.work()
    assert ana.state == ("offered", "10:00")


async def test_who_left_joins_at_the_end(full: Front) -> None:
    ana, eva = await queue(full, 2, apart=60)
    await full.pass_time(60)
    await ana.act("waiting_leave")
    await ana.waits()
    free(full, LAURA, "09:00")
    await full.work()
    assert (ana.entry["status"], eva.entry["status"]) == ("waiting", "offered")


async def test_a_booking_of_the_service_ends_the_wait(full: Front) -> None:
    ana, eva = await queue(full, 2)
    free(full, LAURA, "09:00")
    await full.work()
    await ana.booked(BROWS, CAMILA, AT + timedelta(days=2, hours=2))
    assert ana.entry["status"] == "booked"
    await full.work()
    assert eva.state == ("offered", "09:00")
    assert len(live_holds(full)) == 1


async def test_a_booking_of_another_service_does_not(full: Front) -> None:
    (ana,) = await queue(full, 1)
    await ana.booked("peeling", LAURA, AT + timedelta(days=1))
    assert ana.entry["status"] == "waiting"


async def test_a_move_ends_the_wait_for_its_day_only(full: Front) -> None:
    (ana,) = await waiters(full, 1)
    appointment = await ana.booked(BROWS, LAURA, AT + timedelta(days=1))
    await ana.waits()
    await _move(ana, str(appointment), AT + timedelta(days=2))
    assert ana.entry["status"] == "waiting"
    full.execute("delete from appointments where starts_at = %s and attendee_name = 'laura'", AT)
    await _move(ana, str(appointment), AT)
    assert ana.entry["status"] == "booked"


async def _move(client: Waiter, appointment: str, at: datetime) -> None:
    slot = await client.offered(BROWS, LAURA, at)
    proposed = await client.act("appointment_move", appointment=appointment, slot=slot)
    moved = await client.act("appointment_move", proposal=proposed["proposal"])
    assert moved["status"] == "moved"


async def test_days_that_pass_end_the_wait_quietly(full: Front) -> None:
    (ana,) = await queue(full, 1)
    full.clock.move_to(datetime.fromisoformat("2026-11-24T23:00:00-05:00"))
    await sweep(full)
    assert ana.entry["status"] == "waiting"
    full.clock.move_to(datetime.fromisoformat("2026-11-25T08:00:00-05:00"))
    await sweep(full)
    assert (ana.entry["status"], ana.heard) == ("expired", [])


async def test_what_no_fact_allows_is_not_offered(full: Front) -> None:
    """Rules of booking that hold for the customer: another appointment then, and the most open ones."""
    ana, eva = await waiters(full, 2)
    await ana.booked("peeling", LAURA, AT + timedelta(days=1))
    full.execute("update appointments set starts_at = %s, ends_at = %s, during = tstzrange(%s, %s) "
                 "where attendee_name is distinct from 'laura' and attendee_name is distinct from 'camila'",
                 AT + timedelta(days=30), AT + timedelta(days=30, hours=1), AT + timedelta(days=30),
                 AT + timedelta(days=30, hours=1))  # fmt: skip
    await ana.waits()
    await full.pass_time(1)
    await eva.waits()
    set_service(full, BROWS, max_open_appointments=1)
    set_organization(full, max_open_appointments=1)
    free(full, LAURA, "09:00")
    await full.work()
    assert (ana.entry["status"], eva.entry["status"]) == ("waiting", "offered")
