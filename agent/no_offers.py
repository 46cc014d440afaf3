"""Why a wish cannot be had: a code for the model and a clause for the customer."""

from datetime import UTC, date, datetime, time, timedelta

from agent import refusals
from agent.context import TurnContext
from agent.types import Json
from agent.wishes import Wish


def reason_of(
    context: TurnContext, wish: Wish, reason: str | None, found: Json | None
) -> tuple[str, str]:
    """The reason's code for the model and its clause for the customer."""
    organization, language, today = context.organization, context.language, context.now.date()
    days = (found or {}).get("days", [])
    states = {day["state"] for day in days}
    single = date.fromisoformat(days[0]["day"]) if len(days) == 1 and wish.first else None
    if reason is None and states == {"closed"} and single:
        label = days[0]["label"]
        said = refusals.closed_clause(organization, single, label, language, today)
        return ("holiday" if label else "closed"), said
    code = reason or _code(context, wish, states, single)
    until = (found or {}).get("until")
    said = refusals.clause(
        code,
        language,
        country=organization.country,
        today=today,
        day=single,
        at=wish.at,
        member=wish.member_name,
        until=date.fromisoformat(until) if until else today + timedelta(organization.horizon_days),
    )
    return {"time_taken": "full", "part_taken": "full"}.get(code, code), said


def _code(context: TurnContext, wish: Wish, states: set[str], single: date | None) -> str:
    if single and wish.at and states != {"closed"} and not _exists(context, single, wish.at):
        return "no_such_hour"
    if "open" in states:
        return _hour_code(context, wish, single)
    for code in ("full", "notice", "past", "horizon", "too_short", "member_off"):
        if code in states:
            return code if code != "member_off" or wish.member_name else "nobody"
    return "closed" if states else "nobody"


def _exists(context: TurnContext, day: date, at: time) -> bool:
    """Whether the clocks of the place show that hour on that day; a change may skip it."""
    zone = context.organization.zone
    local = datetime.combine(day, at, zone)
    return local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None)


def _hour_code(context: TurnContext, wish: Wish, single: date | None) -> str:
    """There is room on the day, only not then: taken, outside the hours, or gone by."""
    if wish.at is None:
        return "part_taken"
    if single:
        wished = datetime.combine(single, wish.at, context.organization.zone)
        if wished <= context.now:
            return "past"
        if wished < context.now + timedelta(minutes=context.organization.notice_minutes):
            return "notice"
    days = [single.isoweekday()] if single else range(1, 8)
    hours = context.organization.hours
    inside = any(o <= wish.at < c for day in days for o, c in hours.get(day, ()))
    return "time_taken" if inside else "outside_hours"
