"""The question whether reminders are welcome: asked once, right after a booking."""

from collections.abc import Generator

from agent.dialogue.flows.recall import ask_recalls
from agent.dialogue.tools import record_consent
from agent.dialogue.turn import Call, Maybe, Turn, join
from agent.language import looks_like_date
from agent.language.consent_answers import (
    Accepted,
    accepts_reminders,
    refuses_reminders,
    wants_reminders,
)
from agent.language.readings.another import answer_and_more
from agent.language.readings.coming import cannot_come
from agent.language.readings.services import mentioned
from agent.tool_answers import Answer


def ask_consent(turn: Turn) -> str:
    """The question, or "" when the answer is known or it was asked before."""
    if turn.facts.reminder_consent != "unknown" or turn.memo.consent_asked:
        return ""
    turn.memo.consent_asked = True
    return turn.ask("consent", "appointment", "ask_consent")


def consent(turn: Turn) -> Maybe:
    """Records the answer; None when the message is not one."""
    accepted = _with_condition(turn)
    granted = True if accepted else _answer(turn)
    if granted is None:
        return _unanswered(turn)
    turn.memo.ask, turn.memo.fails = None, 0
    recorded = yield from record_consent(granted=granted)
    if recorded.status != "recorded":
        return turn.say("trouble")
    if accepted:
        return turn.say("reminders_on_timing" if accepted.timing else "reminders_on_only")
    line = turn.say("reminders_on" if granted else "reminders_off")
    return join(line, ask_recalls(turn)) if granted else line


def answered_first(turn: Turn) -> Generator[Call, Answer, None]:
    """Records a yes or no that stands before another wish, and narrows the message to that wish."""
    if turn.pending_question != "consent":
        return
    turn.memo.ask, turn.memo.fails = None, 0
    if (parts := answer_and_more(turn.text)) is None:
        return
    granted, rest = parts
    yield from record_consent(granted=granted)
    turn.narrow(rest)


def _unanswered(turn: Turn) -> str | None:
    """Asks for a yes or no once; whoever wants something else gets that instead."""
    if turn.pending_question != "consent":
        return None
    if turn.intents or looks_like_date(turn.text) or mentioned(turn.text, turn.facts.services):
        turn.memo.ask = None
        return None
    turn.memo.fails += 1
    if turn.memo.fails > 1:
        turn.memo.ask, turn.memo.fails = None, 0
        return turn.say("nothing_then")
    return turn.say("clarify_yes_no")


def _with_condition(turn: Turn) -> Accepted | None:
    if turn.choice or turn.pending_question != "consent":
        return None
    return accepts_reminders(turn.text)


def _answer(turn: Turn) -> bool | None:
    if turn.choice in {"consent:yes", "consent:no"}:
        return turn.choice == "consent:yes"
    if turn.pending_question == "consent" and wants_reminders(turn.text):
        return True
    if turn.pending_question != "consent" or (
        turn.agrees is False and not refuses_reminders(turn.text)
    ):
        return None
    if turn.agrees and cannot_come(turn.text):
        return None
    return turn.agrees
