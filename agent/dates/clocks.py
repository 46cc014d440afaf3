"""One hour as it is said or written: "las 3 y 45", "half past three", "cinco treinta", "15h30"."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from agent.dates.mentions import Clock
from agent.dates.minutes import minutes_after
from agent.dates.numbered import has_own_day, is_numbered_month
from agent.dates.symbols import Kind, Symbol, Symbols

_NOT_AN_HOUR = (Kind.MONTH, Kind.UNIT, Kind.COUNTED, Kind.SUFFIX, Kind.QUANTITY)
LATEST_HOUR = 24
_HALVES = ("am", "pm")
_PREPOSITIONS = ("a ", "al ", "ao ", "at ")
_TO_NOON = ("to", "para", "para o", "pro", "pra", "para el")
_BEFORE_TWELVE = {"pm": "am", "afternoon": "morning", "am": "pm", "dawn": "evening"}


@dataclass(frozen=True, slots=True)
class Read:
    """A clock read from symbols up to `last`; `marked` when it can be nothing but a time."""

    clock: Clock
    last: int
    marked: bool


class ClockGrammar:
    """Reads single hours off symbols. `bare` says whether a lone number at a place is an hour;
    the numbers at `dated` are days. `expected`: an hour was asked for."""

    def __init__(
        self,
        symbols: Symbols,
        today: date,
        bare: Callable[[int], bool],
        dated: frozenset[int] = frozenset(),
        *,
        expected: bool = False,
    ) -> None:
        self._s = symbols
        self._today = today
        self._bare = bare
        self._dated = dated
        self._expected = expected

    def read(
        self, place: int, *, led: bool, between: bool = False, joined: bool = False
    ) -> Read | None:
        """The hour at `place`. `led`: "a las" or the like stands before it; `between`: it may be
        an end of a range; `joined`: an "and" after it joins that range and adds no minutes."""
        symbol = self._s[place]
        if symbol.has(Kind.NOON, Kind.MIDNIGHT):
            return self._noon_or_midnight(place, symbol)
        relative = None if between else self._to_or_past(place)
        if relative:
            return relative
        written = self._written(place, led=led)
        return written or self._hour(place, led=led, between=between, joined=joined)

    def half(self, place: int) -> tuple[str, int]:
        """am, pm or the part of the day that belongs to the hour before, and where it ends."""
        symbol = self._s[place]
        if symbol.has(Kind.MERIDIEM):
            end = place + 1
            return symbol.name(Kind.MERIDIEM), end + (self._s[end].word == ".")
        if symbol.has(Kind.PART) and not self.is_dated(place):
            return symbol.name(Kind.PART), place + 1
        if self._is_of_tonight(place):
            return self._s[self._s.skip(place, Kind.COMMA)].name(Kind.TODAY_PART), place
        hour = self._s[place - 1].get(Kind.NUMBER)
        # "12 noon", but "dia 12 ao meio-dia" is a day and its noon.
        if hour is None or hour.value != 12 or symbol.word.startswith(_PREPOSITIONS):
            return "", place
        if symbol.has(Kind.NOON) or (symbol.word == "m" and self._s[place - 1].word == "12"):
            return "midday", place + 1
        return ("evening", place + 1) if symbol.has(Kind.MIDNIGHT) else ("", place)

    def _is_of_tonight(self, place: int) -> bool:
        """Whether "tonight" at `place` is that of "8 tonight"; "table for 8 tonight" counts people."""
        if not self._s[self._s.skip(place, Kind.COMMA)].has(Kind.TODAY_PART):
            return False
        before = self._s[place - 2]
        if before.has(Kind.ON, Kind.COMPANY, Kind.IN, Kind.LABEL, Kind.DETERMINER):
            return False
        led = before.has(Kind.END, Kind.STOP, Kind.COMMA, Kind.OR, Kind.AT)
        return led or self._s[place].has(Kind.COMMA)

    def is_dated(self, place: int) -> bool:
        """Whether a part of the day belongs to a date: "del día 24", "early december"."""
        symbol, after = self._s[place], self._s[place + 1]
        if symbol.has(Kind.DAY_WORD) and after.has(Kind.NUMBER):
            return True
        return symbol.has(Kind.MONTH_PART) and after.has(Kind.MONTH)

    def _noon_or_midnight(self, place: int, symbol: Symbol) -> Read:
        hour = 12 if symbol.has(Kind.NOON) else 0
        minute, last, _ = minutes_after(
            self._s, place + 1, told=True, joined=False, today=self._today, dotless=True
        )
        if minute < 0 or not self._s[place + 1].has(Kind.PLUS, Kind.AND):
            minute, last = 0, place + 1
        clock = Clock(hour, minute, exact=True, night=hour == 0)
        return Read(clock, self._tail(last)[0], True)

    def _to_or_past(self, place: int) -> Read | None:
        """A quarter to four, cuarto para las 4, half past three."""
        symbol, link = self._s[place], self._s[place + 1]
        minutes = symbol.get(Kind.QUARTER) or symbol.get(Kind.NUMBER)
        place += self._s[place + 1].name(Kind.UNIT) == "minute"
        link = self._s[place + 1]
        if symbol.word == "half" and link.has(Kind.NUMBER) and 1 <= link.number(Kind.NUMBER) <= 12:
            return self._half_past(place + 1)
        to_noon = link.word in _TO_NOON and self._s[place + 2].has(Kind.NOON, Kind.MIDNIGHT)
        if minutes is None or not (to_noon or link.has(Kind.TO_HOUR, Kind.PAST_HOUR)):
            return None
        counted = self._s[place].name(Kind.UNIT) == "minute"
        to_noon = to_noon and (link.word != "to" or minutes.value > 12)
        told = symbol.has(Kind.QUARTER) or to_noon or counted
        if not told and not _is_minutes_to(symbol, link):
            return None
        if self._s[place + 2].has(Kind.NOON, Kind.MIDNIGHT):
            hour: Read | None = self._noon_or_midnight(place + 2, self._s[place + 2])
        else:
            hour = self._hour(place + 2, led=True, between=True, joined=False)
        if hour is None or hour.clock.wrong:
            return None
        past = link.has(Kind.PAST_HOUR)
        return Read(_moved(hour.clock, minutes.value if past else -minutes.value), hour.last, True)

    def _half_past(self, place: int) -> Read | None:
        """The British "half four" is half past four; the hour stands at `place`."""
        hour = self._hour(place, led=True, between=True, joined=False)
        if hour is None or hour.clock.wrong or hour.clock.minute:
            return None
        return Read(_moved(hour.clock, 30), hour.last, True)

    def _written(self, place: int, *, led: bool) -> Read | None:
        """3:30, or 3.30 in the company of "a las" or "pm"."""
        symbol = self._s[place]
        text = symbol.name(Kind.CLOCK)
        tail, loose = self._tail(place + 1)
        half, last = self.half(tail)
        dotted = symbol.name(Kind.DATE)
        told = led or half or tail > place + 1 or (len(self._s) == 1 and _is_quarter(dotted))
        told = told or (self._s[place - 1].has(Kind.WEEKDAY) and _is_quarter(dotted))
        told = told or (self._expected and _is_on_quarter(dotted) and self._bare(place))
        if dotted.count(".") == 1 and len(dotted) <= 5 and told:
            text = dotted.replace(".", ":")
        if not text:
            return None
        hour, minute = (int(part) for part in text.split(":")[:2])
        exact = hour > 12 or hour == 0 or (text[0] == "0" and not half)
        clock = _clock(hour, minute, half, exact=exact, loose=loose)
        return Read(replace(clock, to_minute=True), last, True)

    def _hour(self, place: int, *, led: bool, between: bool, joined: bool) -> Read | None:
        number = self._s[place].get(Kind.NUMBER)
        if number is None or place in self._dated:
            return None
        if number.value > 99 or _is_code(number.name):
            return self._compact(place, led=led)
        if self._is_wait(place):
            return None
        if self._s[place].has(Kind.MONTH) and has_own_day(self._s, place):
            return None  # The December of "3 de dez", which is a ten elsewhere.
        if self._s[place - 2].has(Kind.NUMBER) and is_numbered_month(self._s, place - 1):
            return None  # That of "3 do 12".
        told = led or self._s[place - 1].has(Kind.THE_HOUR) or self._bare(place)
        told = told and not between
        at, literal, marked = self._mark(place + 1, number.value, led=led)
        minute, last, counted = minutes_after(
            self._s, at, told=told, joined=joined, today=self._today, dotless=at == place + 1
        )
        marked = marked or counted
        after_tail, loose = self._tail(last)
        marked = marked or after_tail > last
        half, last = self.half(after_tail)
        if not half and not counted and self._is_something_else(last, number.name):
            return None
        if not led and half not in ("am", "pm") and self._is_day(place, number.value, last):
            return None
        hour = number.value + (-1 if minute < 0 else 0)
        if minute < 0 and number.value == 1 and number.name != "01":
            hour = 12  # "la una menos cuarto" is 12:45, of either half of the day
        # A Brazilian "7h" is written on 24 hours; "3h" may still be said by someone who means 15h.
        zero = number.name.startswith("0") and not half
        exact = hour > 12 or hour == 0 or zero or (literal and hour >= 7)
        if minute < 0:
            minute, half = minute % 60, _half_before(number.value, half)
        clock = _clock(hour, minute, half, exact=exact, loose=loose)
        return Read(clock, last, marked or bool(half))

    def _is_wait(self, place: int) -> bool:
        """Whether "2h" is a wait: "em 2h", "en 5 h"."""
        hours = self._s[place + 1].name(Kind.HOUR_MARK) == "h"
        return hours and self._s[place - 1].has(Kind.IN)

    def _compact(self, place: int, *, led: bool) -> Read | None:
        """ "At 1030", "730 pm", "a las 830"; of a number that may be of a house, none."""
        symbol = self._s[place]
        hour, minute = divmod(symbol.number(Kind.NUMBER), 100)
        half, last = self.half(place + 1)
        ends = self._s[place + 1].has(Kind.END, Kind.STOP, Kind.COMMA)
        told = half in _HALVES or (led and (half or ends) and minute % 5 == 0)
        told = told or (self._expected and minute % 15 == 0 and hour > 0 and self._opens(place))
        if not told or len(symbol.word) not in (3, 4) or hour > LATEST_HOUR - 1 or minute > 59:
            return None
        exact = hour > 12 or symbol.word[0] == "0"
        return Read(_clock(hour, minute, half, exact=exact, loose=False), last, True)

    def _opens(self, place: int) -> bool:
        """Whether a number begins the answer: "930 pls"."""
        return place == 0 and self._s[1].has(Kind.END, Kind.STOP, Kind.COMMA, Kind.WORD)

    def _mark(self, place: int, hour: int, *, led: bool) -> tuple[int, bool, bool]:
        """Past "h", "horas" or "en punto": where that ends, was it an "h", is it a time for sure."""
        mark = self._s[place].name(Kind.HOUR_MARK)
        if mark in ("h", "sharp") or (mark == "hour" and led):
            return place + 1, mark == "h", mark == "sharp" or led or hour > 5
        return place, False, False

    def _tail(self, place: int) -> tuple[int, bool]:
        """Past words that add no minutes ("en punto", "hs"); did one say "a little after"?"""
        loose = False
        while self._s[place].has(Kind.FILLER) or self._s[place].name(Kind.HOUR_MARK) in (
            "h",
            "sharp",
        ):
            filler = self._s[place].get(Kind.FILLER)
            loose = loose or (filler is not None and filler.value == 1)
            place += 1
        return place, loose

    def _is_day(self, place: int, number: int, last: int) -> bool:
        """Whether the word before makes a number a day of the month: "el 24 por la mañana"."""
        before = self._s[place - 1]
        if before.has(Kind.WEEKDAY) and self._s[last - 1].has(Kind.PART):
            return number > 12 or not self._s[last - 1].word.startswith(("de ", "da "))
        if before.has(Kind.MONTH) and has_own_day(self._s, place - 1):
            return False
        return before.has(Kind.DETERMINER, Kind.DAY_WORD, Kind.MONTH)

    def _is_something_else(self, place: int, name: str) -> bool:
        """Whether what follows makes the number a day or an amount: 24 de noviembre, 2 horas."""
        after = self._s[place]
        if self._s[place - 1].name(Kind.HOUR_MARK) == "h":
            return False  # "9h consulta" is no nine visits
        if after.has(*_NOT_AN_HOUR) or (after.has(Kind.OF) and self._s[place + 1].has(Kind.MONTH)):
            return True
        if is_numbered_month(self._s, place) and not self._s[place - 2].has(Kind.AT, Kind.THE_HOUR):
            return True
        return name == "article" and after.has(Kind.WORD, Kind.NUMBER, Kind.WEEK, Kind.WEEKEND)


def _is_quarter(dotted: str) -> bool:
    """Whether "15.30" is a clock's rather than a price or a date: of the day, on a quarter."""
    hour, _, minute = dotted.partition(".")
    return minute in ("00", "15", "30", "45") and hour.isdigit() and 7 <= int(hour) <= 22


