"""What a row of the policy asks about a turn: each condition tells one thing, and changes nothing."""

from collections.abc import Mapping

from agent.dialogue.booked_services import refuses_one_more, says_only_what_is_booked
from agent.dialogue.flows.asking import names_day_alone, says_when
from agent.dialogue.flows.naming import heard_name
from agent.dialogue.flows.opening_hours import goes_on
from agent.dialogue.flows.other_name import (
    correction_and_question,
    gives_other_name,
    names_an_hour,
    puts_under_name,
)
from agent.dialogue.flows.own_details import asked_of_own
from agent.dialogue.flows.theirs import calls_off_somebodys
from agent.dialogue.turn import Turn
from agent.language import (
    Intent,
    is_answer,
    looks_like_date,
    names_position,
    sentences,
    waiting_intents,
    wanted_language,
    wants_unspoken,
)
from agent.language.acts import Act, acts_of
from agent.language.consent_answers import wants_reminders
from agent.language.readings.another import answer_and_more
from agent.language.readings.asked import opens_question
from agent.language.readings.cases import cases_in
from agent.language.readings.coming import (
    answers_later,
    asks_whether_late,
    cannot_come,
    runs_late,
    says_see_you,
    takes_leave_until,
)
from agent.language.readings.contented import (
    awaits_a_call,
    ponders,
    takes_note,
    wants_nothing_more,
)
from agent.language.readings.let_know import speaks_of_a_call
from agent.language.readings.notes import asks_to_note, passes_word_on
from agent.language.readings.off_limits import is_off_limits
from agent.language.readings.off_topic import is_of_the_world
from agent.language.readings.other_times import (
    speaks_of_another_time,
    would_rather,
)
from agent.language.readings.other_work import asks_for_other_work
from agent.language.readings.pieces import pieces
from agent.language.readings.refusing import begins_with_no
from agent.language.readings.services import mentioned
from agent.language.readings.small_talk import small_talk
from agent.language.readings.taking import gives_full_name
from agent.language.readings.waiting_person import asks_who_answers
from agent.language.readings.wishes import wishes_for_something

NODES = ("knowledge", "appointment", "cancellation", "confirmation", "reschedule", "escalation")
TASKS: Mapping[Intent, str] = {
    Intent.CANCEL: "cancellation",
    Intent.RESCHEDULE: "reschedule",
    Intent.CONFIRM: "confirmation",
    Intent.BOOK: "appointment",
}
"""The node of each intent that changes an appointment."""
TOPICS = (Intent.PRICE, Intent.HOURS, Intent.LOCATION, Intent.SERVICES)
ASKS = (*TOPICS, Intent.QUESTION)
SET_ASIDE = frozenset({"slot", "day", "reading", "member", "service"})
"""Questions that are not asked again after a list of what is booked."""
TALKS = (Intent.THANKS, Intent.GOODBYE, Intent.GREETING)
SHORT = 6


def always(turn: Turn) -> bool:
    """Whatever is said."""
    return True


def has(intent: Intent, sure: float, turn: Turn) -> bool:
    """The message carries the intent, at least as sure as that."""
    return turn.has(intent, sure=sure)


# A person, and what stands outside of every task.


def is_case(turn: Turn) -> bool:
    """Wants their data erased or a copy of it, or has trouble with a payment."""
    return bool(cases_in(turn.text))


def asks_about_data(turn: Turn) -> bool:
    """What the business stores about them."""
    return turn.does(Act.PRIVACY)


def waits_for_answer(turn: Turn) -> bool:
    """Was promised an answer that never came."""
    asks = turn.has(*TOPICS) or turn.has(Intent.LIST, sure=0.8)
    return turn.does(Act.FOLLOW_UP) and not asks and not _answers_as_well(turn)


def _answers_as_well(turn: Turn) -> bool:
    """Whether the first sentence answers the question that waits: "a las 10, soy Ana Gil. Pero …"."""
    first = next(iter(sentences(turn.text)), "")
    named = heard_name(turn, text=first) is not None
    again = restates_a_day(turn) or _says_again(turn)
    return turn.pending_question in {"slot", "name"} and (looks_like_date(first) or named or again)


def restates_a_day(turn: Turn) -> bool:
    """Turns all times on offer down and names a day again: "nenhum desses. eu disse dia 8"."""
    turned_down = begins_with_no(turn.text, portuguese=turn.portuguese)
    turned_down = turned_down or turn.does(Act.EXCLUDE, Act.REFUSE)
    return turn.pending_question == "slot" and turned_down and looks_like_date(turn.text)


