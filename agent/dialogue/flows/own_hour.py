"""The hour that is asked for is that of the customer's own appointment: nobody took it from them."""

from collections.abc import Generator
from dataclasses import dataclass

from agent.dialogue.flows.theirs import described
from agent.dialogue.flows.whom import somebody_else
from agent.dialogue.memo import Plan
from agent.dialogue.tools import list_appointments
from agent.dialogue.turn import Call, Turn
from agent.tool_answers import Answer
from agent.tool_results import SlotSearch
from agent.tool_views import AppointmentView

_SEARCHED = frozenset({"available", "unavailable"})


@dataclass(frozen=True)
class OwnHour:
    """What is said of it. `closes`: it is the very appointment that is spoken of, and nothing is offered."""

    line: str
    closes: bool


def own_at(turn: Turn, plan: Plan, result: SlotSearch) -> Generator[Call, Answer, OwnHour | None]:
    """The customer's appointment at the day and hour that were searched for: what is free beside it is no
    answer to whoever speaks of it."""
    day, at = plan.when.get("date_from", ""), plan.when.get("time", "")
    if plan.appointment or result.status not in _SEARCHED or not (day and at):
        return None
    if plan.when.get("date_to", day) != day or not turn.facts.upcoming:
        return None
    free = any((slot.date, slot.at) == (day, at) for slot in result.slots)
    booked = (yield from list_appointments()).appointments
    own = next((one for one in booked if (one.date, one.at) == (day, at)), None)
    same = own is not None and _is_meant(turn, plan, result, own)
    if own is None or (free and not same):
        return None
    line = turn.say("own_hour_stands" if same else "own_hour", appointment=described(own))
    if same:
        turn.memo.booking, turn.memo.ask = Plan(), None
        turn.memo.drop_further()
    return OwnHour(line, closes=same)


def _is_meant(turn: Turn, plan: Plan, result: SlotSearch, own: AppointmentView) -> bool:
    """Whether the plan has nothing but the service of that appointment, for nobody else."""
    if plan.party or plan.each or somebody_else(turn):
        return False
    return {one.name for one in result.services} == {own.service}
