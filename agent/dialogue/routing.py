"""Which node a message is for."""

from agent.dialogue.flows.escalation import health_question
from agent.dialogue.flows.keeping import says_it_stays
from agent.dialogue.flows.name_asides import is_aside
from agent.dialogue.flows.naming import NAME_QUESTIONS, heard_name
from agent.dialogue.flows.opening_hours import goes_on
from agent.dialogue.flows.other_name import gives_other_name
from agent.dialogue.flows.phone import about_phone
from agent.dialogue.flows.place import gives_place
from agent.dialogue.flows.questions import asks_for_times
from agent.dialogue.flows.rules import asks_rule
from agent.dialogue.flows.shared import place_for_visit
from agent.dialogue.flows.taking_up import take_up
from agent.dialogue.turn import Turn
from agent.language import (
    Intent,
    intents,
    is_answer,
    looks_like_date,
    names_position,
    sentences,
    waiting_intents,
    wanted_language,
    wants_unspoken,
)
from agent.language.acts import Act
from agent.language.readings.coming import answers_later, cannot_come, runs_late, says_see_you
from agent.language.readings.off_limits import is_off_limits
from agent.language.readings.other_times import speaks_of_another_time, would_rather
from agent.language.readings.services import mentioned, words_for_service
from agent.language.readings.shifts import shift_in
from agent.language.readings.staying import says_same_hour
from agent.language.readings.visits import adds
from agent.language.readings.wishes import wishes_for_something
from agent.scheduling.reminder_buttons import ANSWERED_BY

NODES = ("knowledge", "appointment", "cancellation", "confirmation", "reschedule", "escalation")

_WRITES = {
    Intent.CANCEL: "cancellation",
    Intent.RESCHEDULE: "reschedule",
    Intent.CONFIRM: "confirmation",
    Intent.BOOK: "appointment",
}
_TOPICS = (Intent.PRICE, Intent.HOURS, Intent.LOCATION, Intent.SERVICES)
_ASKS = (*_TOPICS, Intent.QUESTION)
_SHORT = 6
_TALKS = (Intent.THANKS, Intent.GOODBYE, Intent.GREETING)


def off_limits(turn: Turn) -> bool:
    """Whether the message tries to get at instructions or at somebody else's data."""
    return is_off_limits(turn.text) or turn.only_does(Act.ATTACK, sure=0.9)


def beside_the_point(turn: Turn) -> str:
    """The phrase for a message that is none for this business, "" for others."""
    if turn.pending_question or turn.facts.upcoming:
        return ""
    if turn.only_does(Act.OFF_TOPIC, sure=0.9) and "?" not in turn.text:
        return "off_topic"
    return "wrong_person" if turn.only_does(Act.WRONG_PERSON, sure=0.9) else ""


def choose_node(turn: Turn) -> tuple[str, str]:
    """The node for the message and a reason in a few words."""
    take_up(turn)
    waiting = turn.memo.ask.node if turn.memo.ask and turn.memo.ask.node in NODES else ""
    if turn.choice:
        return _of_choice(turn, waiting)
    if gives_place(turn) or place_for_visit(turn):
        return "appointment", "gives a place"
    if reason := _needs_person(turn):
        return "escalation", reason
    if asks_rule(turn):
        return "knowledge", "asks about a rule"
    if about_waiting(turn):
        return "appointment", "about the waiting list"
    if turn.has(Intent.RENAME) or (turn.memo.booked and gives_other_name(turn)):
        return "appointment", "the name on an appointment"
    aside = off_limits(turn) or bool(beside_the_point(turn))
    if turn.has(Intent.OPT_OUT, Intent.BOT) or aside or _about_languages(turn.text):
        return "knowledge", "about the assistant"
    if about_phone(turn):
        return "appointment", "about their phone"
    if waiting:
        return _while_waiting(turn, waiting)
    return of_words(turn)


def _about_languages(text: str) -> bool:
    return bool(wanted_language(text)) or wants_unspoken(text)


def about_waiting(turn: Turn) -> bool:
    """Whether the message joins, leaves or answers the waiting list."""
    if answers_offer(turn) or turn.has(Intent.WAIT, Intent.UNWAIT):
        return True
    hinted = waiting_intents(turn.plain_text)
    offered = turn.memo.booking.wait or turn.memo.move.wait
    return bool(
        (Intent.WAIT in hinted and offered) or (Intent.UNWAIT in hinted and turn.facts.waiting)
    )


def answers_offer(turn: Turn) -> bool:
    """Whether a yes or no is meant for the slot that the waiting list brought."""
    offer = turn.facts.offered
    if offer is None or turn.agrees is None or ":" in turn.choice or turn.quotes:
        return False
    return offer.last or (offer.held and not (turn.pending_question or turn.focus))


