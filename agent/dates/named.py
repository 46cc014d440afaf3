"""Whether a text names a day or an hour at all, for those who need not know which."""

from datetime import UTC, datetime
from functools import lru_cache

from agent.dates.lexicon import LANGUAGES
from agent.dates.resolve import resolve
from agent.texts import Words, words_of

# Any day would do: only whether something is read counts, and not what.
_SOME_MORNING = datetime(2024, 2, 5, 8, tzinfo=UTC)


def names_time(text: str, language: str = "") -> bool:
    """Whether `resolve` finds a day, an hour or a part of the day, possible or not: in a language whose
    words are data, or without one in es, pt and en."""
    return _names_time(text, words_of(language) if language else None)


@lru_cache(maxsize=2048)
def _names_time(text: str, words: Words | None) -> bool:
    languages = (words.code,) if words else tuple(LANGUAGES)
    return resolve(text, _SOME_MORNING, languages=languages).status != "none"
