"""Asking for free time and offering it."""

from collections.abc import Sequence

from agent.offline.flows.failing import offer_human
from agent.offline.flows.wording import by_whom, listed, on, sentence
from agent.offline.memo import WHEN_KEYS, Plan, as_list, as_objects, as_text, read_slots, read_when
from agent.offline.turn import Call, Steps, Turn, join
from agent.types import Json

_SHOWN = 4


def search(turn: Turn, plan: Plan, lead: str = "") -> Steps:
    """Looks for slots of the plan's service and words what was found as one question."""
    what = {"appointment": plan.appointment} if plan.appointment else {"service": plan.service}
    args = what | {key: plan.when.get(key) or None for key in WHEN_KEYS}
    result = yield Call("check_availability", args)
    plan.slot = ""
    if lead and result.get("status") == "available":
        _note_service(turn, plan, result)
        return offer(turn, plan, result, lead)
    return join(lead, _answer(turn, plan, result))


def _answer(turn: Turn, plan: Plan, result: Json) -> str:
    status = as_text(result.get("status"))
    _note_service(turn, plan, result)
    if status == "available":
        return offer(turn, plan, result, "" if result.get("exact") else turn.say("not_exact"))
    if status == "unavailable":
        # What is offered now lies on other days: the next wish starts from these.
        plan.when = {k: v for k, v in plan.when.items() if k not in {"date_from", "date_to"}}
        return offer_or_wait(turn, plan, result, sentence(as_text(result.get("reason_label"))))
    if status in {"unknown_service", "ambiguous_service"}:
        options = as_objects(result.get("suggestions")) or as_objects(result.get("options"))
        return ask_service(turn, options, "" if status[0] == "a" else turn.say("unknown_service"))
    if status == "unknown_member":
        return _ask_member(turn, plan, as_list(result.get("members")))
    if status == "needs_assessment":
        return _offer_assessment(turn, plan, result)
    if status == "not_bookable":
        name = plan.service_name
        plan.service = plan.service_name = ""
        return join(
            turn.say("not_bookable", service=name),
            offer_human(turn),
        )
    turn.memo.ask = None
    return join(turn.say("trouble"), offer_human(turn))


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


def _note_service(turn: Turn, plan: Plan, result: Json) -> None:
    service = result.get("service")
    if isinstance(service, dict) and as_text(service.get("service")):
        plan.service = as_text(service["service"])
        plan.service_name = as_text(service.get("name")) or plan.service
        turn.memo.topic = plan.service_name


def _node(plan: Plan) -> str:
    return "reschedule" if plan.appointment else "appointment"


def offer(turn: Turn, plan: Plan, result: Json, lead: str) -> str:
    """The slots of a result as an offer; without any, a question for another day."""
    plan.slots = read_slots(result.get("slots"))[:_SHOWN]
    if not plan.slots:
        return join(lead, ask_day(turn, plan))
    exact = result.get("exact") is True and bool(plan.when.get("time"))
    if exact or len(plan.slots) == 1:
        return join(lead, offer_one(turn, plan, plan.slots[0]))
    question = "which_slot_move" if plan.appointment else "which_slot"
    asked = turn.ask("slot", _node(plan), question)
    intro = lead or turn.say("slots_for", service=plan.service_name, who=_asked_for(turn, plan))
    if lead.endswith("."):
        intro = f"{lead} {turn.say('nearest')}"
    return join(intro, *slot_lines(plan.slots), asked)


def offer_one(turn: Turn, plan: Plan, slot: Json) -> str:
    """One slot as a yes-or-no question."""
    plan.slots = [slot]
    key = "offer_one_move" if plan.appointment else "offer_one"
    label = on(turn.facts.language, slot["label"]) + _with(turn, slot)
    return turn.ask("slot", _node(plan), key, label=label, service=plan.service_name)


def _with(turn: Turn, slot: Json) -> str:
    return by_whom(turn.facts.language, as_text(slot["with"]))


def _asked_for(turn: Turn, plan: Plan) -> str:
    """The person, where one was asked for and all slots are theirs."""
    same = len({slot["with"] for slot in plan.slots}) == 1
    return _with(turn, plan.slots[0]) if same and plan.when.get("member") else ""


def slot_lines(slots: Sequence[Json]) -> list[str]:
    """One line a slot; the person only where there is a choice of persons."""
    several = len({slot["with"] for slot in slots}) > 1
    return [
        f"• {slot['label']}" + (f" ({slot['with']})" if several and slot["with"] else "")
        for slot in slots
    ]


def ask_day(turn: Turn, plan: Plan) -> str:
    """Asks for a day and keeps everything else."""
    return turn.ask("day", _node(plan), "ask_day_move" if plan.appointment else "ask_day")


def ask_service(turn: Turn, options: Sequence[Json], lead: str = "") -> str:
    """Asks which service, with at most five to choose from."""
    turn.memo.booking.service = turn.memo.booking.service_name = ""
    shown = [
        {"service": s["service"], "name": as_text(s.get("name"))}
        for s in options
        if s.get("service")
    ][:5]
    lines = [f"• {option['name']}" for option in shown if option["name"]]
    asked = turn.ask("service", "appointment", "which_service", {"options": shown})
    return join(lead, asked, *([] if turn.listed else lines))


def _ask_member(turn: Turn, plan: Plan, members: list[object]) -> str:
    plan.when.pop("member", None)
    names = [name for name in members if isinstance(name, str)][:5]
    if not names:
        return ask_day(turn, plan)
    language = turn.facts.language
    return turn.ask(
        "member", _node(plan), "which_member", {"members": names}, members=listed(language, names)
    )


def _offer_assessment(turn: Turn, plan: Plan, result: Json) -> str:
    assessment = result.get("assessment")
    found = assessment if isinstance(assessment, dict) else {}
    wanted, plan.service_name = plan.service_name, as_text(found.get("name"))
    plan.service = as_text(found.get("service")) or plan.service_name
    details = ", ".join(t for key in ("price", "duration") if (t := as_text(found.get(key))))
    return turn.ask(
        "offer",
        "appointment",
        "assessment_first",
        service=wanted,
        assessment=", ".join(t for t in (plan.service_name, details) if t),
    )
