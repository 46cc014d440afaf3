"""Folding of what customers type, and tolerance for one wrong letter."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

READ_AT_MOST = 2_000
"""Characters of a message that are read for intents."""

_APOSTROPHES = re.compile(r"['’‘´`]")
_SPACES = re.compile(r"\s+")
_DRAWN_OUT = re.compile(r"([a-jl-z])\1{2,}")  # "kkkk" laughs, "k" is a "que"
_WORD = re.compile(r"\d{1,2}[:.h]\d{2}|[^\W_]+", re.UNICODE)
_CLAUSE_END = re.compile(r"[\n.;!?¿¡,]+|\b(?:pero|sino|mas sim|but|porem)\b")
_SENTENCE_END = re.compile(r"(?<=[?!])\s*|\n+|(?=¿)|(?<=[^\W\d_][^\W\d_])\.\s+")
_MIN_TYPO_LETTERS = 5


def word_set(text: str) -> frozenset[str]:
    """The words of a list that is written as running text."""
    return frozenset(text.split())


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """`text` in lower case, without accents or apostrophes, "siiiii" as "si", spaces single."""
    bare = text.casefold()
    if not bare.isascii():
        decomposed = unicodedata.normalize("NFD", bare)
        bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    bare = _APOSTROPHES.sub("", bare)
    return _SPACES.sub(" ", _DRAWN_OUT.sub(r"\1", bare)).strip()


def words(text: str) -> list[str]:
    """The folded words of `text`; a time such as 15:30, 15.30 or 15h30 is one word."""
    return _WORD.findall(fold(text[:READ_AT_MOST]))


@lru_cache(maxsize=1024)  # many readings ask for it of one message
def plain(text: str) -> str:
    """The folded words with single spaces between them, without punctuation or emoji."""
    return " ".join(words(text))


def clauses(text: str) -> list[str]:
    """The parts of a message that can each carry an intention of its own, folded."""
    marked = fold(text[:READ_AT_MOST].replace("\n", " ; "))
    return [part for part in (plain(piece) for piece in _CLAUSE_END.split(marked)) if part]


def sentences(text: str) -> list[str]:
    """The sentences of a message as they were written."""
    return [part.strip() for part in _SENTENCE_END.split(text[:READ_AT_MOST]) if part.strip()]


def close(left: str, right: str) -> bool:
    """Whether two folded words are equal, or one typing slip apart (words of five letters on)."""
    if left == right:
        return True
    if min(len(left), len(right)) < _MIN_TYPO_LETTERS or not (left + right).isalpha():
        return False
    return DamerauLevenshtein.distance(left, right, score_cutoff=1) <= 1


class Vocabulary:
    """The words of a language; mends one that is a slip away from exactly one of them."""

    def __init__(
        self,
        entries: Iterable[str],
        left_alone: Iterable[str] = (),
        by_sound: Mapping[str, str] | None = None,
        beside: Mapping[str, tuple[str, frozenset[str]]] | None = None,
    ) -> None:
        self._entries = frozenset(entries)
        self._left_alone = frozenset(left_alone) | self._entries
        self._candidates = tuple(sorted(word for word in self._entries if len(word) >= 5))
        self._mended: dict[str, str] = {}
        self._by_sound = dict(by_sound or {})
        self._beside = dict(beside or {})

    def mend(self, text: str) -> str:
        """`text` (folded, plain) with mistyped words of the vocabulary spelled right."""
        spoken = text.split()
        mended = [
            self._after(before, word) or self._word(word)
            for before, word in zip(("", *spoken), spoken, strict=False)
        ]
        return " ".join(mended)

    def _after(self, before: str, word: str) -> str:
        """What a word means that is another one only after certain words; "" when it is itself."""
        meant, neighbours = self._beside.get(word, ("", frozenset()))
        return meant if before in neighbours else ""

    def _word(self, word: str) -> str:
        if word in self._by_sound:
            return self._by_sound[word]
        is_plural = word.removesuffix("s") in self._entries
        if (
            len(word) < _MIN_TYPO_LETTERS
            or is_plural
            or word in self._left_alone
            or not word.isalpha()
        ):
            return word
        if word not in self._mended:
            if len(self._mended) > 10_000:
                self._mended.clear()
            near = [entry for entry in self._candidates if close(word, entry)]
            self._mended[word] = near[0] if len(near) == 1 else word
        return self._mended[word]
