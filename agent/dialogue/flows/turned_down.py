"""What a customer refuses, kept with the plan: it is neither searched for nor offered again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time

from agent.dates import Exclusion, read_exclusions
from agent.dates.degrees import degrees
from agent.dates.polarity import refuses
from agent.dates.values import PARTS
from agent.dialogue.flows.members import people_of
from agent.dialogue.flows.pointed_people import who_is_meant
from agent.dialogue.flows.slots import allowed
from agent.dialogue.memo import MOST_REFUSED, Plan
from agent.dialogue.turn import Turn
from agent.language import looks_like_date
from agent.language.readings.people import anybody_will_do, same_person, turns_somebody_away
from agent.language.readings.refusing import (
    is_busy_then,
    only_refuses,
    place_for_another,
    points_at_day_or_time,
    refused_place,
    refuses_that_day,
    refuses_that_time,
    takes_after_all,
)
from agent.tool_views import Bounds, Slot

_DAY = ("date_from", "date_to")
_HOUR = ("time", "part", "not_before", "not_after")


def on_every_day(text: str, refused: Sequence[str]) -> list[str]:
    """What is refused (texts of Exclusion), of "el jueves, que no sea tan temprano" the early hours of
    every day: whoever takes another day then has not become an early riser."""
    ends = {(one.low, one.high) for one in degrees(text) if not one.judgement}
    exclusions = read_exclusions(refused)
    return [
        str(
            replace(one, first=None, last=None, weekday=None)
            if (one.low, one.high) in ends
            else one
        )
        for one in exclusions
    ]


def note_refused(plan: Plan, texts: Sequence[str]) -> bool:
    """Adds exclusions (as texts) to the plan; True when there are any."""
    exclusions = read_exclusions(texts)
    if not exclusions:
        return False
    plan.without = list(dict.fromkeys([*plan.without, *map(str, exclusions)]))[-MOST_REFUSED:]
    settle(plan)
    return True


def note_people(turn: Turn, plan: Plan) -> bool:
    """Stores in the plan whom the message turns down, or that anybody will do; True when that is
    certain."""
    people = people_of(turn, plan.slots, plan.not_with)
    refused, sure = list(people.refused), people.sure
    if (
        not refused
        and not people.wanted
        and turns_somebody_away(turn.text, portuguese=turn.portuguese)
        and (one := who_is_meant(plan))
    ):
        refused, sure = [one], True
    lifted = bool(plan.not_with) and not refused and anybody_will_do(turn.text)
    if lifted:
        plan.not_with = []
    leave_out(plan, refused)
    return sure or lifted


def leave_out(plan: Plan, people: Sequence[str]) -> None:
    """Excludes these people from offers; a time that was on offer with one of them is searched for
    with somebody else."""
    plan.not_with = list(dict.fromkeys([*plan.not_with, *people]))[-MOST_REFUSED:]
    if any(same_person(plan.when.get("member", ""), name) for name in people):
        plan.when.pop("member")
        plan.when |= {} if plan.when.get("date_from") else plan.wished
    if len(plan.slots) == 1 and any(same_person(plan.slots[0].person, name) for name in people):
        one = plan.slots[0]
        plan.when = {key: value for key, value in plan.when.items() if key not in (*_DAY, *_HOUR)}
        plan.when |= {"date_from": one.date, "date_to": one.date, "time": one.at}
    settle(plan)


def says_why_not(turn: Turn, plan: Plan, when: Bounds, refused: Sequence[str]) -> bool:
    """Whether a reading is a day that is turned down, named once more only to say why: "los jueves no,
    los jueves voy a misa". `refused`: what this message turns down (texts of Exclusion)."""
    day = _single_day(when)
    if day is None or takes_after_all(turn.text):
        return False
    now = any(one.low is None and one.on(day) for one in read_exclusions(refused))
    before = any(one.low is None and one.on(day) for one in read_exclusions(plan.without))
    return now or (before and is_busy_then(turn.text))


def turns_down(turn: Turn) -> bool:
    """Whether the message may turn down a day or a time; resolve_date decides."""
    if not refuses(turn.text, portuguese=turn.portuguese):
        return False
    return looks_like_date(turn.text) or points_at_day_or_time(turn.text)


