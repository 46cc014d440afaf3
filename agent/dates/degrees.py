""" "Tan temprano", "too late": no part of the day, but an end of it that somebody does not want."""

import re
from dataclasses import dataclass

from agent.dates.exclusions import END_OF_DAY

_EARLY_ENDS = 10 * 60
_LATE_BEGINS = 17 * 60
_DEGREE = re.compile(
    r"\b(?:tan|muy|demasiado|super|t[aã]o|muito|too|so|very)\s+"
    r"(?:(?P<early>temprano|tempranito|cedo|early|pronto|soon)|tarde|late)\b",
    re.IGNORECASE,
)
_IS = re.compile(
    r"(?:\b(?:es|ser[ií]a|é|seria|is|are|would be|queda|quedan|fica|parece|est[aá]|t[aá])|'s)\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Degree:
    """Characters [start, end) and the minutes [low, high) of the day that they mean. A `judgement` is
    said of another hour: "a las 8 es muy temprano"."""

    start: int
    end: int
    low: int
    high: int
    judgement: bool


def degrees(text: str) -> list[Degree]:
    """All of a text, in order."""
    return [
        Degree(
            match.start(),
            match.end(),
            0 if match["early"] else _LATE_BEGINS,
            _EARLY_ENDS if match["early"] else END_OF_DAY,
            bool(_IS.search(text[: match.start()])),
        )
        for match in _DEGREE.finditer(text)
    ]
