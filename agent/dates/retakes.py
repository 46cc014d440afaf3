"""Lines that correct an earlier line: "as dez | não, onze", "4:00 | sry 4:30", "el lunes 30 | no, el martes".

A line that begins by taking back and then names nothing but a day or an hour replaces the one that
stands before it, though its "no" has no comma after it.
"""

import re
from collections.abc import Sequence

from agent.dates.symbols import Kind, Symbols

_TAKES_BACK = (
    r"(?:no+|nop|nope|nah|n[aã]o|mejor|melhor|perd[oó]n|perd[aã]o|disculpa?|desculp[ae]|digo|ali[aá]s|espera\w*|perate"
    r"|perame|pera[ií]?|aguarda|ay|uy|ops|oops|wait|hold on|sorry|sry+|srry|soz|actually|i mean|i meant|rather|make (?:it|that))"
)
_SMALL = (
    r"(?:el|la|los|las|lo|o|a|as|às|os|na|no|em|en|para|pra|at|on|the|for|por favor|please|pls|plz|porfa|ok|mejor|melhor"
    r"|instead|then|entonces|ent[aã]o|y|e|and|de|d|gracias|obrigad[oa]|thanks)"
)
_LINE = re.compile(rf"\W*(?:{_TAKES_BACK}\b\W*)+(?:{_SMALL}\b\W*)*", re.IGNORECASE)
_LONE = re.compile(
    rf"\W*(?:{_TAKES_BACK}\b\W*)*(?:(?:a las|a la|as|às|at|around)\b\W*)?\W*", re.IGNORECASE
)
_SETS_TIME = (
    Kind.WEEKDAY, Kind.RELATIVE, Kind.DATE, Kind.CLOCK, Kind.AT, Kind.PART, Kind.TODAY_PART,
    Kind.MERIDIEM,
)  # fmt: skip
_LATEST = 12

Place = tuple[int, int]
"""Characters [start, end) of a text."""


def retaken(text: str, places: Sequence[Place]) -> list[int]:
    """The numbers of the mentions at `places` that stand on a line which corrects an earlier one."""
    numbers = []
    for start, end in _lines(text)[1:]:
        inside = [n for n, place in enumerate(places) if start <= place[0] < end]
        rest = _without(text, (start, end), [places[n] for n in inside])
        if inside and _LINE.fullmatch(rest):
            numbers += inside
    return numbers


def stands_alone(text: str, symbols: Symbols, place: int) -> bool:
    """Whether the number at `place` is all that a line of several says, and the others tell a time:
    "on thursday | 3"."""
    symbol = symbols.items[place]
    entry = symbol.get(Kind.NUMBER)
    if "\n" not in text or entry is None or not 1 <= entry.value <= _LATEST:
        return False
    line = next((line for line in _lines(text) if line[0] <= symbol.start < line[1]), None)
    if line is None or entry.name == "article":
        return False
    timed = any(s.has(*_SETS_TIME) for s in symbols.items if not line[0] <= s.start < line[1])
    rest = _without(text, line, [(symbol.start, symbol.end)])
    return timed and bool(_LONE.fullmatch(rest)) and not _dated_before(symbols, place)


def _dated_before(symbols: Symbols, place: int) -> bool:
    """ "Diciembre | 4" is a day."""
    return place > 0 and symbols.items[place - 1].has(Kind.MONTH)


def _lines(text: str) -> list[Place]:
    lines, start = [], 0
    for line in text.split("\n"):
        lines.append((start, start + len(line)))
        start += len(line) + 1
    return lines


def _without(text: str, line: Place, places: Sequence[Place]) -> str:
    left, at = "", line[0]
    for start, end in sorted(places):
        left += text[at:start] + " "
        at = max(at, end)
    return left + text[at : line[1]]