def _is_on_quarter(dotted: str) -> bool:
    """Whether "4.30" can be an hour's, where one is expected."""
    hour, _, minute = dotted.partition(".")
    return minute in ("00", "15", "30", "45") and hour.isdigit() and 1 <= int(hour) <= 23


def _is_code(written: str) -> bool:
    """Whether it is an area code or the like: "011"."""
    return written.isdigit() and len(written) > 2


def _clock(hour: int, minute: int, half: str, *, exact: bool, loose: bool) -> Clock:
    wrong = hour > LATEST_HOUR or minute > 59 or (hour == LATEST_HOUR and minute > 0)
    return Clock(hour, minute, half, exact, wrong, loose=loose, night=hour == LATEST_HOUR)


def _is_minutes_to(minutes: Symbol, link: Symbol) -> bool:
    """Whether "diez para las" is minutes; a digit before "to" is rather the start of a range."""
    if minutes.number(Kind.NUMBER) not in (5, 10, 15, 20, 25):
        return False
    return minutes.name(Kind.NUMBER) == "word" or not link.has(Kind.TO)


def _half_before(hour: int, half: str) -> str:
    """In which half of the day it is some minutes before this hour of `half`: a quarter to twelve in
    the afternoon is still in the morning."""
    if hour == 12:
        return _BEFORE_TWELVE.get(half, half)
    return "dawn" if hour == 1 and half == "morning" else half


def _moved(clock: Clock, minutes: int) -> Clock:
    total = (clock.hour * 60 + clock.minute + minutes) % (24 * 60)
    hour, minute = divmod(total, 60)
    if not clock.exact and hour == 0:
        hour = 12
    half = _half_before(clock.hour, clock.half) if minutes < 0 and not clock.minute else clock.half
    # A quarter to midnight is still of that evening.
    return replace(clock, hour=hour, minute=minute, half=half, night=clock.night and minutes > 0)
