"""Calendars: which times they take, what hostile ones cost, and that they are followed when they change."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gateway.cli.importing import import_app
from gateway.importing.calendar.reading import CalendarUnreadable, TakenTimes, Window, read_calendar
from tests.command_line import Deployment, command
from tests.front import Front

BOGOTA = ZoneInfo("America/Bogota")
FIRST = datetime(2026, 11, 20, tzinfo=BOGOTA)
WINDOW = Window(FIRST, FIRST + timedelta(days=60), BOGOTA)


def event(*lines: str, uid: str = "1") -> str:
    return "\n".join(("BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT"))


def calendar(*parts: str) -> bytes:
    return "\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", *parts, "END:VCALENDAR", "")).encode()


def read(*parts: str, window: Window = WINDOW) -> TakenTimes:
    return read_calendar(calendar(*parts), window)


def starts(taken: TakenTimes) -> list[str]:
    return [f"{at.astimezone(BOGOTA):%m-%d %H:%M}" for at, _ in sorted(taken.spans)]


def test_times_of_other_zones_and_of_none() -> None:
    taken = read(
        event("DTSTART;TZID=Europe/Madrid:20261201T100000", "DTEND;TZID=Europe/Madrid:20261201T113000"),
        event("DTSTART:20261202T150000Z", "DURATION:PT30M"),
        event("DTSTART:20261203T080000", "DURATION:PT1H"),
        event("DTSTART;TZID=SA Pacific Standard Time:20261204T080000", "DURATION:PT1H"),
    )  # fmt: skip
    assert starts(taken) == ["12-01 04:00", "12-02 10:00", "12-03 08:00", "12-04 08:00"]
    assert next(ends - at for at, ends in sorted(taken.spans)) == timedelta(hours=1, minutes=30)


def test_repetitions_keep_the_hour_on_the_wall_and_end() -> None:
    new_york = ZoneInfo("America/New_York")
    window = Window(
        datetime(2026, 10, 30, tzinfo=new_york), datetime(2026, 11, 13, tzinfo=new_york), new_york
    )
    taken = read(
        event(
            "DTSTART;TZID=America/New_York:20260105T090000",
            "DTEND;TZID=America/New_York:20260105T100000",
            "RRULE:FREQ=WEEKLY;BYDAY=MO,FR",
            "EXDATE;TZID=America/New_York:20261106T090000",
        ),
        event(
            "RECURRENCE-ID;TZID=America/New_York:20261109T090000",
            "DTSTART;TZID=America/New_York:20261109T170000",
            "DURATION:PT1H",
        ),
        window=window,
    )
    # The clocks go back on 1 November: 09:00 stays 09:00.
    local = [f"{at.astimezone(new_york):%m-%d %H:%M}" for at, _ in sorted(taken.spans)]
    assert local == ["10-30 09:00", "11-02 09:00", "11-09 17:00"]


def test_counts_ends_days_and_what_takes_no_time() -> None:
    taken = read(
        event("DTSTART:20261120T150000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=2"),
        event(
            "DTSTART:20261125T150000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;UNTIL=20261126T150000Z"
        ),
        event("DTSTART;VALUE=DATE:20261224", "RDATE;VALUE=DATE:20261231"),
        event("DTSTART:20261205T150000Z", "DURATION:PT1H", "STATUS:CANCELLED"),
        event("DTSTART:20261206T150000Z", "DURATION:PT1H", "TRANSP:TRANSPARENT"),
    )
    assert starts(taken) == [
        "11-20 10:00", "11-21 10:00", "11-25 10:00", "11-26 10:00", "12-24 00:00", "12-31 00:00",
    ]  # fmt: skip
    assert (taken.events, taken.free) == (5, 2)


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (["DTSTART:2026-nonsense"], "DTSTART cannot be read"),
        (["DURATION:PT1H"], "it has no start"),
        (["DTSTART:20261201T100000Z"], "it has no length"),
        (["DTSTART:20261201T100000Z", "DTEND:20261201T090000Z"], "ends before it begins"),
        (["DTSTART;TZID=Nowhere/Land:20261201T100000", "DURATION:PT1H"], "'Nowhere/Land' is not known"),
        (["DTSTART:20261201T100000Z", "DURATION:PT1H", "RRULE:FREQ=SECONDLY"], "repeats within a day"),
        (["DTSTART:20261201T100000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;INTERVAL=0"], "less than one"),
        (["DTSTART:00010101T100000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY"], "in the year 1"),
        (["DTSTART:20261201T100000Z", "DTSTART:20261202T100000Z", "DURATION:PT1H"], "DTSTART twice"),
    ],
)  # fmt: skip
def test_a_bad_event_is_named_and_the_others_are_taken(lines: list[str], why: str) -> None:
    good = event("DTSTART:20261202T150000Z", "DURATION:PT30M", uid="2")
    taken = read(event(*lines), good)
    assert starts(taken) == ["12-02 10:00"]
    assert why in taken.refused[0][1]


ENDLESS_ZONE = """BEGIN:VTIMEZONE
TZID:America/Bogota
BEGIN:STANDARD
DTSTART:19700101T000000
RRULE:FREQ=SECONDLY
TZOFFSETFROM:-0500
TZOFFSETTO:+0900
END:STANDARD
END:VTIMEZONE"""


def test_hostile_files_cost_little() -> None:
    begun = time.process_time()
    never = event(
        "DTSTART:20200101T100000Z", "DURATION:PT1H", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"
    )
    assert read(never).spans == []
    with pytest.raises(CalendarUnreadable, match="too long"):
        read_calendar(calendar(never, never), WINDOW, seconds=0)
    zoned = read(
        ENDLESS_ZONE, event("DTSTART;TZID=America/Bogota:20261201T100000", "DURATION:PT1H")
    )
    assert starts(zoned) == ["12-01 10:00"]
    for content in (b"", b"hello", b"\xff\xfe", b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\n" * 100_000):
        with pytest.raises(CalendarUnreadable):
            read_calendar(content, WINDOW)
    with pytest.raises(CalendarUnreadable, match="larger than"):
        read_calendar(b"x" * 10_000_001, WINDOW)
    assert time.process_time() - begun < 10


async def test_a_calendar_is_followed(front: Front, tmp_path: Path) -> None:
    file = tmp_path / "agenda.ics"
    deployment = Deployment(front.container.database.conninfo, clock=front.clock)
    (member,) = front.rows("select m.key from members m join organizations o on o.id = m.organization_id "
        "where o.slug = 'aurora' order by m.position limit 1")  # fmt: skip

    async def take(*events: str, dry: bool = False) -> str:
        file.write_bytes(calendar(*events))
        words = ("ics", file, "--org", "aurora", "--member", member["key"])
        result = await command(deployment, import_app, *words, *(("--dry-run",) if dry else ()))
        assert result.exit_code == 0, result.output
        return " ".join(result.output.split())

    def there() -> list[str]:
        rows = front.rows(
            "select o.starts_at as at from occupancies o where o.busy_id is not null order by 1"
        )
        return [f"{row['at'].astimezone(UTC):%d %H:%M}" for row in rows]

    weekly = event("DTSTART:20261201T150000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=2")
    single = event("DTSTART:20261203T150000Z", "DURATION:PT1H", uid="2")
    assert "times taken 3 0 0 0" in await take(weekly, single, dry=True)
    assert there() == []
    assert "times taken 3 0 0 0" in await take(weekly, single)
    assert there() == ["01 15:00", "03 15:00", "08 15:00"]
    assert "times taken 0 0 3 0" in await take(weekly, single)
    again = await take(weekly)
    assert "times free again 0 1 0 0" in again
    assert there() == ["01 15:00", "08 15:00"]
