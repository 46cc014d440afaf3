"""Free times for a service."""

from datetime import date, time
from typing import Any
from uuid import UUID

from langchain_core.tools import tool
from langgraph.prebuilt import ToolRuntime

from agent import services
from agent.context import TurnContext
from agent.language.text import fold
from agent.offers import Wish, find_offers
from agent.types import Json

Runtime = ToolRuntime[TurnContext, Any]


@tool
async def check_availability(
    service: str,
    runtime: Runtime,
    date_from: str | None = None,
    date_to: str | None = None,
    time: str | None = None,
    part: str | None = None,
    not_before: str | None = None,
    not_after: str | None = None,
    member: str | None = None,
) -> Json:
    """Free times of a service, to be offered to the customer. Only these can be booked.

    service: its key or the customer's words. date_from and date_to: YYYY-MM-DD as resolve_date
    gave them (none: from today on). time, not_before, not_after: HH:MM. part: morning, midday,
    afternoon or evening. member: the professional's name, if the customer asked for one.
    Say each time exactly by its label. When unavailable, give the reason and the alternatives.
    """
    context = runtime.context
    rows = await context.store.services(context.organization.id)
    found = services.match(rows, service)
    if len(found) != 1:
        return _unclear(context, rows, found, service)
    refusal = await _not_directly(context, rows, found[0])
    if refusal:
        return refusal
    person = _member(found[0], member)
    if member and person is None:
        return {"status": "unknown_member", "members": [m["name"] for m in found[0]["members"]]}
    try:
        wish = _wish(date_from, date_to, time, part, not_before, not_after, person)
    except ValueError:
        return {"status": "invalid_date", "expected": "dates as YYYY-MM-DD, times as HH:MM"}
    offers = await find_offers(context, found[0], wish)
    return {
        "service": services.service_view(found[0], context.organization, context.language),
        **offers,
    }


def _unclear(context: TurnContext, rows: list[Json], found: list[Json], said: str) -> Json:
    def views(some: list[Json]) -> list[Json]:
        return [services.service_view(s, context.organization, context.language) for s in some]

    if found:
        return {"status": "ambiguous_service", "options": views(found[:5])}
    return {"status": "unknown_service", "suggestions": views(services.suggestions(rows, said))}


async def _not_directly(context: TurnContext, rows: list[Json], service: Json) -> Json | None:
    """A service that is only informational, or that an assessment must precede."""
    view = services.service_view(service, context.organization, context.language)
    if not service["bookable"]:
        return {"status": "not_bookable", "service": view}
    if service["requires_assessment"] is None or await context.store.assessment_done(
        context.organization.id, context.conversation_id, UUID(service["id"])
    ):
        return None
    first = next(s for s in rows if s["key"] == service["requires_assessment"])
    assessment = services.service_view(first, context.organization, context.language)
    return {"status": "needs_assessment", "service": view, "assessment": assessment}


def _member(service: Json, name: str | None) -> Json | None:
    """The professional of this service whose name begins with or contains what was said."""
    if not name:
        return None
    said = fold(name)
    for member in service["members"]:
        known = fold(member["name"])
        if said == known or said in known.split() or known in said or known.startswith(said):
            row: Json = member
            return row
    return None


def _wish(
    date_from: str | None,
    date_to: str | None,
    at: str | None,
    part: str | None,
    not_before: str | None,
    not_after: str | None,
    member: Json | None,
) -> Wish:
    """Raises ValueError for a date or time that is none."""
    return Wish(
        first=date.fromisoformat(date_from) if date_from else None,
        last=date.fromisoformat(date_to) if date_to else None,
        at=time.fromisoformat(at) if at else None,
        part=part if part in ("morning", "midday", "afternoon", "evening") else None,
        not_before=time.fromisoformat(not_before) if not_before else None,
        not_after=time.fromisoformat(not_after) if not_after else None,
        member=UUID(member["id"]) if member else None,
        member_name=member["name"] if member else None,
    )
