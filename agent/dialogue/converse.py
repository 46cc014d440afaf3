"""One step: from what the conversation shows to the next tool call or the reply."""

import json
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass

from agent.dialogue.conditions import NODES, beside_the_point, wants_other_work
from agent.dialogue.flows.appointment import appointment
from agent.dialogue.flows.beside_case import see_to_the_rest, without_what_was_told
from agent.dialogue.flows.cancellation import cancellation
from agent.dialogue.flows.confirmation import confirmation
from agent.dialogue.flows.each_person import note_each_name
from agent.dialogue.flows.escalation import escalation, health_question, outcome_of
from agent.dialogue.flows.failing import hand_over
from agent.dialogue.flows.from_ad import asks_nothing_certain
from agent.dialogue.flows.knowledge import asks_own_besides, knowledge
from agent.dialogue.flows.more_wishes import note_more, note_when_after, wishes_one_more
from agent.dialogue.flows.one_after_all import note_fewer
from agent.dialogue.flows.party import note_both, note_party
from agent.dialogue.flows.questions import unanswered
from agent.dialogue.flows.reschedule import reschedule
from agent.dialogue.flows.several_works import note_works
from agent.dialogue.flows.shared import shared
from agent.dialogue.flows.taking_up import take_up
from agent.dialogue.flows.unread import shown, unread
from agent.dialogue.flows.whom import note_whom
from agent.dialogue.flows.whose_services import note_each, puts_people_right
from agent.dialogue.memo import MOST_GUESTS, Plan
from agent.dialogue.policy import UNSURE
from agent.dialogue.relabel import follow_language
from agent.dialogue.results import Result
from agent.dialogue.routing import choose_node
from agent.dialogue.takeover import done_by_another
from agent.dialogue.turn import Call, Steps, Turn, join
from agent.dialogue.view import View
from agent.language import Intent
from agent.language.readings.another import with_for
from agent.tool_answers import Answer
from agent.tool_results import Change, Escalation

_FLOWS = {
    "knowledge": knowledge,
    "appointment": appointment,
    "cancellation": cancellation,
    "confirmation": confirmation,
    "reschedule": reschedule,
    "escalation": escalation,
}
# A tool that only one node has tells which node is calling when the facts do not.
_OWN_TOOLS = {
    "book_appointment": "appointment",
    "join_waiting_list": "appointment",
    "correct_booking_name": "appointment",
    "correct_attendees": "appointment",
    "cancel_appointment": "cancellation",
    "confirm_appointment": "confirmation",
    "reschedule_appointment": "reschedule",
    "escalate_to_human": "escalation",
}
_WRITES = frozenset(
    {
        "book_appointment",
        "cancel_appointment",
        "confirm_appointment",
        "reschedule_appointment",
        "escalate_to_human",
        "record_consent",
        "note_phone",
        "note_place",
        "resolve_contact_on_booking",
        "join_waiting_list",
        "leave_waiting_list",
        "correct_booking_name",
        "correct_attendees",
    }
)
_WITHOUT_KNOWLEDGE = frozenset({"cancellation", "confirmation", "reschedule"})
_LEAVES_LEAD = _WITHOUT_KNOWLEDGE | {"appointment"}
_SEES_TO_MORE = frozenset({"appointment", "escalation", "cancellation", "reschedule"})
_MOST_CALLS = 12


@dataclass(frozen=True)
class Step:
    """The next tool call (None when `reply` is final), and the memo to send along."""

    call: Call | None
    reply: str
    memo: dict[str, object]


def step(view: View, bound: frozenset[str]) -> Step:
    """The next step of the node that is called."""
    start = view.memo.write()
    turn = Turn(view, bound)
    if done := done_by_another(view.results):
        return _concluded(turn, done)
    flow = _converse(turn, _node(view, bound))
    waiting = list(view.results)
    answer: Answer | None = None
    for _ in range(_MOST_CALLS):
        try:
            call = next(flow) if answer is None else flow.send(answer)
        except StopIteration as end:
            return Step(None, end.value, turn.memo.write())
        if call.tool not in bound:
            answer = Answer(status="not_bound")
            continue
        answer = _recorded(call, waiting)
        turn.greets = turn.greets and not (isinstance(answer, Change) and answer.receipt)
        if answer is None:
            passes_on = call.tool == "hand_over"
            return Step(call, "", turn.memo.write() if passes_on else start)
    return Step(None, turn.say("trouble"), turn.memo.write())


