"""Days as a conversation narrows them: those of the times on offer, and days that are not one."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from agent.dates.calendar import coming
from agent.dates.exclusions import Exclusion
from agent.dates.mentions import DayMention
from agent.dates.polarity import refuses
from agent.dates.symbols import Kind, Symbols


def unjoined(
    joined: Sequence[DayMention], mentions: Sequence[DayMention], text: str, symbols: Symbols
) -> list[DayMention]:
    """In a text that refuses, two days with a comma between are no description of one: "no mañana, el
    lunes"."""
    if not refuses(text):
        return list(joined)
    separated: list[DayMention] = []
    for day in joined:
        comma = any(s.has(Kind.COMMA) for s in symbols.items[day.first : day.last])
        parts = [one for one in mentions if day.first <= one.first < day.last]
        separated += parts if comma and len(day.spans) > 1 else [day]
    return separated


_OTHER_ONE = re.compile(
    r"\b(?:el|la|o|a|na|no|the)\s+(?:otr[oa]|outr[oa]|other(?:\s+one)?|next\s+one|siguiente|seguinte)"
    r"(?:,?\s+(?:por favor|porfa|please))?\W*$",
    re.IGNORECASE,
)


def among_offered(
    mentions: Sequence[DayMention], offered: Sequence[date], spoken: date | None
) -> list[DayMention]:
    """With days on offer, a bare weekday or number means the one of these that it fits; "el otro
    martes" is a week after those, or after the one that is `spoken` of."""
    reference_days = [*offered, *([spoken] if spoken else [])]
    return [
        _after(day, reference_days) if day.other else _offered(day, offered) for day in mentions
    ]


def _after(day: DayMention, reference_days: Sequence[date]) -> DayMention:
    alike = [one for one in reference_days if one.isoweekday() == day.weekday]
    if not alike:
        return day
    after = max(alike) + timedelta(days=7)
    return replace(day, spans=((after, after),))


def the_other(
    text: str, refused: Sequence[Exclusion], reference_days: Sequence[date], today: date
) -> tuple[date, Exclusion] | None:
    """ "Terça não, a outra": the same weekday a week later, and what is refused instead of it.
    `reference_days` are the days on offer or spoken of."""
    if len(refused) != 1 or not _OTHER_ONE.search(text):
        return None
    one = refused[0]
    if one.low is not None or one.first != one.last:
        return None
    if one.weekday:
        alike = [day for day in reference_days if day.isoweekday() == one.weekday]
        day = max(alike) if alike else coming(today, one.weekday)
    elif one.first:
        day = one.first
    else:
        return None
    return day + timedelta(days=7), Exclusion(day, day)


def _offered(day: DayMention, offered: Sequence[date]) -> DayMention:
    if any(first != last for first, last in day.spans) or any(a in offered for a, _ in day.spans):
        return day
    fitting = [
        one
        for one in sorted(set(offered))
        if (day.weekday and one.isoweekday() == day.weekday and day.number in (0, one.day))
        or (day.number and not day.weekday and one.day == day.number)
    ]
    return replace(day, spans=tuple((one, one) for one in fitting)) if fitting else day
