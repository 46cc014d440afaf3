"""A message without words: a file that could not be read, or one that was only looked at."""

from agent.dialogue.flows.failing import hand_over
from agent.dialogue.turn import Steps, Turn, join

_WITHOUT_READER = {"audio": "unreadable_voice", "image": "unreadable_picture"}
_BY_REASON = {
    "too_large": "unreadable_long",
    "too_long": "unreadable_long",
    "locked": "unreadable_locked",
    "damaged": "unreadable_damaged",
}


def unread(turn: Turn) -> Steps:
    """Asks for it in writing, once. The next time a person is offered, and then one is called.

    The question that waits for an answer goes on waiting for it.
    """
    if turn.facts.unreadable_before == 0:
        return turn.say(_phrase(turn))
    if turn.facts.unreadable_before == 1:
        return turn.say("unreadable_again")
    turn.memo.escalate = "failed_twice"
    yield from hand_over("escalation", "sends what cannot be read")
    return turn.say("unreadable_again")


def shown(turn: Turn) -> str:
    """The reply to a picture, which the offline model cannot see: that it arrived."""
    kind = "document" if turn.facts.shown == "document" else "image"
    return join(turn.say(f"shown_{kind}"), turn.resume() or turn.say("what_can_i_do"))


def _phrase(turn: Turn) -> str:
    kind, reason = turn.facts.unreadable, turn.facts.unreadable_reason
    if reason == "no_reader":
        return _WITHOUT_READER.get(kind, "unreadable")
    if reason == "nothing" and kind == "audio":
        return "unreadable_faint"
    return _BY_REASON.get(reason, "unreadable")
