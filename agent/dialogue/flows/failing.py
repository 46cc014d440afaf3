"""A message that was not understood: the question again with examples, then a person."""

from agent.dialogue.flows.wording import in_sentence, on, sentence
from agent.dialogue.memo import AskData
from agent.dialogue.turn import Call, Steps, Turn
from agent.language import looks_like_date
from agent.language.readings.services import mentioned
from agent.tool_results import Change, SlotSearch

_SHORT = 12
_EXAMPLES = {
    "slot": "clarify_slot",
    "day": "clarify_day",
    "reading": "clarify_day",
    "name": "clarify_name",
    "rename": "clarify_name",
    "service": "clarify_service",
    "place": "clarify_place",
    "cancel": "clarify_cancel",
    "offer": "clarify_yes_no",
    "which": "clarify_which",
    "wait": "clarify_yes_no",
    "wait_more": "clarify_yes_no",
    "wait_name": "clarify_name",
    "wait_which": "clarify_which",
}


def clarify(turn: Turn) -> Steps:
    """Asks again in other words; the second time in a row a person is called."""
    turn.memo.fails += 1
    if turn.memo.fails == 1 and _chats(turn):
        return turn.say("kind_words")
    if turn.memo.fails >= 2:
        turn.memo.escalate = "failed_twice"
        yield from hand_over("escalation", "not understood twice")
        return turn.say("clarify_general")
    return turn.say(_EXAMPLES.get(turn.pending_question, "clarify_general"))


def _chats(turn: Turn) -> bool:
    """Whether words that mean nothing to us stand behind what was settled, and ask for nothing: "bjo no
    canino!"."""
    settled = bool(turn.memo.booked) and not turn.pending_question
    asks = "?" in turn.whole or looks_like_date(turn.text) or any(map(str.isdigit, turn.text))
    names = mentioned(turn.text, turn.facts.services)
    short = len(turn.plain_text.split()) <= _SHORT
    return settled and short and not (asks or names or turn.intents)


def too_late(turn: Turn, result: Change | SlotSearch, key: str) -> str:
    """The business's own sentence about its cut-off, else the reason."""
    reason = sentence(result.reason_label)
    return result.message or turn.say(key, reason=reason)


def offer_human(turn: Turn) -> str:
    """Asks whether a person should be told, and remembers what about."""
    if turn.facts.called:
        return on_it(turn)
    return turn.ask("human", "escalation", "offer_human", AskData(about=turn.whole[:300]))


def on_it(turn: Turn) -> str:
    """Since when a person is called, who has it, and when they answer; "" where none is called."""
    called = turn.facts.called
    if called is None:
        return ""
    key = "on_it_name" if called.name else "on_it_nobody"
    since = called.since if called.today else in_sentence(turn.facts.language, called.since)
    line = turn.say(key, since=since, name=called.name)
    if not called.answers:
        return f"{line} {turn.say('answers_now')}"
    return f"{line} {turn.say('answers_later', when=on(turn.facts.language, called.answers))}"


def hand_over(to: str, reason: str) -> Steps:
    """Passes the turn to another node; it only comes back when that is not possible here."""
    yield Call("hand_over", {"to": to, "reason": reason})
    return ""
