"""The words of languages that are data (words.toml in their folder), folded as readers compare them.

Short answers, places in a list and words that are no names are read in all of these at once, as those
of es, pt and en are; what is made of the files is kept as long as the same folders are spoken.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from agent.language.text import plain, words
from agent.texts import Words, texts, worded

_TEXTS_WITH_WORDS = ("replies", "receipts", "reminders", "labels", "refusals", "notices")
"""What is said in a language shows which of its words are ordinary ones."""


def forms(key: str) -> frozenset[str]:
    """The folded forms of a key (`answers.yes`) in every language that is data."""
    return _forms(worded(), key)


def beginning(key: str) -> re.Pattern[str] | None:
    """What begins with one of a key's forms; None where no language has any."""
    return _pattern(worded(), key, "^", r"\b")


def anywhere(key: str) -> re.Pattern[str] | None:
    """One of a key's forms as whole words; None where no language has any."""
    return _pattern(worded(), key, r"\b", r"\b")


def written(key: str) -> re.Pattern[str] | None:
    """A key's forms as they are written, for a text that is not folded, with the space after them."""
    return _written(worded(), key)


def words_in(*keys: str) -> frozenset[str]:
    """The single words of some keys' forms."""
    return frozenset(word for key in keys for form in forms(key) for word in form.split())


def places() -> dict[str, int]:
    """The words for the first, the second, … of a list, by their number from 0."""
    return _places(worded())


def ordinary(folded: str) -> bool:
    """Whether a word is one of a language's own rather than a name: it stands in its words, or small
    in its texts."""
    return folded in _ordinary(worded())


def own(code: str) -> frozenset[str]:
    """The words by which a language that is data is told."""
    return _own(next(one for one in worded() if one.code == code))


@lru_cache(maxsize=256)
def _forms(languages: tuple[Words, ...], key: str) -> frozenset[str]:
    return frozenset(plain(form) for one in languages for form in one.of(key))


@lru_cache(maxsize=256)
def _pattern(
    languages: tuple[Words, ...], key: str, before: str, after: str
) -> re.Pattern[str] | None:
    choices = sorted(_forms(languages, key), key=len, reverse=True)
    if not choices:
        return None
    return re.compile(rf"{before}(?:{'|'.join(map(re.escape, choices))}){after}")


@lru_cache(maxsize=64)
def _written(languages: tuple[Words, ...], key: str) -> re.Pattern[str] | None:
    choices = sorted((form for one in languages for form in one.of(key)), key=len, reverse=True)
    if not choices:
        return None
    spaced = (r"\s+".join(map(re.escape, form.split())) for form in choices)
    return re.compile(rf"\b(?:{'|'.join(spaced)})\b\s*:?\s*", re.IGNORECASE)


@lru_cache(maxsize=16)
def _places(languages: tuple[Words, ...]) -> dict[str, int]:
    return {
        plain(form): place
        for one in languages
        for place, item in enumerate(one.in_order("positions.in_order"))
        for form in item
    }


@lru_cache(maxsize=16)
def _ordinary(languages: tuple[Words, ...]) -> frozenset[str]:
    spoken = (word for one in languages for phrase in one.every() for word in words(phrase))
    return frozenset(spoken).union(*map(_small_in_texts, languages))


@lru_cache(maxsize=16)
def _own(language: Words) -> frozenset[str]:
    spoken = (word for phrase in language.every() for word in words(phrase))
    return frozenset(word for word in spoken if not word.isdigit())


def _small_in_texts(language: Words) -> frozenset[str]:
    return frozenset(
        folded
        for line in _lines(language.code)
        for word in re.findall(r"[^\W\d_]+", re.sub(r"\{\w+\}", " ", line))
        if word.islower()
        for folded in words(word)
    )


def _lines(code: str) -> Iterator[str]:
    for key, entry in texts(code).entries.items():
        if key.startswith(_TEXTS_WITH_WORDS):
            if isinstance(entry, str):
                yield entry
            else:
                yield from entry.values() if isinstance(entry, Mapping) else entry
