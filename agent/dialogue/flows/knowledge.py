"""Questions, small talk, the customer's own appointments, and what no other node handles."""

from agent.dialogue.conditions import (
    SET_ASIDE,
    awaits_call,
    beside_the_point,
    is_content,
    off_limits,
    says_farewell,
    thinks_it_over,
    wants_reminders_again,
)
from agent.dialogue.flows.asking import parts_of
from agent.dialogue.flows.consent import consent
from agent.dialogue.flows.failing import clarify, offer_human, on_it
from agent.dialogue.flows.last_visit import asks_of_last_visit, tell_last_visit
from agent.dialogue.flows.naming import keep_name
from agent.dialogue.flows.nothing_booked import nothing_booked
from agent.dialogue.flows.own_details import asked_of_own, tell_own
from agent.dialogue.flows.questions import answer, questions_besides, services, worded
from agent.dialogue.flows.rules import asks_rule, is_of_rule, not_to_be_cancelled, rule
from agent.dialogue.flows.telling import shared, with_leads
from agent.dialogue.flows.theirs import described, none_of_theirs, of_whom, spoken_of
from agent.dialogue.flows.which_entry import entry_chosen
from agent.dialogue.flows.wording import listed
from agent.dialogue.memo import Plan, Wanted
from agent.dialogue.tools import list_appointments, record_consent, search_knowledge
from agent.dialogue.turn import Steps, Turn, join
from agent.language import (
    Intent,
    intents,
    looks_like_date,
    sentences,
    spoken_names,
    wanted_language,
    wants_unspoken,
    words,
)
from agent.language.acts import Act
from agent.language.readings.coming import takes_leave_until
from agent.language.readings.courtesies import is_courtesy
from agent.language.readings.deciding import only_agrees
from agent.language.readings.offered import asked_if_there
from agent.language.readings.services import mentioned
from agent.language.readings.small_talk import small_talk
from agent.language.whose import Whose, asks_for_all
from agent.tool_results import Knowledge

_LISTED = 5
_FEW = 4
_SHORT_WORD = 3


def knowledge(turn: Turn) -> Steps:
    """What the knowledge node says and does."""
    if lead := turn.memo.lead:
        turn.memo.lead = ""
        own = asks_own_besides(turn) or bool(turn.rest and turn.has(Intent.LIST, sure=0.8))
        asked_besides = questions_besides(turn) or parts_of(turn, booking=True).questions
        if turn.rest and not (asked_besides or own):
            asked_besides = [turn.rest]
        others = yield from answer(turn, asked_besides)
        if own:
            lead = join(lead, (yield from _own_lines(turn)))
        decided = turn.rest and turn.memo.ask is None
        return join(lead, others) if decided else join(others, lead)
    if is_content(turn) or awaits_call(turn):
        return _content(turn)
    if thinks_it_over(turn):
        turn.memo.fails = 0
        return turn.say("no_rush")
    heard = keep_name(turn)
    if turn.pending_question == "human" and turn.agrees is False:
        turn.memo.ask = None
        if not parts_of(turn, booking=False).questions:
            return turn.say("goodbye" if turn.has(Intent.GOODBYE) else "nothing_then")
    if turn.pending_question == "entry" and (told := (yield from entry_chosen(turn))) is not None:
        return told
    if turn.pending_question == "consent" and (done := (yield from consent(turn))) is not None:
        return done
    if about := (yield from _about_itself(turn)):
        return about
    if asks_of_last_visit(turn):
        _set_aside(turn)
        return join(tell_last_visit(turn), turn.resume())
    if details := asked_of_own(turn):
        told = yield from tell_own(turn, turn.text, details)
        _set_aside(turn)
        return join(told, turn.resume())
    if asks_rule(turn):
        lists = turn.does(Act.OWN_APPOINTMENTS) and turn.has(Intent.LIST, sure=0.8)
        appointments = (yield from _own_lines(turn)) if lists else ""
        return join(appointments, (yield from _rule(turn)))
    if turn.has(Intent.LIST):
        return join((yield from own_appointments(turn)), (yield from _besides(turn, Intent.LIST)))
    if says_farewell(turn):
        turn.memo.ask = None
        return turn.say("goodbye")
    if _only_small_talk(turn):
        return _small_talk(turn)
    if heard and not turn.intents:
        return turn.resume() or turn.say("what_can_i_do")
    return (yield from _question(turn))


