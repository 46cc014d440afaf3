"""Hours in a form: for each weekday some pairs of times, of which empty ones do not count."""

from collections.abc import Iterable, Mapping
from itertools import pairwise

from gateway.console.business.fields import Form, Unfit, clock_of, line_of
from gateway.organizations.document_types import HoursRow, IntervalRow

DAYS = range(1, 8)
_LEAST_PAIRS = 2
_MOST_PAIRS = 12
_MIDNIGHT, _END_OF_DAY = "00:00", "24:00"


def hours_values(rows: Iterable[HoursRow]) -> dict[str, str]:
    """The fields of a form that says these hours."""
    values: dict[str, str] = {}
    for day in DAYS:
        values |= interval_values([row for row in rows if row["weekday"] == day], f"d{day}")
    return values


def interval_values(rows: Iterable[IntervalRow], prefix: str) -> dict[str, str]:
    """The same for one day."""
    values = {}
    for number, row in enumerate(rows):
        values[f"{prefix}_from{number}"] = row["opens"]
        closes = row["closes"]
        values[f"{prefix}_to{number}"] = _MIDNIGHT if closes == _END_OF_DAY else closes
    return values


def pairs(values: Mapping[str, str], prefix: str) -> range:
    """The numbers of the pairs that a form shows for a day: two, or as many as are used."""
    used = [number for number in range(_MOST_PAIRS) if values.get(f"{prefix}_from{number}")]
    return range(max(_LEAST_PAIRS, *(number + 1 for number in used), 0))


def hours_of(form: Form, name: Mapping[int, str]) -> list[HoursRow]:
    """The hours that a form says, by weekday; `name` tells days in messages. Raises Unfit."""
    return [
        {"weekday": day, **interval}
        for day in DAYS
        for interval in intervals_of(form, f"d{day}", name[day])
    ]


def intervals_of(form: Form, prefix: str, name: str) -> list[IntervalRow]:
    """Those of one day, in order. Raises Unfit."""
    intervals = sorted(_pairs(form, prefix, name), key=lambda one: one["opens"])
    for earlier, later in pairwise(intervals):
        if later["opens"] < earlier["closes"]:
            raise Unfit("overlap", day=name)
    return _joined(intervals)


def _pairs(form: Form, prefix: str, name: str) -> Iterable[IntervalRow]:
    for number in range(_MOST_PAIRS):
        opens = clock_of(line_of(form, f"{prefix}_from{number}"))
        closes = clock_of(line_of(form, f"{prefix}_to{number}"))
        if opens is None and closes is None:
            continue
        if opens is None or closes is None:
            raise Unfit("half", day=name)
        closes = _END_OF_DAY if closes == _MIDNIGHT else closes
        if closes <= opens:
            raise Unfit("backwards", day=name)
        yield {"opens": opens, "closes": closes}


def _joined(intervals: list[IntervalRow]) -> list[IntervalRow]:
    """Those that touch are one."""
    joined: list[IntervalRow] = []
    for one in intervals:
        if joined and joined[-1]["closes"] == one["opens"]:
            joined[-1] = {"opens": joined[-1]["opens"], "closes": one["closes"]}
        else:
            joined.append(one)
    return joined
