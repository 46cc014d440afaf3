"""Which half of the day an hour belongs to: what was said, opening hours, business sense."""

from datetime import time

from agent.dates.mentions import Clock
from agent.dates.values import Hours

_NIGHT_HOURS_OF_MORNING = range(1, 5)


def options(clock: Clock, part: str, weekday: int | None, hours: Hours | None) -> tuple[time, ...]:
    """The one or two local times that `clock` may mean, most likely first.

    `part` is the part of the day said elsewhere in the message; `weekday` (ISO) tells which
    opening hours count, None stands for any day.
    """
    half = clock.half or part
    if clock.exact or clock.hour > 12:
        return (time(clock.hour % 24, clock.minute),)
    if half:
        return (time(_hour_in(half, clock.hour), clock.minute),)
    if clock.hour == 12:
        return (time(12, clock.minute),)
    early, late = time(clock.hour, clock.minute), time(clock.hour + 12, clock.minute)
    if hours is None:
        return _by_business_sense(early, late)
    opens_early, opens_late = is_open(early, weekday, hours), is_open(late, weekday, hours)
    if not opens_early and not opens_late:
        # Closed at both: a lunch break is likelier meant than the night.
        opens_early, opens_late = _is_of_the_day(early, hours), _is_of_the_day(late, hours)
    if opens_early != opens_late:
        return (early,) if opens_early else (late,)
    return (late, early) if clock.hour <= 6 else (early, late)


def days_later(clock: Clock, at: time, part: str) -> tuple[int, ...]:
    """On which days `at` may fall, counted from the day said, most likely first.

    Midnight ends the day that it is said of: "el viernes a las 12 de la noche" is when Friday's
    evening is over. Of "la 1 de la noche" and "12 am" people say both days.
    """
    half = clock.half or part
    if clock.night or (clock.hour == 12 and half == "evening" and not clock.exact):
        return (1,)
    if clock.exact or at.hour >= _NIGHT_HOURS_OF_MORNING.stop:
        return (0,)
    if half == "evening" or (clock.hour == 12 and half in ("am", "dawn") and not clock.to_minute):
        return (1, 0)
    return (0,)


def is_open(at: time, weekday: int | None, hours: Hours) -> bool:
    """Whether the business is open at that time of that weekday (None, or one that is closed: any)."""
    days = (hours[weekday],) if weekday and hours.get(weekday) else hours.values()
    return any(opens <= at < closes for intervals in days for opens, closes in intervals)


def _is_of_the_day(at: time, hours: Hours) -> bool:
    """Whether that time lies between the first opening and the last closing of the week."""
    intervals = [interval for of_day in hours.values() for interval in of_day]
    return bool(intervals) and min(i[0] for i in intervals) <= at < max(i[1] for i in intervals)


def is_open_on(at: time, weekday: int, hours: Hours) -> bool:
    """Whether the business is open at that time of exactly that weekday."""
    return any(opens <= at < closes for opens, closes in hours.get(weekday, ()))


def _by_business_sense(early: time, late: time) -> tuple[time, ...]:
    if early.hour == 7:
        return early, late
    return (late,) if early.hour < 7 else (early,)


def _hour_in(half: str, hour: int) -> int:
    if hour == 12:
        return 0 if half in ("am", "evening", "dawn") else 12
    if half in ("am", "morning", "dawn"):
        return hour
    if half == "evening" and hour in _NIGHT_HOURS_OF_MORNING:
        return hour
    if half == "midday" and hour >= 10:
        return hour
    return hour + 12
