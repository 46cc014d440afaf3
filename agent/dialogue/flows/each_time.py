"""When each of several people comes whose appointments are being made: "4 for me, 5 for Leo"."""

from collections.abc import Sequence
from dataclasses import replace

from agent.dialogue.flows.dates import understand
from agent.dialogue.flows.naming import heard_name, of_others
from agent.dialogue.flows.search import search
from agent.dialogue.memo import Guest, Plan, Queued
from agent.dialogue.turn import Maybe, Turn
from agent.language import Intent, looks_like_date
from agent.language.names import same_person
from agent.language.people_times import times_of
from agent.language.people_words import can_be, same_relation
from agent.language.readings.services import mentioned
from agent.language.spoken_people import Spoken, spoken_people
from agent.tool_views import Bounds

_WAITS = frozenset({"slot", "day", "reading", "name", "member"})
_ASKS = (Intent.PRICE, Intent.HOURS, Intent.LOCATION, Intent.QUESTION)
_TASKS = (Intent.CANCEL, Intent.CONFIRM, Intent.LIST, Intent.RENAME)


def each_time(turn: Turn) -> Maybe:
    """Gives each of them the time that is told for them, and offers the first; None for another message.
    Where a time is told for nobody but one who waits, theirs is offered now."""
    plan, queue = turn.memo.booking, turn.memo.queue
    several = turn.each is not None and turn.each.of_several
    waits = plan.each and queue and turn.pending_question in _WAITS
    if not waits or several or turn.choice or turn.has(*_TASKS, sure=0.8):
        return None
    told = _of_guests(turn, [plan.guest, *(one.guest for one in queue)]) or _of_service(turn)
    if not told or set(told) == {0}:
        return None
    wishes = [_as_queued(plan), *queue]
    for n, (words, name) in told.items():
        read = yield from understand(turn, Plan(), text=words, expecting_time=True)
        if read.status != "ok":
            return None
        wishes[n] = _at(wishes[n], read.when, name)
    if 0 not in told:
        first = min(told)
        wishes = [wishes[first], *wishes[:first], *wishes[first + 1 :]]
    _take(turn, [replace(one, guest=_whole_name(turn, one.guest)) for one in wishes])
    return (yield from search(turn, turn.memo.booking))


def _of_guests(turn: Turn, guests: Sequence[Guest]) -> dict[int, tuple[str, str]]:
    """The words that tell the time of each of `guests`, and how they are called ("" nothing new), by their place."""
    times = times_of(turn.whole, of_others(turn))
    several = len(times) > 1
    told: dict[int, tuple[str, str]] = {}
    for one in times:
        place = 0 if one.who is None else _place(one.who, guests, several=several)
        if place is None:
            return {}
        name = one.who.who.name if one.who and one.who.who else ""
        told.setdefault(place, (one.words, name))
    return told


def _of_service(turn: Turn) -> dict[int, tuple[str, str]]:
    """The same for a wish that names the service of the only one who waits for it, and not what is on offer."""
    names = mentioned(turn.text, turn.facts.services)
    if not looks_like_date(turn.whole) or turn.has(*_ASKS) or {*names} & {*turn.memo.booking.names}:
        return {}
    wishes = enumerate(turn.memo.queue, 1)
    places = [n for n, one in wishes if any(wanted.name in names for wanted in one.wanted)]
    return {places[0]: (turn.whole, "")} if len(places) == 1 else {}


def _place(spoken: Spoken, guests: Sequence[Guest], *, several: bool) -> int | None:
    """Which of them is spoken of; by a new name the only one who has none, where it says for whom."""
    fitting = [n for n, guest in enumerate(guests) if _is(spoken, guest)]
    if not fitting and several and spoken.bound and spoken.who and spoken.who.name:
        fitting = [n for n, guest in enumerate(guests) if not (guest.writer or guest.name)]
    return fitting[0] if len({guests[n] for n in fitting}) == 1 else None


def _is(spoken: Spoken, guest: Guest) -> bool:
    if spoken.who is None:
        return guest.writer
    if spoken.who.name and guest.name:
        return same_person(spoken.who.name, guest.name) or same_person(guest.name, spoken.who.name)
    if guest.writer:
        return False
    if spoken.who.relation:
        return same_relation(spoken.who.relation, guest.relation)
    return bool(spoken.pronoun) and can_be(spoken.pronoun, guest.relation)


def _whole_name(turn: Turn, guest: Guest) -> Guest:
    """With the rest of their name, where the message tells it: "Leo" of "Leo Moreno"."""
    spoken = spoken_people(turn.whole, of_others(turn)).spoken
    names = [one.who.name for one in spoken if one.who and one.who.name]
    heard = heard_name(turn)
    names += [heard.value] if heard and heard.how == "called" else []
    longer = [name for name in names if guest.name and same_person(guest.name, name)]
    return replace(guest, name=max([guest.name, *longer], key=len))


def _as_queued(plan: Plan) -> Queued:
    when: Bounds = dict(plan.when)
    if len(plan.slots) == 1:
        slot = plan.slots[0]
        when |= {"date_from": slot.date, "date_to": slot.date, "time": slot.at}
    return Queued(tuple(plan.wanted), plan.guest, when)


def _at(wish: Queued, when: Bounds, name: str) -> Queued:
    """The wish at another time; an hour alone is of its own day."""
    day = {key: wish.when[key] for key in ("date_from", "date_to") if key in wish.when}
    guest = replace(wish.guest, name=name) if name and not wish.guest.name else wish.guest
    follows = wish.follows and "date_from" not in when
    return Queued(wish.wanted, guest, day | when, follows=follows)


def _take(turn: Turn, wishes: Sequence[Queued]) -> None:
    first, *queue = wishes
    turn.memo.queue = queue
    plan = Plan(wanted=list(first.wanted), when=dict(first.when), party=[first.guest], each=True)
    turn.memo.booking, turn.memo.name, turn.whom = plan, first.guest.name, True
