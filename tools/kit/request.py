"""What a tool is asked to look for, in a model's words: services, a member, days and hours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from uuid import UUID

from msgspec import structs

from agent.context import TurnContext
from agent.dates.exclusions import Exclusion
from agent.dates.values import PARTS
from agent.language.text import fold
from agent.records import Appointment, Member, Service
from agent.scheduling.criteria import SearchCriteria
from agent.tool_answers import Answer, Outcome
from agent.tool_results import (
    AmbiguousService,
    InvalidDate,
    NobodyLeft,
    ServiceRefused,
    TooLate,
    TooManyServices,
    UnknownService,
    WhichMember,
)
from agent.tool_views import ServiceView, WholeService
from tools.kit import services
from tools.kit.cut_offs import too_late
from tools.kit.offers import Visit

MOST_SERVICES = 4
"""How many services one visit can have."""

_TITLES = frozenset({"dr", "dra", "sr", "sra", "mr", "mrs", "ms", "de", "la", "del", "da", "do"})
_EXPECTED = (
    "dates as YYYY-MM-DD, times as HH:MM; exclude: YYYY-MM-DD, YYYY-MM-DD..YYYY-MM-DD, mon to sun, "
    "HH:MM, HH:MM-HH:MM, or a day and a time with a space between"
)
_PREFERENCES = ("earliest", "latest")

ServicesAndVisit = tuple[list[Service], Visit]


@dataclass(frozen=True, slots=True)
class ToolRequest:
    """`services`: their rows in the order of the visit."""

    services: list[Service]
    visit: Visit
    criteria: SearchCriteria


async def read_request(
    context: TurnContext,
    *,
    service: str | None,
    and_then: list[str] | None = None,
    appointment: str | None = None,
    member: str | None = None,
    exclude: Sequence[str] = (),
    not_with: Sequence[str] = (),
    prefer: str | None = None,
    **when: str | None,
) -> ToolRequest | Outcome:
    """What a model asked for, or the refusal that the tool answers with.

    `when`: date_from, date_to, time, part, not_before, not_after. `exclude`: texts of
    agent.dates.Exclusion; `not_with`: names of members. `prefer`: "earliest" or "latest".
    """
    rows = await context.store.services(context.organization.id)
    named = (
        await _visit_of_appointment(context, rows, appointment, service)
        if appointment
        else await _named_visit(context, rows, [service or "", *(and_then or [])])
    )
    if isinstance(named, Outcome):
        return named
    chosen, visit = named
    person = _named_member(rows, chosen, member) if member else None
    if isinstance(person, WhichMember):
        return person
    try:
        criteria = _read_criteria(when, person)
        exclusions = tuple(Exclusion.parse(text) for text in exclude)
    except ValueError:
        return InvalidDate(status="invalid_date", expected=_EXPECTED)
    unwanted = _unwanted(chosen, not_with) if person is None else []
    without = {member.id: member.name for member in unwanted}
    for row in chosen:
        if without and all(member.id in without for member in row.members):
            own = tuple(member.name for member in row.members)
            return NobodyLeft(status="nobody_left", service=_view(context, row), members=own)
    ids, names = tuple(without), tuple(without.values())
    criteria = replace(
        criteria,
        exclusions=exclusions,
        without=ids,
        without_names=names,
        prefer=prefer if prefer in _PREFERENCES else None,
    )
    return ToolRequest(chosen, visit, criteria)


def _unwanted(chosen: list[Service], names: Sequence[str]) -> list[Member]:
    """The members of these services whom the customer does not want, by any of their names."""
    unwanted_words = {
        word for name in names for word in fold(name).replace(".", " ").split()
    } - _TITLES
    own = ((member, set(fold(member.name).split())) for member in _members(chosen))
    return [member for member, name_words in own if name_words & unwanted_words]


def requested_services(context: TurnContext, request: ToolRequest) -> list[WholeService]:
    """The services of a visit as a model sees them."""
    return [_view(context, row) for row in request.services]


def _view(context: TurnContext, service: Service) -> WholeService:
    return services.service_view(service, context.organization, context.language)


async def _named_visit(
    context: TurnContext, rows: list[Service], names: list[str]
) -> ServicesAndVisit | Outcome:
    """The services that were asked for, or why one of them (`names`) cannot be offered."""
    if len(names) > MOST_SERVICES:
        return TooManyServices(status="too_many_services", limit=MOST_SERVICES)
    chosen: list[Service] = []
    for words in names:
        matches = services.match(rows, words)
        refusal = (
            await _not_directly(context, rows, matches[0])
            if len(matches) == 1
            else _unclear(context, rows, matches, words)
        )
        if refusal:
            return structs.replace(refusal, said=words)
        if matches[0] not in chosen:  # "an eyebrow appointment, diseño de cejas" is one
            chosen.append(matches[0])
    minutes = sum(row.duration_minutes for row in chosen)
    return chosen, Visit(tuple(row.id for row in chosen), minutes=minutes)


async def _visit_of_appointment(
    context: TurnContext, rows: list[Service], identifier: str, other: str | None
) -> ServicesAndVisit | Outcome:
    """The services of the customer's own appointment, to find it another time; or the `other` service
    that it is to become, for which its own time counts as free."""
    upcoming = await context.store.upcoming(context.organization.id, context.conversation_id)
    own = next((row for row in upcoming if identifier in _ids(row)), None)
    if own is None:
        return Answer(status="not_found")
    if refusal := await _too_late(context, own.id):
        return refusal
    if other and len(own.parts) == 1:
        named = await _named_visit(context, rows, [other])
        if isinstance(named, Outcome):
            return named
        if named[0][0].id != own.parts[0].service_id:
            return named[0], replace(named[1], appointment=own.id)
    bookable = {row.id: row for row in rows if row.bookable}
    for part in own.parts:
        if part.service_id not in bookable:
            return ServiceRefused(status="not_bookable", service=ServiceView(name=part.service))
    visit = Visit.moving(own)
    return [bookable[service] for service in visit.services], visit


def _ids(appointment: Appointment) -> set[str]:
    return {str(part.id) for part in appointment.parts}


async def _too_late(context: TurnContext, appointment: UUID) -> TooLate | None:
    """Whether it may not be moved any more: a move to nowhere is refused for that reason first."""
    result = await context.store.move_appointment(
        context.organization.id,
        context.conversation_id,
        context.turn_id,
        appointment=appointment,
    )
    return too_late(context, result) if result.status == "too_late" else None


def _unclear(
    context: TurnContext, rows: list[Service], matches: list[Service], words: str
) -> UnknownService | AmbiguousService:
    if matches:
        options = tuple(_view(context, row) for row in matches[:5])
        return AmbiguousService(status="ambiguous_service", options=options)
    near = tuple(_view(context, row) for row in services.suggestions(rows, words))
    return UnknownService(status="unknown_service", suggestions=near)


async def _not_directly(
    context: TurnContext, rows: list[Service], service: Service
) -> ServiceRefused | None:
    """A service that is only informational, that nobody performs, or that an assessment precedes."""
    view = _view(context, service)
    if not service.bookable:
        return ServiceRefused(status="not_bookable", service=view)
    if not service.members:
        return ServiceRefused(status="nobody_performs", service=view)
    if service.requires_assessment is None or await context.store.assessment_done(
        context.organization.id, context.conversation_id, service.id
    ):
        return None
    first = next(s for s in rows if s.key == service.requires_assessment)
    assessment = _view(context, first)
    return ServiceRefused(status="needs_assessment", service=view, assessment=assessment)


async def named_anybody(context: TurnContext, name: str) -> Member | WhichMember:
    """The one professional of the business who is called so, or whom it could be."""
    rows = await context.store.services(context.organization.id)
    return _named_member(rows, rows, name)


def _named_member(rows: list[Service], chosen: list[Service], name: str) -> Member | WhichMember:
    """The professional of these services who is meant, or whom it could be when it is not
    just one."""
    own = _members(chosen)
    meant = [member for member in own if _is_called(member.name, name)]
    meant = [member for member in meant if fold(name) in fold(member.name).split()] or meant
    if len(meant) == 1:
        return meant[0]
    if meant:
        names = tuple(member.name for member in meant)
        return WhichMember(status="several_members", members=names)
    others = [member for member in _members(rows) if _is_called(member.name, name)]
    names = tuple(member.name for member in own)
    if others:
        return WhichMember(status="other_member", members=names, member=others[0].name)
    return WhichMember(status="unknown_member", members=names)


def _members(rows: list[Service]) -> list[Member]:
    return list({member.id: member for row in rows for member in row.members}.values())


def _is_called(full_name: str, name: str) -> bool:
    full_name, name = fold(full_name), fold(name)
    return (
        name == full_name
        or name in full_name.split()
        or full_name in name
        or full_name.startswith(name)
    )


def _read_criteria(when: Mapping[str, str | None], member: Member | None) -> SearchCriteria:
    """Raises ValueError for a date or time that is none."""

    def day(key: str) -> date | None:
        value = when.get(key)
        return date.fromisoformat(value) if value else None

    def clock(key: str) -> time | None:
        value = when.get(key)
        return time.fromisoformat(value) if value else None

    part = when.get("part")
    return SearchCriteria(
        first=day("date_from"),
        last=day("date_to"),
        at=clock("time"),
        part=part if part in PARTS else None,
        not_before=clock("not_before"),
        not_after=clock("not_after"),
        member=member.id if member else None,
        member_name=member.name if member else None,
    )
