""" "The usual": what the customer came for last, with whoever gave it."""

from agent.dialogue.flows.naming import NAME_QUESTIONS
from agent.dialogue.flows.wording import all_of
from agent.dialogue.memo import Plan, Wanted
from agent.dialogue.turn import Turn
from agent.language.readings.services import mentioned
from agent.language.readings.usual import wants_the_usual

_ANSWERED_OTHERWISE = frozenset({*NAME_QUESTIONS, "place", "phone", "slot", "consent"})
"""Questions to which "the usual" is another answer than a service."""


def wishes_the_usual(turn: Turn) -> bool:
    """Whether the message wishes for it, and names no service itself."""
    return (
        turn.pending_question not in _ANSWERED_OTHERWISE
        and wants_the_usual(turn.text)
        and not mentioned(turn.text, turn.facts.services)
    )


def note_usual(turn: Turn, plan: Plan) -> str:
    """Plans it and returns the words that say what it is; says so where nothing is known; "" for other wishes."""
    if plan.wanted or not wishes_the_usual(turn):
        return ""
    usual = turn.facts.usual
    if usual is None:
        return turn.say("usual_unknown")
    plan.want(*(Wanted(name, name) for name in usual.services))
    if usual.performer:
        plan.when.setdefault("member", usual.performer)
    return turn.say(
        "the_usual", services=all_of(turn.facts.language, usual.services), day=usual.day
    )
