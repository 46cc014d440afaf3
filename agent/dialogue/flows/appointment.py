"""Booking: the service, the time, the name, then the booking itself."""

from collections.abc import Sequence

from agent.dialogue.flows.choosing import choose, gives_up, impossible
from agent.dialogue.flows.consent import ask_consent, consent
from agent.dialogue.flows.dates import merge, note_member, understand
from agent.dialogue.flows.either import is_open, settle_reading
from agent.dialogue.flows.failing import clarify, hand_over, offer_human
from agent.dialogue.flows.health_beside import health_beside_booking, without_health
from agent.dialogue.flows.name_asides import aside, ask_whom, note_people, noted, speaks_of_somebody
from agent.dialogue.flows.naming import (
    NAME_QUESTIONS,
    ask_verbatim,
    confirmed_name,
    note_name,
    proposed_name,
    record_name,
)
from agent.dialogue.flows.offering import offer, offer_one
from agent.dialogue.flows.phone import ask_phone, phone
from agent.dialogue.flows.questions import digression
from agent.dialogue.flows.renaming import renaming
from agent.dialogue.flows.search import ask_service, offer_again, search
from agent.dialogue.flows.turned_down import turns_down
from agent.dialogue.flows.visit import alternatives, fill, note_services
from agent.dialogue.flows.waiting_list_flow import accepted, wait_for, waiting
from agent.dialogue.flows.wording import on
from agent.dialogue.memo import Plan, Wanted, with_token
from agent.dialogue.routing import choose_node, of_words
from agent.dialogue.tools import book_appointment, list_services
from agent.dialogue.turn import Maybe, Steps, Turn, join
from agent.language import Intent, looks_like_date, ordinal
from agent.language.readings.choices import any_will_do
from agent.language.readings.services import mentioned, words_for_service
from agent.tool_results import Change
from agent.tool_views import ServiceView, Slot

_CHOOSING = frozenset({"slot", "day", "reading", "member", "offer", "wait"})


def appointment(turn: Turn) -> Steps:
    """What the appointment node says and does."""
    if not health_beside_booking(turn):
        return (yield from _with_phone(turn))
    turn.narrow(without_health(turn))
    turn.memo.lead = yield from _with_phone(turn)
    yield from hand_over("escalation", "a question for a professional")
    lead, turn.memo.lead = turn.memo.lead, ""
    return lead


def _with_phone(turn: Turn) -> Steps:
    asked_for_phone = turn.pending_question == "phone"
    about_phone = yield from phone(turn)
    if about_phone.all:
        return about_phone.line
    if asked_for_phone and about_phone.line:
        yield from _elsewhere(turn, about_phone.line)
    return join(about_phone.line, (yield from _appointment(turn)))


def _elsewhere(turn: Turn, line: str) -> Steps:
    """What is said beside the phone may be another node's."""
    owner, reason = of_words(turn)
    if owner != "appointment":
        turn.memo.lead = line if owner == "knowledge" else ""
        yield from hand_over(owner, reason)
        turn.memo.lead = ""
    return ""


def _appointment(turn: Turn) -> Steps:
    if slot := accepted(turn):
        return (yield from _take(turn, slot))
    if turn.taps_slot and (done := (yield from _tapped(turn, turn.memo.booking))) is not None:
        return done
    if (corrected := (yield from renaming(turn))) is not None:
        return corrected
    if (aside_reply := aside(turn)) is not None:
        return aside_reply
    note_people(turn)
    named = note_services(turn, turn.memo.booking) if turn.has(Intent.WAIT) else ""
    if reply := (yield from waiting(turn, turn.memo.booking)):
        return reply
    consent_pending = turn.pending_question in {"consent", "phone"}
    if (done := (yield from consent(turn))) is not None:
        return done
    if consent_pending and not turn.started:
        # The question is dropped; what was said instead may be another node's.
        owner, reason = choose_node(turn)
        if owner != "appointment":
            yield from hand_over(owner, reason)
    name_pending = turn.pending_question in NAME_QUESTIONS
    named_now = turn.people is not None or note_name(turn)
    answers = yield from digression(turn)
    if not (turn.text.strip() or named_now):
        return join(answers, turn.resume() or (yield from _start(turn, turn.memo.booking)))
    if not (name_pending and speaks_of_somebody(turn, named=named_now)):
        named = named or note_services(turn, turn.memo.booking)
    if (
        named_now
        and turn.agrees is False
        and turn.pending_question == "slot"
        and len(turn.plain_text.split()) == 1
    ):
        # "No, a nombre de Rosa": the no is about the name, but a message with a no books nothing.
        return join(answers, turn.resume())
    if (reply := (yield from _proceed(turn, turn.memo.booking, named))) is None and named_now:
        reply = yield from _name_instead(turn, turn.memo.booking)
    if reply is not None:
        turn.memo.fails = 0
        return _before(answers, noted(turn, reply) if named_now else reply)
    if answers:
        return join(answers, turn.resume())
    return (yield from clarify(turn))


