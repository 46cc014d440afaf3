"""Ranges of days that share a month: "del 13 al 15 de julio", "July 13-15", "de 4 a 22 del mes"."""

from dataclasses import dataclass
from datetime import date

from agent.dates import calendar
from agent.dates.calendar import Span
from agent.dates.months import Month, months_at, year_at
from agent.dates.symbols import Kind, Symbols

_LONGEST_MONTH = 31
_LATEST_HOUR = 20
_JOINTS = (Kind.TO, Kind.DASH, Kind.UNTIL)
_SMALL = (Kind.DETERMINER, Kind.DAY_WORD)
_OF_A_CLOCK = (
    Kind.MERIDIEM, Kind.HOUR_MARK, Kind.PART, Kind.PLUS, Kind.MINUS, Kind.UNIT, Kind.COUNTED,
    Kind.NUMBER, Kind.CLOCK, Kind.FILLER,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DayRange:
    """Symbols [first, last) that name days `one` to `two` of one of `months`."""

    first: int
    last: int
    one: int
    two: int
    months: tuple[Month, ...]

    def spans(self, today: date) -> list[Span]:
        """The days, in each of the months that has them; past ones too."""
        ends = [
            (calendar.make(*month, self.one), calendar.make(*month, self.two))
            for month in self.months
        ]
        return [(first, last) for first, last in ends if first and last]


def day_range_at(symbols: Symbols, today: date, place: int) -> DayRange | None:
    """The range whose first number stands at `place`."""
    numbers = _joined(symbols, place) or _written(symbols, place)
    if numbers is None:
        return None
    one, two, last = numbers
    if not 1 <= one < two <= _LONGEST_MONTH or symbols[last].has(*_OF_A_CLOCK):
        return None
    months, end = _months_after(symbols, today, last, two)
    if not months and symbols[place - 1].has(Kind.MONTH):
        year, end = year_at(symbols, today, last)
        years = (year,) if year else (today.year, today.year + 1)
        months = [(of, symbols[place - 1].number(Kind.MONTH)) for of in years]
    return DayRange(place, end, one, two, tuple(months)) if months else None


def dated_numbers(symbols: Symbols, today: date) -> frozenset[int]:
    """The places of numbers that are days of such ranges, and so no hours."""
    places: set[int] = set()
    for place, symbol in enumerate(symbols.items):
        if symbol.has(Kind.NUMBER, Kind.DATE) and day_range_at(symbols, today, place):
            places.add(place)
            places.update(_ends(symbols, place))
        elif symbols[place - 1].word == "at" and _is_listed(symbols, place):
            places.add(place)
    return frozenset(places)


def _is_listed(symbols: Symbols, place: int) -> bool:
    """Whether it is the 18 of "looking at 18 and 19 June"."""
    other = place + 2
    listed = _day(symbols, place) and symbols[place + 1].has(Kind.AND) and _day(symbols, other)
    return bool(listed) and symbols[symbols.skip(other + 1, Kind.OF, Kind.SUFFIX)].has(Kind.MONTH)


def _ends(symbols: Symbols, place: int) -> list[int]:
    at = symbols.skip(place + 1, Kind.SUFFIX, *_JOINTS, Kind.AND, *_SMALL)
    return [at] if symbols[at].has(Kind.NUMBER) else []


def _joined(symbols: Symbols, place: int) -> tuple[int, int, int] | None:
    """The numbers of "13 a 15", "3 y el 12" after "entre"; and where they end."""
    one = _day(symbols, place)
    joint = symbols.skip(place + 1, Kind.SUFFIX)
    between = any(symbols[at].has(Kind.BETWEEN) for at in range(place - 2, place))
    joins = symbols[joint].has(*_JOINTS) or (between and symbols[joint].has(Kind.AND))
    # "El 9 a las 10" is a day with its hour.
    if not one or not joins or symbols[joint].has(Kind.AT) or symbols[joint].word == "as":
        return None
    at = symbols.skip(joint + 1, *_SMALL)
    at += symbols[at].word == "o"
    two = _day(symbols, at)
    return (one, two, symbols.skip(at + 1, Kind.SUFFIX)) if two else None


def _written(symbols: Symbols, place: int) -> tuple[int, int, int] | None:
    """The numbers of "13-15"."""
    parts = symbols[place].name(Kind.DATE).split("-")
    if len(parts) != 2 or not all(part.isdigit() for part in parts):
        return None
    return int(parts[0]), int(parts[1]), place + 1


def _day(symbols: Symbols, place: int) -> int:
    symbol = symbols[place]
    if symbol.has(Kind.NUMBER) and symbol.name(Kind.NUMBER) != "article":
        return symbol.number(Kind.NUMBER)
    return symbol.number(Kind.ORDINAL) if symbol.name(Kind.ORDINAL) == "day" else 0


def _months_after(
    symbols: Symbols, today: date, place: int, latest: int
) -> tuple[list[Month], int]:
    """The months said after the numbers. "De 4 a 6 este mes" may be hours, "del mes" are days."""
    at = symbols.skip(place, Kind.OF, Kind.DETERMINER, Kind.IN)
    symbol = symbols[at]
    if symbol.has(Kind.MONTH):
        return months_at(symbols, today, place)
    linked = at > place or symbol.word.startswith(("del", "de ", "des", "do ", "of "))
    if symbol.has(Kind.MONTH_OFFSET) and (linked or latest > _LATEST_HOUR):
        return months_at(symbols, today, at)
    return [], place
