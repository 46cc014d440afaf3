"""Folding and tokenising: letters without accents, with the way back to the original text."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

LONGEST_TEXT = 12_000
"""Characters that are read; a longer message is cut, so that time stays bounded."""

# The dotted "a. m." is one token; so is a cluster such as 24/11/2026, 3:30 or 50.000.
_TOKEN = re.compile(
    r"(?<![^\W\d_])[ap]\s?\.\s?m\b\.?|\d+(?:[.,:/\-]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)?|[^\w\s]|_"
)
_FOLDS_TO = {"ª": "ª", "º": "º", "°": "º", "’": "'", "‘": "'", "–": "-", "—": "-", "−": "-"}
# A compatibility ligature may unfold into a dozen letters; none of those is a date.
_LONGEST_FOLD = 3


@dataclass(frozen=True, slots=True)
class Token:
    """A folded word, digit cluster or mark, and where it stood in the original.

    `dashed` says that a hyphen glued it to the word before ("segunda-feira").
    """

    text: str
    start: int
    end: int
    dashed: bool = False


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    if character in _FOLDS_TO:
        return _FOLDS_TO[character]
    plain = unicodedata.normalize("NFKD", character)
    letters = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    return letters if len(letters) <= _LONGEST_FOLD else letters[0]


def _fold(text: str) -> tuple[str, list[int] | range]:
    """The folded text and, for each of its characters, the place in the original."""
    if text.isascii():
        return text.lower(), range(len(text) + 1)
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        folded = _fold_character(character)
        letters.append(folded)
        places.extend([place] * len(folded))
    places.append(len(text))
    return "".join(letters), places


def tokenise(text: str) -> list[Token]:
    """The tokens of the first LONGEST_TEXT characters, in order."""
    folded, places = _fold(text[:LONGEST_TEXT])
    tokens: list[Token] = []
    dashed = False
    for match in _TOKEN.finditer(folded):
        start, end = match.span()
        if match.group() == "-" and _joins_words(folded, start):
            dashed = True
            continue
        tokens.append(Token(match.group(), places[start], places[end - 1] + 1, dashed))
        dashed = False
    return tokens


def _joins_words(folded: str, place: int) -> bool:
    around = folded[place - 1 : place] + folded[place + 1 : place + 2]
    return len(around) == 2 and (around[0].isalnum() or around[0] in "ªº") and around[1].isalpha()
