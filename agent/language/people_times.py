"""Days and hours that are told by person: "4 for me, 5 for Leo", "la mía el miércoles, la de Iker el jueves"."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from agent.language.name_forms import DATES
from agent.language.name_runs import READ, run_from
from agent.language.name_text import readable
from agent.language.name_words import spelled
from agent.language.people_words import folded, form
from agent.language.short_answers import looks_like_date
from agent.language.spoken_people import Spoken, spoken_people
from agent.language.whom import Somebody

_HOUR = re.compile(r"(?<![\w/:.])\d{1,2}(?![\w/])")


@dataclass(frozen=True)
class TimeOf:
    """The `words` that hold the day or hour of one person; `who` None: of whomever is spoken of already."""

    who: Spoken | None
    words: str


def times_of(text: str, others: frozenset[str] = frozenset()) -> list[TimeOf]:
    """Each person's time in the order of the text; [] where no person has one. others: folded words that
    name professionals and services."""
    text = readable(unicodedata.normalize("NFC", text[:READ]))
    people = _everybody(text, others)
    if not people:
        return []
    if _dated(text[people[-1].end :]):
        return _behind(text, people)
    begins = [0, *(one.end for one in people[:-1])]
    return _told(people, [text[b : one.end] for b, one in zip(begins, people, strict=True)])


def _everybody(text: str, others: frozenset[str]) -> list[Spoken]:
    """Also who has a name that is none elsewhere: "para Nerea", written large."""
    people = [one for one in spoken_people(text, others).spoken if not one.weak]
    for match in _for_somebody().finditer(folded(text)):
        run = run_from(text, match.end())
        taken = any(one.begin <= match.end() < one.end for one in people)
        strange = run and run[0].large and not (run[0].ordinary or run[0].folded in others | DATES)
        if strange and not taken:
            who = Somebody(name=spelled(run))
            people.append(Spoken(who, run[0].start, run[-1].end, bound=True))
    return sorted(people, key=lambda one: one.begin)


@cache
def _for_somebody() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{form('for')}|{form('of')})\s+")


def _behind(text: str, people: Sequence[Spoken]) -> list[TimeOf]:
    """Where each one's time stands behind; what is said before the first is of whomever is spoken of already."""
    ends = [*(one.begin for one in people[1:]), len(text)]
    told = _told(people, [text[one.begin : e] for one, e in zip(people, ends, strict=True)])
    lead = text[: people[0].begin]
    return [TimeOf(None, lead), *told] if told and _dated(lead) else told


def _told(people: Sequence[Spoken], pieces: Sequence[str]) -> list[TimeOf]:
    return [TimeOf(one, piece) for one, piece in zip(people, pieces, strict=True) if _dated(piece)]


def _dated(text: str) -> bool:
    return looks_like_date(text) or bool(_HOUR.search(text))
