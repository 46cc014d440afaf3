"""The question whether reminders are welcome: asked once, right after a booking."""

from collections.abc import Generator

from agent.dialogue.flows.asking import parts_of
from agent.dialogue.flows.questions import answer
from agent.dialogue.flows.recall import ask_recalls
from agent.dialogue.tools import record_consent
from agent.dialogue.turn import Call, Maybe, Steps, Turn, join
from agent.language import Intent, intents, looks_like_date
from agent.language.consent_answers import (
    Accepted,
    accepts_reminders,
    begins_on_condition,
    refuses_reminders,
    speaks_of_reminding,
    wants_reminders,
    without_joining,
)
from agent.language.readings.another import answer_and_more
from agent.language.readings.coming import cannot_come
from agent.language.readings.services import mentioned
from agent.tool_answers import Answer

_TO_A_BOOKING = frozenset({"slot", "name", "day", "reading", "service", "member", "place"})


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
    questions = [one for one in parts_of(turn, booking=False).questions if "?" in one]
    if questions and not turn.choice:
        line = join(line, (yield from answer(turn, questions)))
    return join(line, ask_recalls(turn)) if granted else line


def declined_beside(turn: Turn) -> Steps:
    """Keeps what is said against reminders on the way to a booking, and leaves the rest: "Ana Gil, but no
    messages please"."""
    if not declines_on_the_way(turn):
        return ""
    left = [one for one in without_joining(turn.text) if Intent.OPT_OUT not in intents(one)]
    turn.memo.consent_asked = True
    yield from record_consent(granted=False)
    turn.narrow("\n".join(left))
    return turn.say("reminders_off")


def declines_on_the_way(turn: Turn) -> bool:
    """Whether something is said against reminders while an appointment is made."""
    return not turn.choice and turn.has(Intent.OPT_OUT, sure=0.5) and books_on(turn)


def books_on(turn: Turn) -> bool:
    """Whether a question on the way to a booking waits."""
    waits = turn.memo.ask is not None and turn.memo.ask.node == "appointment"
    return waits and turn.pending_question in _TO_A_BOOKING


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
    return _before_question(turn) if turn.agrees is None else turn.agrees


def _before_question(turn: Turn) -> bool | None:
    """The yes or no before a question about something else: "sí, claro. ¿Y aceptan tarjeta?"."""
    parts = answer_and_more(turn.text) if "?" in turn.text else None
    if parts is None or speaks_of_reminding(parts[1]) or begins_on_condition(parts[1]):
        return None
    return parts[0]
