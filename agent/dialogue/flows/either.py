"""Several days or hours of which any suits the customer: "el jueves a las 10 o el viernes".

They stay the wish until another day is named: what is refused of them leaves the others, "cualquiera
de las dos" is the first of them that is free, and nothing beyond them is offered unasked.
"""

from collections.abc import Generator, Sequence
from datetime import date, datetime, time

from agent.dates import Exclusion, read_exclusions
from agent.dates.polarity import refuses
from agent.dialogue.flows.dates import Reading, merge
from agent.dialogue.flows.offering import ask_day, node_of, offer, offer_one
from agent.dialogue.flows.search import search, search_each, search_options
from agent.dialogue.flows.slots import agreeing, by_position
from agent.dialogue.flows.turned_down import note_refused
from agent.dialogue.flows.wording import listed
from agent.dialogue.memo import WHEN_KEYS, Plan
from agent.dialogue.turn import Call, Steps, Turn
from agent.language import words
from agent.language.readings.choices import (
    either_will_do,
    has_number,
    joins_by_or,
    none_will_do,
)
from agent.tool_answers import Answer
from agent.tool_views import Bounds, Slot

_FEW_WORDS = 5
"""Words beside a bare day of the month."""
_HOUR_WORDS = 3
"""Words of an answer that is the hour alone: "at 8 please"."""
_HALVES = ("before noon", "after it")
_HALF_DAY = 12 * 60
_FIRST, _LAST = "07:00", "18:59"
_HOUR = ("time", "part", "not_before", "not_after")


def is_open(plan: Plan) -> bool:
    """Whether several days or hours were said and none of them is settled on."""
    return bool(plan.either) and not plan.when.keys() & {"date_from", "time"}


def settle_reading(turn: Turn, plan: Plan) -> Steps:
    """Offers what is free of several days that the customer left the choice between, or asks which one
    is meant where their words can be read in two ways."""
    days = [(wish.get("date_from", ""), wish.get("date_to", "")) for wish in plan.either]
    left_open = len(set(days)) == len(days) > 1 and joins_by_or(
        turn.text, portuguese=turn.portuguese
    )
    if left_open and plan.wanted:
        return (yield from several_left(turn, plan))
    if plan.wanted and _are_halves(plan.either):
        return (yield from _half_of_day(turn, plan))
    return ask_reading(turn, plan)


def _are_halves(wishes: Sequence[Bounds]) -> bool:
    """Whether two wishes are one hour of the clock, before noon and after it."""
    if len({wish.get("date_from") for wish in wishes}) > 1 or len(wishes) != len(_HALVES):
        return False
    hours = [_minutes(wish) for wish in wishes]
    return (
        None not in hours
        and len(set(hours)) > 1
        and len({n % _HALF_DAY for n in hours if n is not None}) == 1
    )


def _half_of_day(turn: Turn, plan: Plan) -> Steps:
    """ "Tuesday at 8": the half of the day in which that hour is free, or is usual where neither is; asks
    where both are."""
    wishes = list(plan.either)
    free = []
    for wish in wishes:
        free += [wish] if (yield from search_options(plan, [_bounds(wish)])) else []
    if len(free) > 1:
        return ask_reading(turn, plan)
    merge(plan, _bounds(free[0] if free else _usual_half(wishes)))
    plan.either = []
    return (yield from search(turn, plan))


def _usual_half(wishes: Sequence[Bounds]) -> Bounds:
    """The one that falls into a working day, from seven in the morning on."""
    return next((wish for wish in wishes if _FIRST <= wish["time"] <= _LAST), wishes[0])


def _minutes(wish: Bounds) -> int | None:
    hour, _, minute = wish.get("time", "").partition(":")
    return int(hour) * 60 + int(minute[:2]) if minute else None


def ask_reading(turn: Turn, plan: Plan) -> str:
    """Asks which of two days or hours is meant."""
    labels = [label for wish in plan.either if (label := wish.get("label"))]
    choices = listed(turn.facts.language, labels)
    return turn.ask("reading", node_of(plan), "which_reading", readings=choices)


def says_either(turn: Turn, plan: Plan) -> bool:
    """Whether any of those that were asked about or offered will do: "las dos me sirven"."""
    several = len(plan.slots) > 1 or len(plan.either) > 1
    return several and either_will_do(turn.text) and not _refuses(turn)


def says_none(turn: Turn, plan: Plan) -> bool:
    """Whether it is none of them: "ninguna de las dos"."""
    return bool(plan.slots or plan.either) and none_will_do(turn.text) and not _more(turn)


def _more(turn: Turn) -> bool:
    """Whether a day or hour of their own is named along ("ninguna de las dos, a las 3")."""
    return has_number(turn.text)


def _refuses(turn: Turn) -> bool:
    return refuses(turn.text, portuguese=turn.portuguese)


def wish_by_place(turn: Turn, plan: Plan) -> Bounds | None:
    """The wish that "la segunda" points to, among those asked about."""
    if (named := _wish_of_day(turn, plan)) is not None:
        return _bounds(named)
    if _are_halves(plan.either) and _names_their_hour(turn, plan):
        return _bounds(_usual_half(plan.either))
    places = [Slot(slot=str(n)) for n in range(len(plan.either))]
    position = by_position(turn.text, "", places)
    return _bounds(plan.either[int(position.slot)]) if position else None


