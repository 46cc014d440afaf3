"""What the customer means by a day or an hour."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from langgraph.prebuilt import ToolRuntime

from agent.context import TurnContext
from agent.dates import When
from agent.dates.labels import day_label, time_label
from agent.tool_results import WordsRead
from agent.tool_views import DayReading
from tools.kit.answering import tool
from tools.kit.refused import understood

Runtime = ToolRuntime[TurnContext, Any]


@tool
async def resolve_date(
    text: str,
    runtime: Runtime,
    expecting_time: bool = False,
    day: str | None = None,
    offered: list[str] | None = None,
) -> WordsRead:
    """Understand a day or hour in the customer's own words ("mañana a las 3", "sexta à tarde").

    Always use this instead of computing dates yourself. Set expecting_time when the customer was
    just asked for an hour; day (YYYY-MM-DD) is the day under discussion, if any; offered are the
    days (YYYY-MM-DD) of the times on offer. When status is ambiguous, ask the customer with both
    readings. refused is what the words turn down or except: pass it to check_availability as
    exclude, and never offer or book it. asked: the reading is asked about, not chosen.
    """
    context = runtime.context
    resolution = understood(
        context,
        text,
        expecting_time=expecting_time,
        day=_iso_day(day),
        offered=[on for text in offered or () if (on := _iso_day(text))],
    )
    alike = resolution.status == "ambiguous" and _closed_alike(context, resolution.readings)
    readings = resolution.readings[-1:] if alike else resolution.readings
    return WordsRead(
        status="ok" if alike else resolution.status,
        readings=tuple(_reading(when, context) for when in readings),
        reason=resolution.reason,
        refused=tuple(map(str, resolution.refused)),
        asked=resolution.is_question,
    )


def _closed_alike(context: TurnContext, readings: Sequence[When]) -> bool:
    """Whether it makes no difference which day is meant: "el domingo", said on a Sunday, of a
    business that is closed on every Sunday."""
    days = [when.start for when in readings if when.start and when.start == when.end]
    if len(days) != len(readings) or len({replace(w, start=None, end=None) for w in readings}) > 1:
        return False
    organization = context.organization
    return not any(
        organization.hours.get(day.isoweekday()) or day in (organization.special_labels or ())
        for day in days
    )


def _iso_day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _reading(when: When, context: TurnContext) -> DayReading:
    return DayReading(
        date=when.start.isoformat() if when.start else None,
        end_date=when.end.isoformat() if when.end else None,
        time=f"{when.time:%H:%M}" if when.time else None,
        part=when.part.value if when.part else None,
        not_before=f"{when.not_before:%H:%M}" if when.not_before else None,
        not_after=f"{when.not_after:%H:%M}" if when.not_after else None,
        label=_label(when, context),
        words=when.text,
    )


def _label(when: When, context: TurnContext) -> str:
    language, country = context.language, context.organization.country
    today = context.now.date()
    days = [when.start, when.end if when.end != when.start else None]
    labels = [day_label(day, language, today=today) for day in days if day]
    parts = [" – ".join(labels)] if labels else []
    if when.time:
        parts.append(time_label(when.time, language, country))
    return ", ".join(parts)
