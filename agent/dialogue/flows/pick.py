"""Which of the customer's own appointments a message is about."""

from collections.abc import Generator

from agent.dialogue.flows.dates import understand
from agent.dialogue.flows.knowledge import described
from agent.dialogue.flows.people import people_of
from agent.dialogue.flows.services import mentioned
from agent.dialogue.flows.slots import agreeing, of_person
from agent.dialogue.memo import Plan, as_objects, as_text
from agent.dialogue.turn import Call, Turn, join
from agent.language import Intent, looks_like_date, ordinal
from agent.types import Json

Picked = Generator[Call, Json, "Json | str"]
"""Ends with the appointment, or with the reply that asks which one (or that there is none)."""


def pick_appointment(turn: Turn, node: str, question: str) -> Picked:
    """The appointment that is meant: the only one, the one tapped, described or awaited."""
    result = yield Call("list_appointments")
    found = as_objects(result.get("appointments"))
    if not found:
        return turn.ask("offer", "appointment", "no_appointments")
    if len(found) == 1:
        return found[0]
    if asked := _in_focus(turn, node, found):
        return asked
    left = yield from _meant(turn, found)
    if len(left) == 1:
        return left[0]
    return ask_which(turn, node, question, left or found)


def _in_focus(turn: Turn, node: str, found: list[Json]) -> Json | None:
    """The one that the customer was just asked about, unless they speak of another: by its service,
    or by its day when that is not the day of a move."""
    others = {as_text(a.get("service")) for a in found if a.get("appointment") != turn.focus}
    another = mentioned(turn.text, tuple(others)) or (
        node == "cancellation" and turn.has(Intent.CANCEL) and looks_like_date(turn.text)
    )
    own = (a for a in found if a.get("appointment") == turn.focus)
    return None if another and not turn.tapped else next(own, None)


def ask_which(turn: Turn, node: str, question: str, found: list[Json]) -> str:
    """Asks which one, listing them."""
    ids = [as_text(appointment.get("appointment")) for appointment in found[:5]]
    asked = turn.ask("which", node, question, {"appointments": ids})
    return join(asked, *(f"• {described(appointment)}" for appointment in found[:5]))


def _meant(turn: Turn, found: list[Json]) -> Generator[Call, Json, list[Json]]:
    by_id = {as_text(a.get("appointment")): a for a in found}
    if (tapped := turn.choice.removeprefix("appointment:")) in by_id:
        return [by_id[tapped]]
    if turn.choice.startswith("appointment:"):
        return found
    if turn.asked == "which" and turn.memo.ask:
        shown = [i for i in turn.memo.ask.data.get("appointments") or [] if i in by_id]
        position = ordinal(turn.text, len(shown))
        if position is not None:
            return [by_id[shown[position]]]
    names = set(mentioned(turn.text, tuple({as_text(a.get("service")) for a in found})))
    left = [a for a in found if as_text(a.get("service")) in names] if names else found
    if len(left) < 2:
        return left
    plan = Plan(slots=[_as_slot(appointment) for appointment in left])
    said = people_of(turn, plan.slots)
    spoken = Plan(slots=list(plan.slots))
    read = yield from understand(turn, spoken, expecting_time=turn.asked == "which")
    # "No puedo el jueves" speaks of the appointment of that day.
    refused = [slot for slot in plan.slots if slot not in spoken.slots]
    of_them = agreeing(plan.slots, read.when) if read.when else refused
    if person := said.wanted:
        of_them = of_person(of_them or plan.slots, person)
    return [by_id[slot["slot"]] for slot in of_them] or left


def _as_slot(appointment: Json) -> Json:
    return {
        "slot": as_text(appointment.get("appointment")),
        **{key: as_text(appointment.get(key)) for key in ("label", "date", "at", "with")},
    }
