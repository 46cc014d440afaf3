"""Whose appointment the customer speaks of: "la de mi mamá", "a consulta da Lúcia", "my son's", "la mía"."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from agent.language.name_runs import READ, judged, run_from
from agent.language.name_text import readable
from agent.language.name_words import PARTICLES, Word, spelled, words_of
from agent.language.people_words import (
    folded,
    form,
    relation_of,
    somebody,
    speaks_of_relatives,
)
from agent.language.whom import Somebody, for_whom, name_after


@dataclass(frozen=True)
class Whose:
    """`other`: somebody else's, `own`: the customer's; neither where the message does not tell. `span` is the
    place of a name."""

    other: Somebody | None = None
    own: bool = False
    span: tuple[int, int] = (0, 0)


def whose(
    text: str,
    *,
    others: frozenset[str] = frozenset(),
    names: Sequence[str] = (),
    asks: bool = False,
) -> Whose:
    """Whose appointment is meant.

    others: folded words that name professionals and services, who have none. names: of people for whom there
    are appointments. asks: the message asks about appointments, so that whoever is spoken of is meant
    ("when is my son coming in?").
    """
    original = readable(unicodedata.normalize("NFC", text[:READ]))
    low = folded(original)
    patterns = (*_patterns(), _anybody()) if asks else _patterns()
    for pattern in patterns if speaks_of_relatives(low) else ():
        if match := pattern.search(low):
            begin = match.end("who")
            name, end = name_after(_without_s(original), low, begin)
            return Whose(Somebody(relation_of(match["relation"]), name), span=(begin, end))
    if (named := _of_known(low, names) or _named(original, low, others)).other:
        return named
    if _mine().search(low):
        return Whose(own=True)
    spoken = for_whom(text)
    return Whose(spoken.others[0]) if spoken.others else Whose(own=spoken.writer)


def _of_known(low: str, names: Sequence[str]) -> Whose | None:
    """ "La de Abril", whom a name alone would not tell from the month."""
    for name in names:
        first, *more = map(re.escape, folded(name).split())
        rest = "".join(rf"(?:\s+{word}(?!\w))?" for word in more)
        of = rf"(?:{form('one')})\s+(?:{form('of')}|{form('for')})\s+"
        match = re.search(rf"(?<!\w){of}(?P<name>{first}(?!\w){rest})", low) or re.search(
            rf"(?<!\w)(?P<name>{first}{rest})['’]s(?!\w)", low
        )
        if match:
            return Whose(Somebody(name=name), span=match.span("name"))
    return None


def _named(text: str, low: str, others: frozenset[str]) -> Whose:
    """ "La de Lucía", "Lucy's appointment"."""
    for match in _of_name().finditer(low):
        run = run_from(text, match.end())
        own = [word for word in run if word.folded not in PARTICLES]
        if own and not text[match.end() : run[0].start].strip() and _is_name(own, others):
            return Whose(Somebody(name=spelled(run)), span=(run[0].start, run[-1].end))
    for match in _possessive().finditer(low):
        word = words_of(text[match.start() : match.end("name")])
        if word and _is_name(word, others) and word[0].given:
            return Whose(Somebody(name=spelled(word)), span=match.span("name"))
    return Whose()


def _without_s(text: str) -> str:
    """ "Martha Gill's" as it is called; places stay."""
    return re.sub(r"['’]s(?!\w)", ", ", text)


def _is_name(own: Sequence[Word], others: frozenset[str]) -> bool:
    if all(word.folded in others for word in own):
        return False
    return bool(judged(own)) or (own[0].large and not own[0].ordinary)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    who = rf"(?P<who>{somebody()})"
    the = rf"(?:(?:{form('the')})\s+)?"
    one = form("one")
    return tuple(
        re.compile(rf"(?<!\w){pattern}")
        for pattern in (
            rf"(?:{one})\s+(?:{form('of')})\s+{the}{who}",
            rf"(?:{one})\s+(?:{form('for')})\s+{the}{who}",
            rf"{who}['’]?s(?!\w)",
            rf"{who}(?=(?:\s+[^\W\d_]+){{1,3}}['’]s(?!\w))",
            rf"{who}(?=(?:\s+[^\W\d_]+){{0,3}}?,?\s+(?:{form('cannot')})(?!\w))",
        )
    )


@cache
def _anybody() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?P<who>{somebody()})")


@cache
def _of_name() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{form('one')})\s+(?:{form('of')}|{form('for')})\s+")


@cache
def _possessive() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?P<name>[^\W\d_]+)['’]s\s+(?:{form('one')})(?!\w)")


@cache
def _mine() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{form('mine')})(?!\w)")
