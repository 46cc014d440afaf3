"""Plain arithmetic of days: spans are (first day, last day), both inclusive."""

from calendar import monthrange
from datetime import date, timedelta

Span = tuple[date, date]

FARTHEST_DAYS = 2 * 366
"""Dates farther ahead than this are answered with "too_far"."""
_NAMELESS_MONTHS = 3
# Months, from this one on, in which a day is said without the month's name.


def day(of: date) -> Span:
    return of, of


def shifted(today: date, days: int) -> date | None:
    """`today` and some days more, or None beyond four times FARTHEST_DAYS."""
    return today + timedelta(days=days) if abs(days) <= 4 * FARTHEST_DAYS else None


def coming(today: date, weekday: int) -> date:
    """The next day of that ISO weekday, today excluded."""
    return today + timedelta(days=(weekday - today.isoweekday() - 1) % 7 + 1)


def monday(today: date, weeks: int = 0) -> date:
    """The Monday of the ISO week that many weeks from today's."""
    return today + timedelta(days=1 - today.isoweekday() + 7 * weeks)


def week(today: date, weeks: int) -> Span:
    first = monday(today, weeks)
    return first, first + timedelta(days=6)


def weekend(today: date, weeks: int) -> Span:
    first = monday(today, weeks) + timedelta(days=5)
    return first, first + timedelta(days=1)


def month_after(year: int, month: int, months: int) -> tuple[int, int]:
    """(year, month) that many months later."""
    count = year * 12 + month - 1 + months
    return count // 12, count % 12 + 1


def month(year: int, of: int) -> Span:
    return date(year, of, 1), date(year, of, monthrange(year, of)[1])


def month_part(whole: Span, part: str) -> Span:
    """The first ten days, the middle ten, the last five, or the first or last day of a month."""
    first, last = whole
    return {
        "start": (first, first + timedelta(days=9)),
        "middle": (first + timedelta(days=10), first + timedelta(days=19)),
        "end": (last - timedelta(days=4), last),
        "first": (first, first),
        "last": (last, last),
    }[part]


def make(year: int, of: int, number: int) -> date | None:
    """That date, or None when the calendar has none."""
    try:
        return date(year, of, number)
    except ValueError:
        return None


def next_of_month(today: date, number: int) -> date | None:
    """The next day of any month with that number, today included."""
    for months in range(13):
        year, of = month_after(today.year, today.month, months)
        candidate = make(year, of, number)
        if candidate and candidate >= today:
            return candidate
    return None


def next_of_year(today: date, of: int, number: int) -> date | None:
    """The next such day of such month, today included; looks far enough for 29 February."""
    for year in range(today.year, today.year + 9):
        candidate = make(year, of, number)
        if candidate and candidate >= today:
            return candidate
    return None


def next_numbered_weekday(today: date, weekday: int, number: int) -> date | None:
    """The next day of this and the two coming months with that ISO weekday and that number."""
    for months in range(_NAMELESS_MONTHS):
        year, of = month_after(today.year, today.month, months)
        candidate = make(year, of, number)
        if candidate and candidate >= today and candidate.isoweekday() == weekday:
            return candidate
    return None


def nth_weekday(year: int, of: int, weekday: int, n: int) -> date | None:
    """The n-th such weekday of a month (-1: the last one), or None."""
    first, last = month(year, of)
    if n < 0:
        return last - timedelta(days=(last.isoweekday() - weekday) % 7)
    candidate = first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (n - 1))
    return candidate if candidate.month == of else None


def after_workdays(start: date, count: int) -> date:
    """The day that is so many days from Monday to Friday after `start`."""
    weeks, rest = divmod(count, 5)
    day = start + timedelta(days=7 * weeks)
    while rest:
        day += timedelta(days=1)
        rest -= day.isoweekday() <= 5
    while weeks and day.isoweekday() > 5:
        day -= timedelta(days=1)
    return day


def period_start(today: date, months: int) -> date:
    """The first day of the calendar's quarter (3 months) or year (12) in which today lies."""
    return date(today.year, (today.month - 1) // months * months + 1, 1)
