"""What is told of the last time that the customer came."""

from agent.dialogue.flows.asking import only_polite
from agent.dialogue.flows.wording import all_of
from agent.dialogue.turn import Turn
from agent.language import sentences
from agent.language.readings.last_visit import asks_about_last_visit


def asks_of_last_visit(turn: Turn) -> bool:
    """Whether the message asks about it, and nothing else."""
    parts = [one for one in sentences(turn.text) if not only_polite(one)]
    return not turn.choice and bool(parts) and all(map(asks_about_last_visit, parts))


def tell_last_visit(turn: Turn) -> str:
    """When it was, what for and with whom, from the appointment's row."""
    turn.memo.fails = 0
    visit = turn.facts.usual
    if visit is None:
        return turn.say("last_visit_unknown")
    told = {"services": all_of(turn.facts.language, visit.services), "day": visit.day}
    if visit.performer:
        return turn.say("last_visit_with", **told, performer=visit.performer)
    return turn.say("last_visit", **told)
