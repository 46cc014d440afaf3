"""What the customer's newest words say of days and hours, for a model that is not to compute any."""

from datetime import date

from agent.context import TurnContext
from agent.dates import When
from agent.dates.labels import day_label
from graphs.facts import intervals_line
from tools.kit.refused import understood

_MOST_DAYS = 5
"""Whose opening hours are told, of the days that the words name."""
_AHEAD = 31
"""Days; as far as an organization's special dates (frontdesk.special_days)."""


def said_days(context: TurnContext) -> str:
    """ "2026-12-03 (jueves 3 de diciembre), time 15:00; open that day: …"; "" where no day or hour is named."""
    resolution = understood(context, context.words)
    readings = [_reading(when, context) for when in resolution.readings]
    parts = [" or ".join(readings)] if readings else []
    if len(readings) > 1:
        parts.append("unclear which: ask")
    if resolution.status == "impossible":
        parts.append(f"impossible: {resolution.reason}")
    if resolution.refused:
        parts.append(f"refused: {', '.join(map(str, resolution.refused))}")
    days = dict.fromkeys(
        day for when in resolution.readings for day in (when.start, when.end) if day
    )
    parts += [_open(day, context) for day in list(days)[:_MOST_DAYS] if _is_known(day, context)]
    return "; ".join(parts)


def _reading(when: When, context: TurnContext) -> str:
    told = [_day(when.start, context)] if when.start else []
    if when.end and when.end != when.start:
        told.append(f"to {_day(when.end, context)}")
    clocks = (("time", when.time), ("not_before", when.not_before), ("not_after", when.not_after))
    told += [f"{name} {clock:%H:%M}" for name, clock in clocks if clock]
    if when.part:
        told.append(f"part {when.part.value}")
    return ", ".join(told)


def _day(day: date, context: TurnContext) -> str:
    return f"{day.isoformat()} ({day_label(day, context.language)})"


def _is_known(day: date, context: TurnContext) -> bool:
    """Whether special dates reach as far; of a later day the week alone would be told."""
    return bool(context.organization.hours) and (day - context.now.date()).days <= _AHEAD


def _open(day: date, context: TurnContext) -> str:
    organization = context.organization
    hours = intervals_line(organization.hours_on(day), context)
    label = organization.special_labels.get(day, "")
    why = f" ({label})" if label else ""
    return f"{day.isoformat()}{why} open {hours}" if hours else f"{day.isoformat()}{why} closed"
