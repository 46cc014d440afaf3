"""The hours and parts of the day in a text, still as they were said ("3", "de la tarde")."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from agent.dates.clocks import LATEST_HOUR, ClockGrammar, Read
from agent.dates.day_ranges import dated_numbers
from agent.dates.mentions import Clock, TimeMention
from agent.dates.numbered import is_numbered_month
from agent.dates.symbols import Kind, Symbols

_STARTS = (
    Kind.AT, Kind.THE_HOUR, Kind.NUMBER, Kind.CLOCK, Kind.DATE, Kind.NOON, Kind.MIDNIGHT,
    Kind.QUARTER, Kind.AFTER, Kind.BEFORE, Kind.BETWEEN, Kind.SINCE, Kind.PART, Kind.TODAY_PART,
    Kind.TO,
)  # fmt: skip


_DAYS = (Kind.RELATIVE, Kind.WEEKDAY)
# "After 3 but before 5" is one range.
_OF_DAYS = (" del", " el", " do", " o")
_BUT = ("but", "pero", "mas", "and", "y", "e")


class TimeGrammar:
    """Reads times off symbols. `bare` says whether a lone number at a place is an hour; `expected`: an
    hour was asked for."""

    def __init__(
        self,
        symbols: Symbols,
        today: date,
        bare: Callable[[int], bool],
        *,
        expected: bool = False,
    ) -> None:
        self._s = symbols
        self._bare = bare
        self._dated = dated_numbers(symbols, today)
        self._clocks = ClockGrammar(symbols, today, bare, self._dated, expected=expected)

    def mentions(self) -> list[TimeMention]:
        """Every time in order; their symbols are taken, so that days are read off the rest."""
        mentions: list[TimeMention] = []
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
            mentions.append(mention)
            if not self._s[mention.first].has(Kind.TODAY_PART):
                self._s.take(mention.first, mention.last)
            place = mention.last
        return mentions

    def _part(self, place: int) -> TimeMention | None:
        symbol = self._s[place]
        entry = symbol.get(Kind.PART) or symbol.get(Kind.TODAY_PART)
        if entry is None or self._clocks.is_dated(place):
            return None
        if entry.weak and not any(self._s[at].has(*_DAYS) for at in (place - 1, place + 1)):
            return None
        return TimeMention(place, place + 1, "part", part=entry.name, stretch=entry.value)

    def _at(self, place: int) -> TimeMention | None:
        symbol = self._s[place]
        # "À uma" has no plural article that would mark it.
        led = symbol.has(Kind.AT) or (symbol.word == "a" and self._s[place + 1].word == "uma")
        start = place + 1 if led or symbol.has(Kind.THE_HOUR) else place
        read = self._clocks.read(start, led=led)
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
        read = self._clocks.read(start, led=True)
        if read is None or (read.clock.wrong and start == place + 1):
            return None
        # "Antes del 15" is a day; hours have another article.
        plain = self._s[start].has(Kind.NUMBER) and not read.marked
        if plain and symbol.word.endswith(_OF_DAYS):
            return None
        how = "after" if symbol.has(Kind.AFTER) else "before"
        end = self._but_before(read.last) if how == "after" else None
        if end:
            return TimeMention(place, end.last, "between", read.clock, end.clock)
        return TimeMention(place, read.last, how, read.clock)

    def _but_before(self, place: int) -> Read | None:
        """The second bound of "later than 9:30 but before 11"."""
        at = self._s.skip(place, Kind.COMMA)
        if self._s[at].word not in _BUT or not self._s[at + 1].has(Kind.BEFORE):
            return None
        return self._clocks.read(self._s.skip(at + 2, Kind.AT, Kind.THE_HOUR), led=True)

    def _range(self, place: int) -> TimeMention | None:
        leads = (Kind.BETWEEN, Kind.SINCE, Kind.AT, Kind.THE_HOUR, Kind.AFTER)
        if self._s[place - 1].has(Kind.NUMBER) and is_numbered_month(self._s, place):
            return None
        start = self._s.skip(place, *leads) if self._s[place].has(*leads) else place
        led = start > place
        written = self._written_range(start, led=self._s[place].has(Kind.AT))
        if written:
            return replace(written, first=place)
        split = self._s[place].has(Kind.BETWEEN)
        first = self._clocks.read(start, led=led, between=True, joined=split)
        if first is None:
            return None
        joined = self._join(first.last, between=split)
        # "Martes 9 a las 10" is a day with its hour.
        told = led or first.marked or not self._s[first.last].has(Kind.AT)
        if not joined or not told:
            return None
        second = self._clocks.read(joined, led=True, between=True)
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

    def _written_range(self, place: int, *, led: bool) -> TimeMention | None:
        """A range written as "2-4pm"."""
        parts = self._s[place].name(Kind.DATE).split("-")
        if len(parts) != 2 or not all(int(p) <= LATEST_HOUR for p in parts):
            return None
        if place in self._dated:
            return None
        half, last = self._clocks.half(place + 1)
        if not (half or led or self._bare(place)):
            return None
        clocks = [Clock(int(p), exact=int(p) > 12) for p in parts]
        return TimeMention(place, last, "between", clocks[0], replace(clocks[1], half=half))
