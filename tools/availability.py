"""Free times for a service."""

from datetime import date, time
from typing import Any
from uuid import UUID

from langchain_core.tools import tool
from langgraph.prebuilt import ToolRuntime

from agent import services
from agent.context import TurnContext
from agent.language.text import fold
from agent.offers import Visit, find_offers
from agent.types import Json
from agent.wishes import Wish

Runtime = ToolRuntime[TurnContext, Any]
MOST_SERVICES = 4
"""How many services one visit can have."""


@tool
async def check_availability(
    runtime: Runtime,
    service: str | None = None,
    and_then: list[str] | None = None,
    appointment: str | None = None,
    date_from: str | None = None,
    date_to: str | None = None,
    time: str | None = None,
    part: str | None = None,
    not_before: str | None = None,
    not_after: str | None = None,
    member: str | None = None,
) -> Json:
    """Free times of a service, to be offered to the customer. Only these can be booked.

    service: its key or the customer's words. and_then: further services right after it in the same
    visit. appointment: the id of the customer's appointment that is to be moved (then no service is
    needed). date_from and date_to: YYYY-MM-DD as resolve_date gave them (none: from today on).
    time, not_before, not_after: HH:MM. part: morning, midday, afternoon or evening. member: the
    professional's name, if the customer asked for one.
    Say each time exactly by its label. When unavailable, give the reason and the alternatives.
    """
    context = runtime.context
    rows = await context.store.services(context.organization.id)
    found = (
        await _of_appointment(context, rows, appointment)
        if appointment
        else await _named(context, rows, [service or "", *(and_then or [])])
    )
    if isinstance(found, dict):
        return found
    services_, visit = found
    person = _member(services_, member)
    if member and person is None:
        names = dict.fromkeys(m["name"] for row in services_ for m in row["members"])
        return {"status": "unknown_member", "members": list(names)}
    try:
        wish = _wish(date_from, date_to, time, part, not_before, not_after, person)
    except ValueError:
        return {"status": "invalid_date", "expected": "dates as YYYY-MM-DD, times as HH:MM"}
    offers = await find_offers(context, visit, wish)
    views = [services.service_view(s, context.organization, context.language) for s in services_]
    answer = {"service": views[0], **offers}
    return answer if len(views) == 1 else {**answer, "services": views}


Found = tuple[list[Json], Visit]


async def _named(context: TurnContext, rows: list[Json], said: list[str]) -> Found | Json:
    """The services that were asked for, or why one of them cannot be offered."""
    chosen: list[Json] = []
    for words in said[:MOST_SERVICES]:
        found = services.match(rows, words)
        if len(found) != 1:
            return _unclear(context, rows, found, words)
        refusal = await _not_directly(context, rows, found[0])
        if refusal:
            return refusal
        chosen.append(found[0])
    return chosen, Visit(tuple(row["id"] for row in chosen))


async def _of_appointment(context: TurnContext, rows: list[Json], identifier: str) -> Found | Json:
    """The services of the customer's own appointment, to find it another time."""
    upcoming = await context.store.upcoming(context.organization.id, context.conversation_id)
    own = next((row for row in upcoming if row["id"] == identifier), None)
    if own is None:
        return {"status": "not_found"}
    ids = [part["service_id"] for part in own["parts"]]
    known = {row["id"]: row for row in rows}
    if any(identifier not in known for identifier in ids):
        return {"status": "not_bookable"}
    return [known[identifier] for identifier in ids], Visit(tuple(ids), UUID(own["id"]))


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


def _member(chosen: list[Json], name: str | None) -> Json | None:
    """The professional of these services whose name begins with or contains what was said."""
    if not name:
        return None
    said = fold(name)
    for member in (member for service in chosen for member in service["members"]):
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
