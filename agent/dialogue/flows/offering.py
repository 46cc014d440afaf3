"""Wording free times as an offer: one as a yes-or-no question, several as a list to choose from."""

from collections.abc import Iterable, Sequence

from agent.dialogue.flows.already import already_has
from agent.dialogue.flows.party import guest_lines
from agent.dialogue.flows.queued import whose_plan
from agent.dialogue.flows.wording import all_of, by_whom, moving, on
from agent.dialogue.memo import MOST_GUESTS, Plan, read_when, with_token
from agent.dialogue.turn import Turn, join
from agent.texts import texts
from agent.tool_views import Bounds, Slot

_SHOWN = 4


def node_of(plan: Plan) -> str:
    """The node that a plan belongs to."""
    return "reschedule" if plan.appointment else "appointment"


def offer(turn: Turn, plan: Plan, slots: Iterable[Slot], lead: str, *, exact: bool = False) -> str:
    """Words the slots as an offer; without any, asks for another day. `exact`: they are what was asked for."""
    plan.slots = with_token(slots)[:_SHOWN]
    if not plan.slots:
        return join(lead, ask_day(turn, plan))
    already = _already(turn, plan)
    if (exact and plan.when.get("time")) or len(plan.slots) == 1:
        one = offer_one(turn, plan, plan.slots[0])
        lead = join(already, lead)
        return " ".join(filter(None, (lead, one))) if plan.slots[0].parts else join(lead, one)
    question_line = _which(turn, plan)
    lead = lead_to_slots(turn, plan, lead, already)
    return join(lead, *slot_lines(plan.slots), question_line)


def _already(turn: Turn, plan: Plan) -> str:
    when = already_has(turn, plan)
    names = all_of(turn.facts.language, plan.names)
    return turn.say("already_booked", service=names, when=when) if when else ""


def _which(turn: Turn, plan: Plan) -> str:
    """The question which of several times; of a move it says what moves."""
    if not plan.appointment:
        return turn.ask("slot", "appointment", "which_slot")
    if old := _stands(turn, plan):
        return turn.ask("slot", "reschedule", "which_slot_move_from", old=old)
    return turn.ask("slot", "reschedule", "which_slot_move")


def _stands(turn: Turn, plan: Plan) -> str:
    """The present time of the appointment that moves, as it stands in a question, for whom it is when that
    is not the customer; "" if unknown."""
    own = next((one for one in turn.facts.upcoming if one.id == plan.appointment), None)
    old = moving(turn.facts.language, plan.label or (own.when if own else ""), "")["old"]
    if not (old and own and own.person and own.name):
        return old
    return f"{texts(turn.facts.language).line('labels.for_person', name=own.name)} {old}"


def offer_or_wait(
    turn: Turn, plan: Plan, slots: Sequence[Slot], can_wait: Bounds, lead: str
) -> str:
    """The nearest times, and that one may wait for what is only full."""
    wait = read_when(can_wait)
    plan.wait = wait or plan.wait
    if not wait:
        return offer(turn, plan, slots, lead)
    if not with_token(slots):
        plan.slots = []
        return join(lead, turn.ask("wait", "appointment", _when(wait, "ask_wait")))
    return f"{offer(turn, plan, slots, lead)} {turn.say(_when(wait, 'or_wait'))}"


def _when(wait: Bounds, key: str) -> str:
    """The phrase for an hour, a day or several days."""
    if wait.get("time"):
        return f"{key}_hour"
    return f"{key}_day" if wait.get("date_from") == wait.get("date_to") else f"{key}_days"