def _of_choice(turn: Turn, waiting: str) -> tuple[str, str]:
    if turn.tapped:
        return ANSWERED_BY[turn.tapped.decision], "answers a confirmation request"
    if turn.choice.startswith("service:"):
        return "appointment", "a service was tapped"
    if turn.choice.startswith("waiting:"):
        return "appointment", "answers an offer from the waiting list"
    if turn.choice.startswith("consent:"):
        return "appointment", "answers about reminders"
    if answers_offer(turn):
        return "appointment", "answers an offer from the waiting list"
    if turn.taps_slot and waiting != "reschedule":
        return "appointment", "an offered time was tapped"
    if waiting:
        return waiting, "a button was tapped"
    return of_words(turn)  # a template's button, which may have no id of ours


def _needs_person(turn: Turn) -> str:
    if turn.has(Intent.URGENT, sure=0.9):
        return "urgent"
    if turn.has(Intent.HUMAN, sure=0.8):
        return "asked"
    if turn.has(Intent.COMPLAINT, sure=0.8):
        return "complaint"
    if turn.does(Act.PRIVACY):
        return "privacy"
    if turn.does(Act.FOLLOW_UP) and not turn.has(*_TOPICS):
        return "waits for an answer"
    if turn.only_does(Act.NOTE) and not (turn.pending_question and heard_name(turn)):
        return "a note for the team"
    if turn.facts.upcoming and runs_late(turn.text):
        return "runs late"
    if turn.has(Intent.HEALTH) or turn.has(Intent.URGENT):
        return "health" if turn.has(Intent.HEALTH) else "urgent"
    if health_question(turn):
        return "a question for a professional"
    return ""


def _while_waiting(turn: Turn, waiting: str) -> tuple[str, str]:
    """The node while a question waits: its flow keeps what can be an answer, other intents leave it."""
    if turn.pending_question == "human":
        if turn.agrees:
            return "escalation", "a person was offered and accepted"
        if turn.agrees is False:
            return "knowledge", "no person wanted"
        return _of_intents(turn)
    if waiting == "reschedule" and says_it_stays(turn):
        return waiting, "leaves it as it was"
    if waiting != "appointment" and goes_on(turn, turn.text):
        return "knowledge", "goes on about the hours"
    if turn.pending_question in NAME_QUESTIONS and (heard := heard_name(turn)):
        alone = len(heard.value) >= len(turn.text.strip(" .!"))
        if heard.sure or alone:
            return waiting, "gives a name"
    if is_aside(turn):
        return waiting, "answers the question for the name"
    if _leaves(turn):
        return "knowledge", "says goodbye"
    if turn.pending_question == "offer" and turn.has(*_ASKS) and not turn.has(Intent.BOOK):
        return _of_intents(turn)
    for intent, node in _WRITES.items():
        if turn.has(intent, sure=0.8) and node != waiting and not _belongs(turn, intent, waiting):
            return node, f"wants to {intent.value}"
    if turn.has(Intent.LIST, sure=0.8):
        return "knowledge", "own appointments"
    if is_answer(turn.text):
        return waiting, "answers the waiting question"
    if waiting in {"cancellation", "confirmation", "reschedule"} and turn.has(*_ASKS):
        digresses = not looks_like_date(turn.text) or turn.has(
            Intent.PRICE, Intent.LOCATION, Intent.HOURS, sure=0.8
        )
        return (
            ("knowledge", "a question in between") if digresses else (waiting, "asks about a time")
        )
    if turn.has(*_TALKS) and len(turn.intents) == 1 and turn.agrees is None:
        return "knowledge", "small talk"
    return (waiting if waiting != "escalation" else _of_intents(turn)[0]), "continues"


def _leaves(turn: Turn) -> bool:
    """Whether the message says goodbye instead of answering; "La primera, gracias, chao" answers."""
    if not turn.has(Intent.GOODBYE) or turn.intents.keys() - set(_TALKS):
        return False
    if turn.pending_question == "offer":
        return True
    answers = turn.agrees is not None or names_position(turn.text) or looks_like_date(turn.text)
    return turn.pending_question in {"slot", "day", "service", "which"} and not (
        answers or mentioned(turn.text, turn.facts.services)
    )


