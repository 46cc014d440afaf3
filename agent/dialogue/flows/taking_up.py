"""Resuming a booking or move that an escalation interrupted, when the customer goes on with it."""

from agent.dialogue.flows.members import people_of
from agent.dialogue.flows.naming import heard_name
from agent.dialogue.memo import Ask, Plan
from agent.dialogue.turn import Turn
from agent.language import looks_like_date, names_position, ordinal
from agent.language.readings.shown import points_at_shown


def pending(turn: Turn) -> Ask | None:
    """The question that was open when the talk was interrupted, as the plans tell it."""
    move, booking = turn.memo.move, turn.memo.booking
    if move.appointment and move.wanted:
        return Ask("slot" if move.slots else "day", "reschedule", "ask_day_move")
    if booking.slot and booking.slots:
        return Ask("name", "appointment", "ask_full_name")
    return Ask("slot", "appointment", "which_slot") if booking.slots else None


def take_up(turn: Turn) -> None:
    """Makes the question that was left the one that waits again, when the message answers it. A bare
    yes or thanks does not: it answers whoever said that a person was told."""
    if turn.memo.ask is not None or turn.choice or not (ask := pending(turn)):
        return
    plan: Plan = turn.memo.move if ask.node == "reschedule" else turn.memo.booking
    if ask.kind == "name":
        turn.memo.ask = ask
        heard = heard_name(turn)
        if not (heard and heard.sure):
            turn.memo.ask = None
        if heard and heard.sure:
            return
        ask = Ask("slot", ask.node, "which_slot")
    if _answers(turn, plan):
        turn.memo.ask = ask


def _answers(turn: Turn, plan: Plan) -> bool:
    if points_at_shown(turn.text) or people_of(turn, plan.slots, plan.not_with).wanted:
        return True
    if names_position(turn.text) or ordinal(turn.text, len(plan.slots)) is not None:
        return True
    return looks_like_date(turn.text) and len(turn.plain_text.split()) <= 8 and not turn.intents
