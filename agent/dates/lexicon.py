"""The words of several languages as one lexicon, and the nearest word for a typing slip."""

import re
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from agent.dates.neighbours import REAL_WORDS
from agent.dates.numbers import ARTICLES, more_ordinals, number_words, ordinal_words
from agent.dates.symbols import Entry, Kind
from agent.dates.words_en import WORDS as EN
from agent.dates.words_es import WORDS as ES
from agent.dates.words_from_data import phrases_of_data
from agent.dates.words_pt import WORDS as PT
from agent.texts import Words, words_of

LANGUAGES = {"es": ES, "pt": PT, "en": EN}
"""Those whose words stand in code; others are read from their folders (`agent.texts.words_of`)."""

Meanings = tuple[Entry, ...]
Phrases = dict[str, list[tuple[tuple[str, ...], Meanings]]]

# Kinds whose long words are recognised with one letter wrong.
_MENDED = {Kind.RELATIVE, Kind.WEEKDAY, Kind.PART, Kind.WEEK, Kind.NEXT, Kind.MONTH}
_SHORTEST_MENDED = 5
_LONGEST_SHORT = 5
# Too many real words lie beside these.
_NEVER_MENDED = {"manha", "early", "march", "marco", "night", "lunch"}
# "El día" is a phrase of its own, which the longer "el día de la madre" must go before.
_LED_FEASTS = ("el", "del", "al", "no", "o", "do", "ao")
_LONG_RUN = re.compile(r"([a-z])\1{2,}")


def _language_phrases(language: str, *, first: bool) -> dict[str, Meanings]:
    phrases: dict[str, Meanings] = {}
    for (kind, value, name), joined in LANGUAGES[language].items():
        # A language's own weekday abbreviation needs no company in a conversation held in it.
        weak = name.startswith("weak") and not (first and joined in {"seg", "qui"})
        entry = Entry(kind, value, name.removeprefix("weak").strip(), weak)
        for phrase in joined.split("|"):
            phrases[phrase] = (*phrases.get(phrase, ()), entry)
    for phrase, number in number_words(language).items():
        phrases[phrase] = (*phrases.get(phrase, ()), Entry(Kind.NUMBER, number, "word"))
    for article in ARTICLES[language]:
        phrases[article] = (*phrases.get(article, ()), Entry(Kind.NUMBER, 1, "article"))
    feasts = [p for p, meanings in phrases.items() if meanings[0].kind is Kind.HOLIDAY]
    for phrase in feasts:
        for led in _LED_FEASTS if phrase.startswith("dia ") else ():
            phrases[f"{led} {phrase}"] = phrases[phrase]
    if language in ("es", "pt"):
        for phrase, number in more_ordinals(language).items():
            phrases[phrase] = (*phrases.get(phrase, ()), Entry(Kind.ORDINAL, number))
    if language == "en":
        for phrase, number in ordinal_words().items():
            phrases[phrase] = (*phrases.get(phrase, ()), Entry(Kind.ORDINAL, number, "day"))
    return phrases


def _abbreviations(language: str) -> set[str]:
    """The short forms of months and weekdays, which may carry a dot: "dic.", "seg.", "Sept."."""
    full: dict[tuple[Kind, int], str] = {}
    short: set[str] = set()
    for (kind, value, _), joined in LANGUAGES[language].items():
        if kind not in (Kind.MONTH, Kind.WEEKDAY):
            continue
        for phrase in joined.split("|"):
            # The first one listed is the word itself.
            longest = full.setdefault((kind, value), phrase)
            missing = len(longest) - len(phrase)
            cut = missing > 1 or (missing == 1 and longest.startswith(phrase))
            if phrase.isalpha() and len(phrase) <= _LONGEST_SHORT and cut:
                short.add(phrase)
    return short


def _is_mendable(phrase: str, meanings: Meanings) -> bool:
    if len(phrase) < _SHORTEST_MENDED or not phrase.isalpha() or phrase in _NEVER_MENDED:
        return False
    return any(entry.kind in _MENDED for entry in meanings)


class Lexicon:
    """Every phrase of `languages`; where two languages clash, the first one's meaning stands."""

    def __init__(self, languages: tuple[str | Words, ...]) -> None:
        self.english = languages[0] == "en"
        merged: dict[str, Meanings] = {}
        for place, language in enumerate(languages):
            if isinstance(language, Words):
                phrases = phrases_of_data(language)
            else:
                phrases = _language_phrases(language, first=place == 0)
            for phrase, meanings in phrases.items():
                merged.setdefault(phrase, meanings)
        self._phrases: Phrases = {}
        for phrase, meanings in merged.items():
            words = tuple(phrase.split(" "))
            self._phrases.setdefault(words[0], []).append((words, meanings))
        for choices in self._phrases.values():
            choices.sort(key=lambda choice: -len(choice[0]))
        in_code = [language for language in languages if isinstance(language, str)]
        self.abbreviations = frozenset().union(*map(_abbreviations, in_code))
        self._mendable: dict[str, list[str]] = {}
        for phrase, meanings in merged.items():
            if _is_mendable(phrase, meanings):
                self._mendable.setdefault(phrase[0], []).append(phrase)
        self._mended: dict[str, str] = {}

    def starting_with(self, word: str) -> list[tuple[tuple[str, ...], Meanings]]:
        """The phrases that begin with `word`, longest first."""
        return self._phrases.get(word, [])

    def mend(self, word: str) -> str:
        """The word of this lexicon that `word` was meant to be, else `word` itself."""
        if word in self._phrases or not word[:1].isalpha():
            return word
        if word not in self._mended:
            if len(self._mended) > 10_000:
                self._mended.clear()
            self._mended[word] = self._nearest(word)
        return self._mended[word]

    def _nearest(self, word: str) -> str:
        shorter = _LONG_RUN.sub(r"\1", word)
        if shorter in self._phrases:
            return shorter
        if not _SHORTEST_MENDED <= len(shorter) <= 12 or shorter in REAL_WORDS:
            return word
        # Slips spare the first letter; "cerca" and "parte" are words, not slips.
        candidates = self._mendable.get(shorter[0], ())
        match = process.extractOne(shorter, candidates, scorer=OSA.distance, score_cutoff=1)
        return match[0] if match else word


def is_read(language: str) -> bool:
    """Whether days and hours are read in a language."""
    return language in LANGUAGES or words_of(language) is not None


def lexicon(languages: tuple[str, ...]) -> Lexicon:
    """The lexicon of these languages (es, pt, en and those with words in their folder), in order of
    preference."""
    read = ((one if one in LANGUAGES else words_of(one)) for one in languages)
    return _lexicon(tuple(one for one in read if one))


@lru_cache(maxsize=64)
def _lexicon(languages: tuple[str | Words, ...]) -> Lexicon:
    return Lexicon(languages)
