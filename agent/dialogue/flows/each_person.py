"""Services of several people in one wish: an appointment for each, one after the other, under its own person.

The first is offered, the others wait until it is booked (flows/further.py): one yes books one of them, and
every offer says for whom it is.
"""

from collections.abc import Generator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from agent.dialogue.flows.choosing import impossible
from agent.dialogue.flows.dates import merge, note_member, understand
from agent.dialogue.flows.each_standing import (
    Attendee,
    at_hours,
    is_anothers,
    named_now,
    put_right,
    standing_for,
    stands_for,
    swapped,
)
from agent.dialogue.flows.each_time import each_time
from agent.dialogue.flows.either import settle_reading
from agent.dialogue.flows.naming import heard_name, of_others
from agent.dialogue.flows.offering import offer
from agent.dialogue.flows.queued import all_wishes
from agent.dialogue.flows.search import search
from agent.dialogue.flows.whom import guest_of
from agent.dialogue.flows.whose_services import puts_people_right, tells_hours
from agent.dialogue.memo import MOST_FURTHER, Guest, Plan, Queued, Wanted
from agent.dialogue.tools import list_appointments
from agent.dialogue.turn import Call, Maybe, Steps, Turn, join
from agent.language import words
from agent.language.both import comes_together, without_both
from agent.language.each_service import ServiceFor, times_apart
from agent.language.name_pairs import two_people
from agent.language.names import NameReading, same_person
from agent.language.people_words import can_be
from agent.language.readings.other_times import says_next_week
from agent.language.readings.services import Mention
from agent.language.said_names import names_said
from agent.language.whom import Somebody, comes_in_turn, says_me_first, without_spans
from agent.tool_answers import Answer
from agent.tool_views import AppointmentView, Bounds


def each_person(turn: Turn) -> Maybe:
    """Puts the people of what is booked right, and offers what is not; None for another message."""
    if (answered := (yield from named_now(turn))) is not None:
        return answered
    if (timed := (yield from each_time(turn))) is not None:
        return timed
    if turn.each is None and not puts_people_right(turn):
        return None
    own = (yield from list_appointments()).appointments
    told = [(part, _guest(turn, part)) for part in turn.each.parts] if turn.each else []
    attendees = standing_for(turn, told, own) if told else _told_otherwise(turn, own)
    if attendees:
        reply = yield from put_right(turn, attendees)
        left = [(part, guest) for part, guest in told if _is_planned(turn, part, own)]
        return (
            (yield from _offer_first(turn, left))
            if left and turn.pending_question != "attendee"
            else reply
        )
    if len(told) > 1:
        return (yield from _offer_first(turn, told))
    return (yield from _of_planned(turn, *told[0])) if told else None


def _told_otherwise(turn: Turn, own: Sequence[AppointmentView]) -> list[Attendee]:
    if tells_hours(turn):
        attendees = at_hours(turn, own)
        # Of whom it is already nothing but a name is put right (flows/renaming.py).
        return attendees if any(is_anothers(one) for one in attendees) else []
    booked = [one for one in own if one.appointment in turn.memo.each_booked]
    return swapped(own) or swapped(booked)


def _is_planned(turn: Turn, part: ServiceFor, own: Sequence[AppointmentView]) -> bool:
    """Whether none of it stands, and it is what is being booked or waits for that."""
    plans = [turn.memo.booking.wanted, *(one.wanted for one in turn.memo.queue)]
    names = {wanted.name for plan in plans for wanted in plan}
    return any(one.name in names for one in part.services) and not any(
        stands_for(one, mention) for one in own for mention in part.services
    )


def _of_planned(turn: Turn, part: ServiceFor, guest: Guest) -> Maybe:
    """Whom the appointment in the making is for: "no, el masaje es de mi mamá Rosa"."""
    plan = turn.memo.booking
    if not plan.slots or turn.pending_question not in ("slot", "name"):
        return None
    names = {one.name or one.query for one in part.services}
    rest = tuple(Mention(one.name, one.query) for one in plan.wanted if one.name not in names)
    if rest:
        party = plan.party[0] if plan.party else Guest(writer=True, name=turn.facts.customer_name)
        others = ServiceFor(rest, None, part.begin, part.end)
        return (yield from _offer_first(turn, [(part, guest), (others, party)]))
    plan.party, plan.each, turn.memo.name = [guest], True, guest.name
    return offer(turn, plan, plan.slots, "")


