"""Corrections inside what is answered as one: "… el martes, perdón, el jueves", a burst's "mejor …".

What stands after the mark of a correction replaces what was said of the same kind before it. Only the
marks are here; the readers of days, hours and names know which kind it is.
"""

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

_MARK = re.compile(
    r"\b(?:(?<!\bes )(?<!\bqueda )(?<!\bva )(?<!\bviene )(?<!\bfica )(?<!\bé )(?:mejor|melhor)(?! (?:dicho|dito)?,?\s*(?:$|[.!?]))"
    r"|perd[oó]n(?:a|e|ame|eme)?|disculpa(?:me)?|digo|corrijo|m[aá]s bien|en realidad|me equivoqu[eé]|me confund[ií]|quise decir|quiero decir|no,? espera"
    r"|ali[aá]s|na verdade|quer(?:o|ia)? dizer|desculp[ae]|perd[aã]o|corrigindo|me enganei|me confundi|errei|i mean|i meant|actually|sorry|rather(?! than)|make (?:it|that)"
    r"|scratch that|sry+|srry|soz|my bad|correction|no,? wait|oops|instead(?! of)|(?:(?<=\n)|(?<=[,.!?;] )|^)(?:wait|hold on|espera|espere|perate|pera[ií]?|aguarda|ops))\b[\s,:.!…-]*",
    re.IGNORECASE,
)
Read = TypeVar("Read")


def newest(text: str, read: Callable[[str], Read]) -> Read:
    """What `read` finds after the last mark of a correction after which it finds anything, else in
    the whole text."""
    for mark in reversed([*_MARK.finditer(text)]):
        if reading := read(text[mark.end() :]):
            return reading
    return read(text)


def last_mark(text: str, starts: Sequence[int]) -> int:
    """Where the last correction begins that says one of the things at `starts` anew; 0 for none."""
    if not starts:
        return 0
    ends = [end for end in ends_of_marks(text) if end <= max(starts)]
    return ends[-1] if ends else 0


def ends_of_marks(text: str) -> list[int]:
    """Where what replaces begins, for each mark."""
    return [mark.end() for mark in _MARK.finditer(text)]


def corrects(text: str) -> bool:
    """Whether a text has the mark of a correction."""
    return bool(_MARK.search(text))
