"""The question whether reminders are welcome: asked once, right after a booking."""

from collections.abc import Generator

from agent.offline.turn import Call, Turn
from agent.types import Json


def ask_consent(turn: Turn) -> str:
    """The question, or "" when the answer is known or it was asked before."""
    if turn.facts.reminder_consent != "unknown" or turn.memo.consent_asked:
        return ""
    turn.memo.consent_asked = True
    return turn.ask("consent", "appointment", "ask_consent")


def consent(turn: Turn) -> Generator[Call, Json, "str | None"]:
    """Records the answer; None when the message is not one."""
    granted = _answer(turn)
    if granted is None:
        if turn.asked == "consent":
            turn.memo.ask = None
        return None
    turn.memo.ask = None
    result = yield Call("record_consent", {"kind": "reminders", "granted": granted})
    if result.get("status") != "recorded":
        return turn.say("trouble")
    return turn.say("reminders_on" if granted else "reminders_off")


def _answer(turn: Turn) -> bool | None:
    if turn.choice in {"consent:yes", "consent:no"}:
        return turn.choice == "consent:yes"
    return turn.agrees if turn.asked == "consent" else None