def _guest(turn: Turn, part: ServiceFor) -> Guest:
    if part.who is None:
        own = turn.facts.customer_name or (turn.each.own if turn.each else "")
        return Guest(writer=True, name=own or turn.memo.own_name)
    if part.pronoun and not part.who.relation and not part.who.name:
        spoken_of = [*turn.memo.booking.party, *_guests(turn.memo.queue)]
        guests = [one for one in spoken_of if not one.writer and can_be(part.pronoun, one.relation)]
        if len(guests) == 1:
            return guests[0]
        people = [one for one in turn.facts.people if can_be(part.pronoun, one.relation)]
        if len(people) == 1:
            return Guest(people[0].relation, people[0].name, people[0].id)
        heard = heard_name(turn)
        return Guest(name=heard.value if heard and heard.how == "called" else "")
    if (
        not part.who.relation
        and turn.each
        and part is turn.each.parts[0]
        and says_me_first(turn.whole)
    ):
        return Guest(writer=True, name=part.who.name)
    return _by_name(turn, part.who) or guest_of(turn, part.who)


def _by_name(turn: Turn, who: Somebody) -> Guest | None:
    """The customer, or one of those whose appointments are being made, by their name alone."""
    if who.relation or not who.name:
        return None
    if same_person(who.name, turn.facts.customer_name):
        return Guest(writer=True, name=turn.facts.customer_name)
    spoken_of = [*turn.memo.booking.party, *_guests(turn.memo.queue)]
    return next((one for one in spoken_of if one.name and same_person(who.name, one.name)), None)


def _offer_first(turn: Turn, told: Sequence[tuple[ServiceFor, Guest]]) -> Steps:
    shown, before = _on_offer(turn.memo.booking), turn.memo.booking
    text = without_both(without_spans(turn.text, turn.each.spans if turn.each else ()))
    turn.narrow(text)
    plan = Plan(each=True)
    read = yield from understand(turn, plan, text=text)
    when = read.when or ({} if read.status != "none" else shown or dict(before.when))
    wishes = yield from _wishes(turn, told, when)
    first, *turn.memo.queue = wishes[: MOST_FURTHER + 1]
    plan.wanted, plan.party = list(first.wanted), [first.guest]
    turn.memo.booking, turn.memo.name, turn.whom = plan, first.guest.name, True
    turn.memo.each_booked, turn.memo.further, turn.memo.recurring = [], [], {}
    merge(plan, first.when)
    lead = turn.say("each_in_turn", list=all_wishes(turn, wishes)) if len(wishes) > 1 else ""
    if "date_from" in first.when:
        plan.either = []
    elif read.status == "ambiguous":
        return f"{lead} {(yield from settle_reading(turn, plan))}".strip()
    elif read.status == "impossible":
        return f"{lead} {(yield from impossible(turn, plan, read))}".strip()
    note_member(turn, plan)
    return f"{lead} {(yield from search(turn, plan))}".strip()


def _on_offer(plan: Plan) -> Bounds:
    """The day and hour of the only time that is on offer."""
    if len(plan.slots) != 1:
        return {}
    slot = plan.slots[0]
    return {"date_from": slot.date, "date_to": slot.date, "time": slot.at}


Wishes = Generator[Call, Answer, list[Queued]]


def _wishes(turn: Turn, told: Sequence[tuple[ServiceFor, Guest]], shared: Bounds) -> Wishes:
    """Each with its own day and hour, or with the one that is told for all."""
    apart = times_apart(turn.whole, [part for part, _ in told])
    in_turn = comes_in_turn(turn.text)
    together = not in_turn and (comes_together(turn.text) or "time" in shared)
    wishes: list[Queued] = []
    for n, (part, guest) in enumerate(told):
        when, follows, piece = dict(shared), True, ""
        if apart:
            piece = without_both(apart[n])
            read = yield from understand(turn, Plan(), text=piece)
            when, follows = read.when or when, not read.when
        wanted = tuple(Wanted(one.query, one.name) for one in part.services)
        wish = Queued(wanted, guest, when, together and follows, in_turn and follows, follows)
        _append(wishes, wish)
        if not follows and says_next_week(piece):
            wishes[-1] = _week_later(wishes)
    day = next((_day(one.when) for one in wishes if "date_from" in one.when), {})
    return [replace(one, when=day | one.when) for one in wishes]


def _week_later(wishes: Sequence[Queued]) -> Queued:
    """ "Thursday, and mine the other week" is of no week in which the one before it is."""
    *earlier, last = wishes
    first, end = last.when.get("date_from", ""), last.when.get("date_to", "")
    if not (first < end and any(first <= one.when.get("date_from", "") <= end for one in earlier)):
        return last
    days = {
        key: f"{date.fromisoformat(day) + timedelta(7)}" for key, day in _day(last.when).items()
    }
    return replace(last, when=last.when | days)


