"""Words of days and hours from a language's folder, as phrases of the lexicon."""

from functools import lru_cache

from agent.dates.symbols import Entry, Kind
from agent.dates.text import tokenise
from agent.texts import BrokenTexts, Words
from agent.texts.words import Meaning

_WEAK = "weak"


@lru_cache(maxsize=16)
def phrases_of_data(words: Words) -> dict[str, tuple[Entry, ...]]:
    """Folded phrase -> what it may mean, in the order of the file. Raises BrokenTexts."""
    phrases: dict[str, tuple[Entry, ...]] = {}
    for meaning, forms in words.dates.items():
        entry = _entry(words.code, meaning)
        for form in forms:
            phrase = " ".join(token.text for token in tokenise(form))
            phrases[phrase] = (*phrases.get(phrase, ()), entry)
    return phrases


def _entry(code: str, meaning: Meaning) -> Entry:
    kind, value, name = meaning
    try:
        kind_of_word = Kind(kind)
    except ValueError as error:
        raise BrokenTexts(f"{code}/words.toml: dates.{kind}: no kind of word of a date") from error
    weak = name.startswith(_WEAK)
    name = name.removeprefix(_WEAK).strip()
    if kind_of_word is Kind.NUMBER and not name:
        name = "word"
    return Entry(kind_of_word, value, name, weak)
