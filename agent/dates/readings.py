"""The readings of one day with its times: halves of the day settled, the past left out."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import product

from agent.dates.calendar import Span
from agent.dates.halves import is_open, options
from agent.dates.mentions import Clock, DayMention, TimeMention
from agent.dates.values import Hours, Part, When

Failure = str
Reading = tuple[When, str]
"""A reading and what made it one of several: am_or_pm, which_time or ""."""

_NOON = time(12)
_LATE_AFTERNOON = time(16)


@dataclass(frozen=True, slots=True)
class Moment:
    """When the message is read: local `now`, the opening hours and the day under discussion."""

    now: datetime
    hours: Hours | None
    day_hint: date | None


@dataclass(frozen=True, slots=True)
class _Said:
    """A time as one combination of readings has it; `until` is set for a range only."""

    at: time | None = None
    not_before: time | None = None
    not_after: time | None = None
    part: Part | None = None
    doubt: str = ""
    past_midnight: bool = False


def day_readings(
    day: DayMention | None, times: list[TimeMention], moment: Moment, text: str
) -> tuple[list[Reading], Failure | None]:
    """Every reading of a day (None: only times were said), or why there is none."""
    if any(clock.wrong for t in times for clock in (t.clock, t.until) if clock):
        return [], "no_such_time"
    if day is None:
        weekday = moment.day_hint.isoweekday() if moment.day_hint else None
        return [_when(None, said, text) for said in _said(times, weekday, moment.hours)], None
    if day.error:
        return [], day.error
    if day.minutes is not None:
        return [(_waited(day.minutes, moment.now, text), "")], None
    if day.now and not times:
        said = _Said(not_before=moment.now.time().replace(second=0, microsecond=0))
        return [_when(day.spans[0], said, text)], None
    readings, failure = _on_spans(day.spans, times, moment, text)
    if not readings and failure == "past" and day.later:
        readings, failure = _on_spans((day.later,), times, moment, text)
    return readings, None if readings else failure


def _on_spans(
    spans: tuple[Span, ...], times: list[TimeMention], moment: Moment, text: str
) -> tuple[list[Reading], Failure | None]:
    readings: list[Reading] = []
    failure: Failure | None = None
    for span in spans:
        for said in _still_to_come(span, times, moment):
            if said.at and span[0] == span[1] and not _exists(span[0], said.at, moment.now):
                failure = "nonexistent_local_time"
                continue
            readings.append(_when(span, said, text))
    return readings, failure or (None if readings else "past")


def _when(span: Span | None, said: _Said, text: str) -> Reading:
    start, end = span or (None, None)
    if start and end and said.past_midnight:
        start, end = start + timedelta(days=1), end + timedelta(days=1)
    exact = said.at is not None or said.not_before is not None or said.not_after is not None
    part = None if exact and said.part is not Part.AFTERNOON else said.part
    part = None if said.at else part
    return When(start, end, said.at, part, said.not_before, said.not_after, text), said.doubt


def _waited(minutes: int, now: datetime, text: str) -> When:
    then = (now.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(now.tzinfo)
    at = then.time().replace(second=0, microsecond=0)
    return When(then.date(), then.date(), at, None, None, None, text)


def _exists(day: date, at: time, now: datetime) -> bool:
    """Whether the organization's clocks show that time on that day, summer time considered."""
    local = datetime.combine(day, at, now.tzinfo)
    return local.astimezone(UTC).astimezone(now.tzinfo).replace(tzinfo=None) == local.replace(
        tzinfo=None
    )


def _still_to_come(span: Span, times: list[TimeMention], moment: Moment) -> list[_Said]:
    """What was said of the time, without what is already past when the day is today."""
    today = moment.now.date()
    weekday = span[0].isoweekday() if span[0] == span[1] else None
    said = _said(times, weekday, moment.hours)
    if span != (today, today):
        return said
    now = moment.now.time()
    coming = [one for one in said if not _is_past(one, now)]
    if coming or not said:
        return [
            _Said(s.at, s.not_before, s.not_after, s.part, s.doubt if len(coming) > 1 else "")
            for s in coming
        ]
    midnight = [one for one in said if one.at == time(0)]
    if midnight:
        return [_Said(at=time(0), past_midnight=True)]
    return _in_other_half(times, weekday, moment)


