"""From text to symbols: phrases found, numbers read, and numbers that are no dates put aside."""

import re
from dataclasses import replace

from agent.dates.lexicon import Lexicon
from agent.dates.symbols import Entry, Kind, Symbol, Symbols
from agent.dates.text import Token, tokenise

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?")
_DATE = re.compile(
    r"\d{1,2}([/\-])\d{1,2}(?:\1\d{4}|\1\d{2})?|\d{1,2}\.\d{2}(?:\.(?:\d{4}|\d{2}))?|\d{1,2}\.\d\.\d{4}"
    r"|\d{4}([/\-])\d{1,2}\2\d{1,2}"
)
_MARKS = {
    ",": Kind.COMMA,
    "(": Kind.COMMA,
    ")": Kind.COMMA,
    "-": Kind.DASH,
    "/": Kind.DASH,
    "@": Kind.AT,
    "&": Kind.AND,
}
_STOPS = ".;!?¿¡\n:"
_MONEY = {"$", "€", "£", "#", "+", "="}
_PHONE_DIGITS = 7
_GLUED = ("do", "er", "ro", "ero", "ra")
_BEFORE_CLOCKS = ("las", "la", "as", "at")
_MERIDIEM = re.compile(r"[ap]\s?\.?\s?m?\.?")
_BEFORE_HOURS = ("as", "das", "pras", "pelas", "ate", "umas")
# One of these stands for a run of them, so that a long message stays a short list.
_RUNS = (Kind.WORD, Kind.DASH, Kind.STOP, Kind.COMMA)
MOST_SYMBOLS = 1000
"""Meanings that are read of one message; more than any real message has."""


def scan(text: str, words: Lexicon) -> Symbols:
    """Everything in `text` that may matter, in order; unknown words are WORD."""
    whole = _with_clocks(tokenise(text))
    tokens = [
        part for at, token in enumerate(whole) for part in _parts(token, whole[at + 1 : at + 2])
    ]
    symbols: list[Symbol] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if _is_half(tokens, place, words):
            half = Entry(Kind.MERIDIEM, 0, f"{token.text}m")
            symbols.append(Symbol((half,), token.text, token.start, token.end))
            place += 1
            continue
        if token.dashed:
            symbols.append(Symbol((Entry(Kind.DASH),), "-", token.start - 1, token.start))
        symbol, place = _phrase(tokens, place, words)
        in_run = symbol.has(*_RUNS) and symbols and not symbols[-1].name(Kind.WORD)
        named = symbol.name(Kind.WORD)
        if named or not (in_run and symbols[-1].has_all(*symbol.kinds)):
            symbols.append(symbol)
        if len(symbols) >= MOST_SYMBOLS:
            break
    _put_aside(symbols)
    return Symbols(symbols)


def _is_half(tokens: list[Token], place: int, words: Lexicon) -> bool:
    """Whether an "a" or "p" is glued to a clock: "3:18a"; in English to an hour, too: "9a"."""
    token, before = tokens[place], tokens[place - 1] if place else None
    if before is None or token.text not in ("a", "p") or before.end != token.start:
        return False
    hour = words.english and before.text.isdigit() and 1 <= int(before.text) <= 12
    return hour or bool(_CLOCK.fullmatch(before.text))


def _with_clocks(tokens: list[Token]) -> list[Token]:
    """The tokens with "8: 45 a.m." and "las 8: 45" as one clock."""
    joined: list[Token] = []
    for at, token in enumerate(tokens):
        if len(joined) > 1 and _ends_clock(joined, token, tokens[at + 1 : at + 2]):
            joined.pop()
            hour = joined.pop()
            joined.append(replace(hour, text=f"{hour.text}:{token.text}", end=token.end))
        else:
            joined.append(token)
    return joined


def _ends_clock(before: list[Token], token: Token, after: list[Token]) -> bool:
    hour, colon = before[-2], before[-1]
    written = colon.text == ":" and colon.start == hour.end and len(token.text) == 2
    if not written or not _CLOCK.fullmatch(f"{hour.text}:{token.text}"):
        return False
    led = len(before) > 2 and before[-3].text in _BEFORE_CLOCKS
    return led or (bool(after) and bool(_MERIDIEM.fullmatch(after[0].text)))


def _parts(token: Token, after: list[Token]) -> list[Token]:
    """ "9:30-11:00" and "28/2-1/3" as two clusters and their dash; else the token itself."""
    ends = token.text.split("-")
    if len(ends) != 2 or not token.text[0].isdigit():
        return [token]
    compact = bool(after) and bool(_MERIDIEM.fullmatch(after[0].text))
    compact = compact and all(re.fullmatch(r"\d{1,4}", end) for end in ends) and len(ends[1]) > 2
    if not (compact or _is_range(*ends)):
        return [token]
    middle = token.start + len(ends[0])
    return [
        replace(token, text=ends[0], end=middle),
        Token("-", middle, middle + 1),
        Token(ends[1], middle + 1, token.end),
    ]


def _is_range(one: str, two: str) -> bool:
    clocks = [bool(_CLOCK.fullmatch(end)) for end in (one, two)]
    hours = all(_CLOCK.fullmatch(end) or re.fullmatch(r"\d{1,2}", end) for end in (one, two))
    return (any(clocks) and hours) or all("/" in end and _DATE.fullmatch(end) for end in (one, two))


def _phrase(tokens: list[Token], place: int, words: Lexicon) -> tuple[Symbol, int]:
    """The longest known phrase at `place`, else the token on its own."""
    token = tokens[place]
    text = words.mend(token.text)
    for phrase, meanings in words.starting_with(text):
        last = place + len(phrase)
        if _continues(phrase, tokens, place, words):
            if phrase[-1] in words.abbreviations and _is_its_dot(tokens, last, meanings):
                last += 1
            return Symbol(meanings, " ".join(phrase), token.start, tokens[last - 1].end), last
    return Symbol((_single(text),), text, token.start, token.end), place + 1


