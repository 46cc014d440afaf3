"""Waits: "en 3 días", "dentro de una hora y media", "in a couple of weeks", "a week from Monday"."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from agent.dates import calendar
from agent.dates.mentions import DayMention, within_reach
from agent.dates.symbols import Kind, Symbols

# "En ocho" and "en quince" count the first day too: they are 7 and 14 days from it.
_INCLUSIVE = {8: 7, 15: 14}
_MINUTES = {"minute": 1, "hour": 60}
_FRACTION = re.compile(r"([13])/([24])|(\d)[.,]5")
_MOST_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Length:
    """So many of a unit (minute, hour, day, workday, week, month or year), up to symbol `last`."""

    count: int
    unit: str
    last: int


def length_at(symbols: Symbols, place: int) -> Length | None:
    """The length of time at `place`: "3 días", "media hora", "2 horas y media", "1/2 h"."""
    fixed = symbols[place].get(Kind.LENGTH)
    if fixed:
        return Length(fixed.value, fixed.name or "minute", place + 1)
    part = _part_of_hours(symbols, place)
    count = _count(symbols, place)
    if part or not count:
        return part
    at = place + 1 + (symbols[place + 1].word in ("more", "mas", "mais"))
    unit = symbols[at].name(Kind.UNIT) or _hours(symbols, at)
    if unit == "hour" and symbols[at + 1].has(Kind.PLUS):
        return Length(count * 60 + symbols[at + 1].number(Kind.PLUS), "minute", at + 2)
    return Length(count, unit, at + 1) if unit else _and_a_half(symbols, place, count)


def _count(symbols: Symbols, place: int) -> int:
    symbol = symbols[place]
    if symbol.has(Kind.NUMBER):
        return symbol.number(Kind.NUMBER)
    return symbol.number(Kind.AMOUNT) if symbol.has(Kind.AMOUNT) else 0


def _hours(symbols: Symbols, place: int) -> str:
    return "hour" if symbols[place].name(Kind.HOUR_MARK) in ("h", "hour") else ""


def _part_of_hours(symbols: Symbols, place: int) -> Length | None:
    """ "1/2 h", "2.5 hours"."""
    hours = symbols[place + 1].name(Kind.UNIT) == "hour" or _hours(symbols, place + 1)
    written = _FRACTION.fullmatch(symbols[place].word) if hours else None
    if written is None:
        return None
    if written[3]:
        return Length(int(written[3]) * 60 + 30, "minute", place + 2)
    return Length(60 * int(written[1]) // int(written[2]), "minute", place + 2)


def _and_a_half(symbols: Symbols, place: int, count: int) -> Length | None:
    """ "2 and a half hours"."""
    if not symbols[place + 1].has(Kind.AND):
        return None
    at = place + 2 + (symbols[place + 2].name(Kind.NUMBER) == "article")
    half = symbols[at].name(Kind.QUARTER) == "" and symbols[at].word.startswith("half")
    hours = symbols[at + 1].name(Kind.UNIT) == "hour"
    return Length(count * 60 + 30, "minute", at + 2) if half and hours else None


def inclusive(symbols: Symbols, place: int) -> tuple[int, int]:
    """Days added by "en ocho" or "a oito" from `place` on, and where that ends."""
    number = symbols[place + 1].get(Kind.NUMBER)
    counted = symbols[place + 2].has(Kind.COUNTED, Kind.PART, Kind.MERIDIEM, Kind.MONTH)
    if number and symbols[place].has(Kind.IN, Kind.TO) and not counted:
        days = _INCLUSIVE.get(number.value)
        if days:
            return days, place + 2
    return 0, place


class WaitGrammar:
    """Reads waits off symbols; they count from `today`, hours and minutes from the message."""

    def __init__(self, symbols: Symbols, today: date) -> None:
        self._s = symbols
        self._today = today

    def read(self, place: int) -> DayMention | None:
        """The wait at `place`, or None."""
        inside = self._s[place].has(Kind.IN)
        at = self._s.skip(place + 1, Kind.FILLER) if inside else place
        length = length_at(self._s, at)
        if length is None:
            return self._in_eight(place, at) if inside else None
        if not inside:
            return self._from_then(place, length)
        if self._s[place].name(Kind.IN) == "within":
            return self.during(place, length.last, length)
        return self._waited(place, length.last, length, self._today)

    def during(self, first: int, last: int, length: Length, *, after: int = 0) -> DayMention:
        """The time from now, or from `after` days on, until so much later."""
        if length.unit in _MINUTES:
            waited = self._waited(first, last, length, self._today)
            return DayMention(
                first, last, waited.spans, waited.error, minutes=waited.minutes, until=True
            )
        end = self._waited(first, last, length, self._today)
        if end.error or not end.spans:
            return end
        start = self._today + timedelta(days=after)
        if length.unit == "workday" and after:
            start = calendar.after_workdays(self._today, after)
        return within_reach(first, last, self._today, (start, end.spans[0][0]))

    def _in_eight(self, place: int, at: int) -> DayMention | None:
        spoken = self._s[at].name(Kind.NUMBER) == "word"
        days = inclusive(self._s, place)[0] if spoken else 0
        return self._after_days(place, at + 1, days) if days else None

    def _from_then(self, place: int, length: Length) -> DayMention | None:
        link, then = self._s[length.last], self._s[length.last + 1]
        if link.name(Kind.FROM_NOW) == "hence":
            return self._waited(place, length.last + 1, length, self._today)
        if not link.has(Kind.FROM_NOW) and link.word not in ("a partir de", "desde"):
            return None
        start = self._today
        if then.has(Kind.WEEKDAY):
            start = calendar.coming(self._today, then.number(Kind.WEEKDAY))
        elif then.has(Kind.RELATIVE):
            start += timedelta(days=then.number(Kind.RELATIVE))
        elif not then.has(Kind.NOW):
            return None
        if length.unit in _MINUTES and not then.has(Kind.NOW):
            return None
        return self._waited(place, length.last + 2, length, start)

    def from_day(
        self, first: int, last: int, length: Length, day: date, *, back: bool
    ) -> DayMention | None:
        """The day so much after `day`, or before it."""
        if length.unit in _MINUTES or (back and length.unit not in ("day", "week")):
            return None
        if back:
            days = length.count * (7 if length.unit == "week" else 1)
            return self._after_days(first, last, (day - self._today).days - days)
        return self._waited(first, last, length, day)

    def _waited(self, first: int, last: int, length: Length, start: date) -> DayMention:
        count, unit = length.count, length.unit
        if unit in _MINUTES:
            minutes = count * _MINUTES[unit]
            if minutes > calendar.FARTHEST_DAYS * 24 * 60:
                return DayMention(first, last, error="too_far")
            return DayMention(first, last, (calendar.day(start),), minutes=minutes)
        months = {"month": 1, "quarter": 3, "year": 12}.get(unit)
        if months:
            return self._after_months(first, last, count * months, start)
        if unit == "workday":
            return self._after_workdays(first, last, count, start)
        days = count * (7 if unit == "week" else 1)
        return self._after_days(first, last, days + (start - self._today).days)

    def _after_months(self, first: int, last: int, count: int, start: date) -> DayMention:
        if count > _MOST_MONTHS:
            return DayMention(first, last, error="too_far")
        end = calendar.month(*calendar.month_after(start.year, start.month, count))[1]
        day = end.replace(day=min(start.day, end.day))
        return within_reach(first, last, self._today, calendar.day(day))

    def _after_workdays(self, first: int, last: int, count: int, start: date) -> DayMention:
        if count > calendar.FARTHEST_DAYS:
            return DayMention(first, last, error="too_far")
        day = calendar.after_workdays(start, count)
        return within_reach(first, last, self._today, calendar.day(day))

    def _after_days(self, first: int, last: int, days: int) -> DayMention:
        day = calendar.shifted(self._today, days)
        if day is None:
            return DayMention(first, last, error="too_far")
        return within_reach(first, last, self._today, calendar.day(day))
