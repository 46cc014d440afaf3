"""Searching for free slots, and explaining why there are none."""

from collections.abc import Generator, Sequence

from msgspec.structs import replace

from agent.dates.values import Part
from agent.dialogue.flows.dates import keep_time, kept_limits
from agent.dialogue.flows.failing import offer_human, too_late
from agent.dialogue.flows.nothing_booked import nothing_booked
from agent.dialogue.flows.offering import ask_day, node_of, offer, offer_or_wait
from agent.dialogue.flows.own_hour import own_at
from agent.dialogue.flows.slots import agreeing, allowed
from agent.dialogue.flows.wording import all_of, listed, sentence
from agent.dialogue.memo import MOST_GUESTS, WHEN_KEYS, AskData, Plan, Wanted, with_token
from agent.dialogue.tools import check_availability, list_services
from agent.dialogue.turn import Call, Steps, Turn, join
from agent.language.readings.choices import line_or_hour_number
from agent.language.readings.extremes import LATEST
from agent.language.readings.people import is_title
from agent.tool_answers import Answer
from agent.tool_results import Change, SlotSearch
from agent.tool_views import Bounds, ServiceView, Slot

_OF_EACH = 2
_HOUR = ("time", "part", "not_before", "not_after")
_NOT_HERE = frozenset({"not_bookable", "nobody_performs"})
_MEMBERS = frozenset({"unknown_member", "other_member", "several_members"})


def search(turn: Turn, plan: Plan, lead: str = "", reason: str = "") -> Steps:
    """Searches slots for the plan's services and words the result as one question.

    `reason` replaces the tool's own where the caller knows better why a time is not free.
    """
    if len(plan.party) == MOST_GUESTS and len(plan.wanted) > 1:
        # One offer for two people has one service; all of them in one name would be untrue.
        plan.party = []
        plan.want()
        return join(lead, turn.say("different_services"), offer_human(turn))
    preferring: dict[str, object] = {"prefer": plan.pick or None}
    arguments = _search_arguments(plan, _until_the_end(plan)) | preferring
    result = yield from check_availability(arguments)
    if result.status in _MEMBERS and is_title(plan.when.get("member", "")):
        plan.when.pop("member")  # several doctors, or none: any of them will do
        return (yield from search(turn, plan, lead, reason))
    if arguments.get("people") and not plan.in_turn and result.status == "unavailable":
        # Nothing at the same time: one after the other may do.
        in_turn = yield from check_availability(arguments | {"one_after_another": True})
        if in_turn.status == "available":
            result, plan.in_turn = in_turn, True
            lead = join(lead, turn.say("not_together"))
    plan.slot = ""
    if result.status in {"available", "unavailable"}:
        plan.pick = ""
    if (own := (yield from own_at(turn, plan, result))) and own.closes:
        return join(lead, own.line)
    reason = own.line if own else reason
    if result.status in _NOT_HERE:
        return join(lead, (yield from _without(turn, plan, result)))
    _note_services(turn, plan, result)
    result = replace(result, slots=tuple(with_token(result.slots)))
    if lead and result.status == "available":
        return offer(turn, plan, result.slots, lead, exact=result.exact)
    return join(lead, _answer(turn, plan, result, reason))


def _search_arguments(plan: Plan, when: Bounds) -> dict[str, object]:
    moved: dict[str, object] = {"appointment": plan.appointment}
    args = moved if plan.appointment else services_of(plan)
    if plan.swaps:
        args |= {"service": plan.wanted[0].query}
    args |= {key: when.get(key) or None for key in WHEN_KEYS}
    limits: dict[str, object] = {"exclude": plan.without or None, "not_with": plan.not_with or None}
    others = plan.party or plan.each
    limits |= {"for_another": True} if others and len(plan.party) < MOST_GUESTS else {}
    two = {"people": 2, "one_after_another": plan.in_turn} if len(plan.party) == MOST_GUESTS else {}
    return args | limits | two


def _until_the_end(plan: Plan) -> Bounds:
    """The bounds; the last time of an afternoon may as well be in the evening."""
    open_end = plan.pick == LATEST and plan.when.get("part") == Part.AFTERNOON
    return {key: plan.when[key] for key in plan.when if not (open_end and key == "part")}


