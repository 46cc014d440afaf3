"""Days that are named beside each other settle what each alone leaves open.

"Jueves o viernes" on a Friday, "a outra semana, dia 14", "tiene que ser martes, el martes 15".
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from agent.dates.values import When

_OR = re.compile(r"\b(?:ou|or)\b", re.IGNORECASE)
_SHORT_OR = re.compile(r"\b[ou]\b", re.IGNORECASE)
_WEEK = timedelta(days=7)


def settled(readings: Sequence[When], text: str, *, portuguese: bool) -> list[When]:
    """The readings without those that another one rules out."""
    left = _without_weeks(readings, text, portuguese=portuguese)
    return _with_shared_limits(_after_the_first(_without_bare(left)), text)


def _without_weeks(readings: Sequence[When], text: str, *, portuguese: bool) -> list[When]:
    """A day that is named beside a week says more than the week: "a outra semana, dia 14"."""
    days = [one for one in readings if one.start and one.start == one.end]
    weeks = [one for one in readings if one.start and one.end and one.start < one.end]
    either = _OR.search(text) or (not portuguese and _SHORT_OR.search(text))
    if not (days and weeks) or either or any(one.part or one.time for one in weeks):
        return list(readings)
    return [one for one in readings if one not in weeks]


def _without_bare(readings: Sequence[When]) -> list[When]:
    """A weekday that is said again with its number means that one."""
    return [
        one
        for one in readings
        if not any(other is not one and _says_again(one, other) for other in readings)
    ]


def _says_again(one: When, other: When) -> bool:
    if not (one.start and other.start and one.start == one.end and other.start == other.end):
        return False
    longer = len(other.text) < len(one.text) and one.text.endswith(other.text)
    alike = one.start.weekday() == other.start.weekday() and one.time == other.time
    spoken = re.findall(r"\d+", one.text)
    return longer and alike and str(one.start.day) not in spoken and str(other.start.day) in spoken


def _after_the_first(readings: Sequence[When]) -> list[When]:
    """Of two meanings of a weekday the one that follows the day named first: "jueves o viernes"."""
    texts = list(dict.fromkeys(one.text for one in readings))
    groups = [[one for one in readings if one.text == text] for text in texts]
    first = groups[0][0].start if groups and len(groups[0]) == 1 else None
    if len(groups) < 2 or first is None:
        return list(readings)
    left: list[When] = []
    for group in groups:
        near = [one for one in group if one.start and first < one.start < first + _WEEK]
        left += near[:1] if len(group) > 1 and len(near) == 1 else group
    return left


def _with_shared_limits(readings: Sequence[When], text: str) -> list[When]:
    """Hours that bound the first of two days which an "or" joins bound the other as well: "después de las 5,
    martes o miércoles"."""
    if len(readings) != 2 or readings[0].time or readings[0].text[-1:].isdigit():
        return list(readings)
    first, other = readings
    bounded = first.not_before or first.not_after
    if not bounded or other.time or other.part or other.not_before or other.not_after:
        return list(readings)
    joined = rf"{re.escape(first.text)},?\s+(?:o|u|ou|or)\s+(?:(?:el|la|na|no|on)\s+)?{re.escape(other.text)}"
    if not re.search(joined, text, re.IGNORECASE):
        return list(readings)
    return [first, replace(other, not_before=first.not_before, not_after=first.not_after)]
