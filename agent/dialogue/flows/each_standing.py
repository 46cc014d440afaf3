"""Whom appointments that stand are for, put right by what the customer says of them."""

from collections.abc import Sequence

from agent.dialogue.memo import Guest
from agent.dialogue.turn import Maybe, Turn
from agent.language.each_service import ServiceFor
from agent.tool_views import AppointmentView


def put_people_right(
    turn: Turn, told: Sequence[tuple[ServiceFor, Guest]], own: Sequence[AppointmentView]
) -> Maybe:
    """Gives each appointment that stands to the person whom it is said to be for; None where the message is a
    wish for new ones."""
    return None
    yield