def search_options(plan: Plan, options: Sequence[Bounds]) -> Generator[Call, Answer, list[Slot]]:
    """What is free of several days or hours that the customer would take, in one search around them."""
    day = {key: plan.when[key] for key in ("date_from", "date_to", "member") if plan.when.get(key)}
    timed = any(option.keys() & {*_HOUR} for option in options)
    day |= {} if timed else kept_limits(plan)
    whole = [day | option for option in options]
    when = dict(day)
    for key, end, nearest in (
        ("date_from", "date_from", min),
        ("date_to", "date_to", max),
        ("time", "not_before", min),
        ("time", "not_after", max),
    ):
        if named := [option[key] for option in whole if option.get(key)]:
            when[end] = nearest(named)
    result = yield from check_availability(_search_arguments(plan, when))
    slots = with_token(result.slots)
    return [slot for slot in slots if any(agreeing([slot], option) for option in whole)]


def search_each(
    turn: Turn, plan: Plan, wishes: Sequence[Bounds]
) -> Generator[Call, Answer, list[Slot]]:
    """The first times that are free of each of several wishes; none where the service or the person is
    not clear yet."""
    day = {key: plan.when[key] for key in ("date_from", "date_to", "member") if plan.when.get(key)}
    free: list[Slot] = []
    preferring: dict[str, object] = {"prefer": plan.pick or None}
    most = 1 if plan.pick else _OF_EACH
    for wish in wishes:
        arguments = _search_arguments(plan, day | wish) | preferring
        result = yield from check_availability(arguments)
        if result.status in _NOT_HERE | _MEMBERS or not result.services:
            return []
        _note_services(turn, plan, result)
        free += [slot for slot in with_token(result.slots) if agreeing([slot], wish)][:most]
    plan.pick = ""
    return free


def line_or_hour(turn: Turn, plan: Plan, slot: Slot) -> Generator[Call, Answer, Slot | None]:
    """The free start at the hour of a bare "4" that points to the line `slot` as well; None when that
    hour is not to be had, or nothing but the line can be meant."""
    number = line_or_hour_number(turn.text)
    days = {one.date for one in plan.slots}
    if turn.choice or not (number and plan.wanted and len(days) == 1):
        return None
    at = f"{number + 12:02d}:00"  # no list is so long that the number is a morning's hour
    if at == slot.at:
        return None
    day = days.pop()
    free = yield from search_options(plan, [{"date_from": day, "date_to": day, "time": at}])
    return next((one for one in free if one.at == at), None)


def offer_again(turn: Turn, plan: Plan, result: Change) -> Steps:
    """Other times after one that is gone: the same hour with somebody else, else what is near.

    Whoever asked for a person gets that person's times.
    """
    status = result.status
    lost = next((slot for slot in plan.slots if slot.slot == plan.slot), None)
    slots = allowed(with_token(result.slots), plan.without, plan.not_with)
    if plan.when.get("member") or not slots:
        keep_time(plan)
        return (yield from search(turn, plan, reason=turn.say(status)))
    same = [slot for slot in slots if lost and _same_time(slot, lost)]
    if lost and same:
        other = status == "taken"
        line = turn.say("taken_with", member=lost.person) if other else turn.say(status)
        return offer(turn, plan, same[:1], line)
    near = sorted(slots, key=lambda slot: (slot.date, slot.at))
    return offer_or_wait(turn, plan, near, result.can_wait, turn.say(status))


def _same_time(slot: Slot, other: Slot) -> bool:
    return (slot.date, slot.at) == (other.date, other.at)


def services_of(plan: Plan) -> dict[str, object]:
    """The services of a plan as the tools are asked for them."""
    first, *others = [wanted.query for wanted in plan.wanted] or [""]
    return {"service": first, "and_then": others or None}


def _answer(turn: Turn, plan: Plan, result: SlotSearch, reason: str) -> str:
    status = result.status
    if status == "available":
        lead = "" if result.exact else turn.say("not_exact")
        return offer(turn, plan, result.slots, reason or lead, exact=result.exact)
    if status == "unavailable":
        _follow_days(plan, result)
        label = sentence(result.reason_label)
        return offer_or_wait(turn, plan, result.slots, result.can_wait, reason or label)
    if status in {"unknown_service", "ambiguous_service"}:
        options = result.suggestions or result.options
        lead = "" if status[0] == "a" else turn.say("unknown_service")
        return ask_service(turn, options, lead, _place(plan, result))
    if status == "too_many_services":
        plan.want()
        lead = turn.say("too_many_services", limit=str(result.limit or ""))
        return join(lead, turn.ask("service", "appointment", "which_service"))
    if status in _MEMBERS:
        return _ask_member(turn, plan, result)
    if status == "nobody_left":
        return _ask_despite(turn, plan, result)
    if status == "needs_assessment":
        return _offer_assessment(turn, plan, result)
    turn.memo.ask = None
    if status == "not_found":
        return nothing_booked(turn)
    lead = turn.say("trouble")
    if status == "too_late":
        lead = too_late(turn, result, "too_late_move")
    return join(lead, offer_human(turn))