def _continues(phrase: tuple[str, ...], tokens: list[Token], place: int, words: Lexicon) -> bool:
    """Whether the words of `phrase` after its first are those after `place`."""
    if place + len(phrase) > len(tokens):
        return False
    # "2do" is an ordinal, "2 do 12" a date.
    suffixed = len(phrase) > 1 and phrase[0].isdigit() and phrase[1] in _GLUED
    if suffixed and tokens[place].end != tokens[place + 1].start:
        return False
    for offset in range(1, len(phrase)):
        if words.mend(tokens[place + offset].text) != phrase[offset]:
            return False
    return True


def _is_its_dot(tokens: list[Token], place: int, meanings: tuple[Entry, ...]) -> bool:
    """Whether the dot at `place` belongs to the abbreviation before it: "dic. 3"."""
    dot = tokens[place] if place < len(tokens) else None
    if dot is None or dot.text != "." or dot.start != tokens[place - 1].end:
        return False
    # "Às dez." ends a sentence with a ten, "3 de dez." abbreviates a month.
    if not any(entry.kind is Kind.NUMBER for entry in meanings):
        return True
    before = tokens[place - 2].text if place > 1 else ""
    after = tokens[place + 1].text if place + 1 < len(tokens) else ""
    dated = after.isdigit() and before not in _BEFORE_HOURS
    return dated or before in ("de", "do") or before.isdigit()


def _single(text: str) -> Entry:
    if text[0].isdigit():
        return _digits(text)
    if text[0] in "ap" and "." in text:
        return Entry(Kind.MERIDIEM, 0, text[0] + "m")
    if text in _MARKS:
        return Entry(_MARKS[text])
    if text in _STOPS:
        return Entry(Kind.STOP)
    if text in _MONEY:
        return Entry(Kind.LABEL)
    return Entry(Kind.COUNTED if text == "%" else Kind.WORD)


def _digits(text: str) -> Entry:
    if text.isdigit():
        return Entry(Kind.NUMBER, int(text), text) if len(text) <= 4 else Entry(Kind.QUANTITY)
    clock = _CLOCK.fullmatch(text)
    if clock:
        return Entry(Kind.CLOCK, int(clock[1]) * 60 + int(clock[2]), text)
    if _DATE.fullmatch(text):
        return Entry(Kind.DATE, 0, text)
    return Entry(Kind.QUANTITY)


def _put_aside(symbols: list[Symbol]) -> None:
    """Turn the numbers of prices, amounts, addresses and ids into QUANTITY, in place."""
    for place, symbol in enumerate(symbols):
        if symbol.has(Kind.NUMBER, Kind.DATE) and _is_labelled(symbols, place):
            symbols[place] = symbol.turned_into(Kind.QUANTITY)
    for place in range(len(symbols) - 1, -1, -1):
        if symbols[place].has(Kind.NUMBER, Kind.DATE) and _is_counted(symbols, place):
            symbols[place] = symbols[place].turned_into(Kind.QUANTITY)
    _put_phones_aside(symbols)


def _is_labelled(symbols: list[Symbol], place: int) -> bool:
    if place == 0 or symbols[place].name(Kind.NUMBER) in ("word", "article"):
        return False
    before = symbols[place - 1]
    if before.has(Kind.LABEL) or before.has(Kind.QUANTITY):
        return not before.has(Kind.AT)
    of_label = before.has(Kind.DASH, Kind.OF) or before.word in (
        ".",
        ":",
        "°",
        "o",
        "a",
        "es",
        "e",
        "is",
        "r",
    )
    return of_label and place > 1 and symbols[place - 2].has(Kind.LABEL, Kind.QUANTITY)


def _is_counted(symbols: list[Symbol], place: int) -> bool:
    after = symbols[place + 1] if place + 1 < len(symbols) else None
    if after is None:
        return False
    if after.has(Kind.QUANTITY) and symbols[place].has(Kind.DATE):
        return True
    if after.has(Kind.COUNTED):
        return not _is_hour_or_wait(symbols, place, after)
    joins = after.has(Kind.TO, Kind.OR, Kind.AND, Kind.DASH) and place + 2 < len(symbols)
    beyond = symbols[place + 2] if joins else None
    return beyond is not None and beyond.has(Kind.QUANTITY) and not beyond.has(Kind.LABEL)


def _is_hour_or_wait(symbols: list[Symbol], place: int, after: Symbol) -> bool:
    """Whether "15 horas" or "3 días" is an hour ("a las …") or a wait ("en …"), not an amount."""
    before = symbols[place - 1] if place else None
    if (
        before is not None
        and before.has(Kind.AT, Kind.AFTER, Kind.BEFORE)
        and after.has(Kind.HOUR_MARK)
    ):
        return True
    if after.has(Kind.HOUR_MARK) and after.name(Kind.HOUR_MARK) == "h":
        return True
    return after.has(Kind.UNIT)


def _put_phones_aside(symbols: list[Symbol]) -> None:
    first = 0
    while first < len(symbols):
        last, digits = first, 0
        while last < len(symbols) and symbols[last].name(Kind.NUMBER).isdigit():
            digits += len(symbols[last].word)
            last += 1
        if digits >= _PHONE_DIGITS and last - first > 1:
            for place in range(first, last):
                symbols[place] = symbols[place].turned_into(Kind.QUANTITY)
        first = max(last, first + 1)
