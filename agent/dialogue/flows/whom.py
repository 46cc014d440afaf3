"""For whom an appointment is made: the customer, one of their people, or somebody who is named now."""

from dataclasses import replace

from agent.dialogue.flows.naming import heard_name, of_others
from agent.dialogue.memo import AskData, Guest, Plan
from agent.dialogue.tools import resolve_contact
from agent.dialogue.turn import Maybe, Turn
from agent.facts import SomebodyElse
from agent.language import Intent, looks_like_date
from agent.language.each_service import each_service
from agent.language.names import same_person
from agent.language.people_intents import supposes_company
from agent.language.people_words import same_relation
from agent.language.readings.taking import joins_on
from agent.language.said_names import names_said
from agent.language.whom import (
    Somebody,
    for_whom,
    without_names,
    without_spans,
    writer_name,
)
from agent.texts import texts

_OF_WHAT_STANDS = (Intent.CANCEL, Intent.RESCHEDULE, Intent.CONFIRM, Intent.LIST, Intent.RENAME)
_FULL = 2
_ASKS = (Intent.QUESTION, Intent.HOURS, Intent.PRICE)
_ABOUT_OWN = frozenset({"cancel", "which", "rename", "consent", "phone", "human"})


def note_whom(turn: Turn) -> None:
    """Keeps for whom the message wants an appointment, and takes names out of its text."""
    if turn.choice or turn.has(*_OF_WHAT_STANDS):
        return
    if named := _somebody_new(turn):
        turn.memo.booking = Plan(each=True, party=[named])
        turn.memo.name, turn.whom, turn.memo.ask = named.name, True, None
        return
    if turn.pending_question in _ABOUT_OWN and not _goes_on_to_another(turn):
        return
    names = [one.name for one in turn.facts.people]
    heard = for_whom(turn.text, others=of_others(turn), names=names)
    plan = turn.memo.booking
    if plan.each and turn.memo.queue and not heard.several:
        _note_their_name(turn)  # who is meant is one of them: flows/each_time.py
        return
    if heard.writer and not heard.others and not heard.several:
        own = Guest(writer=True, name=turn.facts.customer_name)
        plan.party, turn.memo.name = [own] if plan.each else [], ""
    if len(heard.others) != 1 or heard.several:
        supposed = turn.has(*_ASKS) and not turn.has(Intent.BOOK) and supposes_company(turn.text)
        turn.comes = heard if heard.several and not supposed else None
        _note_their_name(turn)
        return
    guest = guest_of(turn, heard.others[0])
    if not guest.name and (name := _told_of(turn, guest) or _told_at_the_end(turn)):
        # "My mother also wants … She is Ngozi Eze".
        guest = replace(guest, name=name)
    plan.party = [guest]
    turn.memo.name = guest.name
    turn.whom = True
    turn.memo.own_name = writer_name(turn.text) or turn.memo.own_name
    turn.narrow(without_names(turn.text, heard))


def _goes_on_to_another(turn: Turn) -> bool:
    """Whether one more is wished for behind a booking, whatever is asked of that: "and my son at 10:30"."""
    return bool(turn.memo.booked) and joins_on(turn.text) and looks_like_date(turn.text)


def _told_at_the_end(turn: Turn) -> str:
    """ "For my son at 10:30 please, Leo Cole": a full name behind the last comma, "" for none."""
    _, comma, behind = turn.text.rpartition(",")
    heard = heard_name(turn, expected=True, text=behind) if comma and behind.strip() else None
    return heard.value if heard and heard.sure and len(heard.value.split()) >= _FULL else ""


def _somebody_new(turn: Turn) -> Guest | None:
    """Who is named in full beside a service, after something was booked: "now Chloe Marsh, whitening"."""
    between = turn.pending_question in ("", "consent", "phone")
    if not (between and turn.memo.booked and turn.facts.customer_name):
        return None
    parts = each_service(turn.text, turn.facts.services, of_others(turn)).parts
    who = parts[0].who if len(parts) == 1 else None
    names = (turn.facts.customer_name, *(one.name for one in turn.facts.people))
    if (
        who is None
        or len(who.name.split()) < _FULL
        or any(same_person(who.name, name) for name in names)
    ):
        return None
    return Guest(who.relation, who.name)


