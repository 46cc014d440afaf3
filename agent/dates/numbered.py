"""Months said by number ("el 3 del 12"), and months that have their day already."""

from agent.dates.symbols import NOTHING, Kind, Symbols

_OF_THE = ("del", "do", "of the", "del mes", "do mes", "del mes de", "do mes de")
_NOT_A_MONTH = (
    Kind.MONTH, Kind.UNIT, Kind.COUNTED, Kind.QUANTITY, Kind.MERIDIEM, Kind.TO, Kind.DASH,
    Kind.PART, Kind.HOUR_MARK, Kind.TO_HOUR,
)  # fmt: skip


def is_numbered_month(symbols: Symbols, place: int) -> bool:
    """Whether the "del 12" of "el 3 del 12" stands at `place`, after a number."""
    return numbered_month(symbols, place) is not None


def numbered_month(
    symbols: Symbols, place: int, *, introduced: bool = False
) -> tuple[int, int] | None:
    """The month and where it ends, or None. `introduced`: an article stands before the day, so
    that a plain "de" will do ("el 3 de 12")."""
    link, symbol = symbols[place], symbols[place + 1]
    if not (link.word in _OF_THE or (introduced and link.has(Kind.OF))):
        return None
    month = _number(symbols, place + 1)
    end = symbols.skip(place + 2, Kind.SUFFIX)
    if not 1 <= month <= 12 or symbol.name(Kind.NUMBER) == "article":
        return None
    after = symbols[end]
    if _is_one_o_clock(symbols, end):
        return month, end
    of_month = after.has(Kind.OF) and symbols[end + 1].has(Kind.MONTH)
    return None if of_month or after.has(*_NOT_A_MONTH) else (month, end)


def _is_one_o_clock(symbols: Symbols, place: int) -> bool:
    """ "À uma", "à 1 da tarde": the only hours whose "a" could also be that of a range."""
    hour, half = symbols[place + 1], symbols[place + 2]
    if symbols[place].word != "a":
        return False
    halved = hour.has(Kind.NUMBER) and half.has(Kind.PART, Kind.MERIDIEM)
    # END: the hour was read and taken already.
    return halved or hour.has(Kind.CLOCK, Kind.END) or hour.name(Kind.NUMBER) == "article"


def listed_month(symbols: Symbols, place: int) -> int:
    """The month (1 to 12) of the 9 of "Dec 8 or 9", said before the number at `place`; 0 for none."""
    after = symbols.items[place + 1] if place + 1 < len(symbols) else NOTHING
    if after.has(Kind.MERIDIEM, Kind.HOUR_MARK, Kind.UNIT, Kind.COUNTED, Kind.PLUS, Kind.MINUS):
        return 0
    at, joined = place - 1, False
    while at > place - 4 and symbols[at].has(
        Kind.OR, Kind.AND, Kind.COMMA, Kind.DETERMINER, Kind.ON
    ):
        joined = joined or symbols[at].has(Kind.OR, Kind.AND)
        at -= 1
    at -= symbols[at].has(Kind.SUFFIX)
    if not (joined and symbols[at].has(Kind.NUMBER, Kind.ORDINAL)):
        return 0
    before = symbols[at - 1]
    before = symbols[at - 2] if before.has(Kind.DETERMINER) else before
    return before.number(Kind.MONTH) if before.has(Kind.MONTH) else 0


def has_own_day(symbols: Symbols, place: int) -> bool:
    """Whether the month at `place` has its day before it: "3 de diciembre", "1º de marzo"."""
    at = place - 1
    if symbols[at].has(Kind.OF) and not symbols[at].has(Kind.NUMBER):
        at -= 1
    if symbols[at].has(Kind.SUFFIX):
        at -= 1
    return symbols[at].has(Kind.NUMBER, Kind.ORDINAL)


def ordinal_at(symbols: Symbols, place: int) -> tuple[int, int]:
    """Where "third" or "3rd" ends, and its number; -1 for "last", 0 for none."""
    symbol = symbols[place]
    if symbol.has(Kind.ORDINAL):
        return place + 1, symbol.number(Kind.ORDINAL)
    if symbol.has(Kind.NUMBER) and symbols[place + 1].has(Kind.SUFFIX):
        return place + 2, symbol.number(Kind.NUMBER)
    return place, 0


def _number(symbols: Symbols, place: int) -> int:
    symbol = symbols[place]
    if symbol.has(Kind.NUMBER):
        return symbol.number(Kind.NUMBER)
    return symbol.number(Kind.ORDINAL) if symbol.name(Kind.ORDINAL) == "day" else 0
