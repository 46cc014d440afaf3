"""What is asked for is not on the list of services: says so, with what comes nearest to it."""

from agent.dialogue.flows.telling import service_line
from agent.dialogue.tools import list_services
from agent.dialogue.turn import Steps, Turn, join
from agent.language import fold
from agent.language.near_names import by_likeness
from agent.language.readings.offered import asked_if_done, asked_if_there

_LIKE, _AHEAD = 0.6, 0.15
"""So like, and so far ahead of the next, the likest service alone is told: of 50 things asked for in another
language or in other words 20 reach that, each the right service but one (teeth for whitening)."""
_NEAR = 0.45
_LISTED = 4


def not_offered(turn: Turn, question: str) -> Steps:
    """The reply to "do you do …?" where nothing here is called so, without the offer that follows it; "" for
    other questions."""
    what = asked_if_there(question)
    names = turn.facts.services
    if not what or not names:
        return ""
    likest = by_likeness(what, names)
    name, likeness = likest[0]
    ahead = likeness - (likest[1][1] if len(likest) > 1 else 0.0)
    if likeness < _NEAR and not asked_if_done(question):
        return ""
    offered = {service.name: service for service in (yield from list_services()).services}
    if likeness >= _LIKE and ahead >= _AHEAD and name in offered:
        turn.memo.topic = name
        told = service_line(turn, offered[name])
        return told if fold(name) == what else turn.say("nearest_service", service=told)
    turn.listed = turn.unknown = True
    listed = [f"• {one}" for one, _ in likest if one in offered][:_LISTED]
    return join(turn.say("not_offered"), *listed)