def _in_other_half(times: list[TimeMention], weekday: int | None, moment: Moment) -> list[_Said]:
    """ "Hoy a las 9" said at ten in the morning is nine in the evening, unless closed by then."""
    clocks = [t.clock for t in times if t.how == "at" and t.clock]
    parts = [t.part for t in times if t.part]
    if len(clocks) != 1 or parts or clocks[0].half or clocks[0].exact or clocks[0].hour >= 12:
        return []
    late = time(clocks[0].hour + 12, clocks[0].minute)
    opened = moment.hours is None or is_open(late, weekday, moment.hours)
    return [_Said(at=late)] if opened and late > moment.now.time() else []


def _is_past(said: _Said, now: time) -> bool:
    if said.at:
        return said.at <= now
    if said.at is not None:
        return True
    if said.not_after is not None and said.not_after <= now:
        return True
    return said.part is Part.MORNING and now >= _NOON


def _said(times: list[TimeMention], weekday: int | None, hours: Hours | None) -> list[_Said]:
    """Every combination of the times of one day; [nothing] when none was said."""
    parts = list(dict.fromkeys((t.part, t.late) for t in times if t.part))
    clocks = [t for t in times if t.clock]
    half = parts[0][0] if len(parts) == 1 else ""
    if not clocks:
        doubt = "which_time" if len(parts) > 1 else ""
        return [_part_said(part, late=late, doubt=doubt) for part, late in parts] or [_Said()]
    exact = [t for t in clocks if t.how == "at"]
    bounds = [t for t in clocks if t.how != "at"]
    if exact:
        chosen = [[s for t in exact for s in _one(t, half, weekday, hours)]]
        doubt = "which_time" if len(exact) > 1 else ""
    else:
        chosen = [_one(t, half, weekday, hours) for t in bounds[:2]]
        doubt = ""
    combined = [_combined(choice) for choice in product(*chosen)]
    part = _part_said(half, late=False).part if half and not exact else None
    several = len(combined) > 1
    return [
        _Said(s.at, s.not_before, s.not_after, part, (doubt or "am_or_pm") if several else "")
        for s in combined
    ]


def _part_said(part: str, *, late: bool, doubt: str = "") -> _Said:
    # Nobody is asked to come before dawn: "de madrugada" is taken as early.
    meaning = Part.MORNING if part == "dawn" else Part(part)
    return _Said(part=meaning, not_before=_LATE_AFTERNOON if late else None, doubt=doubt)


def _combined(choice: tuple[_Said, ...]) -> _Said:
    first = choice[0]
    for other in choice[1:]:
        first = _Said(
            first.at or other.at,
            first.not_before or other.not_before,
            first.not_after or other.not_after,
        )
    return first


def _one(mention: TimeMention, half: str, weekday: int | None, hours: Hours | None) -> list[_Said]:
    """The settled readings of one hour, bound or range."""
    clock = mention.clock
    if clock is None:
        return []
    if mention.until is not None:
        return _between(clock, mention.until, half, weekday, hours)
    found = options(clock, half, weekday, hours)
    if mention.how == "after":
        return [_Said(not_before=at) for at in found]
    if mention.how == "before":
        return [_Said(not_after=at) for at in found]
    return [_Said(at=at) for at in found]


def _between(
    one: Clock, two: Clock, half: str, weekday: int | None, hours: Hours | None
) -> list[_Said]:
    """A range: the end that is settled settles the other ("2 to 4 pm", "9 a 1")."""
    pairs: list[_Said] = []
    if not one.half and not half and (two.half or two.exact):
        end = options(two, half, weekday, hours)[0]
        starts = [at for at in _both_halves(one) if at < end]
        return [_Said(not_before=starts[-1], not_after=end)] if starts else []
    for start in options(one, half, weekday, hours):
        ends = options(two, half, weekday, hours) if two.half else _both_halves(two)
        after = [at for at in ends if at > start]
        if after:
            pairs.append(_Said(not_before=start, not_after=after[0]))
    return pairs


def _both_halves(clock: Clock) -> tuple[time, ...]:
    if clock.exact or clock.hour > 12:
        return (time(clock.hour % 24, clock.minute),)
    return time(clock.hour % 12, clock.minute), time(clock.hour % 12 + 12, clock.minute)
