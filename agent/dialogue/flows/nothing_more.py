"""Who wants nothing booked is offered nothing: what they ask is answered."""

from agent.dialogue.flows.asking import parts_of
from agent.dialogue.turn import Turn
from agent.language.readings.not_booking import wants_nothing_booked


def books_nothing(turn: Turn) -> bool:
    """Whether the message says so, and asks something: "no quiero otra cita. ¿tengo que ir rasurada?"."""
    asks_ = wants_nothing_booked(turn.text) and parts_of(turn, booking=True).questions
    return bool(asks_) and not (turn.choice or turn.memo.booking.party)
