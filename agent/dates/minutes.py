"""Minutes said after an hour: "y media", "menos diez", "cinco treinta", "las 3 y 45", "4 con 15"."""

from datetime import date

from agent.dates.calendar import next_numbered_weekday
from agent.dates.numbers import number_words
from agent.dates.symbols import Kind, Symbols

_WITH = ("con", "com")
_LARGEST_DAY = 31
_ENGLISH = frozenset(number_words("en"))
_HALVES = (Kind.PART, Kind.MERIDIEM)


def minutes_after(
    symbols: Symbols, place: int, *, told: bool, joined: bool, today: date, dotless: bool
) -> tuple[int, int, bool]:
    """The minutes from `place` on, negative before the hour; where they end; were there any.

    `told` says that the number before is an hour for sure, `joined` that an "and" is no sum,
    `dotless` that nothing ("h", "horas") stands between the number and `place`.
    """
    symbol = symbols[place]
    amount = symbols[place + 1].get(Kind.NUMBER)
    if symbol.has(Kind.PLUS):
        return symbol.number(Kind.PLUS), place + 1, True
    minus = symbol.get(Kind.MINUS)
    if minus and minus.value:
        return -minus.value, place + 1, True
    if minus and amount and 0 < amount.value < 60:
        return -amount.value, place + 2, True
    if symbol.has(Kind.AND) or symbol.word in _WITH:
        return _added(symbols, place, told=told, joined=joined)
    return _beside(symbols, place, told=told, today=today, dotless=dotless)


def _added(symbols: Symbols, place: int, *, told: bool, joined: bool) -> tuple[int, int, bool]:
    """ "Las 3 y 45", "dez e quarenta": told, of a half of the day, or both in words."""
    amount = symbols[place + 1].get(Kind.NUMBER)
    end = place + 2
    if symbols[end].name(Kind.UNIT) == "minute":
        end += 1
    sure = told or symbols[end].has(*_HALVES) or _both_words(symbols, place - 1, place + 1)
    if amount is None or joined or not sure or not _is_of_clocks(amount.value):
        return 0, place, False
    if _is_other(symbols, place + 1, end):
        return 0, place, False
    return amount.value, end, True


def _beside(
    symbols: Symbols, place: int, *, told: bool, today: date, dotless: bool
) -> tuple[int, int, bool]:
    """ "Cinco treinta", "5 30 pm", "15h30"; never the hour of "viernes 4 10 de la mañana"."""
    amount = symbols[place].get(Kind.NUMBER)
    end = place + 1
    if amount is None or amount.name == "article":
        return 0, place, False
    written = amount.name.isdigit()
    if not dotless and symbols[place - 1].name(Kind.HOUR_MARK) == "h" and written:
        two_digits = len(symbols[place].word) == 2
        return (amount.value, end, True) if two_digits else (0, place, False)
    if written and len(symbols[place].word) != 2:
        return 0, place, False
    if not (_is_of_clocks(amount.value) or symbols[place].word in ("00", "05")):
        return 0, place, False
    sure = told or symbols[end].has(*_HALVES) or _both_words(symbols, place - 1, place)
    if not sure or _is_other(symbols, place, end) or symbols[end].has(Kind.UNIT, Kind.HOUR_MARK):
        return 0, place, False
    if _is_hour_of_day(symbols, place - 1, amount.value, today):
        return 0, place, False
    return amount.value, end, True


def _is_of_clocks(minutes: int) -> bool:
    """Minutes that people say: of five; or more than a day of the month could be."""
    return minutes in range(10, 60, 5) or _LARGEST_DAY < minutes < 60


def _both_words(symbols: Symbols, hour: int, minutes: int) -> bool:
    """Whether hour and minutes are spelled out, as nobody spells other pairs of numbers."""
    one, two = symbols[hour], symbols[minutes]
    if two.name(Kind.NUMBER) != "word":
        return False
    # "Uma e trinta"; but "one thirty" may be 130.
    one_o_clock = one.word in ("una", "uma") and minutes == hour + 2
    if one.name(Kind.NUMBER) != "word" and not one_o_clock:
        return False
    if not 1 <= one.number(Kind.NUMBER) <= 12:
        return False
    before = symbols[hour - 1]
    return not before.has(
        Kind.BETWEEN, Kind.DETERMINER, Kind.DAY_WORD, Kind.IN, Kind.LABEL, Kind.SINCE, Kind.NUMBER
    )


def _is_other(symbols: Symbols, place: int, end: int) -> bool:
    """Whether the number at `place` is a day ("15 de enero") or the hour of a quarter to it."""
    month = symbols[end].has(Kind.MONTH) or (
        symbols[end].has(Kind.OF) and symbols[end + 1].has(Kind.MONTH)
    )
    spoken = symbols[place].name(Kind.NUMBER) == "word"
    to_hour = spoken and symbols[end].has(Kind.TO_HOUR) and symbols[end + 1].has(Kind.NUMBER)
    return month or to_hour or symbols[end].has(Kind.SUFFIX, Kind.COUNTED, Kind.QUANTITY)


def _is_hour_of_day(symbols: Symbols, place: int, beside: int, today: date) -> bool:
    """Whether the number at `place` is a day and the one beside it its hour."""
    before = symbols[place - 1]
    if beside > 24:
        return False
    if before.has(Kind.DETERMINER, Kind.DAY_WORD, Kind.MONTH):
        return True
    # English days are ordinals: "Friday four ten" is ten past four.
    if not before.has(Kind.WEEKDAY) or symbols[place].word in _ENGLISH:
        return False
    number = symbols[place].number(Kind.NUMBER)
    return next_numbered_weekday(today, before.number(Kind.WEEKDAY), number) is not None
