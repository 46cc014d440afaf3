"""The pieces of a clause that the heads weigh: character n-grams and words, hashed into buckets.

Pure Python. A change here makes the shipped heads worthless: raise VERSION and train again.
"""

import re
from collections.abc import Iterator
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
    spoken = [_DIGIT.sub("0", word) for word in words(text)[:_MOST_WORDS]]
    for word in spoken:
        bounded = f" {word} "
        yield f"w{word}"
        for size in range(SHORTEST, LONGEST + 1):
            for start in range(len(bounded) - size + 1):
                yield bounded[start : start + size]
    ends = ["^", *spoken, "$"]
    for left, right in pairwise(ends):
        yield f"p{left} {right}"
    folded = fold(text[:300])
    for sign in _SIGNS:
        if sign in folded:
            yield f"s{sign}"
    if not spoken:
        yield "s "


def buckets(text: str, count: int) -> list[int]:
    """The buckets (below `count`) of what stands in `text`, each once, in ascending order."""
    return sorted({crc32(piece.encode("utf-8", "replace")) % count for piece in pieces(text)})