def _day(when: Bounds) -> Bounds:
    return {key: when[key] for key in ("date_from", "date_to") if key in when}


def _append(wishes: list[Queued], wish: Queued) -> None:
    """With the services that the same person wants at the same time, as one visit."""
    same = next((n for n, one in enumerate(wishes) if _are_one_visit(one, wish)), None)
    if same is None:
        wishes.append(wish)
        return
    wanted = tuple(dict.fromkeys((*wishes[same].wanted, *wish.wanted)))
    wishes[same] = replace(wishes[same], wanted=wanted)


def _are_one_visit(one: Queued, other: Queued) -> bool:
    return (one.guest, one.when) == (other.guest, other.when)


def note_each_name(turn: Turn) -> bool:
    """Gives the names that the message tells to those of several people whose appointments wait. False for none."""
    plan, queue = turn.memo.booking, turn.memo.queue
    if not plan.each or turn.choice or turn.each:
        return False
    together, in_turn = comes_together(turn.text), comes_in_turn(turn.text)
    turn.memo.queue = queue = [
        replace(one, together=one.together or together, in_turn=one.in_turn or in_turn)
        for one in queue
    ]
    names = names_said(turn.text, of_others(turn))
    if names.own or names.others:
        turn.memo.own_name = ""
        guests = [_named(one, names.own, names.others) for one in (plan.guest, *_guests(queue))]
        # "First one. I'm Ann Lee" chooses: of the writer's own name nothing is left to be read.
        spans = names.spans if names.others else names.whole
    elif _may_be_a_pair(turn) and (pair := two_people(turn.text, of_others(turn))):
        guests = [plan.guest, *_guests(queue)]
        free = [n for n, one in enumerate(guests) if not one.name][:2]
        for n, name in zip(free, pair, strict=False):
            guests[n] = replace(guests[n], name=name.value)
        spans = tuple((one.start, one.end) for one in pair)
    elif own := _own_name(turn):
        guests = [_named(one, own.value, ()) for one in (plan.guest, *_guests(queue))]
        spans = ((own.start, own.end),)
    else:
        return False
    _keep(turn, guests)
    turn.narrow(without_spans(turn.text, spans))
    return True


def _own_name(turn: Turn) -> NameReading | None:
    """The writer's name, told while another person's appointment is on offer who is called otherwise."""
    guest = turn.memo.booking.guest
    waits = any(one.guest.writer and not one.guest.name for one in turn.memo.queue)
    if guest.writer or not guest.name or not waits:
        return None
    heard = heard_name(turn)
    alike = heard and {*words(heard.value)} & {*words(guest.name)}
    return heard if heard and heard.sure and not alike else None


def _may_be_a_pair(turn: Turn) -> bool:
    """Whether two names can be told in the order of those who are asked about: not where the customer, who
    may name themself first, comes after the one who was asked about."""
    asked_of_writer = any(one.writer for one in turn.memo.booking.party)
    waits = any(one.guest.writer and not one.guest.name for one in turn.memo.queue)
    return turn.pending_question == "name" and (asked_of_writer or not waits)


def _guests(queue: Sequence[Queued]) -> list[Guest]:
    return [one.guest for one in queue]


def _named(guest: Guest, own: str, others: Sequence[Somebody]) -> Guest:
    if guest.writer:
        return replace(guest, name=own or guest.name)
    if guest.person:
        return guest
    name = next((one.name for one in others if one.relation in ("", guest.relation)), "")
    name = name or next((one.name for one in others if not guest.relation), "")
    return replace(guest, name=name or guest.name)


def _keep(turn: Turn, guests: Sequence[Guest]) -> None:
    plan = turn.memo.booking
    was = plan.guest
    plan.party = [guests[0]]
    turn.memo.queue = [
        replace(one, guest=guest) for one, guest in zip(turn.memo.queue, guests[1:], strict=True)
    ]
    if guests[0].name and guests[0] != was:
        turn.memo.name, turn.whom = guests[0].name, True
    turn.names_told = True


def each_stand(turn: Turn) -> Steps:
    """Which appointment is whose, after the last of several people's; "" where there were no several."""
    if len(turn.memo.each_booked) < 2:
        return ""
    own = (yield from list_appointments()).appointments
    booked, turn.memo.each_booked = turn.memo.each_booked, []
    lines = [
        f"• {one.name or ''}: {one.service}, {one.label}"
        for one in own
        if one.appointment in booked
    ]
    return join(turn.say("each_stand"), *lines) if len(lines) > 1 else ""
