"""What the customer means by a day or an hour."""

from datetime import date
from typing import Any

from langchain_core.tools import tool
from langgraph.prebuilt import ToolRuntime

from agent.context import TurnContext
from agent.dates import When, resolve
from agent.dates.labels import day_label, time_label
from agent.dates.order import date_order
from agent.sent import sent_time
from agent.types import Json

Runtime = ToolRuntime[TurnContext, Any]


@tool
async def resolve_date(
    text: str, runtime: Runtime, expecting_time: bool = False, day: str | None = None
) -> Json:
    """Understand a day or hour in the customer's own words ("mañana a las 3", "sexta à tarde").

    Always use this instead of computing dates yourself. Set expecting_time when the customer was
    just asked for an hour; day (YYYY-MM-DD) is the day under discussion, if any. When status is
    ambiguous, ask the customer with both readings.
    """
    context = runtime.context
    language, country = context.language, context.organization.country
    found = resolve(
        text,
        context.now,
        languages=[language, *(c for c in ("es", "pt", "en") if c != language)],
        hours=context.organization.hours,
        expecting_time=expecting_time,
        day_hint=_iso_day(day),
        sent=sent_time(text, context.said, context.now),
        order=date_order(language, country),
    )
    return {
        "status": found.status,
        "readings": [_reading(when, context) for when in found.readings],
        "reason": found.reason,
    }


def _iso_day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _reading(when: When, context: TurnContext) -> Json:
    return {
        "date": when.start.isoformat() if when.start else None,
        "end_date": when.end.isoformat() if when.end else None,
        "time": f"{when.time:%H:%M}" if when.time else None,
        "part": when.part.value if when.part else None,
        "not_before": f"{when.not_before:%H:%M}" if when.not_before else None,
        "not_after": f"{when.not_after:%H:%M}" if when.not_after else None,
        "label": _label(when, context),
        "words": when.text,
    }


def _label(when: When, context: TurnContext) -> str:
    language, country = context.language, context.organization.country
    today = context.now.date()
    days = [when.start, when.end if when.end != when.start else None]
    said = [day_label(day, language, today=today) for day in days if day]
    parts = [" – ".join(said)] if said else []
    if when.time:
        parts.append(time_label(when.time, language, country))
    return ", ".join(parts)
