"""When a repeated event begins, up to a last moment: RRULE, RDATE and EXDATE, bounded."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from dateutil.rrule import rrulestr
from icalendar import Event

MOST_STARTS = 20_000
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_PARTS = frozenset(
    ("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYYEARDAY",
     "BYWEEKNO", "BYSETPOS")
)  # fmt: skip
_MOST_VALUES = 31


class RuleRefused(Exception):
    """A rule cannot be reckoned; the message says why."""


def starts_of(event: Event, start: datetime, last: datetime) -> Iterator[datetime]:
    """In no order, each once. `start` is aware; what repeats keeps its time on the wall of its zone."""
    wall = start.replace(tzinfo=None)
    until = last.astimezone(start.tzinfo).replace(tzinfo=None)
    without = set(_listed(event, "EXDATE", start))
    starts = {wall, *_listed(event, "RDATE", start)}
    rule = event.get("RRULE")
    if rule is not None:
        starts = {*starts, *_ruled(rule, wall, until, start)}
    yield from (
        at.replace(tzinfo=start.tzinfo) for at in starts if at not in without and at <= until
    )


def _ruled(rule: Any, wall: datetime, until: datetime, start: datetime) -> Iterator[datetime]:
    """A rule's own end and number are counted here: the library would count them without a bound. One that is never
    true it follows to the year 9999, which takes some seconds: whoever reads a file bounds that."""
    if isinstance(rule, list):
        raise RuleRefused("it has several rules of repetition")
    parts = {str(name).upper(): values for name, values in rule.items()}
    if unknown := parts.keys() - _PARTS:
        raise RuleRefused(f"its repetition has a part {min(unknown)!r} that is not known")
    frequency = str(parts.get("FREQ", [""])[0]).upper()
    if frequency not in _FREQUENCIES:
        raise RuleRefused("it repeats within a day")
    if any(len(values) > _MOST_VALUES for values in parts.values()):
        raise RuleRefused("its repetition is too long")
    if any(int(one) < 1 for name in ("INTERVAL", "COUNT") for one in parts.get(name, [])):
        raise RuleRefused("its repetition counts less than one")
    end = min([until, *(_wall(one, start) for one in parts.get("UNTIL", []))])
    count = int(parts["COUNT"][0]) if "COUNT" in parts else MOST_STARTS + 1
    written = rule.copy()
    for name in ("UNTIL", "COUNT"):
        written.pop(name, None)
    text = f"{written.to_ical().decode()};UNTIL={end:%Y%m%dT%H%M%S}"
    try:
        repeated = list(islice(rrulestr(text, dtstart=wall), min(count, MOST_STARTS + 1)))
    except (ValueError, TypeError, OverflowError, AssertionError) as error:
        raise RuleRefused(f"its repetition cannot be reckoned: {str(error)[:80]}") from None
    if len(repeated) > MOST_STARTS:
        raise RuleRefused(f"it repeats more than {MOST_STARTS:,} times")
    yield from repeated


def _listed(event: Event, name: str, start: datetime) -> Iterator[datetime]:
    values = event.get(name)
    for one in values if isinstance(values, list) else [values] if values is not None else []:
        for single in getattr(one, "dts", []):
            at = single.dt[0] if isinstance(single.dt, tuple) else single.dt
            yield _wall(at, start)


def _wall(at: datetime | date, start: datetime) -> datetime:
    """On the wall of the event's zone. A day alone means the event's hour of it, for an end the whole day."""
    if not isinstance(at, datetime):
        return datetime.combine(at, start.time())
    if at.tzinfo is None:
        return at
    return at.astimezone(UTC).astimezone(start.tzinfo).replace(tzinfo=None)
