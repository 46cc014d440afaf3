"""The hours and parts of the day in a text, still as they were said ("3", "de la tarde")."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from agent.dates.mentions import Clock, TimeMention
from agent.dates.symbols import Kind, Symbol, Symbols

_NOT_AN_HOUR = (Kind.MONTH, Kind.UNIT, Kind.COUNTED, Kind.SUFFIX, Kind.QUANTITY)
_LATEST_HOUR = 24
_STARTS = (
    Kind.AT, Kind.THE_HOUR, Kind.NUMBER, Kind.CLOCK, Kind.DATE, Kind.NOON, Kind.MIDNIGHT,
    Kind.QUARTER, Kind.AFTER, Kind.BEFORE, Kind.BETWEEN, Kind.SINCE, Kind.PART, Kind.TODAY_PART,
    Kind.TO,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Read:
    """A clock read from symbols up to `last`; `marked` when it can be nothing but a time."""

    clock: Clock
    last: int
    marked: bool


class TimeGrammar:
    """Reads times off symbols. `bare` says whether a lone number at a place is an hour."""

    def __init__(self, symbols: Symbols, bare: Callable[[int], bool]) -> None:
        self._s = symbols
        self._bare = bare

    def mentions(self) -> list[TimeMention]:
        """Every time in order; their symbols are taken, so that days are read off the rest."""
        found: list[TimeMention] = []
        place = 0
        while place < len(self._s):
            if not self._s[place].has(*_STARTS):
                place += 1
                continue
            mention = self._range(place) or self._bound(place) or self._at(place)
            mention = mention or self._part(place)
            if mention is None:
                place += 1
                continue
            found.append(mention)
            if not self._s[mention.first].has(Kind.TODAY_PART):
                self._s.take(mention.first, mention.last)
            place = mention.last
        return found

    def _part(self, place: int) -> TimeMention | None:
        symbol = self._s[place]
        entry = symbol.get(Kind.PART) or symbol.get(Kind.TODAY_PART)
        if entry is None or self._is_dated(place):
            return None
        return TimeMention(place, place + 1, "part", part=entry.name, late=entry.value == 1)

    def _is_dated(self, place: int) -> bool:
        """Whether a part of the day belongs to a date: "del día 24", "early december"."""
        symbol, after = self._s[place], self._s[place + 1]
        if symbol.has(Kind.DAY_WORD) and after.has(Kind.NUMBER):
            return True
        return symbol.has(Kind.MONTH_PART) and after.has(Kind.MONTH)

    def _at(self, place: int) -> TimeMention | None:
        symbol = self._s[place]
        # "À uma" has no plural article that would mark it.
        led = symbol.has(Kind.AT) or (symbol.word == "a" and self._s[place + 1].word == "uma")
        start = place + 1 if led or symbol.has(Kind.THE_HOUR) else place
        read = self._clock(start, led=led)
        if read is None:
            return None
        if not (read.marked or led or self._bare(start)):
            return None
        return TimeMention(place, read.last, "at", read.clock)

    def _bound(self, place: int) -> TimeMention | None:
        """After or before an hour."""
        symbol = self._s[place]
        if not symbol.has(Kind.AFTER, Kind.BEFORE):
            return None
        start = self._s.skip(place + 1, Kind.AT, Kind.THE_HOUR)
        read = self._clock(start, led=True)
        if read is None or (read.clock.wrong and start == place + 1):
            return None
        how = "after" if symbol.has(Kind.AFTER) else "before"
        return TimeMention(place, read.last, how, read.clock)

    def _range(self, place: int) -> TimeMention | None:
        leads = (Kind.BETWEEN, Kind.SINCE, Kind.AT, Kind.THE_HOUR, Kind.AFTER)
        start = self._s.skip(place, *leads) if self._s[place].has(*leads) else place
        led = start > place
        written = self._written_range(start)
        if written:
            return replace(written, first=place)
        first = self._clock(start, led=led, between=True)
        if first is None:
            return None
        joined = self._join(first.last, between=self._s[place].has(Kind.BETWEEN))
        # "Martes 9 a las 10" is a day with its hour.
        told = led or first.marked or not self._s[first.last].has(Kind.AT)
        if not joined or not told:
            return None
        second = self._clock(joined, led=True, between=True)
        if second is None or first.clock.wrong or second.clock.wrong:
            return None
        if not (led or first.marked or second.marked or self._bare(start)):
            return None
        return TimeMention(place, second.last, "between", first.clock, second.clock)

    def _join(self, place: int, *, between: bool) -> int:
        """Where the second hour of a range begins, or 0 when nothing joins it to the first."""
        symbol = self._s[place]
        if symbol.word in ("al", "ao"):
            return 0
        joins = symbol.has(Kind.TO, Kind.DASH, Kind.BEFORE) or symbol.word in ("a las", "as")
        if not joins and not (between and symbol.has(Kind.AND)):
            return 0
        return self._s.skip(place + 1, Kind.AT, Kind.THE_HOUR)

    def _written_range(self, place: int) -> TimeMention | None:
        """A range written as "2-4pm"."""
        parts = self._s[place].name(Kind.DATE).split("-")
        if len(parts) != 2 or not all(int(p) <= _LATEST_HOUR for p in parts):
            return None
        half, last = self._half(place + 1)
        if not half and not self._bare(place):
            return None
        clocks = [Clock(int(p), exact=int(p) > 12) for p in parts]
        return TimeMention(place, last, "between", clocks[0], replace(clocks[1], half=half))

    def _clock(self, place: int, *, led: bool, between: bool = False) -> _Read | None:
        symbol = self._s[place]
        if symbol.has(Kind.NOON, Kind.MIDNIGHT):
            hour = 12 if symbol.has(Kind.NOON) else 0
            minute, last, _ = self._minutes(place + 1, led=False)
            return _Read(Clock(hour, max(minute, 0), exact=True), self._tail(last), True)
        relative = None if between else self._to_or_past(place)
        if relative:
            return relative
        return self._written(place, led=led) or self._hour(place, led=led, between=between)

    def _to_or_past(self, place: int) -> _Read | None:
        """A quarter to four, cuarto para las 4, half past three."""
        symbol, link = self._s[place], self._s[place + 1]
        minutes = symbol.get(Kind.QUARTER) or symbol.get(Kind.NUMBER)
        if minutes is None or not link.has(Kind.TO_HOUR, Kind.PAST_HOUR):
            return None
        if not symbol.has(Kind.QUARTER) and not _is_minutes_to(symbol, link):
            return None
        hour = self._hour(place + 2, led=True, between=True)
        if hour is None or hour.clock.wrong:
            return None
        past = link.has(Kind.PAST_HOUR)
        return _Read(_moved(hour.clock, minutes.value if past else -minutes.value), hour.last, True)

    def _written(self, place: int, *, led: bool) -> _Read | None:
        """3:30, or 3.30 in the company of "a las" or "pm"."""
        symbol = self._s[place]
        text = symbol.name(Kind.CLOCK)
        half, last = self._half(self._tail(place + 1))
        dotted = symbol.name(Kind.DATE)
        if (
            dotted.count(".") == 1
            and len(dotted) <= 5
            and (led or half or self._tail(place + 1) > place + 1)
        ):
            text = dotted.replace(".", ":")
        if not text:
            return None
        hour, minute = (int(part) for part in text.split(":")[:2])
        wrong = hour > _LATEST_HOUR or minute > 59 or (hour == _LATEST_HOUR and minute > 0)
        exact = hour > 12 or text[0] == "0" or hour == 0
        return _Read(Clock(hour, minute, half, exact, wrong), last, True)

    def _hour(self, place: int, *, led: bool, between: bool) -> _Read | None:
        symbol = self._s[place]
        number = symbol.get(Kind.NUMBER)
        if number is None or number.value > 99:
            return None
        minute, last, marked = self._minutes(place + 1, led=led and not between)
        sharp = self._s[last].name(Kind.HOUR_MARK)
        if sharp == "h" or sharp == "sharp" or (sharp == "hour" and led):
            last, literal = last + 1, sharp == "h"
            marked = marked or sharp == "sharp" or led or number.value > 5
            if (
                literal
                and self._s[last].name(Kind.NUMBER).isdigit()
                and len(self._s[last].word) == 2
            ):
                minute, last, marked = self._s[last].number(Kind.NUMBER), last + 1, True
        else:
            literal = False
        after_tail = self._tail(last)
        marked = marked or after_tail > last
        half, last = self._half(after_tail)
        if not half and self._is_something_else(last, number.name):
            return None
        if not led and half not in ("am", "pm") and self._is_day(place, number.value, last):
            return None
        hour = number.value + (-1 if minute < 0 else 0)
        # A Brazilian "7h" is written on 24 hours; "3h" may still be said by someone who means 15h.
        exact = hour > 12 or hour == 0 or number.name.startswith("0") or (literal and hour >= 7)
        wrong = hour > _LATEST_HOUR or minute > 59 or (hour == _LATEST_HOUR and minute > 0)
        return _Read(Clock(hour, minute % 60, half, exact, wrong), last, marked or bool(half))

    def _minutes(self, place: int, *, led: bool) -> tuple[int, int, bool]:
        """Minutes said after the hour, negative before it; where they end; were there any."""
        symbol = self._s[place]
        amount = self._s[place + 1].get(Kind.NUMBER)
        if symbol.has(Kind.PLUS):
            return symbol.number(Kind.PLUS), place + 1, True
        minus = symbol.get(Kind.MINUS)
        if minus and minus.value:
            return -minus.value, place + 1, True
        if minus and amount and 0 < amount.value < 60:
            return -amount.value, place + 2, True
        told = led or self._s[place + 2].has(Kind.PART, Kind.MERIDIEM)
        if told and symbol.has(Kind.AND) and amount and amount.value in range(10, 60, 5):
            return amount.value, place + 2, True
        if symbol.name(Kind.NUMBER) in ("00", "15", "30", "45") and (led or self._bare(place - 1)):
            return symbol.number(Kind.NUMBER), place + 1, True
        return 0, place, False

    def _tail(self, place: int) -> int:
        """Past words that add nothing to an hour: "y pico", "en punto", "hs"."""
        while self._s[place].has(Kind.FILLER) or self._s[place].name(Kind.HOUR_MARK) in (
            "h",
            "sharp",
        ):
            place += 1
        return place

    def _half(self, place: int) -> tuple[str, int]:
        """am, pm or the part of the day that belongs to the hour before, and where it ends."""
        symbol = self._s[place]
        if symbol.has(Kind.MERIDIEM):
            end = place + 1
            return symbol.name(Kind.MERIDIEM), end + (self._s[end].word == ".")
        if symbol.has(Kind.PART) and not self._is_dated(place):
            return symbol.name(Kind.PART), place + 1
        if symbol.has(Kind.NOON) or (symbol.word == "m" and self._s[place - 1].word == "12"):
            return "midday", place + 1
        return "", place

    def _is_day(self, place: int, number: int, last: int) -> bool:
        """Whether the word before makes a number a day of the month: "el 24 por la mañana"."""
        before = self._s[place - 1]
        if before.has(Kind.WEEKDAY) and self._s[last - 1].has(Kind.PART):
            return number > 12 or not self._s[last - 1].word.startswith(("de ", "da "))
        return before.has(Kind.DETERMINER, Kind.DAY_WORD, Kind.MONTH)

    def _is_something_else(self, place: int, name: str) -> bool:
        """Whether what follows makes the number a day or an amount: 24 de noviembre, 2 horas."""
        after = self._s[place]
        if after.has(*_NOT_AN_HOUR) or (after.has(Kind.OF) and self._s[place + 1].has(Kind.MONTH)):
            return True
        return name == "article" and after.has(Kind.WORD, Kind.NUMBER, Kind.WEEK, Kind.WEEKEND)


def _is_minutes_to(minutes: Symbol, link: Symbol) -> bool:
    """Whether "diez para las" is minutes; a digit before "to" is rather the start of a range."""
    if minutes.number(Kind.NUMBER) not in (5, 10, 15, 20, 25):
        return False
    return minutes.name(Kind.NUMBER) == "word" or not link.has(Kind.TO)


def _moved(clock: Clock, minutes: int) -> Clock:
    total = (clock.hour * 60 + clock.minute + minutes) % (24 * 60)
    hour, minute = divmod(total, 60)
    if not clock.exact and hour == 0:
        hour = 12
    return replace(clock, hour=hour, minute=minute)