def _about_itself(turn: Turn) -> Steps:
    if wants_reminders_again(turn):
        turn.memo.ask = None
        yield from record_consent(granted=True)
        return turn.say("reminders_on")
    if turn.has(Intent.OPT_OUT):
        # Of somebody who has never booked nothing can be recorded; nobody is reminded unasked, nor asked then.
        turn.memo.ask, turn.memo.consent_asked = None, True
        yield from record_consent(granted=False)
        return turn.say("opted_out")
    if turn.has(Intent.BOT):
        turn.greets = False
        line = turn.say("am_assistant", business=turn.facts.business)
        return join(line, (yield from _besides(turn, Intent.BOT)), turn.resume())
    if wanted_language(turn.text):
        questions = parts_of(turn, booking=False).questions
        besides = [one for one in questions if not wanted_language(one)]
        others = (yield from answer(turn, besides)) if besides else ""
        ending = turn.resume() or ("" if others else turn.say("what_can_i_do"))
        return join(turn.say("switched"), others, ending)
    if wants_unspoken(turn.text):
        names = listed(turn.facts.language, spoken_names(turn.facts.language))
        return join(turn.say("languages", languages=names), turn.resume())
    if off_limits(turn):
        return join(turn.say("off_limits"), turn.resume())
    if kind := small_talk(turn.text):
        return join(turn.say(f"small_talk_{kind}"), turn.resume() or turn.say("what_can_i_do"))
    if phrase := beside_the_point(turn):
        return join(turn.say(phrase, business=turn.facts.business), turn.resume())
    return ""


def _besides(turn: Turn, answered: Intent) -> Steps:
    """The answers to what a message asks besides."""
    parts = parts_of(turn, booking=False)
    others = [part for part in parts.questions if answered not in intents(part)]
    alone = len(parts.questions) + len(parts.rest) < 2
    return "" if alone or not others else (yield from answer(turn, others))


def _rule(turn: Turn) -> Steps:
    """The rule of cancelling and moving, and what the message asks besides."""
    parts = parts_of(turn, booking=False)
    about = [part for part in (*parts.questions, *parts.rest) if is_of_rule(part)]
    others = [part for part in parts.questions if part not in about] if about else []
    unchanged = not_to_be_cancelled(turn)
    line = yield from rule(turn, about[0] if others else turn.text)
    line = join(unchanged, *with_leads(turn, [line])) if line else line
    others_told = (yield from answer(turn, others)) if others else ""
    if line:
        return join(line, others_told, turn.resume() or (offer_human(turn) if turn.unknown else ""))
    # What else is unknown is said once.
    unknown = "" if turn.unknown else turn.say("not_known_partly" if others_told else "not_known")
    return join(unchanged, others_told, unknown, turn.resume() or offer_human(turn))


def own_appointments(turn: Turn) -> Steps:
    """The customer's appointments ahead, soonest first."""
    lines = yield from _own_lines(turn)
    if turn.memo.ask and turn.memo.ask.again == "no_appointments":
        return lines
    _set_aside(turn)
    return join(lines, turn.resume())


def _own_lines(turn: Turn) -> Steps:
    listed = (yield from list_appointments()).appointments
    turn.memo.fails = 0
    spoken = Whose() if asks_for_all(turn.text) else spoken_of(turn, listed, asks=True)
    own = of_whom(listed, spoken)
    if not own and spoken.other:
        return none_of_theirs(turn, spoken.other, listed)
    own = own or listed
    if not own:
        return nothing_booked(turn)
    if len(own) == 1:
        return turn.say("one_appointment", appointment=described(own[0]))
    lines = [f"• {described(appointment)}" for appointment in own[:_LISTED]]
    return join(turn.say("your_appointments"), *lines)


def asks_own_besides(turn: Turn) -> bool:
    """Whether a sentence of several asks what is booked."""
    return turn.has(Intent.LIST, sure=0.8) and len(sentences(turn.text)) > 1


def _set_aside(turn: Turn) -> None:
    """A list of what is booked is followed by no question that has nothing to do with it. One that a
    single time waits for stays: the list was looked at to answer it."""
    ask = turn.memo.ask
    plan = turn.memo.move if ask and ask.node == "reschedule" else turn.memo.booking
    if ask and ask.kind in ("offer", "human"):
        turn.memo.ask = None
    elif ask and ask.kind in SET_ASIDE and not (ask.kind == "slot" and len(plan.slots) == 1):
        ask.again = ""


