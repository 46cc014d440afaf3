"""The months that words point at: "del mes que viene", "de diciembre de 2027", "in October"."""

from datetime import date

from agent.dates import calendar
from agent.dates.symbols import Kind, Symbols

_LINKS = (Kind.OF, Kind.DETERMINER, Kind.IN, Kind.ON)
_NOT_YEARS = (Kind.MERIDIEM, Kind.PART, Kind.HOUR_MARK, Kind.COUNTED, Kind.UNIT, Kind.PLUS)
_CENTURY = 2000
_NEAR_YEARS = 3
_LONGEST_MONTH = 31

Month = tuple[int, int]
"""(year, month)."""


def months_at(symbols: Symbols, today: date, place: int) -> tuple[list[Month], int]:
    """The months that the words at `place` may mean, likeliest first, and where they end."""
    this = (today.year, today.month)
    at = place
    if not symbols[place].has(Kind.MONTH_OFFSET):
        at = symbols.skip(place, *_LINKS)
    at += symbols[at].has(Kind.THIS, Kind.NEXT) and symbols[at + 1].has(Kind.MONTH)
    symbol = symbols[at]
    if symbol.has(Kind.MONTH_OFFSET):
        return _offset(symbols, at, this)
    if symbol.has(Kind.MONTH):
        month = symbol.number(Kind.MONTH)
        year, last = year_at(symbols, today, at + 1)
        years = (year,) if year else (today.year, today.year + 1)
        return [(of, month) for of in years], last
    if symbol.name(Kind.UNIT) == "month":
        return [this, calendar.month_after(*this, 1)], at + 1
    return [], place


def _offset(symbols: Symbols, at: int, this: Month) -> tuple[list[Month], int]:
    offset = symbols[at].number(Kind.MONTH_OFFSET)
    if symbols[at + 1].has(Kind.NEXT_AFTER):
        return [calendar.month_after(*this, 1)], at + 2
    # "Fin de mes" said on the last day is the next month's.
    plain = offset == 0
    return [calendar.month_after(*this, offset + n) for n in range(1 + plain)], at + 1


def year_at(symbols: Symbols, today: date, place: int) -> tuple[int | None, int]:
    """The year said from `place` on, with its link, and where it ends."""
    at = symbols.skip(place, Kind.OF, Kind.DETERMINER, Kind.COMMA)
    symbol = symbols[at]
    if at > place and (pointed := _pointed_year(symbols, today, at)):
        return pointed
    if at - place > 2 or not symbol.has(Kind.NUMBER):
        return _dashed_year(symbols, place)
    if len(symbol.word) == 4 and symbol.word.isdigit():
        return symbol.number(Kind.NUMBER), at + 1
    near = symbol.number(Kind.NUMBER) - today.year % 100 in range(_NEAR_YEARS)
    old = symbol.number(Kind.NUMBER) > _LONGEST_MONTH
    linked = at > place and symbols[at - 1].has(Kind.OF) and len(symbol.word) == 2
    if linked and (near or old) and not symbols[at + 1].has(*_NOT_YEARS):
        return (_CENTURY if near else _CENTURY - 100) + symbol.number(Kind.NUMBER), at + 1
    return None, place


def _pointed_year(symbols: Symbols, today: date, place: int) -> tuple[int, int] | None:
    """That of "del próximo año", "of next year", "deste ano"."""
    led = symbols[place].has(Kind.THIS, Kind.NEXT, Kind.ORDINAL)
    if symbols[place + led].name(Kind.UNIT) != "year":
        return None
    last = place + led + 1
    following = symbols[place].has(Kind.NEXT) or symbols[last].has(Kind.NEXT_AFTER)
    gone = symbols[place].has(Kind.ORDINAL) or symbols[last].has(Kind.LAST_AFTER)
    if not (led or following or gone):
        return None
    end = last + symbols[last].has(Kind.NEXT_AFTER, Kind.LAST_AFTER)
    return today.year + int(following) - int(gone), end


def _dashed_year(symbols: Symbols, place: int) -> tuple[int | None, int]:
    """The year of "23/set/2026"."""
    year = symbols[place + 1]
    if symbols[place].has(Kind.DASH) and year.has(Kind.NUMBER) and len(year.word) == 4:
        return year.number(Kind.NUMBER), place + 2
    return None, place