def points_at_offer(turn: Turn, plan: Plan) -> bool:
    """Whether the message refuses what is on offer by pointing: "esse horário não dá"."""
    if not plan.slots or not refuses(turn.text, portuguese=turn.portuguese):
        return False
    return _refuses_that(turn)


def note_pointed(turn: Turn, plan: Plan) -> bool:
    """Excludes what is refused by pointing at the offer: "la primera no", "ese día no puedo"."""
    if plan.slots and turn.agrees is not False and only_refuses(turn.text):
        return note_refused(plan, [_text_of(slot) for slot in plan.slots])
    if not plan.slots or not refuses(turn.text, portuguese=turn.portuguese):
        return False
    place = refused_place(turn.text, len(plan.slots), portuguese=turn.portuguese)
    if place is not None:
        return note_refused(plan, [_text_of(plan.slots[place])])
    if (
        refuses_that_day(turn.text, portuguese=turn.portuguese)
        and len({slot.date for slot in plan.slots}) == 1
    ):
        return note_refused(plan, [plan.slots[0].date])
    if _refuses_that(turn):
        return note_refused(plan, [_text_of(slot) for slot in plan.slots])
    return False


def pointed_instead(turn: Turn, plan: Plan) -> Slot | None:
    """The slot of "a primeira não, a segunda", which refuses one place of the list for another."""
    if len(plan.slots) < 2:
        return None
    places = place_for_another(turn.text, len(plan.slots), portuguese=turn.portuguese)
    if places is None:
        return None
    refused, chosen = (plan.slots[place] for place in places)
    note_refused(plan, [_text_of(refused)])
    return chosen


def _refuses_that(turn: Turn) -> bool:
    """ "Ese día no", "esse horário não dá"."""
    portuguese = turn.portuguese
    return refuses_that_time(turn.text, portuguese=portuguese) or refuses_that_day(
        turn.text, portuguese=portuguese
    )


def _text_of(slot: Slot) -> str:
    return f"{slot.date} {slot.at}"


def settle(plan: Plan) -> None:
    """Removes what is refused from the offer and from the bounds of the search."""
    before = plan.slots
    plan.slots = allowed(before, plan.without, plan.not_with)
    if plan.slot in {slot.slot for slot in before if slot not in plan.slots}:
        plan.slot = ""
    for exclusion in read_exclusions(plan.without):
        if exclusion.low is None:
            one_day = {"date_to": plan.when.get("date_from", "")} | plan.when
            if (day := _single_day(one_day)) and exclusion.on(day):
                plan.when = {key: value for key, value in plan.when.items() if key not in _DAY}
        elif _at_refused_time(plan.when, exclusion):
            plan.when = {key: value for key, value in plan.when.items() if key not in _HOUR}


def _at_refused_time(when: Bounds, exclusion: Exclusion) -> bool:
    if exclusion.of_days and not ((day := _single_day(when)) and exclusion.on(day)):
        return False
    span = _span(when)
    return bool(span and exclusion.taken_back_by(_single_day(when), span))


def take_back(plan: Plan, when: Bounds) -> None:
    """Lifts the exclusions that a newly named day or hour contradicts."""
    day = _single_day(when) or _single_day(plan.when)
    named = _single_day(when)
    span = _span(when)
    plan.without = [
        str(one)
        for one in read_exclusions(plan.without)
        if not one.taken_back_by(named if one.low is None else day, span)
    ]


def _single_day(when: Bounds) -> date | None:
    first = when.get("date_from")
    try:
        return date.fromisoformat(first) if first and first == when.get("date_to") else None
    except ValueError:
        return None


def _span(when: Bounds) -> tuple[int, int] | None:
    """The minutes [low, high) of the day that an hour or a part of the day names."""
    if at := when.get("time"):
        clock = time.fromisoformat(at)
        low = clock.hour * 60 + clock.minute
        return low, low + 1
    if (part := when.get("part", "")) in PARTS:
        low, high = (clock.hour * 60 + clock.minute for clock in PARTS[part])
        return low, high
    return None