def _says_again(turn: Turn) -> bool:
    """ "I said next week!" repeats what is wanted, and waits for nothing."""
    told = [one for one in sentences(turn.text) if acts_of(one).has(Act.FOLLOW_UP)]
    return bool(told) and all(map(looks_like_date, told))


def leaves_note(turn: Turn) -> bool:
    """Only asks that something be noted, and gives no name that was asked for."""
    if turn.pending_question and heard_name(turn):
        return False
    if turn.memo.booked and gives_full_name(turn.text) and gives_other_name(turn):
        return False
    tasks = turn.has(*TASKS, Intent.LIST)
    return turn.only_does(Act.NOTE) or (asks_to_note(turn.text) and not tasks)


def passes_on(turn: Turn) -> bool:
    """Wants whoever is in charge to hear something: "díganle a la jefa"."""
    return passes_word_on(turn.text) and not turn.has(*TASKS)


def comes_late(turn: Turn) -> bool:
    """Is on the way to an appointment and late."""
    return bool(turn.facts.upcoming) and runs_late(turn.text)


def asks_about_delay(turn: Turn) -> bool:
    """Asks whether they may come late, which moves nothing."""
    return asks_whether_late(turn.text)


def asks_who_answers_them(turn: Turn) -> bool:
    """Asks who answers, or when, while a person is called."""
    return turn.facts.called is not None and asks_who_answers(turn.text)


def awaits_call(turn: Turn) -> bool:
    """Will wait for the call that was promised."""
    return awaits_a_call(turn.text)


def thinks_it_over(turn: Turn) -> bool:
    """Decides nothing now: "lo voy a pensar y te aviso"."""
    return not turn.choice and ponders(turn.text)


def asks_of_own(turn: Turn) -> bool:
    """Asks something of what they have booked, and changes nothing: "tá valendo, né?", "who is it with?"."""
    return bool(asked_of_own(turn))


def is_content(turn: Turn) -> bool:
    """Wants nothing changed and nothing more, or takes note of the list of their own appointments."""
    if turn.focus or turn.choice or turn.pending_question in {"cancel", "consent", "human"}:
        return False
    if turn.has(Intent.CANCEL, sure=0.8):
        return False  # "cancela a minha, só a minha"
    ask = turn.memo.ask
    listed = ask is not None and ask.kind in SET_ASIDE and not ask.again
    return (
        wants_nothing_more(turn.text)
        or (listed and takes_note(turn.text))
        or says_only_what_is_booked(turn)
        or refuses_one_more(turn)
    )


def says_farewell(turn: Turn) -> bool:
    """Nothing but thanks and a farewell until a day, which wishes for no other day."""
    return not turn.focus and takes_leave_until(turn.text)


def renames(turn: Turn) -> bool:
    """Corrects the name on what is booked."""
    if turn.has(Intent.RENAME) or names_an_hour(turn) or puts_under_name(turn):
        return True
    return bool(turn.memo.booked) and gives_other_name(turn)


def tells_whose_hour(turn: Turn) -> bool:
    """Tells whose the appointment of an hour is: "no, la de las 3 es mía, Sara Gil"."""
    return names_an_hour(turn)


def renames_and_asks(turn: Turn) -> bool:
    """Corrects the name on what is booked, and asks something besides."""
    return correction_and_question(turn) is not None


def off_limits(turn: Turn) -> bool:
    """Whether the message tries to get at instructions or at somebody else's data."""
    return is_off_limits(turn.text) or turn.only_does(Act.ATTACK, sure=0.9)


def wants_other_work(turn: Turn) -> bool:
    """Asks for what an assistant for everything does: it is refused, whatever waits."""
    work = filter(asks_for_other_work, pieces(turn.text))
    return any(not mentioned(piece, turn.facts.services) for piece in work)


def makes_small_talk(turn: Turn) -> bool:
    """Nothing but "¿cómo estás?", the weather, a laugh, or a wish for a joke."""
    return bool(small_talk(turn.text))


