"""Names that are told for an hour: "la de las 3:30 es de Catalina y la de las 10 de Rosa", "o das 9h é Marcos"."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from agent.language.name_runs import READ
from agent.language.name_text import readable
from agent.language.people_words import folded, form, relation_words
from agent.language.spoken_people import spoken_people
from agent.language.whom import Somebody, name_after

_HALF_DAY = 12
_NEAR = 4
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class HourName:
    """A name for the appointment that begins at `hour`:`minute` ("" not said), and where the name stands.
    `half` is "a" or "p", "" where nothing tells which half of the day is meant."""

    hour: int
    minute: str
    half: str
    name: str
    span: tuple[int, int]

    def is_at(self, clock: str) -> bool:
        """Whether "HH:MM" is that time."""
        hour, _, minute = clock.partition(":")
        hours = {self.hour, self.hour + _HALF_DAY} if self.hour < _HALF_DAY else {self.hour}
        if self.half == "p" and self.hour < _HALF_DAY:
            hours = {self.hour + _HALF_DAY}
        elif self.half == "a":
            hours = {self.hour % _HALF_DAY}
        return int(hour) in hours and (not self.minute or self.minute == minute)


def hour_names(text: str) -> list[HourName]:
    """Each name that is told for an appointment by its hour, in the order of the text."""
    original = readable(unicodedata.normalize("NFC", text[:READ]))
    low = folded(original)
    names = []
    for match in _of_hour().finditer(low):
        begin = _past_links(low, match.end())
        name, end = name_after(original, low, begin)
        if name:
            hour, minute = int(match["hour"]), match["minute"] or ""
            names.append(HourName(hour, minute, match["half"] or "", name, (begin, end)))
    return names


@dataclass(frozen=True)
class HourPerson:
    """Whom the appointment of an hour is for; `who` None: the customer."""

    hour: HourName
    who: Somebody | None


def hour_people(text: str, others: frozenset[str] = frozenset()) -> list[HourPerson]:
    """Whom the message tells for the appointment of an hour, by what they are to the customer or as theirs:
    "the 2:30 one is for my husband Paul, not me". others: folded words that name professionals and services."""
    original = readable(unicodedata.normalize("NFC", text[:READ]))
    low = folded(original)
    people = spoken_people(text, others).spoken
    hours = list(_by_clock().finditer(low))
    told = []
    for n, match in enumerate(hours):
        end = hours[n + 1].start() if n + 1 < len(hours) else len(low)
        near = [one for one in people if match.end() <= one.begin < end and not one.weak]
        if near and len(_WORDS.findall(low[match.end() : near[0].begin])) <= _NEAR:
            hour = HourName(
                int(match["hour"]), match["minute"] or "", match["half"] or "", "", match.span()
            )
            told.append(HourPerson(hour, near[0].who))
    return told


def _past_links(low: str, begin: int) -> int:
    """Where the name can begin: behind "es de", "é", ", ponle", "es la de mi mamá"."""
    link = _link()
    while match := link.match(low, begin):
        begin = match.end()
    return begin


@cache
def _by_clock() -> re.Pattern[str]:
    half = r"(?:\s*(?P<half>[ap])\.?\s?m\b\.?)?"
    clock = rf"(?P<hour>\d{{1,2}})(?:\s*[:h.](?P<minute>\d{{2}}))?(?:\s*h(?:s|oras)?\b)?{half}"
    before = (
        rf"(?:{form('one')}|{form('the')})\s+(?:(?:{form('one')})\s+)?(?:(?:{form('of_hour')})\s+)?"
    )
    return re.compile(rf"(?<!\w){before}{clock}(?:\s+(?:{form('one')})(?!\w))?(?!\w)")


@cache
def _of_hour() -> re.Pattern[str]:
    half = r"(?:\s*(?P<half>[ap])\.?\s?m\b\.?)?"
    clock = rf"(?P<hour>\d{{1,2}})(?:\s*[:h.](?P<minute>\d{{2}}))?(?:\s*h(?:s|oras)?\b)?{half}"
    before = rf"(?:{form('one')}|{form('the')})\s+(?:(?:{form('one')})\s+)?(?:{form('of_hour')})\s+"
    return re.compile(rf"(?<!\w){before}{clock}(?:\s+(?:{form('one')})(?!\w))?")


@cache
def _link() -> re.Pattern[str]:
    of = rf"(?:{form('of')}|{form('for')})"
    words = rf"{form('hour_is')}|{of}|{form('the')}|{form('mine')}|{form('my')}|{relation_words()}|{form('name_of')}"
    return re.compile(rf"\s*(?:[,:]|(?<!\w)(?:{words})(?!\w))\s*(?=\S)")