def _concluded(turn: Turn, done: Result) -> Step:
    """The reply when another model already acted in this turn: nothing is repeated, and the receipt is
    sent by itself."""
    turn.memo.ask, turn.memo.booking, turn.memo.move = None, Plan(), Plan()
    if isinstance(done.answer, Escalation):
        return Step(None, outcome_of(turn, "other", done.answer), turn.memo.write())
    return Step(None, turn.say("at_your_service"), turn.memo.write())


def route(view: View) -> tuple[str, str]:
    """The supervisor's decision: node and reason."""
    turn = Turn(view, frozenset())
    _cut(turn)
    return choose_node(turn)


def sure_route(view: View) -> str | None:
    """The node, where the reading of the message leaves no doubt about it; else None."""
    turn = Turn(view, frozenset())
    _cut(turn)
    # All of it is understood before the flow takes up anything.
    understood = bool(turn.choice) or not turn.acts.not_understood
    node, reason = choose_node(turn)
    return node if understood and reason not in UNSURE else None


def _node(view: View, bound: frozenset[str]) -> str:
    if view.facts.node in NODES:
        return view.facts.node
    return next((node for tool, node in _OWN_TOOLS.items() if tool in bound), "knowledge")


def _recorded(call: Call, waiting: list[Result]) -> Answer | None:
    """The result that the history holds for a call, taken out of `waiting`.

    A write that succeeded is not done again only because facts changed after it.
    """
    wanted = _key(call.args)
    for index, earlier in enumerate(waiting):
        if earlier.tool == call.tool and _key(earlier.args) == wanted:
            return waiting.pop(index).answer
    if call.tool in _WRITES:
        for index, earlier in enumerate(waiting):
            if earlier.tool == call.tool:
                return waiting.pop(index).answer
    return None


def _key(args: Mapping[str, object]) -> str:
    given = {name: value for name, value in args.items() if value is not None}
    return json.dumps(given, sort_keys=True, default=str)


def _converse(turn: Turn, node: str) -> Steps:
    """The node's reply, behind what was said of a case in the same message before."""
    without_what_was_told(turn)
    refused = wants_other_work(turn) and not beside_the_point(turn)
    turn.greets = turn.greets and not refused
    reply = yield from _reply(turn, node)
    aside, turn.memo.aside = turn.memo.aside, ""
    if refused:
        turn.greets = True
        reply = _greeted(turn, join(turn.say("off_topic"), reply))
    return join(aside, reply)


def _reply(turn: Turn, node: str) -> Steps:
    small = {Intent.GREETING, Intent.THANKS}
    silent = not turn.plain_text or (bool(turn.intents) and not turn.intents.keys() - small)
    if silent and not turn.choice and not turn.handed_over:
        if turn.facts.unreadable:
            return _not_again(turn, _greeted(turn, (yield from unread(turn))))
        if turn.facts.shown:
            return _not_again(turn, _greeted(turn, shown(turn)))
        if line := shared(turn):
            return _not_again(turn, _greeted(turn, line))
    follow_language(turn)
    _cut(turn)
    note_people(turn)
    if turn.phone and turn.phone.phone and turn.facts.customer_phone == "unknown":
        turn.memo.phone_offered = True
    if turn.facts.ad and not turn.started and asks_nothing_certain(turn):
        return _greeted(turn, turn.say("from_ad", ad=turn.facts.ad))
    yield from _passed_on(turn, node)
    about, by_itself = turn.text, not (turn.memo.lead or turn.memo.escalate)
    reply = yield from _after_lead(turn, node)
    if node == "escalation" and by_itself:
        reply = yield from see_to_the_rest(turn, reply, about)
    sees_to_more = node in _SEES_TO_MORE or not turn.handed_over
    if turn.memo.later and not turn.memo.ask and sees_to_more:
        reply = yield from _later(turn, node, reply)
    if turn.asides and reply and node != "knowledge":
        turn.memo.rest, turn.memo.lead = turn.asides, reply
        yield from hand_over("knowledge", "a question besides")
        turn.memo.rest = turn.memo.lead = ""
    if node != "knowledge" and not turn.told_hours:
        turn.memo.hours = turn.memo.told_day = ""
    if not turn.handed_over and _asks_besides(turn, node):
        turn.memo.lead = reply
        yield from hand_over("knowledge", "a question besides")
        turn.memo.lead = ""
    unreadable = turn.say("unreadable_too") if turn.facts.unreadable else ""
    return _not_again(turn, _greeted(turn, join(reply, unreadable)))


