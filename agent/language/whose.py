"""Whose appointment the customer speaks of: "la de mi mamá", "a consulta da Lúcia", "my son's", "la mía"."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from agent.language.name_forms import DATES
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
from agent.language.short_answers import looks_like_date
from agent.language.whom import Somebody, for_whom, name_after, without_s
from agent.texts import languages

_SHORTEST = 2
_WITH = re.compile(r"(?<!\w)(?:con|com|with)\s+$")
"""Before a name that is then a professional's."""


@dataclass(frozen=True)
class Whose:
    """`other`: somebody else's, `own`: the customer's; neither where the message does not tell. `span` is the
    place of a name."""

    other: Somebody | None = None
    own: bool = False
    span: tuple[int, int] = (0, 0)
    pronoun: str = ""
    """ "she" or "he", where only a pronoun tells of whom: "a dela", "just his"."""


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
        for match in pattern.finditer(low):
            if _denied(low, match.start()):
                continue
            begin = match.end("who")
            name, end = name_after(without_s(original), low, begin)
            return Whose(Somebody(relation_of(match["relation"]), name), span=(begin, end))
    if (named := _of_known(low, names) or _named(original, low, others)).other:
        return named
    for pronoun in ("she", "he"):
        place = _pronoun(pronoun).search(original.lower())
        if place and not _denied(low, place.start()):
            return Whose(Somebody(), pronoun=pronoun)
    if not asks and (spoken_name := _anywhere(low, names, others)):
        return spoken_name
    if _mine().search(low):
        return Whose(own=True)
    spoken = for_whom(text)
    return Whose(spoken.others[0]) if spoken.others else Whose(own=spoken.writer)


def moves_somebodys(text: str) -> bool:
    """Whether somebody's appointment is to be moved to a time: "move just his to Thursday", "passa o meu
    horário pra quarta"."""
    original = readable(unicodedata.normalize("NFC", text[:READ]))
    low = folded(original)
    verb = re.search(rf"(?<!\w)(?:{form('moves')})(?!\w)", low)
    if verb is None or "?" in low[: verb.start()] or not looks_like_date(text[verb.end() :]):
        return False
    spoken = whose(text)
    named = name_after(original, low, verb.end())[0]
    return bool(spoken.other or spoken.own or named)


def asks_for_all(text: str) -> bool:
    """Whether a list of all appointments is asked for: "what appointments do I have", not "Dan's appointments"."""
    low = folded(unicodedata.normalize("NFC", text[:READ]))
    return bool(_all().search(low))


@cache
def _all() -> re.Pattern[str]:
    kinds = (
        rf"(?:{form('all', code)})(?!\w)(?!\s+(?:{form('of', code)}|{form('for', code)})\s)"
        for code in languages()
    )
    # "Que horas é …" asks for one hour, though "horas" are appointments in Spanish.
    return re.compile(rf"(?<!\w)(?<!['’]s\s)(?<!que\s)(?:{'|'.join(kinds)})")


def _of_known(low: str, names: Sequence[str]) -> Whose | None:
    """ "La de Abril", whom a name alone would not tell from the month."""
    for name in names:
        first, *more = map(re.escape, folded(name).split())
        rest = "".join(rf"(?:\s+{word}(?!\w))?" for word in more)
        match = re.search(rf"{_ones_of()}(?P<name>{first}(?!\w){rest})", low) or re.search(
            rf"(?<!\w)(?P<name>{first}{rest})['’]s?(?!\w)", low
        )
        if match and not _denied(low, match.start()):
            return Whose(Somebody(name=name), span=match.span("name"))
    return None


def _anywhere(low: str, names: Sequence[str], others: frozenset[str]) -> Whose | None:
    """ "Move Dan Reyes from Tuesday to Wednesday": a name alone, where it is no day or month by itself."""
    for name in names:
        first, *more = folded(name).split()
        surname = "".join(rf"(?:\s+{re.escape(word)}(?!\w))?" for word in more)
        if first in others or len(first) < _SHORTEST:
            continue
        for match in re.finditer(rf"(?<!\w)(?P<name>{re.escape(first)}(?!\w){surname})", low):
            alone = match["name"] == first
            if not (
                (alone and first in DATES)
                or _denied(low, match.start())
                or _WITH.search(low[: match.start()])
            ):
                return Whose(Somebody(name=name), span=match.span("name"))
    return None


def _denied(low: str, begin: int) -> bool:
    """Whether it is said of whom it is not: "not my mother's, mine"."""
    return bool(re.search(rf"(?<!\w)(?:{form('not')})\s+(?:(?:{form('the')})\s+)?$", low[:begin]))


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


def _is_name(own: Sequence[Word], others: frozenset[str]) -> bool:
    if all(word.folded in others for word in own):
        return False
    if len(own[0].folded) < _SHORTEST:
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
    return re.compile(_ones_of())


@cache
def _ones_of() -> str:
    """ "La de", "appointment for": both words of one language ("appointments do" is no "consultas do")."""
    pairs = (
        rf"(?:{form('one', code)})\s+(?:{form('of', code)}|{form('for', code)})"
        for code in languages()
    )
    return rf"(?<!\w)(?:{'|'.join(pairs)})\s+"


@cache
def _pronoun(who: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{form(f'of_{who}')})(?!\w)")


@cache
def _possessive() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?P<name>[^\W\d_]+)['’]s\s+(?:{form('one')})(?!\w)")


@cache
def _mine() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{form('mine')})(?!\w)")
