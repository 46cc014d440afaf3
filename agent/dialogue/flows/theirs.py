"""Appointments of the customer's people: "la de mi mamá", "la de Lucía", "la mía"."""

from collections.abc import Sequence

from agent.dialogue.flows.keeping import says_it_stays
from agent.dialogue.flows.naming import of_others
from agent.dialogue.flows.whom import called
from agent.dialogue.turn import Turn, join
from agent.language import Intent, words
from agent.language.names import same_person
from agent.language.people_words import can_be, same_relation
from agent.language.readings.cancelling import calls_off, says_cancel
from agent.language.readings.house import without_topics
from agent.language.readings.refusing import begins_with_no
from agent.language.readings.services import mentioned
from agent.language.readings.staying import parts_that_stay
from agent.language.whom import Somebody
from agent.language.whose import Whose, whose
from agent.tool_views import AppointmentView

_LISTED = 5


def spoken_of(turn: Turn, own: Sequence[AppointmentView], *, asks: bool = False) -> Whose:
    """Whose appointment the message means. asks: it asks about appointments and changes none."""
    spoken = _read(turn, own, asks=asks)
    begin, end = spoken.span
    if end > begin and not asks:
        # Nothing else is read into the name: "la de Abril".
        turn.narrow(f"{turn.text[:begin]}{turn.text[end:]}")
    return spoken


def _read(turn: Turn, own: Sequence[AppointmentView], *, asks: bool = False) -> Whose:
    if turn.choice or (not own and not turn.facts.people and asks):
        return Whose()
    staff = frozenset(word for one in own for word in words(one.person))
    booked = [one.name for one in own if one.person_id and one.name]
    names = tuple(dict.fromkeys([*(one.name for one in turn.facts.people), *booked]))
    wording = without_topics(turn.text) if asks else turn.text
    return whose(wording, others=staff | of_others(turn), names=names, asks=asks)


def calls_off_somebodys(turn: Turn) -> bool:
    """Whether somebody else's appointment is to be cancelled while the customer's own is being made: "cancel my
    mum's", which gives up nothing of that."""
    if turn.choice or turn.memo.booking.party or not calls_off(turn.text):
        return False
    return _read(turn, ()).other is not None


def means_another(turn: Turn, own: Sequence[AppointmentView], appointment: str) -> bool:
    """Whether the message speaks of another person's appointment than the one that a question is about:
    "no, Dan's one"."""
    spoken = _read(turn, own)
    if not (spoken.other or (spoken.own and not says_it_stays(turn))):
        return False
    meant = [one.appointment for one in of_whom(own, spoken)]
    return bool(meant) and appointment not in meant


def names_another_instead(turn: Turn, own: Sequence[AppointmentView], appointment: str) -> bool:
    """Whether a no, or an order to cancel, is followed by the service of another appointment than the one
    that a question is about: "no no, la del masaje"."""
    this = {one.service for one in own if one.appointment == appointment}
    others = tuple({one.service for one in own} - this)
    denied = begins_with_no(turn.text, portuguese=turn.portuguese)
    if not (denied or says_cancel(turn.text)) or turn.has(Intent.BOOK):
        return False
    staying = {name for part in parts_that_stay(turn.text) for name in mentioned(part, others)}
    return bool({*mentioned(turn.text, others)} - staying) and not mentioned(turn.text, tuple(this))


def of_whom(own: Sequence[AppointmentView], spoken: Whose) -> Sequence[AppointmentView]:
    """Those that are meant; all where nothing tells whose."""
    if spoken.pronoun:
        return [one for one in own if one.person_id and can_be(spoken.pronoun, one.relation)]
    if spoken.other:
        return _theirs(own, spoken.other)
    return [one for one in own if not one.person_id] if spoken.own else own


def _theirs(own: Sequence[AppointmentView], somebody: Somebody) -> Sequence[AppointmentView]:
    if somebody.name:
        # In the customer's own name as well: they may speak of themself by it.
        return [one for one in own if _is_called(one.name or "", somebody.name)]
    others = [one for one in own if one.person_id]
    related = [one for one in others if same_relation(one.relation, somebody.relation)]
    return related or [one for one in others if one.relation in ("", "other")]


def _is_called(name: str, other: str) -> bool:
    return same_person(other, name) or same_person(name, other)


def none_of_theirs(turn: Turn, somebody: Somebody, own: Sequence[AppointmentView]) -> str:
    """That there is none of theirs, and which there are: nothing else is proposed instead."""
    turn.memo.ask = None
    turn.memo.fails = 0
    line = turn.say("none_of_theirs", who=called(turn, somebody))
    if not own:
        return line
    return join(line, turn.say("there_are"), *(f"• {described(one)}" for one in own[:_LISTED]))


def described(appointment: AppointmentView) -> str:
    """Service and time of an appointment in one line, for whom it is when that is not the customer, and
    where a home visit is."""
    service, label = service_for(appointment), appointment.label
    line = f"{service}, {label}" if service and service not in label else label
    return f"{line} ({appointment.place})" if appointment.place else line


def service_for(appointment: AppointmentView) -> str:
    """ "Masaje relajante", "Masaje relajante para Marta"."""
    return " ".join(filter(None, (appointment.service, appointment.whom)))
