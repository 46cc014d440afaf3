"""Why a wish cannot be had: a code for the model and a clause for the customer."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta

from agent.context import TurnContext
from agent.records import Availability, StartRefusal
from agent.scheduling.criteria import SearchCriteria
from tools.kit import reasons

_TOLD_AS: Mapping[str, str] = {
    "past_date": "past",
    "time_taken": "full",
    "part_taken": "full",
    "visit": "full",
    "group_full": "full",
    "break": "outside_hours",
}
"""Codes that differ only in their words, as a model is told them."""


_OF_OTHERS = frozenset({"nobody", "nobody_then", "full", "time_taken", "part_taken", "too_short"})
"""Codes that are true of the others only, when somebody was turned down."""


def single_day(criteria: SearchCriteria, availability: Availability | None) -> date | None:
    """The one day that was asked about, or None."""
    days = availability.days if availability else ()
    return days[0].day if len(days) == 1 and criteria.first else None


def asks_for_start(criteria: SearchCriteria, availability: Availability) -> datetime | None:
    """The exact start that was asked for on a day that has others (local); None for other wishes."""
    day = single_day(criteria, availability)
    if day and criteria.at and availability.days[0].state == "open":
        return datetime.combine(day, criteria.at)
    return None


def asks_from(
    context: TurnContext, criteria: SearchCriteria, availability: Availability
) -> datetime | None:
    """The start (local) from which on everything was wished for, where it lies in the last hours of a
    day that has others; None for other wishes. What is too late there leaves nothing after it."""
    day = single_day(criteria, availability)
    if not (day and criteria.not_before) or criteria.at or availability.days[0].state != "open":
        return None
    last = max((opens for opens, _ in context.organization.hours_on(day)), default=None)
    return (
        datetime.combine(day, criteria.not_before) if last and criteria.not_before >= last else None
    )


def reason_of(
    context: TurnContext,
    criteria: SearchCriteria,
    reason: str | None,
    availability: Availability | None,
    start: StartRefusal | None,
) -> tuple[str, str]:
    """The reason's code for the model and its clause for the customer.

    `availability`: what `availability` answered; `start`: what `start_refusal` did, for an exact start.
    """
    organization, language, today = context.organization, context.language, context.now.date()
    states = {day.state for day in availability.days} if availability else set()
    day = single_day(criteria, availability)
    if availability and reason is None and states == {"closed"} and day:
        label = availability.days[0].label
        clause = reasons.closed_clause(organization, day, label, language, today)
        return ("holiday" if label else "closed"), clause
    code = reason or _code(context, criteria, states, day, start.reason if start else None)
    clause = reasons.clause(
        reasons.of_member(code) if criteria.member_name else code,
        language,
        country=organization.country,
        today=today,
        day=day,
        at=criteria.at,
        member=criteria.member_name,
        until=(availability.until if availability else None)
        or today + timedelta(organization.horizon_days),
        begins=_clock(start.begins if start else None),
        ends=_clock(start.ends if start else None),
        step=start.step if start else None,
    )
    if criteria.without_names and code in _OF_OTHERS:
        clause = reasons.besides(clause, criteria.without_names, language)
    return _TOLD_AS.get(code, code), clause


def _clock(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None


def _code(
    context: TurnContext,
    criteria: SearchCriteria,
    states: Collection[str],
    day: date | None,
    start: str | None,
) -> str:
    if start:
        return {"taken": "time_taken"}.get(start, start)
    if "open" in states:
        return _part_code(context, criteria, day)
    for code in ("full", "too_soon", "past", "horizon", "too_short", "member_off"):
        if code in states:
            return code if code != "member_off" or criteria.member_name else "nobody"
    return "closed" if states else "nobody"


def _part_code(context: TurnContext, criteria: SearchCriteria, day: date | None) -> str:
    """There is room, only not in the hours that were asked for: taken, or never open then."""
    organization = context.organization
    hours = [organization.hours_on(day)] if day else list(organization.hours.values())
    if any(criteria.touches(opens, closes) for pieces in hours for opens, closes in pieces):
        return "time_taken" if criteria.at else "part_taken"
    return "outside_hours"
