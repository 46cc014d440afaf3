"""Rewording an open offer or question when the customer changes the language."""

from datetime import datetime, time

from msgspec.structs import replace

from agent.dates.labels import day_label, slot_label, time_label
from agent.dialogue.flows.offering import part_lines
from agent.dialogue.flows.wording import by_whom, on
from agent.dialogue.memo import Ask
from agent.dialogue.turn import Turn
from agent.scheduling.labels import short_slot_label
from agent.tool_views import Slot, VisitPart

_PLAIN = {"cancel": "clarify_cancel", "reading": "clarify_day"}
_DATED = frozenset({"label", "readings"})


def follow_language(turn: Turn) -> None:
    """Words anew the times on offer and the waiting question, when the language is another one."""
    before, now = turn.memo.language, turn.facts.language
    turn.memo.language = now
    if not before or before == now:
        return
    for plan in (turn.memo.booking, turn.memo.move):
        plan.slots = [_relabelled(turn, slot) for slot in plan.slots]
    if turn.memo.ask:
        _reword(turn, turn.memo.ask)


def _relabelled(turn: Turn, slot: Slot) -> Slot:
    facts = turn.facts
    try:
        local = datetime.fromisoformat(f"{slot.date}T{slot.at}")
    except ValueError:
        return slot
    today = facts.now.date() if facts.now else None
    return replace(
        slot,
        parts=tuple(_relabelled_part(turn, part) for part in slot.parts),
        label=slot_label(local, facts.language, facts.country, today),
        short=short_slot_label(local, facts.language, facts.country),
        day=day_label(local.date(), facts.language, today=today),
        time=time_label(local.time(), facts.language, facts.country),
    )


def _relabelled_part(turn: Turn, part: VisitPart) -> VisitPart:
    facts = turn.facts
    try:
        at = time.fromisoformat(part.at)
    except ValueError:
        return part
    return replace(part, time=time_label(at, facts.language, facts.country))


def _reword(turn: Turn, ask: Ask) -> None:
    """Fills the time into the waiting question from its slot; asks without one where it has none."""
    plan = turn.memo.move if ask.node == "reschedule" else turn.memo.booking
    fits = [s for s in plan.slots if s.slot == plan.slot or len(plan.slots) == 1]
    if ask.kind in ("slot", "name") and "label" in ask.values and fits:
        language = turn.facts.language
        visit = part_lines(fits[0])
        person = by_whom(language, fits[0].person) if ask.kind == "slot" and not visit else ""
        ask.values["label"] = on(language, fits[0].label) + person
        if "parts" in ask.values:
            ask.values["parts"] = visit
    elif ask.values.keys() & _DATED:
        ask.again, ask.values = _PLAIN.get(ask.kind, ""), {}
