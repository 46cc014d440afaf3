"""The times of a text as combinations of settled hours, bounds and parts of the day."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time
from itertools import product

from agent.dates.halves import days_later, is_open_on, options
from agent.dates.mentions import LATE, MIDDLE, Clock, TimeMention
from agent.dates.values import Hours, Part

_LAST_MINUTE = time(23, 59)
# The late end of an afternoon and the middle of a half day: "a última hora", "a media mañana".
_STRETCHES: dict[tuple[str, int], tuple[time, time | None]] = {
    ("afternoon", LATE): (time(16), None),
    ("morning", MIDDLE): (time(10), time(12)),
    ("afternoon", MIDDLE): (time(15), time(17)),
}


@dataclass(frozen=True, slots=True)
class TimeCombination:
    """One combination of the times that a text names for a day, each settled to one reading.

    `later` is the number of days after the one that was named: midnight ends a day.
    """

    at: time | None = None
    not_before: time | None = None
    not_after: time | None = None
    part: Part | None = None
    doubt: str = ""
    later: int = 0


def combinations(
    times: Sequence[TimeMention], weekday: int | None, hours: Hours | None
) -> list[TimeCombination]:
    """Every combination of the times of one day; [TimeCombination()] when none was named."""
    parts = list(dict.fromkeys((t.part, t.stretch) for t in times if t.part))
    clocks = [t for t in times if t.clock]
    half = parts[0][0] if len(parts) == 1 else ""
    if not clocks:
        doubt = "which_time" if len(parts) > 1 else ""
        return [_of_part(part, stretch, doubt) for part, stretch in parts] or [TimeCombination()]
    exact = [t for t in clocks if t.how == "at"]
    bounds = [t for t in clocks if t.how != "at"]
    if exact:
        chosen = [[s for t in exact for s in _one(t, half, weekday, hours)]]
        doubt = "which_time" if len(exact) > 1 else ""
    else:
        chosen = [_one(t, half, weekday, hours) for t in bounds[:2]]
        doubt = ""
    combined = [_combined(choice) for choice in product(*chosen)]
    part = _of_part(half).part if half and not exact else None
    several = len(combined) > 1
    return [replace(s, part=part, doubt=(doubt or "am_or_pm") if several else "") for s in combined]


def _of_part(part: str, stretch: int = 0, doubt: str = "") -> TimeCombination:
    # Nobody is asked to come before dawn: "de madrugada" is taken as early.
    meaning = Part.MORNING if part == "dawn" else Part(part)
    first, last = _STRETCHES.get((part, stretch), (None, None))
    return TimeCombination(not_before=first, not_after=last, part=meaning, doubt=doubt)


def _combined(choice: tuple[TimeCombination, ...]) -> TimeCombination:
    first = choice[0]
    for other in choice[1:]:
        first = TimeCombination(
            first.at or other.at,
            first.not_before or other.not_before,
            first.not_after or other.not_after,
            later=max(first.later, other.later),
        )
    return first


def _one(
    mention: TimeMention, half: str, weekday: int | None, hours: Hours | None
) -> list[TimeCombination]:
    """The settled readings of one hour, bound or range."""
    clock = mention.clock
    if clock is None:
        return []
    if mention.until is not None:
        return _between(clock, mention.until, half, weekday, hours)
    if mention.how == "after" and half == "evening":
        half = "afternoon"  # "this evening, after 4" is no night
    settled = options(clock, half, weekday, hours)
    if mention.how == "before":
        return [TimeCombination(not_after=_until(clock, at, half)) for at in settled]
    if mention.how == "after":
        later = days_later(clock, settled[0], half) == (1,)
        return [TimeCombination(not_before=at, later=int(later)) for at in settled]
    return [
        _exactly(clock, at, later)
        for at in settled
        for later in _open_days(days_later(clock, at, half), at, weekday, hours)
    ]


def _exactly(clock: Clock, at: time, later: int) -> TimeCombination:
    if clock.loose:
        # "Las 8 y pico" is some time before 9, which only the offered times can tell.
        return TimeCombination(not_before=at, not_after=at.replace(minute=59), later=later)
    return TimeCombination(at=at, later=later)


def _open_days(
    days: tuple[int, ...], at: time, weekday: int | None, hours: Hours | None
) -> tuple[int, ...]:
    """Of the days that a midnight hour may fall on, the one on which the business is open, when it is one."""
    if len(days) == 1 or weekday is None or hours is None:
        return days
    open_days = tuple(n for n in days if is_open_on(at, (weekday + n - 1) % 7 + 1, hours))
    return open_days if len(open_days) == 1 else days


def _until(clock: Clock, at: time, half: str) -> time:
    """The last minute of a bound: "hasta las 12 de la noche" ends the day, it does not begin it."""
    return _LAST_MINUTE if days_later(clock, at, half) == (1,) else at


def _between(
    one: Clock, two: Clock, half: str, weekday: int | None, hours: Hours | None
) -> list[TimeCombination]:
    """A range: the end that is settled settles the other ("2 to 4 pm", "9 a 1")."""
    pairs: list[TimeCombination] = []
    if not one.half and not half and (two.half or two.exact):
        end = _until(two, options(two, half, weekday, hours)[0], half)
        starts = [at for at in _both_halves(one) if at < end]
        return [TimeCombination(not_before=starts[-1], not_after=end)] if starts else []
    for start in options(one, half, weekday, hours):
        ends = options(two, half, weekday, hours) if two.half else _both_halves(two)
        if two.half == "am" and two.hour == 12:
            ends = (_LAST_MINUTE,)  # The midnight that ends the day.
        after = [at for at in (_until(two, at, half) for at in ends) if at > start]
        if after:
            pairs.append(TimeCombination(not_before=start, not_after=after[0]))
    return pairs


def _both_halves(clock: Clock) -> tuple[time, ...]:
    if clock.exact or clock.hour > 12:
        return (time(clock.hour % 24, clock.minute),)
    return time(clock.hour % 12, clock.minute), time(clock.hour % 12 + 12, clock.minute)
