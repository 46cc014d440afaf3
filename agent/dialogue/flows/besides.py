"""After an answer to what was proposed for an appointment: what the same message says besides."""

from collections.abc import Callable, Generator

from agent.dialogue.flows.deciding import OF_A_CHANGE, change_of, decided, two_changes
from agent.dialogue.flows.failing import hand_over
from agent.dialogue.flows.more_wishes import note_when_after, wishes_one_more
from agent.dialogue.flows.other_name import gives_other_name
from agent.dialogue.memo import Plan
from agent.dialogue.policy import INTERRUPTS, decide
from agent.dialogue.turn import Call, Steps, Turn, join
from agent.tool_answers import Answer

Flow = Callable[[Turn], Steps]


def with_more(turn: Turn, node: str, flow: Flow) -> Steps:
    """What `flow` makes of the answer in a message, then what the owner of the rest makes of it."""
    yield from _one_by_one(turn, node)
    later, answer = turn.memo.later, decided(turn)
    if answer:
        turn.narrow(answer.answer)
        turn.agrees = True if answer.agrees else turn.agrees
    reply = yield from flow(turn)
    more = answer.more if answer else ""
    if turn.memo.ask is None and later == turn.memo.later:
        more, turn.memo.later = join(more, later), ""
    if answer or more:
        turn.narrow(more)
    if not more:
        return reply
    owner, reason = decide(turn, INTERRUPTS)
    if more == later:
        owner = change_of(more) or owner
        if owner == "knowledge" and wishes_one_more(turn):
            owner = "appointment"
    if answer and answer.another:
        owner = node
    if owner == "appointment" and more == later and not gives_other_name(turn):
        turn.memo.booking = Plan()
        yield from note_when_after(turn)
    if owner == node:
        return reply if turn.memo.ask else join(reply, (yield from flow(turn)))
    return (yield from _passed_on(turn, owner, reason, reply))


def _one_by_one(turn: Turn, node: str) -> Generator[Call, Answer, None]:
    """Of two appointments that are to be changed, the first comes first: "cancela la del martes, y la de
    cejas pásala al miércoles". The second wish is kept."""
    if turn.pending_question in OF_A_CHANGE.get(node, ()) or not (both := two_changes(turn)):
        return
    first, turn.memo.later = both
    turn.narrow(first)
    owner = change_of(first)
    if owner != node:
        turn.memo.rest = first
        yield from hand_over(owner, "the first of two changes")
        turn.memo.rest = ""


def _passed_on(turn: Turn, owner: str, reason: str, reply: str) -> Steps:
    turn.memo.rest, turn.memo.lead = turn.text, reply
    yield from hand_over(owner, reason)
    turn.memo.rest = turn.memo.lead = ""
    turn.narrow("")
    return reply
