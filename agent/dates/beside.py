"""A number beside a weekday: "friday 9 or 10am", "thursday 10", "viernes 10"."""

from datetime import date

from agent.dates.calendar import next_numbered_weekday
from agent.dates.symbols import Kind, Symbols

_OF_A_DATE = (
    Kind.MONTH, Kind.SUFFIX, Kind.OF, Kind.TO, Kind.DASH, Kind.UNIT, Kind.COUNTED, Kind.NUMBER,
    Kind.PART, Kind.MERIDIEM, Kind.HOUR_MARK, Kind.AT, Kind.THE_HOUR, Kind.CLOCK, Kind.BETWEEN,
)  # fmt: skip
_LATEST = 12


def shares_mark(symbols: Symbols, place: int) -> bool:
    """Whether the number at `place` has its am or pm further on: the 9 of "9 or 10am"."""
    joint, other, mark = symbols[place + 1], symbols[place + 2], symbols[place + 3]
    before = symbols[place - 1]
    if before.has(Kind.MONTH, Kind.DETERMINER, Kind.DAY_WORD):
        return False
    marked = mark.has(Kind.MERIDIEM) or mark.name(Kind.HOUR_MARK) == "h"
    told = joint.has(Kind.OR) and other.has(Kind.NUMBER) and marked
    return told and _is_of_a_clock(symbols, place)


def is_hour_beside(symbols: Symbols, place: int, today: date, *, english: bool) -> bool:
    """Whether the number right after a weekday is its hour, as no such weekday has that number; also
    the second of "tuesday 9 or 10".

    In English a date is said with an ordinal or its month; elsewhere an article ("el viernes 10")
    makes a date of it, a mistaken one.
    """
    if symbols[place - 1].has(Kind.OR) and _is_of_a_clock(symbols, place):
        whole = Symbols(symbols.items)  # The number before it was read and taken already.
        return _is_free(whole, place) and _is_hour(whole, place - 2, today, english=english)
    return _is_hour(symbols, place, today, english=english)


def _is_hour(symbols: Symbols, place: int, today: date, *, english: bool) -> bool:
    if not _is_beside(symbols, place):
        return False
    introduced = symbols[place - 2].has(Kind.DETERMINER, Kind.ON, Kind.THE_HOUR)
    places = [place, place + 2] if symbols[place + 1].has(Kind.OR) else [place]
    if not all(_is_of_a_clock(symbols, at) and _is_free(symbols, at) for at in places):
        return False
    weekday = symbols[place - 1].number(Kind.WEEKDAY)
    numbers = [symbols[at].number(Kind.NUMBER) for at in places]
    dated = any(next_numbered_weekday(today, weekday, number) for number in numbers)
    return (english or not introduced) and not dated


def either_beside(symbols: Symbols, today: date) -> int | None:
    """The place of an English number that is both the date of its weekday and an hour of the day:
    "thursday 10" when a Thursday is a 10th."""
    for place in range(1, len(symbols)):
        if _is_beside(symbols, place) and not symbols[place + 1].has(Kind.OR, Kind.AND):
            weekday = symbols[place - 1].number(Kind.WEEKDAY)
            number = symbols[place].number(Kind.NUMBER)
            return place if next_numbered_weekday(today, weekday, number) else None
    return None


def _is_beside(symbols: Symbols, place: int) -> bool:
    before = symbols[place - 1]
    told = before.has(Kind.WEEKDAY) and not before.is_weak()
    return told and _is_of_a_clock(symbols, place) and _is_free(symbols, place)


def _is_of_a_clock(symbols: Symbols, place: int) -> bool:
    symbol = symbols[place]
    if not symbol.has(Kind.NUMBER) or symbol.name(Kind.NUMBER) == "article":
        return False
    return not symbol.has(Kind.ORDINAL) and 1 <= symbol.number(Kind.NUMBER) <= _LATEST


def _is_free(symbols: Symbols, place: int) -> bool:
    """Whether what follows makes nothing else of the number."""
    return not symbols[place + 1].has(*_OF_A_DATE)
