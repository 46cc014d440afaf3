"""What is asked of the customer's own appointments, told from the agenda."""

from collections.abc import Sequence
from datetime import time

from agent.dates.labels import time_label
from agent.dialogue.flows.asking import only_polite
from agent.dialogue.flows.theirs import described, none_of_theirs, of_whom, spoken_of
from agent.dialogue.flows.wording import by_whom
from agent.dialogue.memo import Plan
from agent.dialogue.tools import list_appointments
from agent.dialogue.turn import Steps, Turn, join
from agent.language import Intent, looks_like_date, sentences
from agent.language.readings.house import Topic, topic_of
from agent.language.readings.own_details import Detail, details_asked, speaks_of_own
from agent.language.readings.picking import pick_and_question
from agent.language.readings.services import mentioned
from agent.language.whose import Whose, asks_for_all
from agent.tool_views import AppointmentView

_LISTED = 5
_OF_AN_OFFER = frozenset({Detail.UNTIL, Detail.LENGTH, Detail.WHOM, Detail.PLACE, Detail.SERVICE})
"""What may be asked of a time on offer as well."""
_TASKS = (Intent.CANCEL, Intent.RESCHEDULE, Intent.PRICE, Intent.HUMAN)


def asked_of_own(turn: Turn) -> tuple[Detail, ...]:
    """What the message asks of the customer's own appointments, and does nothing else; of a booking in the
    making only whether it stands."""
    if turn.choice or turn.has(*_TASKS, sure=0.8):
        return ()
    if turn.has(Intent.BOOK, sure=0.8) and Detail.STANDS not in details_asked(turn.text):
        return ()  # "ya la agendé, ¿está en pie?" books nothing
    if plan_of(turn).slots and pick_and_question(turn.text):
        return ()
    asked_by_each = [(one, details_asked(one)) for one in sentences(turn.text)]
    details = tuple(dict.fromkeys(detail for _, some in asked_by_each for detail in some))
    others = [one for one, some in asked_by_each if not some and not only_polite(one)]
    if not details or any("?" in one for one in others):
        return ()
    if not turn.facts.upcoming:
        making = bool(plan_of(turn).slots) or turn.pending_question == "name"
        return details if making and details == (Detail.STANDS,) else ()
    if _of_another_service(turn) or any(map(_of_house, sentences(turn.text))):
        return ()
    open_to_offer = set(details) <= _OF_AN_OFFER
    if open_to_offer and (others or (plan_of(turn).slots and not speaks_of_own(turn.text))):
        return ()
    return details


def plan_of(turn: Turn) -> Plan:
    """The booking or the move in the making."""
    moving = turn.memo.ask is not None and turn.memo.ask.node == "reschedule"
    return turn.memo.move if moving else turn.memo.booking


def _of_another_service(turn: Turn) -> bool:
    """Whether a service is named that none of theirs is for."""
    booked = " ".join(one.label for one in turn.facts.upcoming)
    return any(name not in booked for name in mentioned(turn.text, turn.facts.services))


def _of_house(sentence: str) -> bool:
    return topic_of(sentence) not in (None, Topic.ADDRESS)


def tell_own(turn: Turn, question: str, details: Sequence[Detail]) -> Steps:
    """What is asked of the appointments that are meant; that none is booked yet where there is none."""
    listed = (yield from list_appointments()).appointments
    turn.memo.fails = 0
    if not listed:
        return turn.say("not_booked_yet")
    whose = Whose() if asks_for_all(question) else spoken_of(turn, listed, asks=True)
    own = of_whom(listed, whose)
    if not own and whose.other:
        return none_of_theirs(turn, whose.other, listed)
    own = _of_service(turn, question, own or listed)[:_LISTED]
    place = _place(turn, details)
    if len(own) == 1:
        return join(_one(turn, question, own[0], details), place)
    lines = [f"• {detailed(turn, one, details)}" for one in own]
    return join(turn.say("your_appointments"), *lines, place)


def _one(turn: Turn, question: str, own: AppointmentView, details: Sequence[Detail]) -> str:
    if tuple(details) == (Detail.UNTIL,) and own.until:
        return turn.say("ends_at", time=end_label(turn, own), service=own.service)
    # Asked for a day that may be another one it is only told what there is.
    key = "it_stands" if Detail.STANDS in details and not looks_like_date(question) else ""
    return turn.say(key or "one_appointment", appointment=detailed(turn, own, details))


def detailed(turn: Turn, own: AppointmentView, details: Sequence[Detail]) -> str:
    """An appointment in one line, with what is asked of it."""
    line = described(own)
    if Detail.WHOM in details:
        line += by_whom(turn.facts.language, own.person)
    if {*details} & {Detail.UNTIL, Detail.LENGTH} and own.until:
        line = turn.say("one_ends_at", appointment=line, time=end_label(turn, own))
    name = own.name or turn.facts.customer_name
    if Detail.NAME in details and name:
        line = turn.say("one_in_name", appointment=line, name=name)
    return line


def end_label(turn: Turn, own: AppointmentView) -> str:
    """When it ends, as it is said."""
    return time_label(time.fromisoformat(own.until), turn.facts.language, turn.facts.country)


def _of_service(
    turn: Turn, question: str, own: Sequence[AppointmentView]
) -> Sequence[AppointmentView]:
    named = mentioned(question, turn.facts.services)
    return [one for one in own if one.service in named] or own


def _place(turn: Turn, details: Sequence[Detail]) -> str:
    if Detail.PLACE not in details or not turn.facts.address:
        return ""
    return turn.say("address_is", address=turn.facts.address)
