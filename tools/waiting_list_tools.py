"""Waiting for a day that is full: joining the list, leaving it, saying no to what it brought."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from langgraph.prebuilt import ToolRuntime
from msgspec.structs import asdict

from agent.context import TurnContext
from agent.dates.exclusions import Exclusion
from agent.records import WaitingChange, WaitingEntry
from agent.scheduling.criteria import SearchCriteria
from agent.scheduling.waiting_list_view import waiting_view
from agent.tool_answers import Answer, Outcome
from agent.tool_results import OffWaitingList, OnWaitingList, WaitLeft, WaitLimit
from agent.tool_views import WaitAgain, WaitView
from tools.kit.answering import tool
from tools.kit.offers import LOOK_AHEAD_DAYS, find_offers
from tools.kit.request import ToolRequest, read_request, requested_services

Runtime = ToolRuntime[TurnContext, Any]


@tool
async def join_waiting_list(
    runtime: Runtime,
    service: str | None = None,
    and_then: list[str] | None = None,
    date_from: str | None = None,
    date_to: str | None = None,
    time: str | None = None,
    part: str | None = None,
    not_before: str | None = None,
    not_after: str | None = None,
    member: str | None = None,
    earlier_than: str | None = None,
) -> Outcome:
    """Put the customer on the waiting list for full days, once they said that they want it.

    The arguments are those of check_availability, with what stands under `can_wait`. The system asks them when time
    becomes free. earlier_than: the id of an appointment of theirs that they keep until an earlier time is free, to which
    it is then moved; then no service, and days only where they named some.
    """
    context = runtime.context
    request = await read_request(
        context,
        service=service,
        and_then=and_then,
        appointment=earlier_than,
        member=member,
        date_from=date_from,
        date_to=date_to,
        time=time,
        part=part,
        not_before=not_before,
        not_after=not_after,
    )
    if isinstance(request, Outcome):
        return request
    result = await _join(context, request)
    if result.entry:
        return OnWaitingList(status=result.status, **asdict(_view(context, result.entry)))
    if result.status in ("free", "not_possible"):
        offers = await find_offers(context, request.visit, _before(context, request))
        return replace(offers, can_wait={}).outcome(requested_services(context, request))
    if result.status in ("none", "several", "not_found", "too_late"):
        return Answer(status=result.status)
    return WaitLimit(status=result.status, limit=result.limit)


@tool
async def leave_waiting_list(runtime: Runtime, waiting: str | None = None) -> Outcome:
    """The customer does not want the time offered from the waiting list, or to wait no longer.

    waiting: the id from `waiting` (none: what is on offer, else the only one).
    """
    context = runtime.context
    try:
        entry = UUID(waiting) if waiting else None
    except ValueError:
        return Answer(status="not_found")
    result = await context.store.leave_waiting_list(
        context.organization.id,
        context.conversation_id,
        context.turn_id,
        entry=entry,
    )
    if result.status == "several":
        views = tuple(_view(context, row) for row in result.entries)
        return WaitLeft(status="several", entries=views)
    if result.entry is None:
        return Answer(status=result.status)
    return OffWaitingList(
        status=result.status,
        **asdict(_view(context, result.entry)),
        again=_again(result.entry)
        if result.status == "declined" and not result.entry.due
        else None,
    )


def _again(entry: WaitingEntry) -> WaitAgain:
    """What join_waiting_list is to be asked for, to go on waiting for the same."""
    first, *others = (service.key for service in entry.services)
    low, high = entry.not_before, entry.not_after
    exact = low if low and low == high else ""
    if entry.appointment:
        return WaitAgain(earlier_than=str(entry.appointment), member=entry.member or "")
    return WaitAgain(
        service=first,
        and_then=tuple(others),
        date_from=entry.first_day.isoformat(),
        date_to=entry.last_day.isoformat(),
        time=exact,
        not_before="" if exact else low or "",
        not_after="" if exact else high or "",
        member=entry.member or "",
    )


async def _join(context: TurnContext, request: ToolRequest) -> WaitingChange:
    named = request.criteria.first is not None or request.visit.appointment is None
    first, last = (
        request.criteria.days(context.now.date(), LOOK_AHEAD_DAYS) if named else (None, None)
    )
    low, high = request.criteria.bounds
    return await context.store.join_waiting_list(
        context.organization.id,
        context.conversation_id,
        context.turn_id,
        services=request.visit.services,
        first=first,
        last=last,
        member=request.criteria.member,
        not_before=f"{low:%H:%M}" if low else None,
        not_after=f"{high:%H:%M}" if high else None,
        appointment=request.visit.appointment,
    )


def _before(context: TurnContext, request: ToolRequest) -> SearchCriteria:
    """What is wanted; with an appointment that is kept, only until that one begins."""
    criteria, stands = request.criteria, request.visit.starts_at
    if stands is None:
        return criteria
    local = stands.astimezone(context.organization.zone)
    day, minute = local.date(), local.hour * 60 + local.minute
    after = Exclusion(day, day, low=minute, high=24 * 60)
    return replace(
        criteria,
        first=criteria.first or context.now.date(),
        last=min(criteria.last or criteria.first or day, day),
        exclusions=(*criteria.exclusions, after),
    )


def _view(context: TurnContext, entry: WaitingEntry) -> WaitView:
    return waiting_view(
        entry, organization=context.organization, language=context.language, now=context.now
    )
