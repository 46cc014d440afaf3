"""With whom a customer wants an appointment, and with whom not, of those on offer."""

from collections.abc import Sequence

from agent.dialogue.turn import Turn
from agent.language.readings.people import People, people_in
from agent.tool_views import Slot


def people_of(turn: Turn, slots: Sequence[Slot], excluded: Sequence[str] = ()) -> People:
    """Whom the turn's message asks for and whom it turns down, with these slots on offer."""
    on_offer = [name for slot in slots for name in slot.people]
    return people_in(turn.text, on_offer, portuguese=turn.portuguese, excluded=excluded)