def _note_their_name(turn: Turn) -> None:
    """Keeps how somebody is called whom the appointment in the making is for: "she is Ngozi Eze"."""
    guest = somebody_else(turn)
    if turn.comes or guest is None or guest.name:
        return
    if name := _told_of(turn, guest):
        turn.memo.booking.party = [replace(guest, name=name)]
        turn.memo.name = name
        turn.whom = True
        # With the words that tell whose it is: what is left may be a choice ("a primeira, ela se chama …").
        turn.narrow(without_spans(turn.text, names_said(turn.text, of_others(turn)).whole))


def _told_of(turn: Turn, guest: Guest) -> str:
    """The name that the message tells of them, by what they are or by a pronoun; "" for none."""
    told = names_said(turn.text, of_others(turn)).others
    return next((one.name for one in told if one.relation in ("", guest.relation)), "")


def guest_of(turn: Turn, somebody: Somebody) -> Guest:
    """The one of the customer's people who is meant, else somebody new."""
    relation, name = somebody.relation, somebody.name
    people = [one for one in turn.facts.people if _can_be(one, somebody)]
    if len(people) == 1:
        return Guest(relation or people[0].relation, people[0].name, people[0].id)
    return Guest(relation, name)


def _can_be(one: SomebodyElse, somebody: Somebody) -> bool:
    if somebody.name:
        named = same_person(somebody.name, one.name) or same_person(one.name, somebody.name)
        other = one.relation not in ("", "other") and somebody.relation
        return named and not (other and not same_relation(one.relation, somebody.relation))
    return same_relation(one.relation, somebody.relation)


def somebody_else(turn: Turn) -> Guest | None:
    """Whom the appointment in the making is for, when that is somebody else."""
    party = turn.memo.booking.party
    return party[0] if len(party) == 1 and not party[0].writer else None


def ask_their_name(turn: Turn, kind: str = "name") -> str:
    """Asks how the person is called whom the appointment is for, or which one of several."""
    guest = somebody_else(turn) or Guest()
    same = [one.name for one in turn.facts.people if same_relation(one.relation, guest.relation)]
    if len(same) > 1:
        one, other = same[:2]
        data = AskData(people=same[:2])
        return turn.ask(kind, "appointment", "which_of_people", data, one=one, other=other)
    if not guest.relation:
        return turn.ask(kind, "appointment", "ask_their_name")
    return turn.ask(kind, "appointment", "ask_name_of", who=called(turn, guest))


def called(turn: Turn, somebody: Guest | Somebody) -> str:
    """A person as the customer is told of them: by name, else "tu hija"."""
    if somebody.name:
        return somebody.name
    writer = isinstance(somebody, Guest) and somebody.writer
    address = turn.memo.address or turn.facts.formality
    relation = "self" if writer else somebody.relation or "other"
    spoken = texts(turn.facts.language).addressed(f"people.yours.{relation}", address)
    return spoken[:1].lower() + spoken[1:]


def introduce(turn: Turn) -> Maybe:
    """Writes down the customer's own name, which they gave while they book for somebody else."""
    own = turn.memo.own_name
    if own and not turn.facts.customer_name:
        yield from resolve_contact(own, confirmed=False)
    turn.memo.own_name = ""
    return None


def known_person(turn: Turn) -> str:
    """The id of the one of the customer's people whom it is for, unless another name was given since."""
    plan = turn.memo.booking
    if plan.each and plan.guest.writer and turn.facts.customer_name:
        return "self"
    guest = somebody_else(turn)
    return guest.person if guest and turn.memo.name in ("", guest.name) else ""
