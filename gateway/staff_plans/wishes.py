"""What one of staff wants planned: whose time, on which days, from when until when; it fits a button's id."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal, TypedDict
from zoneinfo import ZoneInfo

from agent.dates import Part, Resolution, When, resolve
from agent.language import staff_commands
from agent.language.staff_plans import Edge, PlanWords, without_names

PlanSpan = TypedDict("PlanSpan", {"member": str, "from": str, "until": str})
"""A member's key and two instants (ISO), as the database keeps a plan."""
MOST_DAYS = 7
_END = time(23, 59)
"""Stands for midnight: a clock has no 24:00."""
_PARTS: Mapping[Part, tuple[time, time]] = {
    Part.MORNING: (time(0), time(12)),
    Part.MIDDAY: (time(12), time(14)),
    Part.AFTERNOON: (time(12), _END),
    Part.EVENING: (time(18), _END),
}
"""Whoever is away in the afternoon does not come back in the evening."""
_JOINED = frozenset({"y", "e", "and"})
Problem = Literal["no_day", "until_when", "past", "too_long", "reversed"]


@dataclass(frozen=True, slots=True)
class Wish:
    """`members`: keys; none: whose is not known yet. `until` before midnight, or _END."""

    members: tuple[str, ...]
    days: tuple[date, ...]
    begins: time = time(0)
    until: time = _END

    @property
    def whole_day(self) -> bool:
        return self.begins == time(0) and self.until == _END

    @property
    def written(self) -> str:
        """For the id of a button, and `wish_of`."""
        days = ",".join(day.isoformat() for day in self.days)
        return f"{','.join(self.members)}/{days}/{self.begins:%H:%M}/{self.until:%H:%M}"

    def spans(self, zone: ZoneInfo) -> list[PlanSpan]:
        """[{member, from, until}] for the database."""
        return [
            {
                "member": member,
                "from": datetime.combine(day, self.begins, zone).isoformat(),
                "until": self._end(day, zone).isoformat(),
            }
            for member in self.members
            for day in self.days
        ]

    def ended(self, now: datetime) -> bool:
        """Whether all of it is past. `now` in the business's zone."""
        zone = now.tzinfo
        assert isinstance(zone, ZoneInfo)
        return self._end(self.days[-1], zone) <= now

    def _end(self, day: date, zone: ZoneInfo) -> datetime:
        if self.until == _END:
            return datetime.combine(day + timedelta(days=1), time(0), zone)
        return datetime.combine(day, self.until, zone)


@dataclass(frozen=True, slots=True)
class WishRead:
    """`wishes`: more than one where the words can mean several days or hours. `problem`: why there is none."""

    wishes: tuple[Wish, ...] = ()
    problem: Problem | None = None


def wish_of(written: str) -> Wish | None:
    """What Wish.written says; None for what is none, as from a phone that makes ids up."""
    try:
        members, days, begins, until = written.split("/")
        wish = Wish(
            tuple(key for key in members.split(",") if key),
            tuple(date.fromisoformat(day) for day in days.split(",")),
            time.fromisoformat(begins),
            time.fromisoformat(until),
        )
    except ValueError:
        return None
    return wish if len(wish.days) <= MOST_DAYS and wish.begins < wish.until else None


def wish_of_spans(spans: Sequence[PlanSpan], zone: ZoneInfo) -> Wish:
    """Of what the database keeps of a plan."""
    ends = [datetime.fromisoformat(span["until"]).astimezone(zone) for span in spans]
    starts = [datetime.fromisoformat(span["from"]).astimezone(zone) for span in spans]
    until = ends[0].time()
    return Wish(
        tuple(dict.fromkeys(span["member"] for span in spans)),
        tuple(sorted({start.date() for start in starts})),
        starts[0].time(),
        _END if until == time(0) else until,
    )


def read_wish(
    words: PlanWords,
    names: Mapping[str, str],
    members: tuple[str, ...],
    now: datetime,
    language: str,
) -> WishRead:
    """The days and hours of a wish about these members; without a day it is today. `now` in the business's zone."""
    spoken = [part for name in names.values() for part in staff_commands.name_words(name)]
    rest = without_names(words.rest, spoken)
    resolution = resolve(rest, now, languages=(language,), told_too=True)
    readings = resolution.readings or _excluded(resolution)
    if resolution.status == "impossible" or (not readings and any(c.isdigit() for c in rest)):
        return WishRead(problem="past" if resolution.reason == "past" else "no_day")
    if not readings:
        readings = (When(None, None, None, None, None, None, ""),)
    several = len(readings) > 1 and bool(_JOINED & set(rest.split()))
    wishes: list[Wish] = []
    for reading in readings:
        one = _wish(reading, members, words.edge, now.date())
        if not isinstance(one, Wish):
            return WishRead(problem=one)
        wishes.append(one)
    if several and len({(wish.begins, wish.until) for wish in wishes}) == 1:
        days = sorted({day for wish in wishes for day in wish.days})
        wishes = [replace(wishes[0], days=tuple(days))]
    if any(len(wish.days) > MOST_DAYS for wish in wishes):
        return WishRead(problem="too_long")
    ahead = tuple(dict.fromkeys(wish for wish in wishes if not wish.ended(now)))
    return WishRead(ahead) if ahead else WishRead(problem="past")


def _excluded(resolution: Resolution) -> tuple[When, ...]:
    """A day that is turned down is the one that is meant: "tomorrow not"."""
    return tuple(
        When(one.first, one.last, None, None, None, None, "")
        for one in resolution.refused
        if one.first is not None
    )


def _wish(reading: When, members: tuple[str, ...], edge: Edge, today: date) -> Wish | Problem:
    first = reading.start or today
    last = reading.end or first
    if (last - first).days >= 60:
        return "too_long"
    days = tuple(first + timedelta(days=n) for n in range((last - first).days + 1))
    begins, until = time(0), _END
    if reading.part is not None:
        begins, until = _PARTS[reading.part]
    begins, until = reading.not_before or begins, reading.not_after or until
    if reading.time is not None:
        if not edge:
            return "until_when"
        begins, until = (reading.time, _END) if edge == "from" else (time(0), reading.time)
    return Wish(members, days, begins, until) if begins < until else "reversed"
