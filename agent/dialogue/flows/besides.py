"""After an answer to what was proposed for an appointment: what the same message says besides."""

from collections.abc import Callable

from agent.dialogue.flows.deciding import decided
from agent.dialogue.flows.failing import hand_over
from agent.dialogue.policy import INTERRUPTS, decide
from agent.dialogue.turn import Steps, Turn, join

Flow = Callable[[Turn], Steps]


def with_more(turn: Turn, node: str, flow: Flow) -> Steps:
    """What `flow` makes of the answer in a message, then what the owner of the rest makes of it."""
    answer = decided(turn)
    if answer is None:
        return (yield from flow(turn))
    turn.narrow(answer.answer)
    turn.agrees = True if answer.agrees else turn.agrees
    reply = yield from flow(turn)
    turn.narrow(answer.more)
    if not answer.more:
        return reply
    owner, reason = decide(turn, INTERRUPTS)
    if owner == node:
        return reply if turn.memo.ask else join(reply, (yield from flow(turn)))
    return (yield from _passed_on(turn, owner, reason, reply))


def _passed_on(turn: Turn, owner: str, reason: str, reply: str) -> Steps:
    turn.memo.rest, turn.memo.lead = turn.text, reply
    yield from hand_over(owner, reason)
    turn.memo.rest = turn.memo.lead = ""
    turn.narrow("")
    return reply