def _wish_of_day(turn: Turn, plan: Plan) -> Bounds | None:
    """The one of two days that a bare number means: "28", "el 28 te dije"."""
    numbers = [word for word in words(turn.text) if word.isdigit()]
    if (
        turn.pending_question != "reading"
        or len(numbers) != 1
        or len(words(turn.text)) > _FEW_WORDS
    ):
        return None
    on_it = [
        wish for wish in plan.either if int(wish.get("date_from", "0")[-2:]) == int(numbers[0])
    ]
    one_day = len({wish.get("date_from") for wish in on_it}) == 1
    return on_it[0] if on_it and one_day else None


def _names_their_hour(turn: Turn, plan: Plan) -> bool:
    """Whether nothing but the hour is said again: "8"."""
    numbers = [word for word in words(turn.text) if word.isdigit()]
    return len(words(turn.text)) <= _HOUR_WORDS and numbers == [
        str(int(plan.either[0]["time"][:2]) % 12 or 12)
    ]


def none_of_them(turn: Turn, plan: Plan) -> str:
    """Notes that none is wanted and asks for a day: only the customer knows what else."""
    told = [f"{slot.date} {slot.at}" for slot in plan.slots]
    told += [_as_exclusion(wish) for wish in plan.either] if not plan.slots else []
    note_refused(plan, told)
    plan.slots, plan.either = [], []
    return ask_day(turn, plan)


def first_of(turn: Turn, plan: Plan) -> Steps:
    """Of several that will do, the first that is free: of the wishes, else of the offer."""
    if plan.slots and turn.pending_question != "reading":
        return offer_one(turn, plan, plan.slots[0])
    for wish in map(_bounds, plan.either):
        if free := (yield from search_options(plan, [wish])):
            merge(plan, wish)
            if wish.get("time"):
                return offer_one(turn, plan, free[0])
            return (yield from search(turn, plan))
    if plan.either:
        merge(plan, _bounds(plan.either[0]))
    return (yield from search(turn, plan))


def wish_left(
    turn: Turn, plan: Plan, before: Sequence[Bounds], read: Reading, *, refused: bool
) -> Bounds | None:
    """The only one of the wishes `before` that the message leaves, as bounds; {} when it leaves
    several and took one away; None when it is not about them."""
    if not before or read.status not in ("ok", "none"):
        return None
    exclusions = read_exclusions(plan.without)
    left = [wish for wish in before if not any(_excludes(one, wish) for one in exclusions)]
    taken = refused and len(left) < len(before)
    plan.either = left if taken else plan.either
    if read.status == "ok":
        return _wish_named(turn, left, read)
    if not taken or not left:
        return None
    return _bounds(left[0]) if len(left) == 1 else {}


def _wish_named(turn: Turn, left: Sequence[Bounds], read: Reading) -> Bounds | None:
    """The only wish that the new bounds fit, joined with what they add to it."""
    fitting = [wish for wish in left if _fits(wish, left, read.when)]
    if len(fitting) != 1:
        return None
    hour = fitting[0].keys() & _HOUR
    if turn.pending_question != "reading" and not (hour and "date_from" in read.when):
        return None
    if turn.pending_question != "reading" and read.when.keys() & _HOUR:
        return None
    when = {key: value for key, value in read.when.items() if not (hour and key in _HOUR)}
    return _bounds(fitting[0]) | ({} if "date_from" in fitting[0] else when) | _own_hour(when)


def _own_hour(when: Bounds) -> Bounds:
    return {key: value for key, value in when.items() if key in _HOUR}


def _fits(wish: Bounds, all_of_them: Sequence[Bounds], when: Bounds) -> bool:
    """Whether a wish fits the new bounds; hours are compared only where all wishes have hours."""
    if "date_from" in when and all("date_from" in one for one in all_of_them):
        first, last = wish["date_from"], wish.get("date_to", "")
        if first > when.get("date_to", "") or last < when["date_from"]:
            return False
    if all("time" in one for one in all_of_them):
        slot = Slot(date=wish.get("date_from", ""), at=wish["time"])
        return bool(agreeing([slot], {key: when[key] for key in _HOUR if key in when}))
    return True


def several_left(turn: Turn, plan: Plan) -> Generator[Call, Answer, str]:
    """Offers what is free of the wishes that are left."""
    free = yield from search_each(turn, plan, [_bounds(wish) for wish in plan.either])
    if free:
        return offer(turn, plan, free, "")
    return (yield from search(turn, plan))


def _bounds(wish: Bounds) -> Bounds:
    return {key: wish[key] for key in WHEN_KEYS if key in wish}


def _as_exclusion(wish: Bounds) -> str:
    first, last = wish.get("date_from", ""), wish.get("date_to", "")
    days = first if first == last else f"{first}..{last}"
    return f"{days} {wish.get('time', '')}".strip()


def _excludes(one: Exclusion, wish: Bounds) -> bool:
    """Whether all of a wish is refused."""
    first, last, at = (wish.get(key, "") for key in ("date_from", "date_to", "time"))
    if not first:
        return bool(at) and not one.of_days and one.at(time.fromisoformat(at))
    if at and first == last:
        return one.covers(datetime.fromisoformat(f"{first}T{at}"))
    days = one.of_days and one.low is None
    return days and one.on(date.fromisoformat(first)) and one.on(date.fromisoformat(last))
