"""The offline policy in one table: whose a message is, by what is expected and by what it does.

Rows are tried from above; the first whose `expected` and `when` both hold decides. docs/policy.md shows
them, and what a message of each act comes to while each thing is expected.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial

from agent.dialogue import booked_services as b
from agent.dialogue import conditions as c
from agent.dialogue import words_alone as w
from agent.dialogue.flows.consent import declines_on_the_way
from agent.dialogue.flows.deciding import decides_and_says_more
from agent.dialogue.flows.escalation import health_question
from agent.dialogue.flows.further import for_another, moved_wrongly, moves_and_one_more
from agent.dialogue.flows.health_beside import health_beside_booking, in_pain
from agent.dialogue.flows.keeping import puts_booking_right, says_it_stays, sees_you_then
from agent.dialogue.flows.last_visit import asks_of_last_visit
from agent.dialogue.flows.name_asides import is_aside
from agent.dialogue.flows.naming import NAME_QUESTIONS
from agent.dialogue.flows.phone import about_phone
from agent.dialogue.flows.picking import picks_and_asks, takes_and_asks_of_delay
from agent.dialogue.flows.place import gives_place, puts_place_right
from agent.dialogue.flows.price_limits import wishes_up_to_price
from agent.dialogue.flows.recall import (
    about_recalls,
    answers_consent,
    takes_invitation,
    turns_invitation_down,
)
from agent.dialogue.flows.rules import asks_rule
from agent.dialogue.flows.shared import place_for_visit
from agent.dialogue.flows.usual import wishes_the_usual
from agent.dialogue.flows.whose_services import puts_people_right, tells_of_each
from agent.dialogue.turn import Turn
from agent.language import Intent

HERE = "here"
"""The node whose question waits."""
BY_ITSELF = "by itself"
"""Whoever the rows of WORDS say, as if nothing waited."""


@dataclass(frozen=True)
class Expected:
    """What the desk waits for: the answer to a question of one of the `nodes` and one of the `kinds`,
    where these are given; `waits` False: to nothing in particular."""

    title: str
    nodes: Collection[str] = ()
    kinds: Collection[str] = ()
    waits: bool = True

    def holds(self, turn: Turn) -> bool:
        """Whether that is so now."""
        node, kind = c.waiting_node(turn), turn.pending_question
        if not self.waits:
            return True
        of_node = node in self.nodes if self.nodes else bool(node)
        return of_node and (kind in self.kinds if self.kinds else True)


@dataclass(frozen=True)
class Reminded(Expected):
    """The customer was reminded of an appointment, or asked whether they will come."""

    def holds(self, turn: Turn) -> bool:
        return bool(turn.focus) or any(one.awaiting for one in turn.facts.upcoming)


@dataclass(frozen=True)
class Row:
    """A message that does that (`when`) while this is expected goes to `node`, for a reason in a few
    words."""

    expected: Expected
    when: Callable[[Turn], bool]
    node: str
    reason: str


_CHANGES = ("cancellation", "confirmation", "reschedule")
ANYTHING = Expected("anything", waits=False)
A_REMINDER = Reminded("an answer to a reminder", waits=False)
AN_ANSWER = Expected("an answer")
A_YES_TO_A_PERSON = Expected("whether a person is wanted", kinds={"human"})
A_PLACE = Expected("the address of a visit", kinds={"place"})
A_YES_TO_BOOKING = Expected("whether to book", kinds={"offer"})
INVITED = Expected("whether to come again", kinds={"recall"})
A_CONSENT_TO_RECALLS = Expected("whether invitations are welcome", kinds={"recalls"})
A_TIME = Expected("which time", nodes={"appointment"}, kinds={"slot"})
A_NAME = Expected("a name", kinds=NAME_QUESTIONS)
A_MOVE = Expected("an answer about a move", nodes={"reschedule"})
A_CANCELLATION = Expected("an answer about a cancellation", nodes={"cancellation"})
A_CHANGE = Expected("an answer about what is booked", nodes=_CHANGES)
NO_BOOKING = Expected("an answer, not about a booking", nodes={*c.NODES} - {"appointment"})
A_TASK = Expected("an answer in a task", nodes={*c.NODES} - {"escalation"})

TAPS = (
    Row(
        ANYTHING, partial(c.taps_decision, "yes"), "confirmation", "answers a confirmation request"
    ),
    Row(ANYTHING, partial(c.taps_decision, "no"), "cancellation", "answers a confirmation request"),
    Row(ANYTHING, partial(c.taps_decision, "move"), "reschedule", "answers a confirmation request"),
    Row(ANYTHING, partial(c.taps, "service"), "appointment", "a service was tapped"),
    Row(
        ANYTHING,
        partial(c.taps, "waiting"),
        "appointment",
        "answers an offer from the waiting list",
    ),
    Row(ANYTHING, partial(c.taps, "consent"), "appointment", "answers about reminders"),
    Row(ANYTHING, partial(c.taps, "recall"), "appointment", "answers an invitation"),
    Row(ANYTHING, partial(c.taps, "recalls"), "appointment", "answers about invitations"),
    Row(ANYTHING, c.answers_offer, "appointment", "answers an offer from the waiting list"),
    Row(A_MOVE, c.taps_time, HERE, "a button was tapped"),
    Row(ANYTHING, c.taps_time, "appointment", "an offered time was tapped"),
    Row(AN_ANSWER, c.always, HERE, "a button was tapped"),
)
"""A button. That of a template may have no id of ours: then its words count."""

INTERRUPTS = (
    Row(A_PLACE, gives_place, "appointment", "gives a place"),
    Row(ANYTHING, place_for_visit, "appointment", "shares a place"),
    Row(ANYTHING, partial(c.has, Intent.URGENT, 0.9), "escalation", "urgent"),
    Row(ANYTHING, c.is_case, "escalation", "their data, or a payment"),
    Row(ANYTHING, about_recalls, "appointment", "about being invited again"),
    Row(ANYTHING, in_pain, "appointment", "in pain, and wants to be seen"),
    Row(A_MOVE, decides_and_says_more, "reschedule", "answers, and says something besides"),
    Row(
        A_CANCELLATION, decides_and_says_more, "cancellation", "answers, and says something besides"
    ),
    Row(ANYTHING, c.thinks_it_over, "knowledge", "thinks it over"),
    Row(ANYTHING, c.asks_who_answers_them, "escalation", "who answers, and when"),
    Row(ANYTHING, partial(c.has, Intent.HUMAN, 0.8), "escalation", "asked"),
    Row(ANYTHING, asks_of_last_visit, "knowledge", "about their last visit"),
    Row(ANYTHING, c.asks_of_own, "knowledge", "about what is booked"),
    Row(ANYTHING, moved_wrongly, "reschedule", "a move was not meant"),
    Row(ANYTHING, b.exchanges_day, "reschedule", "another day for what stands"),
    Row(ANYTHING, for_another, "appointment", "one more appointment"),
    Row(ANYTHING, puts_people_right, "appointment", "whom appointments are for"),
    Row(ANYTHING, c.tells_whose_hour, "appointment", "the name on an appointment"),
    Row(ANYTHING, puts_booking_right, "reschedule", "puts right what was booked"),
    Row(A_MOVE, moves_and_one_more, "reschedule", "takes the move, and one more"),
    Row(ANYTHING, w.cannot_on_own_day, "reschedule", "cannot on its day"),
    Row(ANYTHING, partial(c.has, Intent.COMPLAINT, 0.8), "escalation", "complaint"),
    Row(ANYTHING, c.asks_about_data, "escalation", "privacy"),
    Row(ANYTHING, c.renames_and_asks, "appointment", "the name on an appointment, and a question"),
    Row(ANYTHING, c.awaits_call, "knowledge", "waits for what was promised"),
    Row(ANYTHING, c.waits_for_answer, "escalation", "waits for an answer"),
    Row(ANYTHING, puts_place_right, "escalation", "another address for a visit"),
    Row(ANYTHING, c.leaves_note, "escalation", "a note for the team"),
    Row(ANYTHING, c.passes_on, "escalation", "a word for who is in charge"),
    Row(A_TIME, takes_and_asks_of_delay, "appointment", "takes a time, and asks something"),
    Row(ANYTHING, c.asks_about_delay, "knowledge", "asks about a rule"),
    Row(ANYTHING, c.comes_late, "escalation", "runs late"),
    Row(ANYTHING, partial(c.has, Intent.HEALTH, 0.5), "escalation", "health"),
    Row(ANYTHING, partial(c.has, Intent.URGENT, 0.5), "escalation", "urgent"),
    Row(ANYTHING, wishes_the_usual, "appointment", "the usual"),
    Row(ANYTHING, wishes_up_to_price, "appointment", "a wish up to a price"),
    Row(
        ANYTHING,
        health_beside_booking,
        "appointment",
        "an appointment, and a question for a professional",
    ),
    Row(ANYTHING, health_question, "escalation", "a question for a professional"),
    Row(A_TIME, picks_and_asks, "appointment", "takes a time, and asks something"),
    Row(ANYTHING, asks_rule, "knowledge", "asks about a rule"),
    Row(ANYTHING, c.about_waiting, "appointment", "about the waiting list"),
    Row(ANYTHING, c.renames, "appointment", "the name on an appointment"),
    Row(ANYTHING, b.swaps_service, "reschedule", "another service for what is booked"),
    Row(ANYTHING, w.takes_off_service, "cancellation", "a service is to be taken off"),
    Row(ANYTHING, c.wants_reminders_again, "knowledge", "wants reminders"),
    Row(ANYTHING, declines_on_the_way, "appointment", "no reminders, on the way to a booking"),
    Row(ANYTHING, partial(c.has, Intent.OPT_OUT, 0.5), "knowledge", "about the assistant"),
    Row(ANYTHING, partial(c.has, Intent.BOT, 0.5), "knowledge", "about the assistant"),
    Row(ANYTHING, c.off_limits, "knowledge", "about the assistant"),
    Row(ANYTHING, c.makes_small_talk, "knowledge", "small talk"),
    Row(ANYTHING, c.is_for_nobody_here, "knowledge", "about the assistant"),
    Row(ANYTHING, tells_of_each, "appointment", "which services are whose"),
    Row(ANYTHING, c.about_languages, "knowledge", "about the assistant"),
    Row(ANYTHING, about_phone, "appointment", "about their phone"),
)
"""What is heard whatever waits: a person, the rules, the waiting list, the assistant itself."""

ANSWERS = (
    Row(INVITED, takes_invitation, "appointment", "takes an invitation"),
    Row(INVITED, turns_invitation_down, "appointment", "not now"),
    Row(A_CONSENT_TO_RECALLS, answers_consent, "appointment", "answers about invitations"),
    Row(A_YES_TO_A_PERSON, c.books, BY_ITSELF, "wants to book"),
    Row(A_YES_TO_A_PERSON, c.names_time_and_person, "appointment", "wants to book"),
    Row(A_YES_TO_A_PERSON, c.says_when_of_topic, "appointment", "says when"),
    Row(A_YES_TO_A_PERSON, c.says_yes, "escalation", "a person was offered and accepted"),
    Row(A_YES_TO_A_PERSON, c.declines_and_wishes, BY_ITSELF, "says something else"),
    Row(A_YES_TO_A_PERSON, c.says_no, "knowledge", "no person wanted"),
    Row(A_YES_TO_A_PERSON, c.always, BY_ITSELF, "says something else"),
    Row(A_MOVE, sees_you_then, HERE, "says goodbye until a day"),
    Row(A_MOVE, says_it_stays, HERE, "leaves it as it was"),
    Row(AN_ANSWER, c.is_content, "knowledge", "wants nothing more"),
    Row(NO_BOOKING, c.goes_on_about_hours, "knowledge", "goes on about the hours"),
    Row(A_NAME, c.gives_name, HERE, "gives a name"),
    Row(AN_ANSWER, is_aside, HERE, "answers the question for the name"),
    Row(AN_ANSWER, c.takes_leave, "knowledge", "says goodbye"),
    Row(A_YES_TO_BOOKING, c.asks_besides_booking, BY_ITSELF, "asks something first"),
    Row(AN_ANSWER, partial(c.turns_to, Intent.CANCEL), "cancellation", "wants to cancel"),
    Row(AN_ANSWER, partial(c.turns_to, Intent.RESCHEDULE), "reschedule", "wants to reschedule"),
    Row(AN_ANSWER, partial(c.turns_to, Intent.CONFIRM), "confirmation", "wants to confirm"),
    Row(AN_ANSWER, partial(c.turns_to, Intent.BOOK), "appointment", "wants to book"),
    Row(AN_ANSWER, partial(c.has, Intent.LIST, 0.8), "knowledge", "own appointments"),
    Row(AN_ANSWER, c.answers, HERE, "answers the waiting question"),
    Row(A_CHANGE, c.digresses, "knowledge", "a question in between"),
    Row(A_CHANGE, c.asks_something, HERE, "asks about a time"),
    Row(AN_ANSWER, c.only_talks, "knowledge", "small talk"),
    Row(A_TASK, c.always, HERE, "continues"),
    Row(AN_ANSWER, c.always, BY_ITSELF, "continues"),
)
"""A message that can be the answer to the question that waits stays where it was asked; a question in
between of a booking is answered there as well."""

REMINDERS = (
    Row(A_REMINDER, c.will_tell_later, "confirmation", "will tell later"),
    Row(A_REMINDER, c.cancels_or_moves, BY_ITSELF, "says what to do"),
    Row(A_REMINDER, c.names_another_time, "reschedule", "another time"),
    Row(A_REMINDER, c.says_yes, "confirmation", "says yes"),
    Row(A_REMINDER, c.says_no, "cancellation", "says no to a reminder"),
    Row(A_REMINDER, c.will_be_there, "confirmation", "will be there"),
    Row(A_REMINDER, c.will_not_come, "cancellation", "cannot come"),
)
"""Where no question of ours waits, but a reminder was sent."""

WORDS = (
    Row(ANYTHING, c.is_content, "knowledge", "wants nothing more"),
    Row(ANYTHING, c.says_farewell, "knowledge", "says goodbye"),
    Row(ANYTHING, c.goes_on_about_hours, "knowledge", "goes on about the hours"),
    Row(ANYTHING, w.keeps_the_hour, "reschedule", "the same hour on another day"),
    Row(ANYTHING, w.keeps_the_day, "reschedule", "another hour of the same day"),
    Row(ANYTHING, partial(w.leads, Intent.CANCEL), "cancellation", "wants to cancel"),
    Row(ANYTHING, partial(w.leads, Intent.RESCHEDULE), "reschedule", "wants to reschedule"),
    Row(ANYTHING, partial(w.leads, Intent.CONFIRM), "confirmation", "wants to confirm"),
    Row(ANYTHING, partial(w.leads, Intent.BOOK), "appointment", "wants to book"),
    Row(ANYTHING, w.asks_and_wishes, "appointment", "a question and a wish"),
    Row(ANYTHING, partial(w.leads, Intent.PRICE), "knowledge", "price"),
    Row(ANYTHING, partial(w.leads, Intent.HOURS), "knowledge", "hours"),
    Row(ANYTHING, partial(w.leads, Intent.LOCATION), "knowledge", "location"),
    Row(ANYTHING, partial(w.leads, Intent.SERVICES), "knowledge", "services"),
    Row(ANYTHING, partial(c.has, Intent.LIST, 0.5), "knowledge", "own appointments"),
    Row(ANYTHING, partial(c.has, Intent.BOOK, 0.5), "appointment", "wants to book"),
    Row(ANYTHING, w.names_day_for_own, "reschedule", "names another time"),
    Row(ANYTHING, c.names_day, "appointment", "names a day"),
    Row(ANYTHING, w.wishes_service, "appointment", "wants a service"),
    Row(ANYTHING, w.asks_or_talks, "knowledge", "question or small talk"),
    Row(ANYTHING, w.adds_service, "appointment", "wants a service"),
    Row(
        ANYTHING,
        w.wishes_unlisted_service,
        "appointment",
        "wants a service that the list does not name",
    ),
    Row(ANYTHING, w.names_service, "knowledge", "names a service"),
    Row(ANYTHING, c.always, "knowledge", "anything else"),
)
"""What the words are for by themselves."""

UNSURE = frozenset({"anything else", "continues", "says something else", "names a service"})
"""Reasons of the rows that take what no other row took."""


def decide(turn: Turn, rows: Sequence[Row]) -> tuple[str, str]:
    """The node and the reason of the first row that holds; the last one of WORDS always does."""
    row = next(row for row in (*rows, *WORDS) if row.expected.holds(turn) and row.when(turn))
    if row.node == BY_ITSELF:
        return decide(turn, ())
    return (c.waiting_node(turn) if row.node == HERE else row.node), row.reason