def _belongs(turn: Turn, intent: Intent, waiting: str) -> bool:
    """Whether words of another intent are an answer in the flow that waits."""
    if intent is Intent.CANCEL and waiting == "appointment":
        return (
            turn.pending_question not in {"offer", "consent", "phone"} and not turn.facts.upcoming
        )
    if intent is Intent.CONFIRM:
        return turn.pending_question in {"slot", "cancel", "offer", "consent", "phone", "name"}
    if intent is Intent.BOOK and waiting == "cancellation":  # "yes, but another one on Friday"
        return bool(turn.agrees)
    if intent is Intent.BOOK:
        return waiting in {"reschedule", "confirmation"} and turn.pending_question in {
            "slot",
            "day",
        }
    if intent is Intent.RESCHEDULE:
        return (
            waiting == "appointment"
            and turn.pending_question in {"slot", "name", "day"}
            and not turn.facts.upcoming
        )
    return False


def _wishes_besides(turn: Turn) -> bool:
    """ "¿Atienden el 25? Quiero una limpieza ese día": a service is wished for in a sentence of its
    own, beside a question."""
    parts = sentences(turn.text)
    return len(parts) > 1 and any(
        wishes_for_something(part)
        and mentioned(part, turn.facts.services)
        and not intents(part).keys() & set(_ASKS)
        for part in parts
    )


def of_words(turn: Turn) -> tuple[str, str]:
    """The node that the words alone are for, with the reason."""
    return _of_reminder(turn) or _of_intents(turn)


def _of_reminder(turn: Turn) -> tuple[str, str] | None:
    """The answer to a confirmation request or reminder; None when it is none."""
    if not (turn.focus or any(appointment.awaiting for appointment in turn.facts.upcoming)):
        return None
    if turn.focus and answers_later(turn.text):
        return "confirmation", "will tell later"
    if turn.has(Intent.RESCHEDULE, Intent.CANCEL):
        return _of_intents(turn)
    if turn.focus and _names_another_time(turn):
        return "reschedule", "another time"
    if turn.agrees is not None:
        return (
            ("confirmation", "says yes")
            if turn.agrees
            else ("cancellation", "says no to a reminder")
        )
    if turn.focus and says_see_you(turn.text):
        return "confirmation", "will be there"
    if turn.focus and cannot_come(turn.text):
        return "cancellation", "cannot come"
    return None


def _names_another_time(turn: Turn) -> bool:
    """ "¿puede ser más tarde?", "mejor el martes", "sí, pero a las 5"; not "sí, a las 5" nor "¿es
    mañana?"."""
    if speaks_of_another_time(turn.text):
        return True
    if not looks_like_date(turn.text) or says_see_you(turn.text):
        return False
    return would_rather(turn.text) or (turn.agrees is None and "?" not in turn.text)


def _of_intents(turn: Turn) -> tuple[str, str]:
    if goes_on(turn, turn.text):
        return "knowledge", "goes on about the hours"
    same_hour = says_same_hour(turn.text) and looks_like_date(turn.text)
    same_hour = same_hour or shift_in(turn.text) is not None  # "two hours later"
    if same_hour and turn.facts.upcoming and not turn.has(Intent.BOOK, Intent.CANCEL, sure=0.8):
        return "reschedule", "the same hour on another day"
    for intent, sure in turn.intents.items():
        if intent in _WRITES and sure >= 0.6:
            return _WRITES[intent], f"wants to {intent.value}"
        if intent in _TOPICS and not turn.has(*_WRITES, sure=0.6):
            named = mentioned(turn.text, turn.facts.services)
            if _wishes_besides(turn) or (named and asks_for_times(turn.text)):
                return "appointment", "a question and a wish"
            return "knowledge", intent.value
    if turn.has(Intent.LIST):
        return "knowledge", "own appointments"
    if turn.has(Intent.BOOK):
        return "appointment", "wants to book"
    named = mentioned(turn.text, turn.facts.services)
    dated = looks_like_date(turn.text) and not turn.has(*_TOPICS)
    if dated and (
        named or wishes_for_something(turn.text) or len(turn.plain_text.split()) <= _SHORT
    ):
        if turn.facts.upcoming and not (named or turn.memo.booking.wanted or turn.memo.topic):
            return "reschedule", "names another time"
        return "appointment", "names a day"
    wished = bool(named) and wishes_for_something(turn.text)
    if wished and not turn.has(*_ASKS):
        return "appointment", "wants a service"
    if turn.has(*_ASKS, *_TALKS) or not turn.plain_text:
        return "knowledge", "question or small talk"
    if named and (wishes_for_something(turn.text) or adds(turn.text)):
        return "appointment", "wants a service"
    if not turn.intents and wishes_for_something(turn.text) and words_for_service(turn.text):
        return "appointment", "wants a service that the list does not name"
    return "knowledge", "names a service" if named else "anything else"
