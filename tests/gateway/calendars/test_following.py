"""Calendars elsewhere are followed: their times cannot be booked, what is booked stays, and nothing is lost."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from gateway.pipeline.calendar_watch import ALARM_HOURS, CalendarWatch
from tests.gateway.calendars.conftest import Elsewhere
from tests.gateway.console.agenda_desk import AT
from tests.providers.calendars import calendar, event, page

HOUR = timedelta(hours=1)
BUSY = event("DTSTART:20261124T200000Z", "DURATION:PT1H", "SUMMARY:Dentista")
"""Tuesday, 15:00 in Bogotá: AT."""


async def watch(elsewhere: Elsewhere) -> None:
    front = elsewhere.agenda.front
    await CalendarWatch(front.container.database, "http://frontdesk").round()


def notices(elsewhere: Elsewhere, topic: str) -> list[str]:
    rows = elsewhere.agenda.front.rows(
        "select distinct body from notifications where topic = %s", topic
    )
    return [row["body"] for row in rows]


async def test_busy_times_cannot_be_booked_and_are_free_again_when_they_are_gone(
    elsewhere: Elsewhere,
) -> None:
    elsewhere.server.files["/camila.ics"] = calendar(BUSY)
    which = await elsewhere.add()
    done = await elsewhere.follow(which)
    assert (done.status, done.added, done.conflicts) == ("ok", 1, 0)
    assert elsewhere.taken() == ["24 20:00-21:00"]
    agenda = elsewhere.agenda
    day, camila = AT.date(), agenda.id("members", "camila")
    facial = agenda.id("services", "limpieza-facial")
    free = await agenda.owner.free([facial], day, camila)
    assert not {one.local[11:] for one in free} & {"14:30", "15:00", "15:30"}
    client = await agenda.customer()
    assert (await client.book(await client.forced("limpieza-facial", "camila", AT)))[
        "status"
    ] == "taken"
    taken = await agenda.book(agenda.owner, "limpieza-facial", "camila", AT, override=True)
    assert taken.status == "taken"
    sheet = await agenda.camila.sheet(day, day)
    assert [(one.kind, one.local[11:]) for one in sheet.taken] == [("busy", "15:00")]
    assert (await elsewhere.follow(which)).status == "same", "the server says 304"
    elsewhere.server.files["/camila.ics"] = calendar(
        event("DTSTART:20261125T200000Z", "DURATION:PT1H")
    )
    moved = await elsewhere.follow(which)
    assert (moved.added, moved.removed) == (1, 1)
    assert (await agenda.book(agenda.owner, "limpieza-facial", "camila", AT)).status == "booked"


async def test_what_is_booked_stays_and_a_person_is_told_once(elsewhere: Elsewhere) -> None:
    agenda, front = elsewhere.agenda, elsewhere.agenda.front
    booked = await agenda.booked("limpieza-facial", "camila", AT)
    elsewhere.server.files["/camila.ics"] = calendar(
        event("DTSTART:20261124T190000Z", "DURATION:PT4H", "SUMMARY:Viaje de Marta 3001234567")
    )
    which = await elsewhere.add()
    assert (await elsewhere.follow(which)).conflicts == 1
    assert elsewhere.conflicts() == [(booked, True)]
    assert len(front.appointments("aurora")) == 1
    assert elsewhere.taken() == ["24 19:00-20:00", "24 21:10-23:00"], "the rest of it is taken"
    for _ in range(2):
        await watch(elsewhere)
        await elsewhere.follow(which)
    [told] = notices(elsewhere, "calendar_conflict")
    assert "Camila" in told
    assert "15:00" not in told
    assert "3:00 p. m." in told
    assert not any(word in told for word in ("Viaje", "Marta", "300"))
    sheet = await agenda.owner.sheet(AT.date(), AT.date())
    assert [one.clash for one in sheet.appointments] == [True]
    # Moved out of the way: the calendar has its time, and the conflict is over.
    seen = await agenda.version(booked)
    tomorrow = AT + timedelta(days=1)
    camila = agenda.id("members", "camila")
    await agenda.owner.move(booked, seen, "k", tomorrow, camila, 60)
    assert elsewhere.conflicts() == [(booked, False)]
    assert elsewhere.taken() == ["24 19:00-20:00", "24 20:00-21:10", "24 21:10-23:00"]
    assert len(front.rows("select * from notifications where topic = 'calendar_conflict'")) == 1


async def test_an_appointment_that_is_erased_leaves_its_time_to_the_calendar(
    elsewhere: Elsewhere,
) -> None:
    booked = await elsewhere.agenda.booked("limpieza-facial", "camila", AT)
    elsewhere.server.files["/camila.ics"] = calendar(BUSY)
    which = await elsewhere.add()
    await elsewhere.follow(which)
    assert elsewhere.taken() == []
    elsewhere.agenda.front.execute("delete from appointments where id = %s", booked)
    elsewhere.agenda.front.clock.advance(86_400)
    await elsewhere.follow(which)
    assert elsewhere.taken() == ["24 20:00-21:00"]
    assert elsewhere.conflicts() == []


async def test_a_conflict_closes_when_the_event_elsewhere_is_gone(elsewhere: Elsewhere) -> None:
    booked = await elsewhere.agenda.booked("limpieza-facial", "camila", AT)
    later = event("DTSTART:20261201T200000Z", "DURATION:PT1H", uid="2")
    elsewhere.server.files["/camila.ics"] = calendar(BUSY, later)
    which = await elsewhere.add()
    await elsewhere.follow(which)
    elsewhere.server.files["/camila.ics"] = calendar(later)
    await elsewhere.follow(which)
    assert elsewhere.conflicts() == [(booked, False)]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (page(b"<html>Sign in</html>"), "not_a_calendar"),
        (page(b""), "not_a_calendar"),
        (page(b"BEGIN:VCALENDAR\nVERSION:2.0\n"), "not_a_calendar"),
        (page(calendar()), "empty"),
        (page(b"", "500 Internal Server Error"), "server"),
        (page(b"", "401 Unauthorized"), "denied"),
        (page(b"", "404 Not Found"), "gone"),
        (page(b"x" * 5_000_001), "too_much"),
        (page(b"", "302 Found", location="http://127.0.0.1:1/x"), "unreachable"),
    ],
)
async def test_a_server_in_trouble_empties_no_agenda(
    elsewhere: Elsewhere, answer: bytes, code: str
) -> None:
    elsewhere.server.files["/camila.ics"] = calendar(BUSY)
    which = await elsewhere.add()
    await elsewhere.follow(which)
    elsewhere.server.answer = answer
    await elsewhere.follow(which)
    assert elsewhere.state(which) == (code, 1)
    assert elsewhere.taken() == ["24 20:00-21:00"]
    elsewhere.server.answer = None
    assert (await elsewhere.follow(which)).status == "ok", "after a failure it is read whole"
    assert elsewhere.state(which) == (None, 0)


async def test_empty_is_believed_the_third_time(elsewhere: Elsewhere) -> None:
    elsewhere.server.files["/camila.ics"] = calendar(BUSY)
    which = await elsewhere.add()
    await elsewhere.follow(which)
    elsewhere.server.files["/camila.ics"] = calendar()
    assert [(await elsewhere.follow(which)).status for _ in range(3)] == ["empty", "empty", "ok"]
    assert elsewhere.taken() == []


async def test_one_that_stays_broken_is_told_once_and_so_is_its_end(elsewhere: Elsewhere) -> None:
    elsewhere.server.files["/camila.ics"] = calendar(BUSY)
    which = await elsewhere.add()
    await elsewhere.follow(which)
    elsewhere.server.answer = page(b"", "503 Service Unavailable")
    await elsewhere.follow(which)
    await watch(elsewhere)
    assert notices(elsewhere, "calendar_failing") == [], "most troubles are over soon"
    elsewhere.agenda.front.clock.advance((ALARM_HOURS + 0.1) * 3600)
    for _ in range(2):
        await elsewhere.follow(which)
        await watch(elsewhere)
    [told] = notices(elsewhere, "calendar_failing")
    assert "Camila" in told
    assert "10:00 a. m." in told
    assert "error" in told
    elsewhere.server.answer = None
    await elsewhere.follow(which)
    for _ in range(2):
        await watch(elsewhere)
    assert len(notices(elsewhere, "calendar_works")) == 1


async def test_caldav_is_asked_for_the_window_with_the_password(elsewhere: Elsewhere) -> None:
    weekly = event("DTSTART:20261110T200000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY", "SUMMARY:<&>")
    aside = event("RECURRENCE-ID:20261201T200000Z", "DTSTART:20261202T200000Z", "DURATION:PT30M")
    elsewhere.server.caldav["/camila/"] = [
        calendar(weekly, aside),
        calendar(event("DTSTART;VALUE=DATE:20261126", uid="2")),
    ]
    wrong = await elsewhere.add("/camila/", kind="caldav", username="camila", password="otra")
    assert (await elsewhere.follow(wrong)).error == "denied"
    which = await elsewhere.add("/camila/", kind="caldav", username="camila", password="secreta")
    assert (await elsewhere.follow(which)).status == "ok"
    assert elsewhere.taken()[:3] == ["24 20:00-21:00", "26 05:00-05:00", "02 20:00-20:30"]
    asked = elsewhere.server.asked[-1]
    assert (asked.method, asked.headers["depth"]) == ("REPORT", "1")
    assert b'start="20261120T050000Z"' in asked.body
    elsewhere.server.answer = page(b"<html/>", "207 Multi-Status")
    assert (await elsewhere.follow(which)).error == "not_a_calendar"
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><d:multistatus xmlns:d="DAV:"/>'
    elsewhere.server.answer = page(bomb, "207 Multi-Status")
    assert (await elsewhere.follow(which)).error == "not_a_calendar"


async def test_two_calendars_that_read_each_other_keep_nothing(elsewhere: Elsewhere) -> None:
    agenda = elsewhere.agenda
    booked = await agenda.booked("limpieza-facial", "camila", AT)
    other = "00000000-0000-4000-8000-000000000000"
    elsewhere.server.files["/camila.ics"] = calendar(
        event("DTSTART:20261124T200000Z", "DURATION:PT1H", uid=f"{booked}@frontdesk"),
        event("DTSTART:20261125T200000Z", "DURATION:PT1H", uid=f"{other}@frontdesk"),
    )
    which = await elsewhere.add()
    assert (await elsewhere.follow(which)).conflicts == 0
    assert elsewhere.taken() == ["25 20:00-21:00"], "another business's appointment is taken"


async def test_a_reading_and_a_booking_at_once_never_both_have_the_time(
    elsewhere: Elsewhere,
) -> None:
    agenda = elsewhere.agenda
    about = {"organization": elsewhere.organization, "calendar": await elsewhere.add()}
    for n in range(12):
        at = AT + timedelta(days=n % 4, hours=n // 4 * 2)
        begun = await agenda.database.call("busy_calendar_begin", **about)
        reading = agenda.database.call(
            "busy_calendar_take",
            **about,
            attempt=begun["attempt"],
            times=[{"starts": at.isoformat(), "ends": (at + HOUR).isoformat()}],
            **{"from": begun["first"], "until": begun["last"]},
            events=1,
            unread=0,
        )
        booking = agenda.book(
            agenda.owner, "limpieza-facial", "camila", at, override=True, name=f"P{n}"
        )
        both = (reading, booking) if n % 2 else (booking, reading)
        done = await asyncio.gather(*both)
        taken, act = done if n % 2 else reversed(done)
        assert (taken["status"], act.status) in {("ok", "booked"), ("ok", "taken")}
        still_open = [one for one, is_open in elsewhere.conflicts() if is_open]
        booked = [act.appointment.id] if act.appointment else []
        assert still_open == booked, "the booking stays and is a conflict, or was refused"
    overlaps = agenda.front.rows(
        "select a.id from occupancies a join occupancies b on a.subject_id = b.subject_id "
        "and a.id < b.id and a.during && b.during"
    )
    assert overlaps == []


async def test_a_unit_of_a_resource_has_a_calendar_too(elsewhere: Elsewhere) -> None:
    front = elsewhere.agenda.front
    rows = front.rows(
        "select u.id from resource_units u join resources r on r.id = u.resource_id "
        "join organizations o on o.id = r.organization_id where o.slug = 'aurora' limit 1"
    )
    unit: UUID = rows[0]["id"]
    elsewhere.server.files["/room.ics"] = calendar(BUSY)
    which = await elsewhere.add("/room.ics", member=None, unit=unit)
    await elsewhere.follow(which)
    sheet = await elsewhere.agenda.owner.sheet(AT.date(), AT.date(), None, unit)
    assert [(one.subject, one.kind) for one in sheet.taken] == [(unit, "busy")]


async def test_the_queue_reads_what_is_due(elsewhere: Elsewhere) -> None:
    elsewhere.server.files["/camila.ics"] = calendar(BUSY)
    await elsewhere.add()
    await watch(elsewhere)
    await elsewhere.agenda.front.work()
    assert elsewhere.taken() == ["24 20:00-21:00"]
    await watch(elsewhere)
    await elsewhere.agenda.front.work()
    assert len(elsewhere.server.asked) == 1, "not before a quarter of an hour"
    await elsewhere.agenda.front.pass_time(15 * 60)
    await watch(elsewhere)
    await elsewhere.agenda.front.work()
    assert len(elsewhere.server.asked) == 2
