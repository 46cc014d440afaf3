"""Moving an appointment: which one, to when, one yes, done."""

from agent.language import Intent
from agent.offline.flows.choosing import ask_reading, choose, gives_up, impossible
from agent.offline.flows.dates import (
    merge,
    note_member,
    shifted,
    sooner_or_later,
    understand,
)
from agent.offline.flows.failing import clarify, hand_over, offer_human
from agent.offline.flows.pick import Picked, ask_which, pick_appointment
from agent.offline.flows.search import ask_day, offer, offer_one, search
from agent.offline.flows.slots import agreeing
from agent.offline.flows.wording import of, sentence, to
from agent.offline.memo import Plan, as_objects, as_text, read_slots
from agent.offline.turn import Call, Steps, Turn, join
from agent.types import Json

_CHOOSING = frozenset({"slot", "day", "reading", "member"})


def reschedule(turn: Turn) -> Steps:
    """What the reschedule node says and does."""
    plan = turn.memo.move
    if turn.asked == "move":
        return (yield from _decided(turn, plan))
    if turn.asked in _CHOOSING and plan.appointment and plan.service:
        return (yield from _chosen(turn, plan))
    return (yield from _start(turn, plan))


def _start(turn: Turn, plan: Plan) -> Steps:
    picked = yield from _appointment(turn, plan)
    if isinstance(picked, str):
        return picked
    turn.memo.fails = 0
    plan = turn.memo.move = Plan(
        service=as_text(picked.get("service_key")) or as_text(picked.get("service")),
        service_name=as_text(picked.get("service")),
        appointment=as_text(picked.get("appointment")),
        label=as_text(picked.get("label")),
    )
    note_member(turn, plan)
    if turn.asked == "which":
        return ask_day(turn, plan)
    # A time alone ("muévela a las 5") means the appointment's own day.
    day = as_text(picked.get("date"))
    plan.when |= {"date_from": day, "date_to": day} if day else {}
    if sooner_or_later(turn, plan, as_text(picked.get("at"))):
        return (yield from search(turn, plan))
    read = yield from understand(turn, plan)
    if read.status == "ok":
        merge(plan, read.when)
        return (yield from search(turn, plan))
    plan.when = {key: value for key, value in plan.when.items() if key == "member"}
    if read.status == "ambiguous":
        return ask_reading(turn, plan, read)
    if read.status == "impossible":
        return (yield from impossible(turn, plan, read))
    return turn.ask("day", "reschedule", "move_to_when", label=of(turn.facts.language, plan.label))


def _appointment(turn: Turn, plan: Plan) -> Picked:
    """The appointment to move: the one that was about to be cancelled, or the one meant now."""
    if plan.appointment and not plan.service:
        result = yield Call("list_appointments")
        for appointment in as_objects(result.get("appointments")):
            if appointment.get("appointment") == plan.appointment:
                return appointment
    return (yield from pick_appointment(turn, "reschedule", "which_move"))


def _chosen(turn: Turn, plan: Plan) -> Steps:
    if gives_up(turn):
        return _left(turn)
    chosen = yield from choose(turn, plan)
    if isinstance(chosen, dict):
        plan.slot = as_text(chosen.get("slot"))
        turn.memo.fails = 0
        args = {"appointment": plan.appointment, "slot": plan.slot, "proposal": None}
        result = yield Call("reschedule_appointment", args)
        return (yield from _answer(turn, plan, result))
    if chosen:
        turn.memo.fails = 0
        return chosen
    if turn.has(Intent.RESCHEDULE):
        return ask_day(turn, plan)
    return (yield from clarify(turn))


def _decided(turn: Turn, plan: Plan) -> Steps:
    proposal = as_text(turn.memo.ask.data.get("proposal")) if turn.memo.ask else ""
    tapped = turn.choice.rpartition(":")[2] if turn.choice.startswith(f"{proposal}:") else ""
    if turn.has(Intent.CANCEL, sure=0.8):
        turn.memo.ask = None
        yield from hand_over(turn, "cancellation", "wants to cancel instead")
        return turn.say("trouble")
    if tapped == "no":
        return _left(turn)
    if not tapped:
        other = (
            None
            if turn.agrees is not None and len(turn.said.split()) < 3
            else (yield from _other_time(turn, plan))
        )
        if other:
            return other
    if tapped == "yes" or turn.agrees or turn.has(Intent.CONFIRM, Intent.RESCHEDULE):
        turn.memo.fails = 0
        args = {"appointment": None, "slot": None, "proposal": proposal}
        result = yield Call("reschedule_appointment", args)
        return (yield from _answer(turn, plan, result))
    return _left(turn) if turn.agrees is False else (yield from clarify(turn))


def _other_time(turn: Turn, plan: Plan) -> Steps:
    """ "no, mejor el viernes": a new search instead of an answer."""
    if shifted(turn, plan):
        return (yield from search(turn, plan))
    read = yield from understand(turn, plan, expecting_time=True)
    if read.status == "ok" and not agreeing(_proposed(plan), read.when):
        merge(plan, read.when)
        return (yield from search(turn, plan))
    return ""


def _proposed(plan: Plan) -> list[Json]:
    return [slot for slot in plan.slots if slot["slot"] == plan.slot]


def _left(turn: Turn) -> str:
    turn.memo.ask = None
    turn.memo.move = Plan()
    turn.memo.fails = 0
    return turn.say("kept")


def _answer(turn: Turn, plan: Plan, result: Json) -> Steps:
    status = as_text(result.get("status"))
    if status == "proposed":
        return _ask_move(turn, plan, result)
    if status == "moved":
        turn.memo.move, turn.memo.ask = Plan(), None
        return ""
    if status in {"taken", "offer_expired"}:
        lead = turn.say(status)
        if read_slots(result.get("slots")):
            return offer(turn, plan, {"slots": result["slots"]}, lead)
        return (yield from search(turn, plan, lead))
    if status in {"not_offered", "proposal_expired"}:
        return (yield from search(turn, plan))
    if status == "choose_first" and (proposed := _proposed(plan)):
        return offer_one(turn, plan, proposed[0])
    turn.memo.ask = None
    turn.memo.move = Plan()
    if status == "several":
        return ask_which(turn, "reschedule", "which_move", as_objects(result.get("appointments")))
    if status in {"none", "not_found", "already_cancelled"}:
        return turn.ask("offer", "appointment", "no_appointments")
    lead = turn.say("trouble")
    if status == "overlaps_own":
        return turn.say("overlaps_own", label=as_text(result.get("label")))
    if status == "too_late":
        lead = as_text(result.get("message")) or turn.say(
            "too_late_move", reason=sentence(as_text(result.get("reason_label")))
        )
    return join(lead, offer_human(turn))


def _ask_move(turn: Turn, plan: Plan, result: Json) -> str:
    found, target = result.get("appointment"), result.get("to")
    appointment = found if isinstance(found, dict) else {}
    slot = target if isinstance(target, dict) else {}
    language = turn.facts.language
    return turn.ask(
        "move",
        "reschedule",
        "ask_move",
        {"proposal": as_text(result.get("proposal"))},
        service=as_text(appointment.get("service")) or plan.service_name,
        old=of(language, as_text(appointment.get("label")) or plan.label),
        new=to(language, as_text(slot.get("label"))),
    )