def _before(answers: str, reply: str) -> str:
    """Puts a short answer into the line that introduces a list, so that the list is not far down."""
    leads = reply.partition("\n")[0].endswith(":") and "\n" not in answers
    return f"{answers} {reply}" if answers and leads else join(answers, reply)


def _proceed(turn: Turn, plan: Plan, named: str) -> Maybe:
    pending = turn.pending_question
    if options := alternatives(turn):
        return (yield from _which_of(turn, plan, options))
    if not named and gives_up(turn):
        turn.memo.booking, turn.memo.ask = Plan(), None
        return turn.say("nothing_then")
    if pending == "name":
        return (yield from _with_name(turn, plan, named))
    if pending == "service":
        return (yield from _with_service(turn, plan, named))
    if pending == "offer" and turn.agrees is not None and not named:
        return (yield from _offered(turn, plan))
    if pending in _CHOOSING and named != "new" and not plan.waits:
        reply = yield from _with_choice(turn, plan)
        if reply is not None or not (named or turn.has(Intent.BOOK)):
            return reply
    return (yield from _start(turn, plan))


def _name_instead(turn: Turn, plan: Plan) -> Steps:
    """Giving one's name to the only time on offer takes it."""
    if not plan.slots or turn.pending_question != "slot":
        return turn.resume() or (yield from _start(turn, plan))
    if len(plan.slots) == 1:
        return (yield from book(turn, plan, plan.slots[0].slot))
    return offer(turn, plan, plan.slots, turn.say("which_of_these"))


def _start(turn: Turn, plan: Plan) -> Steps:
    """Takes over what the message gives and asks for what is still missing."""
    service_words = "" if turn.has(Intent.WAIT) else words_for_service(turn.text)
    _want_words(plan, service_words or turn.memo.topic)
    note_member(turn, plan)
    read = yield from understand(turn, plan)
    merge(plan, read.when)
    if not plan.wanted:
        return (yield from list_to_choose(turn))
    if read.status == "ambiguous" or (read.status == "none" and is_open(plan)):
        return (yield from settle_reading(turn, plan))
    if read.status == "impossible":
        return (yield from impossible(turn, plan, read))
    if plan.waits:
        plan.wait = dict(plan.when)
        return (yield from wait_for(turn, plan))
    return (yield from search(turn, plan))


def _which_of(turn: Turn, plan: Plan, options: Sequence[ServiceView]) -> Steps:
    """Asks which of two services, and keeps the day and person that were said along with them."""
    note_member(turn, plan)
    read = yield from understand(turn, plan)
    merge(plan, read.when)
    return ask_service(turn, options)


def _want_words(plan: Plan, service_words: str) -> None:
    if service_words and not plan.wanted:
        plan.want(Wanted(service_words))


def list_to_choose(turn: Turn) -> Steps:
    """Asks which service, showing a few."""
    services = (yield from list_services()).services
    return ask_service(turn, [service for service in services if service.bookable])


def _offered(turn: Turn, plan: Plan) -> Steps:
    if turn.agrees is False:
        turn.memo.ask = None
        return turn.say("nothing_then")
    return (yield from _start_as_offered(turn, plan))


def _start_as_offered(turn: Turn, plan: Plan) -> Steps:
    read = yield from understand(turn, plan)
    merge(plan, read.when)
    _want_words(plan, turn.memo.topic)
    if not plan.wanted:
        return (yield from list_to_choose(turn))
    return (yield from search(turn, plan))


def _with_service(turn: Turn, plan: Plan, named: str) -> Maybe:
    options = turn.memo.ask.data.options if turn.memo.ask else []
    query = "" if named else _service_meant(turn, options)
    if query:
        fill(turn, plan, Wanted(query))
    if not query and not named:
        read = yield from understand(turn, plan)
        merge(plan, read.when)
        return turn.resume() if read.status == "ok" else None
    return (yield from _start(turn, plan))


def _service_meant(turn: Turn, options: Sequence[ServiceView]) -> str:
    """What to ask the tools for after "which service?": an option, or the words said."""
    position = ordinal(turn.text, len(options))
    if position is not None:
        return options[position].service
    matches = mentioned(turn.text, tuple(option.name for option in options))
    query = matches[0] if matches else words_for_service(turn.text, expected=True)
    return query or (options[0].service if options and any_will_do(turn.text) else "")


def _with_choice(turn: Turn, plan: Plan) -> Maybe:
    chosen = yield from choose(turn, plan)
    if isinstance(chosen, Slot):
        return (yield from book(turn, plan, chosen.slot))
    return chosen or None


