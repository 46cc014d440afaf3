"""What a tool is asked to look for, in a model's words: services, a member, days and hours."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from agent import services
from agent.context import TurnContext
from agent.language.text import fold
from agent.offers import Visit
from agent.types import Json
from agent.wishes import PARTS, Wish

MOST_SERVICES = 4
"""How many services one visit can have."""

Found = tuple[list[Json], Visit]


@dataclass(frozen=True, slots=True)
class Asked:
    """`services`: their rows in the order of the visit."""

    services: list[Json]
    visit: Visit
    wish: Wish


async def read_asked(
    context: TurnContext,
    *,
    service: str | None,
    and_then: list[str] | None = None,
    appointment: str | None = None,
    member: str | None = None,
    **when: str | None,
) -> Asked | Json:
    """What a model asked for, or the refusal that the tool answers with.

    `when`: date_from, date_to, time, part, not_before, not_after.
    """
    rows = await context.store.services(context.organization.id)
    found = (
        await _visit_of_appointment(context, rows, appointment)
        if appointment
        else await _named_visit(context, rows, [service or "", *(and_then or [])])
    )
    if isinstance(found, dict):
        return found
    chosen, visit = found
    person = _named_member(chosen, member)
    if member and person is None:
        names = dict.fromkeys(m["name"] for row in chosen for m in row["members"])
        return {"status": "unknown_member", "members": list(names)}
    try:
        wish = _read_wish(when, person)
    except ValueError:
        return {"status": "invalid_date", "expected": "dates as YYYY-MM-DD, times as HH:MM"}
    return Asked(chosen, visit, wish)


def asked_services(context: TurnContext, asked: Asked) -> Json:
    """The first service as a model sees it, and all of them when there are several."""
    organization, language = context.organization, context.language
    views = [services.service_view(row, organization, language) for row in asked.services]
    return {"service": views[0], **({"services": views} if len(views) > 1 else {})}


async def _named_visit(context: TurnContext, rows: list[Json], said: list[str]) -> Found | Json:
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


async def _visit_of_appointment(
    context: TurnContext, rows: list[Json], identifier: str
) -> Found | Json:
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


def _named_member(chosen: list[Json], name: str | None) -> Json | None:
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


def _read_wish(when: Mapping[str, str | None], member: Json | None) -> Wish:
    """Raises ValueError for a date or time that is none."""

    def day(key: str) -> date | None:
        said = when.get(key)
        return date.fromisoformat(said) if said else None

    def clock(key: str) -> time | None:
        said = when.get(key)
        return time.fromisoformat(said) if said else None

    part = when.get("part")
    return Wish(
        first=day("date_from"),
        last=day("date_to"),
        at=clock("time"),
        part=part if part in PARTS else None,
        not_before=clock("not_before"),
        not_after=clock("not_after"),
        member=UUID(member["id"]) if member else None,
        member_name=member["name"] if member else None,
    )