def beside_the_point(turn: Turn) -> str:
    """The phrase for a message that is none for this business, "" for others."""
    if wants_other_work(turn) and not turn.has(*TASKS, *TOPICS, Intent.LIST, sure=0.8):
        return "off_topic"
    if turn.pending_question or turn.facts.upcoming or turn.has(*TASKS, sure=0.8):
        return ""
    asks_world = is_of_the_world(turn.text) and turn.does(Act.OFF_TOPIC)
    if asks_world or (turn.only_does(Act.OFF_TOPIC, sure=0.9) and "?" not in turn.text):
        return "off_topic"
    return "wrong_person" if turn.only_does(Act.WRONG_PERSON, sure=0.9) else ""


def is_for_nobody_here(turn: Turn) -> bool:
    """Off topic, or meant for somebody else."""
    return bool(beside_the_point(turn))


def wants_reminders_again(turn: Turn) -> bool:
    """Asks for reminders, beside no task, where no question of another kind waits."""
    waits = turn.pending_question not in {"", "consent", "offer", "human"}
    named = bool(mentioned(turn.text, turn.facts.services))
    return not (waits or named or turn.has(*TASKS)) and wants_reminders(turn.text)


def about_languages(turn: Turn) -> bool:
    """Asks for another language, or which are spoken."""
    return bool(wanted_language(turn.text)) or wants_unspoken(turn.text)


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


# Buttons.


def taps_decision(decision: str, turn: Turn) -> bool:
    """Taps this answer (yes, no, move) under a confirmation request."""
    return turn.tapped is not None and turn.tapped.decision == decision


def taps(prefix: str, turn: Turn) -> bool:
    """Taps a button of ours whose id begins so."""
    return turn.choice.startswith(f"{prefix}:")


def taps_time(turn: Turn) -> bool:
    """Taps a time, of the last offer or an older one."""
    return turn.taps_slot


# While a question waits.


def waiting_node(turn: Turn) -> str:
    """The node whose question waits for an answer, "" for none."""
    ask = turn.memo.ask
    return ask.node if ask and ask.node in NODES else ""


def says_yes(turn: Turn) -> bool:
    """Agrees."""
    return turn.agrees is True


def says_no(turn: Turn) -> bool:
    """Does not agree."""
    return turn.agrees is False


def declines_and_wishes(turn: Turn) -> bool:
    """Does not agree, and wants something of ours instead: "no hace falta. cancela la cita"."""
    goes_on = names_day(turn) and not turn.has(Intent.GOODBYE)
    return says_no(turn) and (turn.has(*TASKS, Intent.LIST, sure=0.8) or goes_on)


def goes_on_about_hours(turn: Turn) -> bool:
    """ "¿Y el domingo?" after a question for the hours."""
    return goes_on(turn, turn.text)


def gives_name(turn: Turn) -> bool:
    """Gives a name for certain, or says nothing else."""
    heard = heard_name(turn)
    return heard is not None and (heard.sure or len(heard.value) >= len(turn.text.strip(" .!")))


def takes_leave(turn: Turn) -> bool:
    """Says goodbye instead of answering; "La primera, gracias, chao" answers."""
    if says_farewell(turn):
        return True
    if not turn.has(Intent.GOODBYE) or turn.intents.keys() - set(TALKS):
        return False
    if turn.pending_question == "offer":
        return True
    answers = turn.agrees is not None or names_position(turn.text) or looks_like_date(turn.text)
    return turn.pending_question in {"slot", "day", "service", "which"} and not (
        answers or mentioned(turn.text, turn.facts.services)
    )


def books(turn: Turn) -> bool:
    """Wants an appointment in so many words, whatever it begins with."""
    return turn.has(Intent.BOOK, sure=0.85)


def names_time_and_person(turn: Turn) -> bool:
    """Gives a day or hour and a name, or a service: a booking's answer to whatever was asked."""
    heard = heard_name(turn)
    named = (heard is not None and heard.sure) or bool(mentioned(turn.text, turn.facts.services))
    changes = turn.has(Intent.CANCEL, Intent.RESCHEDULE, sure=0.8)
    return named and looks_like_date(turn.text) and not changes


def says_when_of_topic(turn: Turn) -> bool:
    """Says when, of a service that is spoken of: "bueno, me la dejas para el miércoles a las 4"."""
    spoken_of = turn.memo.topic or turn.memo.booking.wanted
    when = turn.acts.has(Act.GIVE_TIME) and looks_like_date(turn.text)
    return bool(spoken_of and when) and not speaks_of_a_call(turn.text)


def asks_besides_booking(turn: Turn) -> bool:
    """Asks something, and neither books nor says when."""
    return turn.has(*ASKS) and not (turn.has(Intent.BOOK) or says_when(turn))


