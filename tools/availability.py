"""Free times for a service."""

from datetime import date, time
from typing import Any
from uuid import UUID

from langchain_core.tools import tool
from langgraph.prebuilt import ToolRuntime

from agent import services
from agent.context import TurnContext
from agent.cut_offs import too_late
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

    service: its key or the customer's words. and_then: further services of the same visit, in the
    order in which the customer wants them; they are booked one after another, all or none.
    appointment: the id of the customer's appointment (or visit) that is to be moved; then no service
    is needed, and the time that the customer chooses moves it. date_from and date_to: YYYY-MM-DD as
    resolve_date gave them (none: from today on). time, not_before, not_after: HH:MM. part: morning,
    midday, afternoon or evening. member: the professional's name, if the customer asked for one.
    Say each time exactly by its label; in a visit, parts say who begins when. When unavailable,
    give the reason and the alternatives. said: which of the services a refusal is about.
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
    chosen, visit = found
    person = _member(rows, chosen, member) if member else None
    if person and "status" in person:
        return person
    try:
        wish = _wish(date_from, date_to, time, part, not_before, not_after, person)
    except ValueError:
        return {"status": "invalid_date", "expected": "dates as YYYY-MM-DD, times as HH:MM"}
    offers = await find_offers(context, visit, wish)
    views = [_view(context, row) for row in chosen]
    answer = {"service": views[0], **offers}
    return answer if len(views) == 1 else {**answer, "visit": views}


Found = tuple[list[Json], Visit]


async def _named(context: TurnContext, rows: list[Json], said: list[str]) -> Found | Json:
    """The services that were asked for, or why one of them cannot be offered."""
    if len(said) > MOST_SERVICES:
        return {"status": "too_many_services", "limit": MOST_SERVICES}
    chosen: list[Json] = []
    for words in said:
        found = services.match(rows, words)
        refusal = (
            await _not_directly(context, rows, found[0])
            if len(found) == 1
            else _unclear(context, rows, found, words)
        )
        if refusal:
            return {**refusal, "said": words}
        chosen.append(found[0])
    return chosen, Visit(tuple(row["id"] for row in chosen))


async def _of_appointment(context: TurnContext, rows: list[Json], identifier: str) -> Found | Json:
    """The services of the customer's own appointment, to find it another time."""
    upcoming = await context.store.upcoming(context.organization.id, context.conversation_id)
    own = next((row for row in upcoming if identifier in _ids(row)), None)
    if own is None:
        return {"status": "not_found"}
    if refusal := await _too_late(context, UUID(own["id"])):
        return refusal
    known = {row["id"]: row for row in rows if row["bookable"]}
    for part in own["parts"]:
        if part["service_id"] not in known:
            return {"status": "not_bookable", "service": {"name": part["service"]}}
    visit = Visit.moving(own)
    return [known[identifier] for identifier in visit.services], visit


async def _too_late(context: TurnContext, appointment: UUID) -> Json | None:
    """Whether it may not be moved any more: a move to nowhere is refused for that reason first."""
    result = await context.store.act(
        "appointment_move",
        organization=context.organization.id,
        conversation=context.conversation_id,
        turn=context.turn_id,
        appointment=appointment,
    )
    return too_late(context, result) if result["status"] == "too_late" else None


def _ids(appointment: Json) -> set[str]:
    return {part["id"] for part in appointment["parts"]}


def _view(context: TurnContext, service: Json) -> Json:
    return services.service_view(service, context.organization, context.language)


def _unclear(context: TurnContext, rows: list[Json], found: list[Json], said: str) -> Json:
    if found:
        return {
            "status": "ambiguous_service",
            "options": [_view(context, row) for row in found[:5]],
        }
    near = services.suggestions(rows, said)
    return {"status": "unknown_service", "suggestions": [_view(context, row) for row in near]}


async def _not_directly(context: TurnContext, rows: list[Json], service: Json) -> Json | None:
    """A service that is only informational, that nobody performs, or that an assessment precedes."""
    view = _view(context, service)
    if not service["bookable"]:
        return {"status": "not_bookable", "service": view}
    if not service["members"]:
        return {"status": "nobody_performs", "service": view}
    if service["requires_assessment"] is None or await context.store.assessment_done(
        context.organization.id, context.conversation_id, UUID(service["id"])
    ):
        return None
    first = next(s for s in rows if s["key"] == service["requires_assessment"])
    return {"status": "needs_assessment", "service": view, "assessment": _view(context, first)}


def _member(rows: list[Json], chosen: list[Json], name: str) -> Json:
    """The professional of these services who is meant, or {status, …} when it is not just one."""
    own = _members(chosen)
    meant = [member for member in own if _is_called(member["name"], name)]
    meant = [member for member in meant if fold(name) in fold(member["name"]).split()] or meant
    if len(meant) == 1:
        return meant[0]
    if meant:
        return {"status": "several_members", "members": [member["name"] for member in meant]}
    others = [member for member in _members(rows) if _is_called(member["name"], name)]
    answer: Json = {"status": "unknown_member", "members": [member["name"] for member in own]}
    return {**answer, "status": "other_member", "member": others[0]["name"]} if others else answer


def _members(rows: list[Json]) -> list[Json]:
    return list({member["id"]: member for row in rows for member in row["members"]}.values())


def _is_called(known: str, said: str) -> bool:
    known, said = fold(known), fold(said)
    return said == known or said in known.split() or known in said or known.startswith(said)


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
