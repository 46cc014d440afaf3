"""Several people named by one word for what they are to the customer: "mis dos hijas", "my kids"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from agent.language.people_words import any_of, form
from agent.texts import languages, texts

_TWO, _MORE = 2, 3
_PARENTS = ("mother", "father")
_RELATIONS = ("daughter", "sister", "granddaughter", "niece", "friend", "other", "parents")


@dataclass(frozen=True)
class Plural:
    """Two who come, by their `relations` ("" not known), or more than two: then `relations` is empty. Who is
    not counted ("my kids") is taken for two: the offer says for how many it is."""

    relations: tuple[str, ...]
    count: int


def plural_people(low: str) -> Plural | None:
    """Those for whom a folded text wants something; None where it speaks of nobody so."""
    match = _pattern().search(low)
    if match is None:
        return None
    if {match["before"], match["count"], match["after"]} & set(_words("counts.more")):
        return Plural((), _MORE)
    relation = next(one for one, words in _plurals() if match["word"] in words)
    if relation == "parents":
        return Plural(_PARENTS, _TWO)
    return Plural(("" if relation == "other" else relation,) * _TWO, _TWO)


@cache
def _plurals() -> tuple[tuple[str, frozenset[str]], ...]:
    """Each relation of the lists with its words in all languages."""
    return tuple((one, frozenset(_words(f"plurals.{one}"))) for one in _RELATIONS)


def _words(name: str) -> Iterator[str]:
    return (word for code in languages() for word in texts(code).lines(f"people.{name}"))


@cache
def _pattern() -> re.Pattern[str]:
    """Behind "para" with "mis" or a number: whether children are treated at all is a question."""
    words = any_of(word for _, several in _plurals() for word in several)
    count = any_of([*_words("counts.two"), *_words("counts.more")])
    whose = rf"(?:(?:{form('the')})\s+)?(?:{form('my')})"
    counted = (
        rf"(?:{whose}\s+(?:(?P<before>{count})\s+)?|(?P<count>{count})\s+(?:(?:of\s+)?{whose}\s+)?)"
    )
    lead = rf"(?:{form('for')}|(?:{form('i')}|{form('me')})\s+(?:{form('and')})|{form('gives')})\s+(?:(?:{form('to')})\s+)?"
    after = rf"(?:,?\s+(?:the\s+)?(?P<after>{count})(?!\w))?"
    return re.compile(rf"(?<!\w){lead}{counted}(?P<word>{words})(?!\w){after}")
