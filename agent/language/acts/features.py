"""The pieces of a clause that the heads weigh: character n-grams and words, hashed into buckets.

Pure Python. A change here makes the shipped heads worthless: raise VERSION and train again.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from agent.language.text import fold, words

VERSION = 1
SHORTEST, LONGEST = 2, 5
"""Characters of an n-gram, the borders of the word included."""
_SIGNS = "?!¿🙏❤👍"
_MOST_WORDS = 60
_DIGIT = re.compile(r"\d")


def pieces(text: str) -> Iterator[str]:
    """The n-grams inside each folded word, the words, pairs of neighbours, and telling signs."""
    spoken = _spoken(text)
    for word in spoken:
        yield from _of_word(word)
    yield from _beside_words(text, spoken)


@lru_cache(maxsize=1_024)
def buckets(text: str, count: int) -> tuple[int, ...]:
    """The buckets (below `count`) of what stands in `text`, each once, in ascending order."""
    spoken = _spoken(text)
    hashed = {_bucket(piece, count) for piece in _beside_words(text, spoken)}
    for word in spoken:
        hashed |= _buckets_of_word(word, count)
    return tuple(sorted(hashed))


def _spoken(text: str) -> list[str]:
    return [_DIGIT.sub("0", word) for word in words(text)[:_MOST_WORDS]]


def _of_word(word: str) -> Iterator[str]:
    bounded = f" {word} "
    yield f"w{word}"
    for size in range(SHORTEST, LONGEST + 1):
        for start in range(len(bounded) - size + 1):
            yield bounded[start : start + size]


def _beside_words(text: str, spoken: list[str]) -> Iterator[str]:
    """What does not lie inside one word."""
    for left, right in pairwise(["^", *spoken, "$"]):
        yield f"p{left} {right}"
    folded = fold(text[:300])
    for sign in _SIGNS:
        if sign in folded:
            yield f"s{sign}"
    if not spoken:
        yield "s "


@lru_cache(maxsize=4_096)
def _buckets_of_word(word: str, count: int) -> frozenset[int]:
    """Remembered: the parts of a sentence share their words."""
    return frozenset(_bucket(piece, count) for piece in _of_word(word))


def _bucket(piece: str, count: int) -> int:
    return crc32(piece.encode("utf-8", "replace")) % count
