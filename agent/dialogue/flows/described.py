"""Times on offer that are described: "la más tarde de esas", "the earliest one", "a da tarde", "cualquiera"."""

from collections.abc import Sequence

from agent.dates.polarity import refuses
from agent.dialogue.flows.slots import in_part
from agent.dialogue.turn import Turn
from agent.language.readings.choices import is_any_alone
from agent.language.readings.extremes import EARLIEST, LATEST, extreme_in
from agent.language.readings.shown import (
    LAST,
    part_of_day_shown,
    place_shown,
    speaks_of_those_shown,
)
from agent.tool_views import Slot


def takes_any(turn: Turn, slots: Sequence[Slot]) -> bool:
    """Whether the whole message is that any of the times on offer will do."""
    return len(slots) > 1 and is_any_alone(turn.text)


def described(turn: Turn, slots: Sequence[Slot]) -> list[Slot]:
    """The times on offer that the message describes, [] when it does not describe any of them."""
    if len(slots) < 2 or turn.choice or refuses(turn.text, portuguese=turn.portuguese):
        return []
    dated = sorted(slots, key=lambda slot: (slot.date, slot.at))
    if not extreme_in(turn.text, sure=True) or speaks_of_those_shown(turn.text):
        place = place_shown(turn.text)
        if place == EARLIEST:
            return dated[:1]
        if place == LATEST:
            return _latest(dated)
        if place == LAST:
            return [slots[-1]]
    part = part_of_day_shown(turn.text)
    return [slot for slot in slots if in_part(slot.at, part)] if part else []


def _latest(slots: Sequence[Slot]) -> list[Slot]:
    """Of one day the last one; of several those that are latest in their day."""
    last = max(slot.at for slot in slots)
    return [slot for slot in slots if slot.at == last]
