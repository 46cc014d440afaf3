"""Wording free times as an offer: one as a yes-or-no question, several as a list to choose from."""

from collections.abc import Sequence

from agent.dialogue.flows.wording import all_of, by_whom, on
from agent.dialogue.memo import Plan, as_text, parts_of, read_slots, read_when
from agent.dialogue.turn import Turn, join
from agent.types import Json

_SHOWN = 4


def node_of(plan: Plan) -> str:
    """The node that a plan belongs to."""
    return "reschedule" if plan.appointment else "appointment"


def offer(turn: Turn, plan: Plan, result: Json, lead: str) -> str:
    """The slots of a result as an offer; without any, a question for another day."""
    plan.slots = read_slots(result.get("slots"))[:_SHOWN]
    if not plan.slots:
        return join(lead, ask_day(turn, plan))
    exact = result.get("exact") is True and bool(plan.when.get("time"))
    if exact or len(plan.slots) == 1:
        one = offer_one(turn, plan, plan.slots[0])
        return " ".join(filter(None, (lead, one))) if parts_of(plan.slots[0]) else join(lead, one)
    question = "which_slot_move" if plan.appointment else "which_slot"
    asked = turn.ask("slot", node_of(plan), question)
    return join(lead_to_slots(turn, plan, lead), *slot_lines(plan.slots), asked)


def offer_or_wait(turn: Turn, plan: Plan, result: Json, lead: str) -> str:
    """The nearest times, and that one may wait for what is only full."""
    wait = read_when(result.get("can_wait"))
    plan.wait = wait or plan.wait
    if not wait:
        return offer(turn, plan, result, lead)
    if not read_slots(result.get("slots")):
        plan.slots = []
        return join(lead, turn.ask("wait", "appointment", _when(wait, "ask_wait")))
    return f"{offer(turn, plan, result, lead)} {turn.say(_when(wait, 'or_wait'))}"


def _when(wait: Json, key: str) -> str:
    """The phrase for an hour, a day or several days."""
    if wait.get("time"):
        return f"{key}_hour"
    return f"{key}_day" if wait.get("date_from") == wait.get("date_to") else f"{key}_days"


def lead_to_slots(turn: Turn, plan: Plan, lead: str) -> str:
    """What stands before a list of times: what it is for, or why it is not what was asked for."""
    if lead:
        return f"{lead} {turn.say('nearest')}" if lead.endswith(".") else lead
    key = "slots_for_visit" if parts_of(plan.slots[0]) else "slots_for"
    names = all_of(turn.facts.language, plan.names)
    return turn.say(key, service=names, who=_asked_for(turn, plan))


def offer_one(turn: Turn, plan: Plan, slot: Json) -> str:
    """One slot as a yes-or-no question."""
    plan.slots = [slot]
    label = on(turn.facts.language, slot["label"])
    if parts_of(slot):
        key = "offer_visit_move" if plan.appointment else "offer_visit"
        return turn.ask("slot", node_of(plan), key, label=label, parts=part_lines(slot))
    key = "offer_one_move" if plan.appointment else "offer_one"
    label += by_whom(turn.facts.language, as_text(slot["with"]))
    return turn.ask(
        "slot", node_of(plan), key, label=label, service=all_of(turn.facts.language, plan.names)
    )


def part_lines(slot: Json) -> str:
    """What a visit consists of, a line each: when, what and with whom."""
    return "".join(
        f"\n• {part['time']} {part['service']} ({part['with']})" for part in parts_of(slot)
    )


def _asked_for(turn: Turn, plan: Plan) -> str:
    """The person, where one was asked for and all slots are theirs."""
    same = len({slot["with"] for slot in plan.slots}) == 1
    asked = same and plan.when.get("member")
    return by_whom(turn.facts.language, as_text(plan.slots[0]["with"])) if asked else ""


def slot_lines(slots: Sequence[Json]) -> list[str]:
    """One line a slot; the person only where there is a choice of persons."""
    several = len({slot["with"] for slot in slots}) > 1
    return [
        f"• {slot['label']}" + (f" ({slot['with']})" if several and slot["with"] else "")
        for slot in slots
    ]


def ask_day(turn: Turn, plan: Plan) -> str:
    """Asks for a day and keeps everything else."""
    return turn.ask("day", node_of(plan), "ask_day_move" if plan.appointment else "ask_day")
