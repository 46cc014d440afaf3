"""What a customer does not want, as days and times of the agenda, and its one form as text.

The text travels through tools and memos: "2026-12-01", "2026-12-01..2026-12-05", "mon",
"15:00", "12:00-18:30", or a day and a time with a space between them ("mon 15:00-24:00").
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
END_OF_DAY = 24 * 60
_TIMES = re.compile(r"(\d{2}):(\d{2})(?:-(\d{2}):(\d{2}))?")
_DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.\.(\d{4}-\d{2}-\d{2}))?")


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Starts that are refused: on days `first` to `last` or on each `weekday` (ISO), or any day;
    at minute `low` of the day or, with `high`, from `low` until before `high`, or at any time."""

    first: date | None = None
    last: date | None = None
    weekday: int | None = None
    low: int | None = None
    high: int | None = None

    @classmethod
    def parse(cls, text: str) -> "Exclusion":
        """The exclusion of its text. Raises ValueError for what is none."""
        parts = text.split()
        if not 1 <= len(parts) <= 2:
            raise ValueError("an exclusion is a day, a time, or both")
        first = last = weekday = low = high = None
        for part in parts:
            if part.lower() in WEEKDAYS:
                weekday = WEEKDAYS.index(part.lower()) + 1
            elif days := _DAYS.fullmatch(part):
                first = date.fromisoformat(days[1])
                last = date.fromisoformat(days[2]) if days[2] else first
            elif times := _TIMES.fullmatch(part):
                low = int(times[1]) * 60 + int(times[2])
                high = int(times[3]) * 60 + int(times[4]) if times[3] else None
            else:
                raise ValueError(f"{part!r} is neither a day nor a time")
        return cls(first, last, weekday, low, high)

    def __str__(self) -> str:
        day = WEEKDAYS[self.weekday - 1] if self.weekday else ""
        if self.first and self.last:
            day = f"{self.first}" if self.first == self.last else f"{self.first}..{self.last}"
        at = "" if self.low is None else _clock(self.low)
        at += f"-{_clock(self.high)}" if at and self.high is not None else ""
        return f"{day} {at}".strip()

    @property
    def of_days(self) -> bool:
        """Whether only some days are meant."""
        return self.first is not None or self.weekday is not None

    def on(self, day: date) -> bool:
        """Whether something of `day` is excluded."""
        if self.weekday is not None and day.isoweekday() != self.weekday:
            return False
        return not (self.first and self.last) or self.first <= day <= self.last

    def at(self, clock: time) -> bool:
        """Whether this time of day is excluded, on the days that `on` tells."""
        minute = clock.hour * 60 + clock.minute
        if self.low is None:
            return True
        return self.low <= minute < (self.high if self.high is not None else self.low + 1)

    def covers(self, start: datetime) -> bool:
        """Whether a start (local) is excluded."""
        return self.on(start.date()) and self.at(start.time())

    def taken_back_by(self, day: date | None, span: tuple[int, int] | None) -> bool:
        """Whether naming this single day, or these minutes [low, high) of the day, asks for what was
        excluded."""
        if self.of_days and not (day and self.on(day)):
            return False
        if self.low is None:
            return self.of_days
        high = self.high if self.high is not None else self.low + 1
        return span is not None and self.low <= span[0] and span[1] <= high


def read_exclusions(texts: Iterable[str]) -> tuple[Exclusion, ...]:
    """Those that can be read; the rest is dropped."""
    exclusions = []
    for text in texts:
        try:
            exclusions.append(Exclusion.parse(text))
        except ValueError:
            continue
    return tuple(exclusions)


def excluded(start: datetime, exclusions: Iterable[Exclusion]) -> bool:
    """Whether any of them covers the start (local)."""
    return any(exclusion.covers(start) for exclusion in exclusions)


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
