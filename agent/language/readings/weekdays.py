"""Weekdays that are counted from a day that is spoken of: "the Tuesday after", "Wednesday instead"."""

import re
from dataclasses import dataclass

from agent.language.acts.clauses import level

_NAMES = (
    ("monday", "lunes", "segunda"),
    ("tuesday", "martes", "terca"),
    ("wednesday", "miercoles", "quarta"),
    ("thursday", "jueves", "quinta"),
    ("friday", "viernes", "sexta"),
    ("saturday", "sabado"),
    ("sunday", "domingo"),
)
_WEEKDAY = {name: number for number, names in enumerate(_NAMES, start=1) for name in names}
_DAY = rf"(?P<day>{'|'.join(_WEEKDAY)})(?:-feira)?"
_AFTER = re.compile(
    rf"\b(?:the (?:following )?{_DAY} after(?: that| then)?|the following {_DAY.replace('day>', 'next>')}|(?:el|o|a|na|no) {_DAY.replace('day>', 'then>')} (?:siguiente|seguinte|despues|depois))(?=\s*(?:[?.,;!]|$|(?:mejor|melhor|instead|please|then|por favor|porfa)\b))"
)
_POINTED = re.compile(
    rf"\b(?:this|next|coming|este|esta|proxim[oa]|que viene|que vem|esse|essa) (?:\w+ )?(?:{'|'.join(_WEEKDAY)})\b|\b(?:{'|'.join(_WEEKDAY)})(?:-feira)? (?:que viene|que vem|proxim[oa]|de esta semana|desta semana|dessa semana|this week|next week|the \d|\d)|\b(?:week|semana)\b"
)
_NAMED = re.compile(rf"\b(?:{'|'.join(_WEEKDAY)})\b")


@dataclass(frozen=True)
class WeekdayAfter:
    """The weekday (ISO) that comes after the day that is spoken of; `rest`: the text without it."""

    weekday: int
    rest: str


def weekday_after(text: str) -> WeekdayAfter | None:
    """ "The Tuesday after", "el martes siguiente"; None where none is named so."""
    match = _AFTER.search(level(text))
    if match is None:
        return None
    name = match["day"] or match["next"] or match["then"]
    return WeekdayAfter(_WEEKDAY[name], f"{text[: match.start()]}{text[match.end() :]}")


def names_bare_weekday(text: str) -> bool:
    """Whether a weekday is named, and no week or date that tells which one."""
    spoken = level(text)
    return bool(_NAMED.search(spoken)) and not _POINTED.search(spoken)
