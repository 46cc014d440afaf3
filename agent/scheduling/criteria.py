"""What a customer wishes of the agenda, and which of the free starts come nearest to it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from agent.dates.exclusions import Exclusion, excluded
from agent.dates.values import PARTS

MOST_SLOTS = 5


@dataclass(frozen=True, slots=True)
class SearchCriteria:
    """What the customer asked for; everything may be open. Days and times are local.

    `exclusions` are starts and `without` the members that they do not want, `without_names` what
    these are called. `prefer`: of all that fits only the "earliest" or the "latest" start.
    """

    first: date | None = None
    last: date | None = None
    at: time | None = None
    part: str | None = None
    not_before: time | None = None
    not_after: time | None = None
    member: UUID | None = None
    member_name: str | None = None
    exclusions: tuple[Exclusion, ...] = ()
    without: tuple[UUID, ...] = ()
    without_names: tuple[str, ...] = ()
    prefer: str | None = None

    def excludes(self, start: datetime) -> bool:
        """Whether the customer does not want this start (local), whatever else there is."""
        return excluded(start, self.exclusions)

    def allows(self, start: datetime) -> bool:
        """Whether a free start (local) is what was asked for, the day apart."""
        clock = start.time()
        if self.at is not None:
            return clock == self.at
        low, high = PARTS.get(self.part or "", (time.min, time.max))
        return (
            low <= clock < high
            and (self.not_before is None or clock >= self.not_before)
            and (self.not_after is None or clock <= self.not_after)
        )

    def days(self, today: date, look_ahead: int) -> tuple[date, date]:
        """The first and the last day, from today on; the next days when none was named."""
        first = max(self.first or today, today)
        last = self.last or (first if self.first else today + timedelta(look_ahead))
        return first, max(last, first)

    @property
    def bounds(self) -> tuple[time | None, time | None]:
        """The earliest and the latest start, both included; None where it is open."""
        if self.at is not None:
            return self.at, self.at
        low, high = PARTS.get(self.part or "", (None, None))
        last = (datetime.combine(date.min, high) - timedelta(minutes=1)).time() if high else None
        lows = [bound for bound in (low, self.not_before) if bound]
        highs = [bound for bound in (last, self.not_after) if bound]
        return max(lows, default=None), min(highs, default=None)

    def touches(self, opens: time, closes: time) -> bool:
        """Whether hours of a day have something of the hours that were asked for."""
        low, high = self.bounds
        return (low or time.min) < closes and opens <= (high or time.max)

    @property
    def times_open(self) -> bool:
        """True when any hour would do."""
        return self.at is None and self.part is None and not (self.not_before or self.not_after)


@dataclass(frozen=True, slots=True)
class Start:
    """A free start: in local time, and the instant."""

    local: datetime
    at: datetime


def preferred(matching: Sequence[Start], prefer: str) -> list[Start]:
    """The one start that is preferred: the soonest, or of all days the latest in its day."""
    if prefer == "latest":
        return [max(matching, key=lambda s: (s.local.time(), -s.local.toordinal()))]
    return [min(matching, key=lambda s: s.local)]


def nearby(matching: Sequence[Start], starts: Sequence[Start]) -> list[Start]:
    """The exact start first, then two of the same day beside it, should it not suit after all."""
    best = matching[0]
    others = [s for s in starts if s.local.date() == best.local.date() and s.at != best.at]
    others.sort(key=lambda s: abs(s.local - best.local))
    if len({s.local.date() for s in matching}) > 1:
        return spread(matching)
    return [best, *sorted(others[:2], key=lambda s: s.local)]


def nearest(starts: Sequence[Start], criteria: SearchCriteria, wished: date) -> list[Start]:
    """Alternatives: what is nearest in days, then in hours; told in the order of time."""
    target = (
        criteria.at or criteria.not_before or PARTS.get(criteria.part or "", (time(9), None))[0]
    )
    if any(start.local.date() == wished for start in starts):
        starts = [start for start in starts if start.local.date() >= wished]

    def distance(start: Start) -> tuple[int, int, bool, int]:
        days = abs((start.local.date() - wished).days)
        minutes = abs(_minutes(start.local.time()) - _minutes(target))
        fits = criteria.times_open or replace(criteria, at=None).allows(start.local)
        return (days + (0 if fits else 1), 0, start.local.date() < wished, minutes)

    by_day: dict[date, int] = {}
    chosen: list[Start] = []
    for start in sorted(starts, key=distance):
        if by_day.get(start.local.date(), 0) < 2:
            by_day[start.local.date()] = by_day.get(start.local.date(), 0) + 1
            chosen.append(start)
        if len(chosen) == 4:
            break
    return sorted(chosen, key=lambda s: s.local)


def spread(starts: Sequence[Start]) -> list[Start]:
    """At most five: evenly over the day, or over the first days when there are several."""
    days: dict[date, list[Start]] = {}
    for start in starts:
        days.setdefault(start.local.date(), []).append(start)
    if len(days) == 1:
        return _evenly(starts, MOST_SLOTS)
    per_day = 2 if len(days) < MOST_SLOTS else 1
    chosen = [s for day in list(days.values())[:MOST_SLOTS] for s in _evenly(day, per_day)]
    return chosen[:MOST_SLOTS]


def _evenly(starts: Sequence[Start], count: int) -> list[Start]:
    if len(starts) <= count:
        return list(starts)
    if count == 1:
        return [starts[0]]
    step = (len(starts) - 1) / (count - 1)
    return [starts[round(i * step)] for i in range(count)]


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute
