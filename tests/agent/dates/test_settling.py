"""Halves of the day, opening hours, other days of the week, and the clocks that jump."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from agent.dates import resolve
from tests.agent.dates.reading import as_line, preferring

OFFICE = {day: [(time(8), time(12)), (time(14), time(18))] for day in range(1, 6)}
EVENINGS = {2: [(time(15), time(22))], 6: [(time(7), time(12))]}


@pytest.mark.parametrize(
    ("phrase", "hours", "expected"),
    [
        ("a las 3", OFFICE, "15:00"),
        ("a las 9", OFFICE, "09:00"),
        ("a las 7", OFFICE, "am_or_pm: 07:00 | 19:00"),
        ("a las 5", {1: [(time(0), time(23, 59))]}, "am_or_pm: 17:00 | 05:00"),
        ("el martes a las 9", EVENINGS, "2026-11-24 21:00"),
        ("el martes a las 7", EVENINGS, "2026-11-24 19:00"),
        ("el sábado a las 7", EVENINGS, "2026-11-21 07:00"),
        ("el martes a las 9 am", EVENINGS, "2026-11-24 09:00"),
        ("hoy a las 9", OFFICE, "impossible: past"),
        ("hoy a las 11", OFFICE, "2026-11-20 11:00"),
        ("después de las 7", EVENINGS, "am_or_pm: >=07:00 | >=19:00"),
    ],
)
def test_opening_hours_settle_the_half(
    phrase: str, hours: dict[int, list[tuple[time, time]]], expected: str, now: datetime
) -> None:
    assert as_line(resolve(phrase, now, hours=hours)) == expected


def test_the_day_under_discussion_lends_its_hours(now: datetime) -> None:
    tuesday, saturday = date(2026, 11, 24), date(2026, 11, 21)
    assert as_line(resolve("a las 7", now, hours=EVENINGS, day_hint=tuesday)) == "19:00"
    assert as_line(resolve("a las 7", now, hours=EVENINGS, day_hint=saturday)) == "07:00"


@pytest.mark.parametrize(
    ("day", "phrase", "expected"),
    [
        (23, "el próximo martes", "which_day: 2026-11-24 | 2026-12-01"),
        (23, "next tuesday", "which_day: 2026-11-24 | 2026-12-01"),
        (24, "el próximo martes", "2026-12-01"),
        (24, "martes", "which_day: 2026-11-24 | 2026-12-01"),
        (24, "hoy martes a las 4", "2026-11-24 16:00"),
        (21, "finde", "2026-11-21..2026-11-22"),
        (22, "finde", "2026-11-22"),
        (22, "próximo finde", "2026-11-28..2026-11-29"),
        (22, "la próxima semana", "2026-11-23..2026-11-29"),
        (30, "a fin de mes", "2026-11-30"),
        (30, "mañana", "2026-12-01"),
        (30, "el 31", "2026-12-31"),
        (24, "el 24", "2026-11-24"),
        (25, "el 24", "2026-12-24"),
    ],
)
def test_other_days_of_the_week(day: int, phrase: str, expected: str) -> None:
    now = datetime(2026, 11, day, 10, tzinfo=ZoneInfo("America/Bogota"))
    assert as_line(resolve(phrase, now)) == expected


def test_the_part_of_today_that_is_over() -> None:
    now = datetime(2026, 11, 20, 15, tzinfo=ZoneInfo("America/Bogota"))
    assert as_line(resolve("hoy por la mañana", now)) == "impossible: past"
    assert as_line(resolve("hoy antes de las 2", now)) == "impossible: past"


@pytest.mark.parametrize(
    ("zone", "at", "phrase", "expected"),
    [
        ("Europe/Madrid", (2026, 3, 20), "29/03/2026 a las 02:30", "impossible: nonexistent_local_time"),
        ("Europe/Madrid", (2026, 3, 20), "29/03/2026 a las 03:30", "2026-03-29 03:30"),
        ("Europe/Madrid", (2026, 10, 20), "25/10/2026 a las 02:30", "2026-10-25 02:30"),
        ("America/Santiago", (2026, 9, 1), "6/9/2026 00:30", "impossible: nonexistent_local_time"),
        ("America/Santiago", (2026, 9, 1), "6/9/2026 01:30", "2026-09-06 01:30"),
        ("America/Sao_Paulo", (2018, 11, 1), "4/11/2018 00:30", "impossible: nonexistent_local_time"),
        ("America/Sao_Paulo", (2026, 11, 1), "4/11/2026 00:30", "2026-11-04 00:30"),
    ],
)  # fmt: skip
def test_clocks_that_jump(zone: str, at: tuple[int, int, int], phrase: str, expected: str) -> None:
    now = datetime(*at, 10, tzinfo=ZoneInfo(zone))
    assert as_line(resolve(phrase, now)) == expected


def test_a_wait_is_counted_in_real_minutes() -> None:
    now = datetime(2026, 3, 29, 1, 30, tzinfo=ZoneInfo("Europe/Madrid"))
    assert as_line(resolve("en 2 horas", now)) == "2026-03-29 04:30"


def test_a_time_that_exists_twice_is_the_first() -> None:
    now = datetime(2026, 10, 20, 10, tzinfo=ZoneInfo("Europe/Madrid"))
    found = resolve("25/10/2026 a las 02:30", now).readings[0].time
    assert found is not None
    assert found.fold == 0


def test_month_first_only_in_english_or_where_nothing_else_is_a_date(now: datetime) -> None:
    english = preferring("en")
    assert as_line(resolve("11/24", now, languages=english)) == "2026-11-24"
    assert as_line(resolve("11/24", now)) == "2026-11-24"
    assert as_line(resolve("31/11", now)) == "impossible: no_such_day"
    assert as_line(resolve("5/12", now)) == "2026-12-05"
    assert as_line(resolve("5/12", now, languages=english)) == "which_day: 2026-12-05 | 2027-05-12"
    assert as_line(resolve("12/12", now, languages=english)) == "2026-12-12"


def test_a_naive_now_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        resolve("hoy", datetime(2026, 11, 20))


NIGHTS = {5: [(time(20), time(23, 59, 59))], 6: [(time(0), time(2))]}
EVERY_NIGHT = {day: [(time(0), time(2)), (time(20), time(23, 59, 59))] for day in range(1, 8)}


@pytest.mark.parametrize(
    ("language", "phrase", "hours", "expected"),
    [
        ("es", "el viernes 27 a las 12 de la noche", NIGHTS, "2026-11-28 00:00"),
        ("es", "el viernes 27 a la 1 de la noche", NIGHTS, "2026-11-28 01:00"),
        ("es", "el viernes 27 a las 12 am", NIGHTS, "2026-11-28 00:00"),
        ("es", "el viernes 27 a la 1 de la noche", EVERY_NIGHT, "which_day: 2026-11-28 01:00 | 2026-11-27 01:00"),
        ("es", "el viernes 27 a las 12 de la noche", EVERY_NIGHT, "2026-11-28 00:00"),
        ("es", "el sábado 28 a la 1 de la madrugada", NIGHTS, "2026-11-28 01:00"),
        ("pt", "sexta 27 à 1 da noite", NIGHTS, "2026-11-28 01:00"),
        ("pt", "sexta 27 à meia-noite", EVERY_NIGHT, "2026-11-28 00:00"),
        ("en", "Friday the 27th at 12am", NIGHTS, "2026-11-28 00:00"),
        ("en", "Friday the 27th at midnight", EVERY_NIGHT, "2026-11-28 00:00"),
        ("en", "Friday the 27th from 8pm to midnight", NIGHTS, "2026-11-27 >=20:00 <=23:59"),
    ],
)  # fmt: skip
def test_a_business_that_is_open_over_midnight(
    language: str,
    phrase: str,
    hours: dict[int, list[tuple[time, time]]],
    expected: str,
    now: datetime,
) -> None:
    found = resolve(phrase, now, languages=preferring(language), hours=hours)
    assert as_line(found) == expected


@pytest.mark.parametrize(
    ("today", "phrase", "expected"),
    [
        ("2026-11-29", "el lunes 18", "2027-01-18"),
        ("2026-11-01", "el lunes 18", "2027-01-18"),
        ("2026-11-29", "el sábado 16", "2027-01-16"),
        ("2026-11-29", "el lunes 30", "2026-11-30"),
        ("2026-11-30", "el lunes 30", "2026-11-30"),
        ("2026-12-01", "el lunes 30", "which_day: 2026-12-30 | 2026-12-07"),
        ("2027-01-29", "el sábado 29", "which_day: 2027-01-29 | 2027-01-30"),
        ("2026-11-29", "el martes 31", "which_day: 2026-12-31 | 2026-12-01"),
        ("2026-11-29", "el lunes 32", "impossible: no_such_day"),
    ],
)
def test_a_weekday_with_a_number(today: str, phrase: str, expected: str) -> None:
    now = datetime.fromisoformat(f"{today}T10:00").replace(tzinfo=ZoneInfo("America/Bogota"))
    assert as_line(resolve(phrase, now)) == expected