def _content(turn: Turn) -> str:
    """Ends kindly: nothing is changed, and nothing offered."""
    turn.memo.fails = 0
    turn.memo.ask, turn.memo.booking, turn.memo.move = None, Plan(), Plan()
    if turn.has(Intent.GOODBYE):
        return turn.say("goodbye")
    return turn.say("welcome" if turn.has(Intent.THANKS) else "at_your_service")


def _only_small_talk(turn: Turn) -> bool:
    if takes_leave_until(turn.text):  # the "k" of "k thanks" asks nothing
        return True
    talk = {Intent.GREETING, Intent.THANKS, Intent.GOODBYE}
    if turn.intents.keys() - talk or mentioned(turn.text, turn.facts.services):
        return False
    if asked_if_there(turn.text):  # "hola, ¿hacen acupuntura?"
        return False
    return (
        (bool(turn.intents) and len(turn.plain_text.split()) <= 9)
        or is_courtesy(turn.text)
        or not turn.plain_text
        or only_agrees(turn.text)
        or (turn.agrees is False and not looks_like_date(turn.text))
    )


def _small_talk(turn: Turn) -> str:
    turn.memo.fails = 0
    if turn.has(Intent.GOODBYE) or takes_leave_until(turn.text):
        turn.memo.ask = None
        return turn.say("goodbye")
    if turn.has(Intent.THANKS):
        _let_go(turn)
        return turn.say("welcome")
    if turn.has(Intent.GREETING):
        return _greeting(turn)
    if turn.agrees is not None:
        # Nobody who says yes to what is over may believe that it was done.
        nothing_waits = "nothing_waits" if turn.facts.renewed else "at_your_service"
        return turn.resume() or turn.say(nothing_waits)
    return turn.resume() or turn.say("what_can_i_do")


def _let_go(turn: Turn) -> None:
    """Drops an offer that thanks or a new hello left unanswered: it is not made twice."""
    if turn.pending_question in {"offer", "human", "consent", "phone"}:
        turn.memo.ask = None


def _greeting(turn: Turn) -> str:
    _let_go(turn)
    if waiting := turn.resume():
        return waiting
    hello = turn.say("what_can_i_do" if not turn.facts.greeted else "hello_again")
    return join(hello, on_it(turn))


def _question(turn: Turn) -> Steps:
    questions = parts_of(turn, booking=False).questions
    if not questions:
        turn.memo.hours = ""
    # Whether a person is wanted is asked anew where something stays unknown.
    waiting = turn.memo.ask if turn.pending_question not in {"offer", "human"} else None
    if questions:
        turn.memo.fails = 0
        reply = yield from answer(turn, questions)
        if turn.pending_question == "entry":
            return reply
        return join(
            reply,
            _what_next(turn, has_topic=bool(turn.memo.topic)) if waiting is None else turn.resume(),
        )
    result = yield from search_knowledge(turn.text[:300])
    if _is_about_it(turn, result) and (line := worded(turn, turn.text, result)):
        turn.memo.fails = 0
        return join(*with_leads(turn, [line]), turn.resume() or _what_next(turn, has_topic=True))
    if turn.intents.keys() & {Intent.SERVICES}:
        return (yield from services(turn))
    return (yield from clarify(turn))


def _is_about_it(turn: Turn, result: Knowledge) -> bool:
    """Whether what was found may answer what is no question: a few words, or some of its title; or else a
    journey on Wednesday is answered with the discounts of Wednesdays."""
    if len(turn.plain_text.split()) <= _FEW or not result.entries:
        return True
    spoken = [word for word in words(turn.text) if len(word) > _SHORT_WORD]
    return any(shared(entry.title, spoken) for entry in result.entries)


def _what_next(turn: Turn, *, has_topic: bool) -> str:
    """Offers to book what was just asked about, once, or a person when nothing is known."""
    if turn.unknown:
        return offer_human(turn)
    if turn.rest or turn.facts.called:  # beside what was just done, or while a person is waited for
        return ""
    service = turn.memo.topic if has_topic else ""
    if service == turn.memo.booked.get("service"):
        return ""
    if not service or not (mentioned(turn.text, turn.facts.services) or turn.has(Intent.PRICE)):
        return ""
    turn.memo.booking.want(Wanted(service, service))
    return turn.ask("offer", "appointment", "offer_booking", service=service)