def _follow_days(plan: Plan, result: SlotSearch) -> None:
    """Drops the days of the bounds, kept as `wished`, when all that is offered lies on other days."""
    if not agreeing(result.slots, _days(plan)):
        plan.wished = _days(plan)
        plan.when = {key: plan.when[key] for key in plan.when.keys() - _days(plan).keys()}


def _days(plan: Plan) -> Bounds:
    return {key: plan.when[key] for key in ("date_from", "date_to") if key in plan.when}


def _without(turn: Turn, plan: Plan, result: SlotSearch) -> Steps:
    """A service that cannot be had here: the rest of the visit goes on, else a person is offered."""
    line = turn.say(result.status, service=result.services[0].name)
    rest = [wanted for wanted in plan.wanted if wanted.query != result.said]
    if plan.appointment or not rest or len(rest) == len(plan.wanted):
        plan.want()
        return join(line, offer_human(turn))
    plan.want(*rest)
    return f"{line} {(yield from search(turn, plan))}"


def _note_services(turn: Turn, plan: Plan, result: SlotSearch) -> None:
    """Stores the keys and names of the services as the tool gave them."""
    if result.status not in {"available", "unavailable"}:
        return
    services = [Wanted(view.service, view.name) for view in result.services]
    if all(wanted.query and wanted.name for wanted in services):
        plan.wanted = services
        turn.memo.topic = services[0].name


def _place(plan: Plan, result: SlotSearch) -> int | None:
    """Which service of a visit a refusal is about; None when it is the only one."""
    if len(plan.wanted) < 2:
        return None
    query = result.said
    return next((n for n, wanted in enumerate(plan.wanted) if wanted.query == query), None)


def list_to_choose(turn: Turn) -> Steps:
    """Asks which service, showing a few."""
    services = (yield from list_services()).services
    return ask_service(turn, [service for service in services if service.bookable])


def ask_service(
    turn: Turn, options: Sequence[ServiceView], lead: str = "", place: int | None = None
) -> str:
    """Asks which service, with at most five to choose from; `place`: which one of a visit."""
    if place is None:
        turn.memo.booking.want()
    shown = [ServiceView(service=s.service, name=s.name) for s in options if s.service][:5]
    lines = [f"• {option.name}" for option in shown if option.name]
    data = AskData(options=shown, place=place)
    question_line = turn.ask("service", "appointment", "which_service", data)
    return join(lead, question_line, *([] if turn.listed else lines))


def _ask_member(turn: Turn, plan: Plan, result: SlotSearch) -> str:
    """Asks whom instead, when nobody or more than one is called so, or they do something else."""
    plan.when.pop("member", None)
    names = list(result.members[:5])
    if not names:
        return ask_day(turn, plan)
    several = len(names) > 1
    lead = ""
    if result.status == "other_member":
        lead = turn.say("other_member", member=result.member)
    unknown = result.status == "unknown_member"
    key = ("which_member" if unknown else "which_of_members") if several else "only_member"
    members = listed(turn.facts.language, names)
    question_line = turn.ask("member", node_of(plan), key, AskData(members=names), members=members)
    return f"{lead} {question_line}" if lead else question_line


def _ask_despite(turn: Turn, plan: Plan, result: SlotSearch) -> str:
    """Says that only those who were turned down do it, and asks whether one of them will do."""
    names = list(result.members[:5])
    key = "only_they_do" if len(names) > 1 else "only_one_does"
    members = all_of(turn.facts.language, names)
    return turn.ask("member", node_of(plan), key, AskData(members=names), members=members)


def _offer_assessment(turn: Turn, plan: Plan, result: SlotSearch) -> str:
    """The assessment takes the place of the service that it must precede."""
    assessment = result.assessment
    first = Wanted(assessment.service, assessment.name)
    others = [wanted for wanted in plan.wanted if wanted != first]
    plan.want(*(first if wanted.query == result.said else wanted for wanted in others))
    details = (first.name, assessment.price, assessment.duration)
    return turn.ask(
        "offer",
        "appointment",
        "assessment_first",
        service=result.services[0].name,
        assessment=", ".join(detail for detail in details if detail),
    )
