"""Names that are told with whose they are: "yo soy Ana y mi hermana es Ruth", "o meu é A e o dela B"."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from agent.language.name_runs import READ, run_from
from agent.language.name_text import readable
from agent.language.name_words import PARTICLES, Word, spelled, words_of
from agent.language.people_words import folded, form, relation_of, relation_words, somebody
from agent.language.whom import Somebody, name_after


@dataclass(frozen=True)
class SaidNames:
    """`own`: the writer's, "" not said; `others` in the order in which they are told, without a relation
    behind a pronoun. `spans` are the places of the names, `whole` with the words that say whose they are."""

    own: str = ""
    others: tuple[Somebody, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    whole: tuple[tuple[int, int], ...] = ()


def names_said(text: str, others: frozenset[str] = frozenset()) -> SaidNames:
    """The names that a message tells with whose they are. others: folded words that name professionals
    and services."""
    original = readable(unicodedata.normalize("NFC", text[:READ]))
    low = folded(original)
    entries = sorted(
        (*_led(original, low, others), *_followed(original, low)), key=lambda one: one[1]
    )
    own = [name for relation, _, name, _ in entries if relation is None]
    people = tuple(
        Somebody(relation, name) for relation, _, name, _ in entries if relation is not None
    )
    spans = tuple(span for _, span, _, _ in entries)
    return SaidNames(own[0] if own else "", people, spans, tuple(one[3] for one in entries))


_Told = tuple[str | None, tuple[int, int], str, tuple[int, int]]
"""The relation (None: the writer), the place, the name, and the place with what tells whose it is."""


def _led(text: str, low: str, others: frozenset[str]) -> Iterator[_Told]:
    """ "Mi hermana es Ruth": who it is stands before the name."""
    for match in _leads().finditer(low):
        name, end = name_after(text, low, match.end(), others)
        if name:
            yield _relation(match), (match.end(), end), name, (match.start(), end)


def _followed(text: str, low: str) -> Iterator[_Told]:
    """ "Ruth Quispe la de mi hermana": who it is stands behind the name."""
    for match in _behind().finditer(low):
        before = [word for word in words_of(text) if word.end <= match.start()]
        run = next(
            (run for word in before if (run := run_from(text, word.start)) and _ends(run, match)),
            [],
        )
        own = [word for word in run if word.folded not in PARTICLES]
        if len(own) > 1 or (own and own[0].given):
            span = (run[0].start, run[-1].end)
            yield _relation(match), span, spelled(run), (span[0], match.end())


def _ends(run: list[Word], match: re.Match[str]) -> bool:
    between = match.string[run[-1].end : match.start()]
    return not between.strip(" ,:")


def _relation(match: re.Match[str]) -> str | None:
    if match["own"]:
        return None
    relation = match["relation"] or match.groupdict().get("label")
    return relation_of(relation) if relation else ""


@cache
def _leads() -> re.Pattern[str]:
    is_ = rf"(?:\s*(?:{form('is')})(?!\w)|\s*:|\s+(?:{form('called')})(?!\w))"
    label = rf"(?:{form('i')}|{form('me')})\s*[:=]|(?:{form('i')})\s+(?=[^\W\d_])"
    return re.compile(
        rf"(?<!\w)(?:(?P<own>(?:{form('i_am')}|{form('mine_is')})(?!\w)|{label})"
        rf"|(?P<label>{relation_words()})\s*[:=]"
        rf"|(?:{form('they_are')})(?!\w)|{somebody()}{is_}|(?:{form('their_name')})(?!\w){is_}?)\s*[:,]?\s*"
    )


@cache
def _behind() -> re.Pattern[str]:
    is_ = rf"(?:(?:{form('is')})\s+)?"
    one = rf"(?:{form('one')})\s+(?:{form('of')}|{form('for')})\s+(?:(?:{form('the')})\s+)?"
    return re.compile(
        rf"(?<!\w){is_}(?:(?P<own>{form('mine')})|{one}{somebody()}|{one}(?:{form('they')}))(?!\w)"
    )
