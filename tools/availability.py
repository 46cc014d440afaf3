"""Free times for a service."""

from typing import Any, Literal

from langgraph.prebuilt import ToolRuntime

from agent.context import TurnContext
from agent.tool_answers import Answer, Outcome
from agent.tool_results import TooManyServices
from tools.kit.answering import tool
from tools.kit.offers import Visit, find_offers
from tools.kit.refused import refused_now
from tools.kit.request import read_request, requested_services

MOST_AT_ONCE = 2
"""People who can be offered an appointment at once; a group is for a person of the business."""
Runtime = ToolRuntime[TurnContext, Any]


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
    exclude: list[str] | None = None,
    not_with: list[str] | None = None,
    prefer: Literal["earliest", "latest"] | None = None,
    people: int = 1,
    one_after_another: bool = False,
    for_another: bool = False,
) -> Outcome:
    """Free times of a service, to be offered by their labels. Only these can be booked.

    service: its name or the customer's words; and_then: more services of the same visit, in their order. appointment: the id
    of the one to be moved, then no service (with one, it becomes that service). date_from, date_to: YYYY-MM-DD, none:
    from today on. time, not_before, not_after: HH:MM. part: morning, midday, afternoon or evening. member: who they
    want. exclude: all that they refused and did not take back, as it stands beside their words (2026-12-01, mon, 15:00,
    "mon 12:00-18:30"); not_with: whom they do not want. prefer: the first time there is, or the last of the day. people: 2
    (no more) come for the same service, both are booked or neither; one_after_another: not at the same time. for_another:
    the customer does not come themself, so it may be at an hour of their own appointments.
    """
    context = runtime.context
    request = await read_request(
        context,
        service=service,
        and_then=and_then,
        appointment=appointment,
        member=member,
        exclude=[*(exclude or ()), *refused_now(context)],
        not_with=not_with or (),
        prefer=prefer,
        date_from=date_from,
        date_to=date_to,
        time=time,
        part=part,
        not_before=not_before,
        not_after=not_after,
    )
    if isinstance(request, Outcome):
        return request
    visit = request.visit
    if people > MOST_AT_ONCE:
        return Answer(status="too_many_people")
    if people > 1:
        if len(request.services) > 1 or appointment:
            return TooManyServices(status="too_many_services", limit=1)
        visit = visit.for_two(in_turn=one_after_another)
    elif not for_another:
        visit = await _besides_own(context, visit)
    offers = await find_offers(context, visit, request.criteria)
    return offers.outcome(requested_services(context, request))


async def _besides_own(context: TurnContext, visit: Visit) -> Visit:
    """With the customer's own appointments as they are now, unless it is one of their people's that moves."""
    if not context.upcoming:
        return visit
    rows = await context.store.upcoming(context.organization.id, context.conversation_id)
    moves = next((row for row in rows if row.id == visit.appointment), None)
    if moves is not None and moves.person:
        return visit
    return visit.besides([row for row in rows if not row.person])
