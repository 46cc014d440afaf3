"""An iCalendar file as the times that it takes, from a day on and up to another.

The file may be anybody's: its size, its depth, its events and how long a rule runs are bounded, its own definitions
of time zones are not evaluated (names of zones are), and nothing that it names is fetched.
"""

import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from agent.errors import OperatorError
from gateway.importing.calendar.recurring import RuleRefused, starts_of

MOST_BYTES = 10_000_000
MOST_EVENTS = 20_000
MOST_SPANS = 100_000
"""Of all events with their repetitions."""
LONGEST = timedelta(days=366)
_DEPTH = 3
_OURS = re.compile(
    r"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})@frontdesk", re.IGNORECASE
)
"""The UIDs of our own feeds and calendar files."""
_MARK = re.compile(r"^(BEGIN|END):\s*([\w-]+)\s*$", re.IGNORECASE)


class CalendarUnreadable(OperatorError):
    """The file is no calendar that can be read."""


class CalendarTooMuch(CalendarUnreadable):
    """It may be a calendar, but is too large, or takes too long to reckon."""


class EventRefused(Exception):
    """One event cannot be used; the message says why."""


@dataclass
class TakenTimes:
    """`spans`: aware starts and ends. `events` were read; `free` of them take no time; `refused`: which and why.
    `ours`: ids of what a feed of a frontdesk shows in it, with the spans of each, which are not among `spans`."""

    spans: list[tuple[datetime, datetime]] = field(default_factory=list)
    events: int = 0
    free: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    ours: dict[UUID, list[tuple[datetime, datetime]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Window:
    """Aware. `zone` is that of times that say none, and of whole days."""

    first: datetime
    last: datetime
    zone: ZoneInfo


def read_calendar(content: bytes, window: Window, seconds: float = 20.0) -> TakenTimes:
    """Raises CalendarUnreadable for what is no calendar, too large or (after `seconds`) too long to reckon; single
    events are named in the answer."""
    events = _events(content)
    taken = TakenTimes()
    moved = _moved(events)
    until, count = time.monotonic() + seconds, 0
    for event in events:
        if time.monotonic() > until:
            raise CalendarTooMuch("its repetitions take too long to reckon")
        taken.events += 1
        if _takes_nothing(event):
            taken.free += 1
            continue
        try:
            spans = list(_spans(event, window, moved))
            count += len(spans)
            our = _OURS.fullmatch(str(event.get("UID", "")).strip())
            (taken.ours.setdefault(UUID(our[1]), []) if our else taken.spans).extend(spans)
            if count > MOST_SPANS:
                raise CalendarTooMuch(f"it repeats more than {MOST_SPANS:,} times")
        except (EventRefused, RuleRefused) as error:
            taken.refused.append((_which(event), str(error)))
    return taken


def _events(content: bytes) -> list[Event]:
    if len(content) > MOST_BYTES:
        raise CalendarTooMuch(f"larger than {MOST_BYTES // 1_000_000} MB")
    try:
        text = content.decode("utf-8-sig")
        calendars = Calendar.from_ical(_without_zones(text), multiple=True)
    except (ValueError, KeyError, IndexError) as error:
        raise CalendarUnreadable(f"not an iCalendar file: {str(error)[:120]}") from None
    events = [
        one for calendar in calendars for one in calendar.subcomponents if isinstance(one, Event)
    ]
    if not any(calendar.name == "VCALENDAR" for calendar in calendars):
        raise CalendarUnreadable("not an iCalendar file: it has no VCALENDAR")
    if len(events) > MOST_EVENTS:
        raise CalendarTooMuch(f"more than {MOST_EVENTS:,} events")
    return events


def _without_zones(text: str) -> str:
    """What a file defines as a time zone may be a rule without end; only the names are used."""
    lines: list[str] = []
    depth = inside = 0
    for line in text.splitlines():
        mark = _MARK.match(line)
        if mark and mark[1].upper() == "BEGIN":
            depth += 1
            inside += mark[2].upper() == "VTIMEZONE" or inside > 0
        if depth > _DEPTH:
            raise CalendarUnreadable("its parts lie too deep in each other")
        if not inside:
            lines.append(line)
        if mark and mark[1].upper() == "END":
            depth -= 1
            inside = max(0, inside - 1)
    return "\r\n".join(lines) + "\r\n"


def _takes_nothing(event: Event) -> bool:
    """Cancelled, or shown as free by its calendar."""
    status, shown = str(event.get("STATUS", "")).upper(), str(event.get("TRANSP", "")).upper()
    return status == "CANCELLED" or shown == "TRANSPARENT"


def _moved(events: Iterable[Event]) -> dict[str, set[datetime]]:
    """Single times of repeated events that stand in the file by themselves, by the events' UIDs."""
    moved: dict[str, set[datetime]] = {}
    for event in events:
        at = getattr(event.get("RECURRENCE-ID"), "params", None) is not None and _at(
            event, "RECURRENCE-ID"
        )
        if isinstance(at, datetime | date):
            moved.setdefault(str(event.get("UID")), set()).add(_instant(at, UTC))
    return moved


def _spans(
    event: Event, window: Window, moved: dict[str, set[datetime]]
) -> Iterator[tuple[datetime, datetime]]:
    if event.errors:
        raise EventRefused(f"{event.errors[0][0] or 'a line'} cannot be read")
    start = _at(event, "DTSTART")
    if start is None:
        raise EventRefused("it has no start")
    length = _length(event, start, window.zone)
    if not timedelta() < length <= LONGEST:
        raise EventRefused(
            "it ends before it begins, or lasts over a year" if length else "it has no length"
        )
    if not isinstance(start, datetime):
        start = datetime(start.year, start.month, start.day, tzinfo=window.zone)
    elif start.tzinfo is None:
        start = start.replace(tzinfo=window.zone)
    alone = event.get("RECURRENCE-ID") is not None
    aside = set() if alone else moved.get(str(event.get("UID")), set())
    for at in [start] if alone else starts_of(event, start, window.last):
        # A whole day has its own length where the clocks change: the end is a time on the wall, too.
        ends = (
            (at.replace(tzinfo=None) + length).replace(tzinfo=at.tzinfo)
            if _is_day(event)
            else at + length
        )
        if ends > window.first and at < window.last and not _is_aside(at, aside):
            yield at, ends


def _is_aside(at: datetime, aside: set[datetime]) -> bool:
    return bool(aside) and (at.astimezone(UTC) in aside or at.replace(tzinfo=UTC) in aside)


def _is_day(event: Event) -> bool:
    return not isinstance(event.get("DTSTART").dt, datetime)


def _at(event: Event, name: str) -> datetime | date | None:
    """A time as the file says it. Raises EventRefused for one of a zone that nobody knows."""
    value: Any = event.get(name)
    if value is None:
        return None
    if isinstance(value, list):
        raise EventRefused(f"it has {name} twice")
    at = getattr(value, "dt", None)
    if not isinstance(at, datetime | date):
        raise EventRefused(f"{name} is no time")
    if isinstance(at, datetime) and at.tzinfo is None and "TZID" in value.params:
        raise EventRefused(f"the time zone {str(value.params['TZID'])[:60]!r} is not known")
    if not 1900 <= at.year <= 2200:
        raise EventRefused(f"{name} is in the year {at.year}")
    return at


def _length(event: Event, start: datetime | date, zone: ZoneInfo) -> timedelta:
    end = _at(event, "DTEND")
    if end is not None:
        if isinstance(end, datetime) != isinstance(start, datetime):
            raise EventRefused("its start is a day and its end a time, or the other way round")
        if isinstance(end, datetime):
            return _instant(end, zone) - _instant(start, zone)
        return end - start
    duration = event.get("DURATION")
    if duration is not None:
        length = getattr(duration, "dt", None)
        if not isinstance(length, timedelta):
            raise EventRefused("its length cannot be read")
        return length
    return timedelta() if isinstance(start, datetime) else timedelta(days=1)


def _instant(at: datetime | date, zone: Any) -> datetime:
    if not isinstance(at, datetime):
        return datetime(at.year, at.month, at.day, tzinfo=zone).astimezone(UTC)
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


def _which(event: Event) -> str:
    """By its start where it has one: what an event is called is about people."""
    value = event.get("DTSTART")
    written = value.to_ical() if hasattr(value, "to_ical") else b"?"
    return f"event of {written.decode('utf-8', 'replace')[:20]}"