def turns_to(intent: Intent, turn: Turn) -> bool:
    """Surely wants another task than the one that waits, and does not answer with its words."""
    elsewhere = turn.has(intent, sure=0.8) and TASKS[intent] != waiting_node(turn)
    return elsewhere and not _answers_with(intent, turn)


def _answers_with(intent: Intent, turn: Turn) -> bool:
    """Whether words of another task are an answer to the question that waits."""
    waiting, kind = waiting_node(turn), turn.pending_question
    if intent is Intent.CONFIRM:
        return kind in {"slot", "cancel", "offer", "consent", "phone", "name"}
    if intent is Intent.BOOK and waiting == "cancellation":  # "yes, but another one on Friday"
        answered = answer_and_more(turn.text)
        return bool(turn.agrees or (answered and answered[0]))
    if intent is Intent.BOOK:
        return waiting in {"reschedule", "confirmation"} and kind in {"slot", "day", "reading"}
    if waiting != "appointment" or turn.facts.upcoming:
        return False  # there is something to cancel or to move
    if intent is Intent.CANCEL:
        return kind not in {"offer", "consent", "phone"} and not calls_off_somebodys(turn)
    return kind in {"slot", "name", "day"}


def answers(turn: Turn) -> bool:
    """Can be the answer to a question, and nothing else."""
    return is_answer(turn.text)


def digresses(turn: Turn) -> bool:
    """Asks something that is not about the day or hour it names."""
    own = [intent for intent, node in TASKS.items() if node == waiting_node(turn)]
    if turn.has(*own, sure=0.8):
        return False
    topics = (Intent.PRICE, Intent.LOCATION, Intent.HOURS)
    return turn.has(*ASKS) and (not looks_like_date(turn.text) or turn.has(*topics, sure=0.8))


def asks_something(turn: Turn) -> bool:
    """Asks about the business, or at all."""
    return turn.has(*ASKS)


def only_talks(turn: Turn) -> bool:
    """A greeting, thanks or a goodbye, and no yes or no."""
    return turn.has(*TALKS) and len(turn.intents) == 1 and turn.agrees is None


# After a reminder.


def will_tell_later(turn: Turn) -> bool:
    """ "Te confirmo más tarde": neither a yes nor a wish for a later time."""
    return bool(turn.focus) and answers_later(turn.text)


def cancels_or_moves(turn: Turn) -> bool:
    """Wants it cancelled or moved in so many words."""
    return turn.has(Intent.RESCHEDULE, Intent.CANCEL)


def names_another_time(turn: Turn) -> bool:
    """ "¿puede ser más tarde?", "mejor el martes", "sí, pero a las 5"; not "sí, a las 5" nor "¿es
    mañana?"."""
    if not turn.focus:
        return False
    if speaks_of_another_time(turn.text):
        return True
    if not looks_like_date(turn.text) or says_see_you(turn.text):
        return False
    return would_rather(turn.text) or (turn.agrees is None and "?" not in turn.text)


def will_be_there(turn: Turn) -> bool:
    """ "Nos vemos"."""
    return bool(turn.focus) and says_see_you(turn.text)


def will_not_come(turn: Turn) -> bool:
    """ "I can't"."""
    return bool(turn.focus) and cannot_come(turn.text)


def names_day(turn: Turn) -> bool:
    """Names a day or hour: of a service, with a wish, or in a few words."""
    if not looks_like_date(turn.text) or turn.has(*TOPICS) or is_of_the_world(turn.text):
        return False
    if all(map(takes_leave_until, filter(looks_like_date, sentences(turn.text)))):
        return False  # "¿puede entrar conmigo? gracias, hasta el martes"
    asks = turn.only_does(Act.ASK_SERVICE, Act.ASK_POLICY, sure=0.9) and "?" in turn.text
    if asks and opens_question(turn.text):
        return False  # "what should I do before laser?"
    # "A facial on Tuesday at 10", where several services are called so.
    placed = turn.acts.has(Act.GIVE_TIME) and turn.only_does(Act.GIVE_TIME, Act.ANSWER_OTHER)
    alone = names_day_alone(turn.text, SHORT) or placed
    return bool(named_services(turn)) or wishes_for_something(turn.text) or alone


def named_services(turn: Turn) -> list[str]:
    return mentioned(turn.text, turn.facts.services)
