"""A choice among the times on offer beside a question: the question is answered, and the choice stands."""

from agent.dates.polarity import refuses
from agent.dialogue.flows.dates import understand
from agent.dialogue.flows.party import is_party
from agent.dialogue.flows.questions import answer
from agent.dialogue.flows.rules import is_of_rule, rule
from agent.dialogue.flows.slots import agreeing, by_position
from agent.dialogue.memo import Plan
from agent.dialogue.turn import Steps, Turn
from agent.language.readings.coming import asks_whether_late
from agent.language.readings.own_details import Detail, details_asked
from agent.language.readings.picking import PickAndQuestion, pick_and_question


def picks_and_asks(turn: Turn) -> bool:
    """Whether a time is taken of those on offer and something asked besides."""
    return pick_beside_question(turn) is not None


def takes_and_asks_of_delay(turn: Turn) -> bool:
    """ "La de las 10, ¿y si llego tarde?"."""
    return asks_whether_late(turn.text) and picks_and_asks(turn)


def pick_beside_question(turn: Turn) -> PickAndQuestion | None:
    """The two parts of such a message; None for another."""
    plan = turn.memo.booking
    waits = (
        turn.pending_question == "slot" and turn.memo.ask and turn.memo.ask.node == "appointment"
    )
    if turn.choice or not (waits and plan.slots) or is_party(turn) or plan.each:
        return None
    both = pick_and_question(turn.text)
    if both is None or refuses(both.pick, portuguese=turn.portuguese):
        return None
    return both


def answered_beside(turn: Turn, both: PickAndQuestion) -> Steps:
    """The answer to the question; what is left to be read is the choice."""
    plan = turn.memo.booking
    if Detail.WHOM in details_asked(both.question):
        yield from _point_at(turn, plan, both.pick)
    told = ""
    if is_of_rule(both.question):
        told = yield from rule(turn, both.question)
    told = told or (yield from answer(turn, [both.question], brief=True))
    plan.slot = ""
    turn.narrow(both.pick)
    return told


def _point_at(turn: Turn, plan: Plan, pick: str) -> Steps:
    """Marks the time that is taken, so that who gives it can be told."""
    slot = by_position(pick, "", plan.slots)
    if slot is None:
        scratch = Plan(slots=list(plan.slots), wanted=plan.wanted)
        read = yield from understand(turn, scratch, expecting_time=True, text=pick)
        left = agreeing(plan.slots, read.when) if read.when else []
        slot = left[0] if len(left) == 1 else None
    plan.slot = slot.slot if slot else ""
    return ""
