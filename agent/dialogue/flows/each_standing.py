"""Whom standing appointments are for, put right: "la limpieza es mía", "están al revés"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent.dialogue.flows.consent import ask_consent
from agent.dialogue.flows.failing import clarify, offer_human
from agent.dialogue.flows.naming import heard_name, of_others, verbatim_name
from agent.dialogue.flows.other_name import OTHER_WISHES
from agent.dialogue.flows.whom import called, guest_of
from agent.dialogue.memo import AskData, Guest
from agent.dialogue.tools import correct_attendees, list_appointments
from agent.dialogue.turn import Maybe, Steps, Turn, join
from agent.language import Intent, looks_like_date
from agent.language.each_service import ServiceFor
from agent.language.hour_names import hour_people
from agent.language.names import same_person
from agent.language.people_words import same_relation
from agent.language.readings.another import asks_for_another, asks_to_make
from agent.language.readings.services import Mention
from agent.language.readings.wishes import wishes_for_something
from agent.tool_views import AppointmentView


@dataclass(frozen=True)
class Attendee:
    """An appointment, or one `service` of a visit, and whom it is for."""

    own: AppointmentView
    guest: Guest
    service: str = ""


def standing_for(
    turn: Turn, told: Sequence[tuple[ServiceFor, Guest]], own: Sequence[AppointmentView]
) -> list[Attendee] | None:
    """What stands of the services that the message gives to somebody; None where it wishes for new ones."""
    is_told = all(part.is_told for part, _ in told)
    wishes = wishes_for_something(turn.text) or asks_to_make(turn.text)
    if asks_for_another(turn.text) or (not is_told and (wishes or looks_like_date(turn.text))):
        return None
    attendees = []
    for part, guest in told:
        for mention in part.services:
            near = [one for one in own if stands_for(one, mention)]
            if len(near) == 1:
                service = mention.name if len(near[0].parts) > 1 else ""
                attendees.append(Attendee(near[0], guest, service))
    return attendees or None


def stands_for(one: AppointmentView, mention: Mention) -> bool:
    """Whether an appointment is of a service that was named."""
    service = mention.name or mention.query
    return service in [part.service for part in one.parts] or service == one.service


def swapped(own: Sequence[AppointmentView]) -> list[Attendee]:
    """The two people of two appointments, or of the two that were made last, exchanged; [] where it is not two."""
    if len(own) != 2 or len({one.person_id for one in own}) != 2:
        return []
    one, other = own
    return [Attendee(one, _of(other)), Attendee(other, _of(one))]


def _of(one: AppointmentView) -> Guest:
    if not one.person_id:
        return Guest(writer=True)
    return Guest(one.relation, one.name or "", one.person_id)


def at_hours(turn: Turn, own: Sequence[AppointmentView]) -> list[Attendee]:
    """Each appointment of whose hour the message tells whom it is for: "the 2:30 one is for my husband Paul"."""
    attendees = []
    for entry in hour_people(turn.text, of_others(turn)):
        near = [one for one in own if entry.hour.is_at(one.at)]
        guest = Guest(writer=True) if entry.who is None else guest_of(turn, entry.who)
        told = [Attendee(one, guest) for one in near]
        wrong = [one for one in told if is_anothers(one)]
        attendees += told if len(told) == 1 else wrong if len(wrong) == 1 else []
    return attendees


def is_anothers(one: Attendee) -> bool:
    """Whether it stands under somebody else than whom it is for."""
    own, guest = one.own, one.guest
    if guest.writer or not own.person_id:
        return guest.writer == bool(own.person_id)
    if guest.person or not guest.relation:
        return guest.person != own.person_id
    return own.relation not in ("", "other") and not same_relation(own.relation, guest.relation)


def put_right(turn: Turn, attendees: Sequence[Attendee]) -> Steps:
    """Gives each to its person, all of them or none; asks first how somebody is called who has no name yet."""
    named = [replace(one, guest=_with_name(turn, one.guest, attendees)) for one in attendees]
    if unnamed := next((one for one in named if _lacks_name(turn, one.guest, named)), None):
        return _ask(turn, unnamed.guest, named)
    result = yield from correct_attendees([_entry(one) for one in named])
    if result.status == "needs_name":
        return _ask(turn, Guest(writer=True), named)
    turn.memo.fails = 0
    if result.status in ("renamed", "already_named"):
        turn.memo.booked = {"appointment": named[0].own.appointment, "name": named[0].guest.name}
        return _done(turn, result.status)
    if result.status == "overlaps_own":
        return turn.say("name_overlaps", name=named[0].guest.name)
    return join(turn.say("trouble"), offer_human(turn))


def _done(turn: Turn, status: str) -> str:
    line = turn.say("already_theirs") if status == "already_named" else ""
    if turn.pending_question in ("rename", "which", "attendee"):
        turn.memo.ask = None
    return join(line, ask_consent(turn) if not turn.memo.ask else turn.resume())


def _with_name(turn: Turn, guest: Guest, attendees: Sequence[Attendee]) -> Guest:
    """With a name that stands on the appointments already: "el masaje es de mi mamá", who is Rosa on one of them."""
    if guest.name or guest.writer or guest.person:
        return guest
    theirs = [
        one.own
        for one in attendees
        if one.own.person_id and same_relation(one.own.relation, guest.relation)
    ]
    if theirs:
        return Guest(guest.relation, theirs[0].name or "", theirs[0].person_id)
    return guest


def _lacks_name(turn: Turn, guest: Guest, attendees: Sequence[Attendee]) -> bool:
    if not guest.writer:
        return not (guest.name or guest.person)
    if guest.name:
        return False
    own = turn.facts.customer_name
    others = [one.guest for one in attendees if not one.guest.writer and one.guest.relation]
    return not own or any(same_person(one.name, own) for one in others if one.name)


def _ask(turn: Turn, guest: Guest, attendees: Sequence[Attendee]) -> str:
    """Asks how they are called; the rest is entry with the question."""
    data = AskData(attendees=[_entry_to_ask(one) for one in attendees])
    if guest.writer:
        return turn.ask("attendee", "appointment", "ask_your_name_too", data)
    return turn.ask("attendee", "appointment", "ask_name_of", data, who=called(turn, guest))


def _entry_to_ask(one: Attendee) -> dict[str, str]:
    guest = one.guest
    writer = {"writer": "yes"} if guest.writer else {}
    entry = {"appointment": one.own.appointment, "service": one.service, "relation": guest.relation,
            "name": guest.name, "person": guest.person} | writer  # fmt: skip
    return {key: value for key, value in entry.items() if value}


def named_now(turn: Turn) -> Maybe:
    """Goes on with the name that was asked for; None where the message gives none."""
    if turn.pending_question != "attendee" or not turn.memo.ask:
        return None
    heard = heard_name(turn, expected=True)
    name = heard.value if heard else verbatim_name(turn)
    if not name:
        return (yield from _no_name(turn))
    own = {one.appointment: one for one in (yield from list_appointments()).appointments}
    attendees, given = [], False
    for entry in turn.memo.ask.data.attendees:
        guest = _guest(entry)
        if not (guest.name or guest.person or given) and not _settled(turn, guest):
            guest, given = replace(guest, name=name), True
        if entry.get("appointment", "") in own:
            attendees.append(Attendee(own[entry["appointment"]], guest, entry.get("service", "")))
    return (yield from put_right(turn, attendees)) if attendees else None


def _no_name(turn: Turn) -> Maybe:
    """Asks again, unless something else is wanted."""
    if turn.has(*OTHER_WISHES, Intent.CONFIRM) or turn.each:
        turn.memo.ask = None
        return None
    if turn.agrees is False:
        turn.memo.ask = None
        return turn.say("kept")
    return (yield from clarify(turn))


def _settled(turn: Turn, guest: Guest) -> bool:
    """Whether it is the customer, of whom nothing was asked."""
    asked_of_self = turn.memo.ask is not None and turn.memo.ask.again == "ask_your_name_too"
    return guest.writer and not asked_of_self


def _guest(entry: dict[str, str]) -> Guest:
    return Guest(
        entry.get("relation", ""),
        entry.get("name", ""),
        entry.get("person", ""),
        writer=bool(entry.get("writer")),
    )


def _entry(one: Attendee) -> dict[str, object]:
    guest = one.guest
    who: dict[str, str] = {"person": guest.person}
    if guest.writer:
        who = {"person": "self"} | ({"name": guest.name} if guest.name else {})
    elif not guest.person:
        who = {"name": guest.name, "relation": guest.relation or "other"}
    part = {"service": one.service} if one.service else {}
    return {"appointment": one.own.appointment, **part, "who": who}
