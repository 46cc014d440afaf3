"""When a reminder is due: in any zone, across clock changes, around any quiet hours."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from psycopg.types.json import Jsonb

ZONES = (
    "America/Bogota",
    "America/Sao_Paulo",
    "America/Santiago",
    "America/New_York",
    "Europe/Madrid",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
)
DUE = "select frontdesk.reminder_due(%s, %s, jsonb_populate_record(null::organizations, %s))"
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Case:
    starts: datetime
    minutes: int
    zone: str
    quiet_from: time = time(21)
    quiet_to: time = time(8)

    @property
    def raw(self) -> datetime:
        return self.starts - timedelta(minutes=self.minutes)

    def quiet(self, moment: datetime) -> bool:
        """What the clock on the wall says."""
        wall = moment.astimezone(ZoneInfo(self.zone)).time()
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= wall < self.quiet_to
        return wall >= self.quiet_from or wall < self.quiet_to


Ask = Any


@pytest.fixture
def ask(database_url: str) -> Iterator[Ask]:
    with psycopg.connect(database_url, autocommit=True) as connection:

        def due(case: Case) -> datetime | None:
            organization = {
                "time_zone": case.zone,
                "quiet_from": case.quiet_from.isoformat(),
                "quiet_to": case.quiet_to.isoformat(),
            }
            row = connection.execute(
                DUE, [case.starts, case.minutes, Jsonb(organization)]
            ).fetchone()
            assert row
            found: datetime | None = row[0]
            return found

        yield due


def bogota(text: str, minutes: int) -> Case:
    starts = datetime.fromisoformat(f"2026-11-{text}:00-05:00")
    return Case(starts, minutes, "America/Bogota")


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (bogota("24T15:00", 180), "24T12:00"),
        (bogota("24T15:00", 1440), "23T15:00"),
        (bogota("24T10:00", 180), "24T08:00"),  # two of three hours are left
        (bogota("24T09:30", 180), "24T08:00"),  # half of them
        (bogota("24T09:00", 180), "23T20:45"),  # less: the evening before
        (bogota("24T07:00", 1440), "23T08:00"),
        (bogota("24T23:30", 1440), "24T08:00"),
        (bogota("24T09:00", 720), "23T20:45"),  # 21:00 sharp is quiet already
        (bogota("24T08:30", 60), "24T08:00"),
        (bogota("24T06:00", 60), "23T20:45"),
    ],
)
def test_out_of_the_quiet_hours(ask: Ask, case: Case, expected: str) -> None:
    assert ask(case) == datetime.fromisoformat(f"2026-11-{expected}:00-05:00")


def test_without_quiet_hours_nothing_moves(ask: Ask) -> None:
    case = Case(datetime(2026, 11, 24, 9, tzinfo=UTC), 180, "Europe/Madrid", time(8), time(8))
    assert ask(case) == case.raw


@pytest.mark.parametrize(
    ("starts", "expected"),
    [
        # The night of 28 to 29 March has one hour less: 24 hours before 10:00 it was 9:00.
        ("2026-03-29T10:00:00+02:00", "2026-03-28T09:00:00+01:00"),
        # The night of 24 to 25 October has one hour more.
        ("2026-10-25T10:00:00+01:00", "2026-10-24T11:00:00+02:00"),
        ("2026-03-29T08:30:00+02:00", "2026-03-28T08:00:00+01:00"),
    ],
)
def test_a_day_is_24_hours_also_when_the_clock_changes(
    ask: Ask, starts: str, expected: str
) -> None:
    case = Case(datetime.fromisoformat(starts), 1440, "Europe/Madrid")
    assert ask(case) == datetime.fromisoformat(expected)


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)
CLOCK_CHANGES = st.builds(
    lambda change, minutes: change + timedelta(minutes=minutes),
    st.sampled_from(
        [
            datetime(2026, 3, 29, 1, tzinfo=UTC),  # Madrid
            datetime(2026, 10, 25, 1, tzinfo=UTC),
            datetime(2026, 3, 8, 7, tzinfo=UTC),  # New York
            datetime(2026, 11, 1, 6, tzinfo=UTC),
            datetime(2026, 4, 5, 3, tzinfo=UTC),  # Santiago
            datetime(2026, 9, 6, 4, tzinfo=UTC),
            datetime(2026, 4, 4, 15, tzinfo=UTC),  # Lord Howe, half an hour
        ]
    ),
    st.integers(-1600, 1600),
)
TIMES = st.times().map(lambda value: value.replace(second=0, microsecond=0))
CASES = st.builds(
    Case,
    MOMENTS | CLOCK_CHANGES,
    st.sampled_from([30, 60, 90, 180, 720, 1440, 2880]) | st.integers(1, 10_080),
    st.sampled_from(ZONES),
    TIMES | st.just(time(21)),
    TIMES | st.just(time(8)),
)


@given(case=CASES)
@settings(
    max_examples=800, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@example(case=Case(datetime(2026, 10, 25, 7, 30, tzinfo=UTC), 400, "Europe/Madrid", time(2, 10)))
@example(case=Case(datetime(2026, 3, 29, 7, tzinfo=UTC), 360, "Europe/Madrid", time(2, 30)))
def test_never_in_quiet_hours_never_after_the_start(ask: Ask, case: Case) -> None:
    due = ask(case)
    if due is None:  # there is hardly an hour of the day that is not quiet
        assert not any(not case.quiet(case.raw - n * 30 * MINUTE) for n in range(1, 48))
        return
    assert not case.quiet(due)
    assert due < case.starts
    if not case.quiet(case.raw):
        assert due == case.raw
    elif due > case.raw:
        assert case.starts - due >= (case.starts - case.raw) / 2
    else:
        assert case.raw - due <= timedelta(days=3)
        since = due + 75 * MINUTE
        while since < case.raw:  # nothing but quiet hours lies between
            assert case.quiet(since), f"{since} would have been later"
            since += 5 * MINUTE
