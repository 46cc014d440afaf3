"""The readings of one day with its times: halves of the day settled, the past left out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from agent.dates import calendar
from agent.dates.calendar import Span
from agent.dates.halves import is_open
from agent.dates.mentions import DayMention, TimeMention
from agent.dates.time_combinations import TimeCombination, combinations
from agent.dates.values import Hours, Part, When

Failure = str
Reading = tuple[When, str]
"""A reading and what made it one of several: am_or_pm, which_time or ""."""

_NOON = time(12)


@dataclass(frozen=True, slots=True)
class Moment:
    """Local `now`, which decides what is past; when the message was `sent`, from which waits
    count; the opening hours; and the day under discussion."""

    now: datetime
    sent: datetime
    hours: Hours | None
    day_hint: date | None


def day_readings(
    day: DayMention | None, times: list[TimeMention], moment: Moment, text: str
) -> tuple[list[Reading], Failure | None]:
    """Every reading of a day (None: only times were said), or why there is none."""
    if any(clock.wrong for t in times for clock in (t.clock, t.until) if clock):
        return [], "no_such_time"
    if day is None:
        return _without_day(times, moment, text)
    if day.error:
        return [], day.error
    if day.minutes is not None and day.until:
        return [_until(day.minutes, moment, text)], None
    if day.minutes is not None:
        return _waited(day.minutes, moment, text)
    if day.now and not times:
        combination = TimeCombination(not_before=moment.now.time().replace(second=0, microsecond=0))
        return [_when(calendar.day(moment.now.date()), combination, text)], None
    readings, failure = _on_spans(_open_spans(day, moment), times, moment, text)
    if not readings and failure == "past" and day.later:
        readings, failure = _on_spans((day.later,), times, moment, text)
    return readings, None if readings else failure


def _without_day(
    times: list[TimeMention], moment: Moment, text: str
) -> tuple[list[Reading], Failure | None]:
    hint = moment.day_hint
    combined = combinations(times, hint.isoweekday() if hint else None, moment.hours)
    if hint and any(one.later for one in combined):
        # Only the customer can tell which midnight of that day is meant.
        both = [replace(one, later=n) for one in combined for n in (1, 0)]
        return [_when(calendar.day(hint), one, text) for one in both], None
    return [_when(None, one, text) for one in combined], None


def _open_spans(day: DayMention, moment: Moment) -> tuple[Span, ...]:
    """Of a weekday that may be today, today only while the business is open or opens later today."""
    spans = _with_hint(day, moment)
    today = moment.now.date()
    if not (day.weekday and len(spans) > 1 and spans[0] == (today, today) and moment.hours):
        return spans
    closings = (closes for _, closes in moment.hours.get(day.weekday, ()))
    return spans if any(closes > moment.now.time() for closes in closings) else spans[1:]


def _with_hint(day: DayMention, moment: Moment) -> tuple[Span, ...]:
    """The spans of a lone "el 18" with that of the month under discussion, when it is a later one."""
    hint = moment.day_hint
    if not (day.number and hint) or day.weekday or len(day.spans) != 1:
        return day.spans
    own = calendar.make(hint.year, hint.month, day.number)
    later = own is not None and own > day.spans[0][0]
    return (calendar.day(own), *day.spans) if own and later else day.spans


def _on_spans(
    spans: Sequence[Span], times: list[TimeMention], moment: Moment, text: str
) -> tuple[list[Reading], Failure | None]:
    readings: list[Reading] = []
    failure: Failure | None = None
    today = moment.now.date()
    for span in ((max(first, today), last) for first, last in spans if last >= today):
        for combination in _still_to_come(span, times, moment):
            day = span[0] + timedelta(days=combination.later)
            if (
                combination.at
                and span[0] == span[1]
                and not _exists(day, combination.at, moment.now)
            ):
                failure = "nonexistent_local_time"
                continue
            readings.append(_when(span, combination, text))
    return readings, failure or (None if readings else "past")


def _when(span: Span | None, combination: TimeCombination, text: str) -> Reading:
    start, end = span or (None, None)
    if start and end and combination.later:
        later = timedelta(days=combination.later)
        start, end = start + later, end + later
    exact = (
        combination.at is not None
        or combination.not_before is not None
        or combination.not_after is not None
    )
    part = None if exact and combination.part is not Part.AFTERNOON else combination.part
    part = None if combination.at else part
    return When(
        start, end, combination.at, part, combination.not_before, combination.not_after, text
    ), combination.doubt


def _waited(minutes: int, moment: Moment, text: str) -> tuple[list[Reading], Failure | None]:
    now = moment.now
    then = (moment.sent.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(now.tzinfo)
    if then < now:
        return [], "past"
    at = then.time().replace(second=0, microsecond=0)
    return [(When(then.date(), then.date(), at, None, None, None, text), "")], None


def _until(minutes: int, moment: Moment, text: str) -> Reading:
    """From now until so many minutes later."""
    now = moment.now
    then = (moment.sent.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(now.tzinfo)
    first, last = (at.time().replace(second=0, microsecond=0) for at in (now, max(now, then)))
    same_day = then.date() <= now.date()
    end = last if same_day else None
    return When(
        now.date(), max(now, then).date(), None, None, first if same_day else None, end, text
    ), ""


def _exists(day: date, at: time, now: datetime) -> bool:
    """Whether the organization's clocks show that time on that day, summer time considered."""
    local = datetime.combine(day, at, now.tzinfo)
    return local.astimezone(UTC).astimezone(now.tzinfo).replace(tzinfo=None) == local.replace(
        tzinfo=None
    )


def _still_to_come(span: Span, times: list[TimeMention], moment: Moment) -> list[TimeCombination]:
    """What was said of the time, without what is already past when the day is today."""
    today = moment.now.date()
    weekday = span[0].isoweekday() if span[0] == span[1] else None
    combined = combinations(times, weekday, moment.hours)
    if span != (today, today):
        return combined
    now = moment.now.time()
    coming = [one for one in combined if one.later or not _is_past(one, now)]
    if coming or not combined:
        return [replace(one, doubt=one.doubt if len(coming) > 1 else "") for one in coming]
    midnight = [one for one in combined if one.at == time(0)]
    if midnight:
        return [TimeCombination(at=time(0), later=1)]
    return _in_other_half(times, weekday, moment)


def _in_other_half(
    times: list[TimeMention], weekday: int | None, moment: Moment
) -> list[TimeCombination]:
    """ "Hoy a las 9" said at ten in the morning is nine in the evening, unless closed by then."""
    clocks = [t.clock for t in times if t.how == "at" and t.clock]
    parts = [t.part for t in times if t.part]
    if len(clocks) != 1 or parts or clocks[0].half or clocks[0].exact or clocks[0].hour >= 12:
        return []
    late = time(clocks[0].hour + 12, clocks[0].minute)
    opened = moment.hours is None or is_open(late, weekday, moment.hours)
    return [TimeCombination(at=late)] if opened and late > moment.now.time() else []


def _is_past(combination: TimeCombination, now: time) -> bool:
    if combination.at is not None:
        return combination.at <= now
    if combination.not_after is not None and combination.not_after <= now:
        return True
    return combination.part is Part.MORNING and now >= _NOON
