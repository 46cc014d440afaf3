"""An offer of what the customer already has ahead says so: who repeats a wish may not know that it was booked."""

from agent.dialogue.flows.wording import all_of, in_sentence
from agent.dialogue.memo import Plan
from agent.dialogue.turn import Turn
from agent.language.readings.another import asks_also, asks_for_another

_OFFERED_BEFORE = frozenset({"slot", "day", "wait", "reading"})
"""Questions of a plan whose offer said it already."""


def already_has(turn: Turn, plan: Plan) -> str:
    """When the customer's own appointment ahead is, with its article, that is of the plan's very services;
    "" where there is none, or the plan is for others or a move, or they asked for one more."""
    if plan.appointment or plan.party or plan.each or plan.swaps or turn.memo.further:
        return ""
    if asks_for_another(turn.text) or asks_also(turn.text):
        return ""
    if turn.pending_question in _OFFERED_BEFORE or not plan.names:
        return ""
    language = turn.facts.language
    services = all_of(language, plan.names)
    return next(
        (
            in_sentence(language, own.when)
            for own in turn.facts.upcoming
            if own.when and not own.person and own.label == f"{services}, {own.when}"
        ),
        "",
    )
