"""A child who is younger than the business sees anybody: its rule is told, and no time is offered."""

from agent.dialogue.flows.failing import offer_human
from agent.dialogue.flows.house import of_house
from agent.dialogue.memo import Plan
from agent.dialogue.turn import Maybe, Turn, join
from agent.language.readings.ages import childs_age, least_age
from agent.language.readings.house import Topic


def under_age(turn: Turn) -> Maybe:
    """The reply to a wish for such a child; None for others."""
    age = None if turn.choice else childs_age(turn.text)
    if age is None:
        return None
    told = yield from of_house(turn, turn.text, Topic.CHILDREN)
    least = least_age(told)
    if least is None or age >= least:
        return None
    turn.memo.booking, turn.memo.ask = Plan(), None
    return join(told, offer_human(turn))
