"""Free times for a service."""

from typing import Any, Literal

from langgraph.prebuilt import ToolRuntime

from agent.context import TurnContext
from agent.tool_answers import Answer, Outcome
from agent.tool_results import TooManyServices
from tools.kit.answering import tool
from tools.kit.offers import find_offers
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
) -> Outcome:
    """Free times of a service, to be offered to the customer. Only these can be booked.

    service: its key or the customer's words. and_then: further services of the same visit, in the
    order in which the customer wants them; they are booked one after another, all or none.
    appointment: the id of the customer's appointment (or visit) that is to be moved; then no service
    is needed, and the time that the customer chooses moves it; with a service besides, the appointment becomes
    that service. date_from and date_to: YYYY-MM-DD as
    resolve_date gave them (none: from today on). time, not_before, not_after: HH:MM. part: morning,
    midday, afternoon or evening. member: the professional's name, if the customer asked for one.
    exclude: everything that the customer has refused or excepted so far and not taken back, as
    resolve_date gives it in refused (2026-12-01, mon, 15:00, "mon 12:00-18:30"); not_with:
    professionals whom they do not want. Neither is ever offered. prefer: earliest when the customer
    wants the first time there is, latest the last of the day; then that one time is the answer.
    people: 2 (no more) when two come for the same service; each has an appointment of their own, and both are booked or
    neither. At the same time, or (one_after_another) in turn: when there is nothing at the same time, ask anew so.
    Say each time exactly by its label; in a visit, parts say who begins when. When unavailable,
    give the reason and the alternatives. nobody_left: only the members do it, all of whom the customer
    turned down: say so, and leave out of not_with whom they take after all. said: which of the services a refusal is about.
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
    offers = await find_offers(context, visit, request.criteria)
    return offers.outcome(requested_services(context, request))