def lead_to_slots(turn: Turn, plan: Plan, lead: str, already: str = "") -> str:
    """What stands before a list of times: what it is for, or why it is not what was asked for."""
    if already and not lead:
        return f"{already} {turn.say('slots_beside')}"
    if lead:
        lead = join(already, lead)
        return f"{lead} {turn.say('nearest')}" if lead.endswith(".") else lead
    key = "slots_for_visit" if plan.slots[0].parts else "slots_for"
    if len(plan.party) == MOST_GUESTS and plan.slots[0].parts:
        key = "slots_in_turn" if plan.in_turn else "slots_for_party"
    names = all_of(turn.facts.language, plan.names)
    if whom := whose_plan(turn, plan):
        return turn.say("slots_each", service=names, whom=whom)
    return turn.say(key, service=names, who=_requested_person(turn, plan))


def offer_one(turn: Turn, plan: Plan, slot: Slot) -> str:
    """One slot as a yes-or-no question: of a move it says from when to when, of a further appointment
    what it is for."""
    plan.slots = [slot]
    language = turn.facts.language
    if len(plan.party) == MOST_GUESTS and slot.parts:
        together = on(language, slot.label)
        guests = guest_lines(turn, slot)
        return turn.ask("slot", node_of(plan), "offer_party", label=together, guests=guests)
    whom = "" if slot.parts else by_whom(language, slot.person)
    parts = part_lines(slot)
    if whose := whose_plan(turn, plan):
        label, service = on(language, slot.label) + whom, all_of(language, plan.names)
        key = "offer_each_visit" if parts else "offer_each"
        return turn.ask(
            "slot", "appointment", key, label=label, service=service, whom=whose, parts=parts
        )
    if plan.swaps:
        label = on(language, slot.label) + whom
        service = all_of(language, plan.names)
        return turn.ask(
            "slot", "reschedule", "offer_swap", label=label, service=service, was=plan.swaps
        )
    if plan.appointment and (old := _stands(turn, plan)):
        new = moving(language, "", slot.label)["new"] + whom
        key = "offer_visit_move_from" if parts else "offer_move"
        return turn.ask("slot", "reschedule", key, old=old, new=new, parts=parts)
    label = on(language, slot.label) + whom
    if parts and len(plan.party) == MOST_GUESTS:
        guests = guest_lines(turn, slot)
        return turn.ask("slot", node_of(plan), "offer_party", label=label, guests=guests)
    if parts:
        key = "offer_visit_move" if plan.appointment else "offer_visit"
        return turn.ask("slot", node_of(plan), key, label=label, parts=parts)
    further = _further(turn, plan) if plan.names else "offer_one"
    key = "offer_one_move" if plan.appointment else further
    return turn.ask("slot", node_of(plan), key, label=label, service=all_of(language, plan.names))


def _further(turn: Turn, plan: Plan) -> str:
    """One more of the service that was booked last, the next of several services, or a matter after another."""
    if not plan.again:
        return "offer_next" if turn.goes_on else "offer_one"
    booked = turn.memo.booked.get("service", "")
    return "offer_another" if booked in {"", *plan.names} else "offer_next"


def part_lines(slot: Slot) -> str:
    """What a visit consists of, a line each: when, what and with whom."""
    return "".join(f"\n• {part.time} {part.service} ({part.person})" for part in slot.parts)


def _requested_person(turn: Turn, plan: Plan) -> str:
    """The person, where one was asked for and all slots are theirs."""
    same = len({slot.person for slot in plan.slots}) == 1
    requested = same and plan.when.get("member")
    return by_whom(turn.facts.language, plan.slots[0].person) if requested else ""


def slot_lines(slots: Sequence[Slot]) -> list[str]:
    """One line a slot; the person only where there is a choice of persons."""
    several = len({slot.person for slot in slots}) > 1
    return [
        f"• {slot.label}" + (f" ({slot.person})" if several and slot.person else "")
        for slot in slots
    ]


def ask_day(turn: Turn, plan: Plan) -> str:
    """Asks for a day and keeps everything else."""
    if not plan.appointment:
        return turn.ask("day", "appointment", "ask_day")
    if old := _stands(turn, plan):
        return turn.ask("day", "reschedule", "ask_day_move_from", old=old)
    return turn.ask("day", "reschedule", "ask_day_move")
