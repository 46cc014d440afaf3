"""Saying that the customer has no appointment."""

from agent.dialogue.turn import Turn


def nothing_booked(turn: Turn) -> str:
    """That there is none, and whether to make one; not asked of who wants something else in the same message."""
    if turn.memo.later:
        turn.memo.ask = None
        return turn.say("nothing_booked")
    return turn.ask("offer", "appointment", "no_appointments")
