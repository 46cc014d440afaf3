"""Numbers that count the people who come: "somos dos", "para las dos", "for the two of us"."""

from agent.dates.symbols import Kind, Symbols

_MOST_PEOPLE = 9
# Few come in larger groups, and nobody spells those.
_MOST_SPELLED = 4
_FOR_THEM = ("para las", "pa las", "para as", "pras")
_FOR_THEM_ALL = ("los", "pros", "os", "para los", "pa los", "para os")
_OF_A_TIME = (
    Kind.PLUS, Kind.MINUS, Kind.MERIDIEM, Kind.PART, Kind.HOUR_MARK, Kind.FILLER, Kind.NOON,
    Kind.NUMBER, Kind.OF, Kind.MONTH, Kind.TODAY_PART, Kind.UNIT, Kind.NEXT,
)  # fmt: skip
_OF_A_DAY = (
    Kind.RELATIVE, Kind.WEEKDAY, Kind.MONTH, Kind.DATE, Kind.TODAY_PART, Kind.PART, Kind.WEEK,
    Kind.WEEKEND, Kind.DAY_WORD, Kind.CLOCK,
)  # fmt: skip


def set_people_aside(symbols: Symbols, *, time_expected: bool) -> None:
    """Turns numbers of people into QUANTITY, in place.

    "Para las dos" is both an hour and two women. With "mi amiga y yo" it is the women; where an
    hour is expected, or a day is named, it is the hour; else it is left out, so that the
    customer is asked for the time and nothing is taken for it in silence.
    """
    for place, symbol in enumerate(symbols.items):
        number = symbol.get(Kind.NUMBER)
        if number is None or not 2 <= number.value <= _MOST_PEOPLE:
            continue
        if _counts_people(symbols, place):
            symbols.items[place] = symbol.turned_into(Kind.QUANTITY)
        elif _is_for_them(symbols, place):
            spelled = number.name == "word" and number.value <= _MOST_SPELLED
            if _has_company(symbols) or (spelled and not time_expected and not _names_day(symbols)):
                symbols.items[place] = symbol.turned_into(Kind.QUANTITY)


def _has_company(symbols: Symbols) -> bool:
    return any(symbol.name(Kind.COMPANY) == "together" for symbol in symbols.items)


def _names_day(symbols: Symbols) -> bool:
    return any(symbol.has(*_OF_A_DAY) for symbol in symbols.items)


def _counts_people(symbols: Symbols, place: int) -> bool:
    before, after = symbols[place - 1], symbols[place + 1]
    if after.name(Kind.COMPANY) == "of_us":
        return True
    counted = before.name(Kind.COMPANY) == "we_are" or before.word in _FOR_THEM_ALL
    return counted and not after.has(*_OF_A_TIME)


def _is_for_them(symbols: Symbols, place: int) -> bool:
    led = symbols[place - 1].word in _FOR_THEM and not symbols[place + 1].has(*_OF_A_TIME)
    # "Cuarto para las dos" is minutes before two.
    return led and not symbols[place - 2].has(Kind.NUMBER, Kind.QUARTER)