def _with_name(turn: Turn, plan: Plan, named: str) -> Maybe:
    """The name that was asked for, or a change of mind about the time."""
    if named == "new":
        return (yield from _start(turn, plan))
    if turns_down(turn):
        return (yield from _with_choice(turn, plan))
    if turn.people is not None and plan.slot:
        return ask_whom(turn)
    turn.memo.name = turn.picked or turn.memo.name or confirmed_name(turn)
    another_time = looks_like_date(turn.text) and not turn.has(Intent.GOODBYE)
    if turn.memo.name and plan.slot and not another_time:
        return (yield from book(turn, plan, plan.slot))
    if proposed_name(turn) and turn.agrees is False:
        return turn.ask("name", "appointment", "ask_full_name")
    slot, reply = plan.slot, None
    if another_time or turn.agrees is None:
        reply = yield from _with_choice(turn, plan)
    plan.slot = plan.slot or (slot if reply is None else "")
    if reply is None and turn.memo.name and plan.slot and turn.agrees is not False:
        return (yield from book(turn, plan, plan.slot))
    return reply if reply is not None else ask_verbatim(turn, "name") or None


def book(turn: Turn, plan: Plan, slot: str) -> Steps:
    """Books a slot that was offered in an earlier turn; without a name it is held meanwhile."""
    plan.slot = slot
    if turn.people is not None:
        return ask_whom(turn)
    if question := (yield from record_name(turn, "name")):
        return question
    result = yield from book_appointment(slot)
    return (yield from _booked(turn, plan, result))


def _take(turn: Turn, slot: str) -> Steps:
    """Books what the waiting list brought; the service is known should somebody have been faster."""
    label = turn.facts.offered.label if turn.facts.offered else ""
    name = next((name for name in turn.facts.services if label.startswith(name)), "")
    plan = turn.memo.booking = Plan(wanted=[Wanted(name, name)] if name else [])
    return (yield from book(turn, plan, slot))


def _tapped(turn: Turn, plan: Plan) -> Maybe:
    """A time of an older offer was tapped: it is taken if it still can be; else its title is read."""
    if any(slot.slot == turn.choice for slot in plan.slots):
        return None
    if question := (yield from record_name(turn, "name")):
        return question
    result = yield from book_appointment(turn.choice)
    if result.status == "not_offered":
        owner, reason = of_words(turn)
        if owner != "appointment":
            yield from hand_over(owner, reason)
        return None
    plan.slots = with_token([Slot(slot=turn.choice, label=turn.text)])
    plan.slot = turn.choice
    return (yield from _booked(turn, plan, result))


def _chosen(plan: Plan) -> Slot | None:
    return next((slot for slot in plan.slots if slot.slot == plan.slot), None)


def _ask_name(turn: Turn, plan: Plan) -> str:
    """Asks for the name and says which time it is for, so that a misunderstanding shows."""
    slot = _chosen(plan)
    if slot is None:
        return turn.ask("name", "appointment", "ask_full_name")
    label = on(turn.facts.language, slot.label)
    return turn.ask("name", "appointment", "ask_name", label=label)


def _booked(turn: Turn, plan: Plan, result: Change) -> Steps:
    status = result.status
    if status in {"booked", "already_booked"}:
        return (yield from _next(turn, result))
    if status == "needs_name":
        return _ask_name(turn, plan)
    if status == "choose_first":
        slot = _chosen(plan)
        return offer_one(turn, plan, slot) if slot else (yield from search(turn, plan))
    if status in {"taken", "offer_expired"}:
        return (yield from offer_again(turn, plan, result))
    if status in {"not_offered", "needs_assessment", "refused_by_customer"}:
        return (yield from search(turn, plan))
    return _refused(turn, plan, result)


def _refused(turn: Turn, plan: Plan, result: Change) -> str:
    plan.slot = ""
    if result.status == "too_many_open":
        turn.memo.booking = Plan()
        turn.memo.ask = None
        limit, service = str(result.limit or ""), result.service
        return turn.say("too_many_of" if service else "too_many_open", limit=limit, service=service)
    if result.status == "too_many_today":
        turn.memo.booking = Plan()
        return join(turn.say("too_many_today", limit=str(result.limit or "")), offer_human(turn))
    if result.status == "overlaps_own":
        line = turn.say("overlaps_own", label=result.label)
        plan.slots = []
        return join(line, turn.ask("day", "appointment", "ask_day"))
    return join(turn.say("trouble"), offer_human(turn))


def _next(turn: Turn, result: Change) -> Steps:
    """After a booking: the question for a phone, else that about reminders, where one is open.

    The receipt is sent by code, so that there may be nothing left to say.
    """
    name = result.name or turn.memo.name or turn.facts.customer_name
    turn.memo.booked = {"appointment": result.id, "service": result.service, "name": name}
    turn.memo.name, turn.memo.topic = "", ""
    turn.memo.booking, turn.memo.ask = Plan(), None
    return (yield from ask_phone(turn)) or ask_consent(turn)