def _cut(turn: Turn) -> None:
    """Leaves the first of several matters; the others are kept for later."""
    if turn.memo.booked and not turn.choice and turn.pending_question in ("", "consent"):
        told = with_for(turn.text)
        if told != turn.text:
            turn.narrow(told)
    note_more(turn)
    note_works(turn)


def _passed_on(turn: Turn, node: str) -> Generator[Call, Answer, None]:
    """Hands over a message that another node is for. Facts change while a node works: only its first step
    may pass the turn on, so that the others need not ask."""
    if turn.started:
        take_up(turn)
        return
    owner, reason = choose_node(turn)
    if owner != node:
        turn.memo.rest = turn.text if turn.memo.later else ""
        yield from hand_over(owner, reason)


def note_people(turn: Turn) -> None:
    """Keeps for whom the message wants something."""
    if note_fewer(turn):
        return
    names_told = note_each_name(turn)
    if not (names_told or note_each(turn) or puts_people_right(turn)):
        note_whom(turn)
    if turn.comes and turn.comes.count == MOST_GUESTS:
        note_party(turn, turn.comes)
    note_both(turn)


def _later(turn: Turn, node: str, reply: str) -> Steps:
    """What is left of the message that took what was on offer, after that is done."""
    text, turn.memo.later = turn.memo.later, ""
    turn.goes_on = True
    turn.narrow(text)
    owner, reason = choose_node(turn)
    if owner == "knowledge" and wishes_one_more(turn):
        owner, reason = "appointment", "one more appointment"
    if owner == "appointment":
        turn.memo.booking = Plan()
        note_people(turn)
        yield from note_when_after(turn)
    if owner == node:
        return join(reply, (yield from _FLOWS[node](turn)))
    turn.memo.rest, turn.memo.lead = turn.text, reply
    yield from hand_over(owner, reason)
    turn.memo.rest = turn.memo.lead = ""
    return reply


def _after_lead(turn: Turn, node: str) -> Steps:
    """The node's reply, after what another node left to be said where it does not say that itself."""
    lead = turn.memo.lead if turn.rest and node in _LEAVES_LEAD else ""
    turn.memo.lead = "" if lead else turn.memo.lead
    return join(lead, (yield from _FLOWS[node](turn)))


def _asks_besides(turn: Turn, node: str) -> bool:
    """Whether something is left to be answered that this node cannot."""
    if asks_own_besides(turn) and node in {"escalation", *_WITHOUT_KNOWLEDGE}:
        return True
    return _leaves_questions(turn, node) and unanswered(turn)


def _leaves_questions(turn: Turn, node: str) -> bool:
    """Whether questions beside what a node did are another's: also those of who only wants a person, not
    of who has a worry or a complaint."""
    if node != "escalation":
        return node in _WITHOUT_KNOWLEDGE
    worried = turn.has(Intent.COMPLAINT, Intent.HEALTH, Intent.URGENT) or health_question(turn)
    return turn.has(Intent.HUMAN) and not worried


def _greeted(turn: Turn, reply: str) -> str:
    """The greeting before the first reply of a conversation."""
    if turn.facts.greeted or not turn.greets or not reply:
        return reply
    name = turn.facts.customer_name.split(" ")[0]
    hello = turn.say("greet_known" if name else "greet", name=name, business=turn.facts.business)
    return join(hello + (" 👋" if turn.facts.emoji else ""), reply)


def _not_again(turn: Turn, reply: str) -> str:
    """Introduces a reply that repeats the one before as a repetition."""
    if reply and turn.replies and reply == turn.replies[-1]:
        return join(turn.say("as_said"), reply)
    return reply


def bound_names(tools: Sequence[object]) -> frozenset[str]:
    """The names of tools in the schema form in which they are bound."""
    names = set()
    for tool in tools:
        function = tool.get("function") if isinstance(tool, dict) else None
        if isinstance(function, dict) and isinstance(function.get("name"), str):
            names.add(function["name"])
    return frozenset(names)
