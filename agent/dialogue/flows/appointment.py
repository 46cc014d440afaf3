"""Booking: the service, the time, the name, then the booking itself."""

from collections.abc import Sequence

from agent.dialogue.flows.apart import each_apart, note_one_more
from agent.dialogue.flows.booked import after_booking, refused
from agent.dialogue.flows.choosing import choose, gives_up, impossible
from agent.dialogue.flows.consent import answered_first, consent, declined_beside
from agent.dialogue.flows.dates import is_about_a_day, merge, note_member, understand
from agent.dialogue.flows.each_person import each_person
from agent.dialogue.flows.earlier import take_earlier
from agent.dialogue.flows.either import is_open, settle_reading
from agent.dialogue.flows.failing import clarify, hand_over, offer_human
from agent.dialogue.flows.further import (
    as_standing,
    declined,
    every_day,
    for_another,
    go_on,
    instead_of_move,
    note_further,
    note_same_day,
    note_series,
    queue_days,
    same_as_last,
    takes_first,
)
from agent.dialogue.flows.landmarks import beside_own, drop_standing, landmarks
from agent.dialogue.flows.more_wishes import with_somebody_else
from agent.dialogue.flows.name_asides import aside, ask_whom, note_people, noted, speaks_of_somebody
from agent.dialogue.flows.naming import (
    NAME_QUESTIONS,
    ask_verbatim,
    confirmed_name,
    note_name,
    proposed_name,
    record_name,
)
from agent.dialogue.flows.nothing_more import books_nothing
from agent.dialogue.flows.offering import offer, offer_one
from agent.dialogue.flows.one_after_all import for_the_one
from agent.dialogue.flows.party import (
    ask_names,
    forget_names,
    guests_to_book,
    is_party,
    note_names,
)
from agent.dialogue.flows.phone import phone
from agent.dialogue.flows.picking import answered_beside, pick_beside_question
from agent.dialogue.flows.place import ask_place, place_for_name, place_said_along, take_place
from agent.dialogue.flows.price_limits import within_price
from agent.dialogue.flows.questions import digression
from agent.dialogue.flows.recall import invited_to, recall
from agent.dialogue.flows.renaming import renaming
from agent.dialogue.flows.search import ask_service, list_to_choose, offer_again, search
from agent.dialogue.flows.shared import place_received
from agent.dialogue.flows.turned_down import turns_down
from agent.dialogue.flows.two_matters import two_matters
from agent.dialogue.flows.under_age import under_age
from agent.dialogue.flows.usual import note_usual
from agent.dialogue.flows.visit import (
    alternatives,
    denies_service,
    fill,
    for_child,
    note_services,
)
from agent.dialogue.flows.waiting_list_flow import accepted, wait_for, waiting
from agent.dialogue.flows.whom import ask_their_name, introduce, known_person, somebody_else
from agent.dialogue.flows.wording import before_list, on
from agent.dialogue.memo import MOST_GUESTS, Plan, Wanted, with_token
from agent.dialogue.routing import choose_node, of_words
from agent.dialogue.tools import book_appointment
from agent.dialogue.turn import Maybe, Steps, Turn, join
from agent.language import Intent, looks_like_date, ordinal
from agent.language.readings.another import decision_after_question
from agent.language.readings.choices import any_will_do
from agent.language.readings.house import is_only_dentist
from agent.language.readings.landmarks import STANDS
from agent.language.readings.pain import assessment_among
from agent.language.readings.services import mentioned, words_for_service
from agent.language.readings.wishes import asks_to_be_looked_at
from agent.tool_results import Change
from agent.tool_views import ServiceView, Slot

_CHOOSING = frozenset({"slot", "day", "reading", "member", "offer", "wait"})


def appointment(turn: Turn) -> Steps:
    """What the appointment node says and does."""
    if books_nothing(turn):
        turn.memo.booking, turn.memo.ask = Plan(), None
        yield from hand_over("knowledge", "nothing is to be booked")
    if (young := (yield from under_age(turn))) is not None:
        return young
    if (limited := (yield from within_price(turn, _with_phone))) is not None:
        return limited
    if (both := (yield from two_matters(turn, _with_phone, _start))) is not None:
        return both
    return (yield from _with_phone(turn))


def _with_phone(turn: Turn) -> Steps:
    if (declined := (yield from declined_beside(turn))) and not turn.text.strip():
        return join(declined, turn.resume())
    asked_for_phone = turn.pending_question == "phone"
    about_phone = yield from phone(turn)
    if about_phone.all:
        return about_phone.line
    if asked_for_phone and about_phone.line:
        yield from _elsewhere(turn, about_phone.line)
    return join(declined, about_phone.line, (yield from _appointment(turn)))


def _elsewhere(turn: Turn, line: str) -> Steps:
    """What is said beside the phone may be another node's."""
    owner, reason = of_words(turn)
    if owner != "appointment":
        turn.memo.lead = line if owner == "knowledge" else ""
        yield from hand_over(owner, reason)
        turn.memo.lead = ""
    return ""


def _appointment(turn: Turn) -> Steps:
    if turn.fewer:
        return (yield from for_the_one(turn))
    placed = yield from take_place(turn)
    if isinstance(placed, str):
        return placed
    if placed and turn.memo.booking.slot:
        return (yield from book(turn, turn.memo.booking, turn.memo.booking.slot))
    if (received := (yield from place_received(turn))) is not None:
        return received
    if question := (yield from place_for_name(turn)):
        return question
    if plan := invited_to(turn):
        turn.memo.booking, turn.memo.ask = plan, None
        turn.memo.name = plan.party[0].name if plan.party else turn.memo.name
        return (yield from _start_as_offered(turn, plan))
    if (about_recalls := (yield from recall(turn))) is not None:
        return about_recalls
    if slot := accepted(turn):
        return (yield from _take(turn, slot))
    if turn.taps_slot and (done := (yield from _tapped(turn, turn.memo.booking))) is not None:
        return done
    if (each := (yield from each_person(turn))) is not None:
        return each
    if (corrected := (yield from renaming(turn))) is not None:
        return corrected
    if (aside_reply := aside(turn)) is not None:
        return aside_reply
    if turn.comes and turn.comes.count > MOST_GUESTS:
        return join(turn.say("more_than_two"), offer_human(turn))
    if is_party(turn):
        turn.names_told = note_names(turn) or turn.comes is not None
    else:
        note_people(turn)
    named = note_services(turn, turn.memo.booking) if turn.has(Intent.WAIT) else ""
    if reply := (yield from waiting(turn, turn.memo.booking)):
        return reply
    if (beside := (yield from instead_of_move(turn))) is not None:
        return beside
    if for_another(turn):
        yield from answered_first(turn)
    consent_pending = turn.pending_question in {"consent", "phone"}
    if (done := (yield from consent(turn))) is not None:
        return done
    if consent_pending and not turn.started:
        # The question is dropped; what was said instead may be another node's.
        owner, reason = choose_node(turn)
        if owner != "appointment":
            yield from hand_over(owner, reason)
    if (
        turn.pending_question == "slot"
        and (decided := decision_after_question(turn.text))
        and not pick_beside_question(turn)
    ):
        turn.narrow(decided)
    if (apart := (yield from each_apart(turn))) is not None:
        return apart
    yield from note_one_more(turn, turn.memo.booking)
    in_a_row = "" if is_party(turn) else note_series(turn)
    if in_a_row and not (turn.text.strip() or turn.memo.ask):
        return join(in_a_row, (yield from go_on(turn)) or (yield from _start(turn, Plan())))
    if not is_party(turn):
        yield from note_further(turn, turn.memo.booking)
    reply = yield from _of_message(turn, named)
    return f"{in_a_row} {reply}" if in_a_row and reply else reply


def _of_message(turn: Turn, named: str) -> Steps:
    standing = landmarks(turn)
    left_out = [one for one in turn.memo.booking.wanted if standing.get(one.name) == STANDS]
    drop_standing(turn)
    turn.memo.booking.drop(*left_out)
    name_pending = turn.pending_question in NAME_QUESTIONS
    heard_one = turn.people is not None or (not is_party(turn) and note_name(turn))
    named_now = turn.names_told or heard_one
    both = pick_beside_question(turn)
    answers = yield from answered_beside(turn, both) if both else digression(turn)
    if named_now and turn.agrees is None:
        takes_first(turn)
    around = " \n,.;:" if turn.pending_question == "slot" else " \n"  # a name was all that it told
    if not (turn.text.strip(around) or named_now):
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
        return before_list(answers, noted(turn, reply) if named_now else reply)
    if answers:
        return join(answers, turn.resume())
    return (yield from clarify(turn))


def _proceed(turn: Turn, plan: Plan, named: str) -> Maybe:
    pending = turn.pending_question
    if options := alternatives(turn):
        return (yield from _which_of(turn, plan, options))
    if (next_one := (yield from declined(turn, plan))) is not None:
        return next_one
    if not named and gives_up(turn):
        turn.memo.booking, turn.memo.ask = Plan(), None
        turn.memo.drop_further()
        return turn.say("nothing_then")
    if pending == "name":
        return (yield from _with_name(turn, plan, named))
    if pending == "service":
        return (yield from _with_service(turn, plan, named))
    if pending == "place" and named != "new":
        return (yield from _instead_of_place(turn, plan))
    answered = turn.agrees is not None or looks_like_date(turn.text)
    if pending == "offer" and answered and not named:
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
    usual = note_usual(turn, plan)
    if not usual and (more := (yield from same_as_last(turn, plan))) is not None:
        return more
    service_words = "" if usual or turn.has(Intent.WAIT) else words_for_service(turn.text)
    looked_at = asks_to_be_looked_at(turn.text) or is_only_dentist(service_words)
    first_visit = turn.memo.topic or assessment_among(turn.facts.services) if looked_at else ""
    service_words = for_child(turn, service_words) or first_visit or service_words
    plan.want_words(service_words or turn.memo.topic)
    if (beside := (yield from beside_own(turn, plan))) is not None:
        return beside
    note_member(turn, plan)
    yield from note_same_day(turn, plan)
    merge(plan, (yield from as_standing(turn, plan)))
    read = queue_days(turn, plan, (yield from understand(turn, plan)))
    merge(plan, read.when)
    if not plan.wanted:
        return join(usual, (yield from list_to_choose(turn)))
    if read.status == "ambiguous" or (read.status == "none" and is_open(plan)):
        return (yield from settle_reading(turn, plan))
    if read.status == "impossible":
        return (yield from impossible(turn, plan, read))
    if plan.waits:
        plan.wait = dict(plan.when)
        return (yield from wait_for(turn, plan))
    if any(wanted.name in turn.facts.home_visits for wanted in plan.wanted):
        yield from place_said_along(turn)
    return (yield from search(turn, plan, usual))


def _which_of(turn: Turn, plan: Plan, options: Sequence[ServiceView]) -> Steps:
    """Asks which of two services, and keeps the day and person that were said along with them."""
    note_member(turn, plan)
    read = yield from understand(turn, plan)
    merge(plan, read.when)
    return ask_service(turn, options)


def _offered(turn: Turn, plan: Plan) -> Steps:
    if turn.agrees is False and not (yield from is_about_a_day(turn, plan)):
        turn.memo.ask = None
        return turn.say("nothing_then")
    if turn.memo.ask and turn.memo.ask.data.name:
        turn.memo.name = turn.memo.ask.data.name  # of a contact that was shared
    return (yield from _start_as_offered(turn, plan))


def _start_as_offered(turn: Turn, plan: Plan) -> Steps:
    note_member(turn, plan)
    read = queue_days(turn, plan, (yield from understand(turn, plan)))
    merge(plan, read.when)
    plan.want_words(turn.memo.topic)
    if not plan.wanted:
        return (yield from list_to_choose(turn))
    if read.status == "ambiguous":
        return (yield from settle_reading(turn, plan))
    if read.status == "impossible":
        return (yield from impossible(turn, plan, read))
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
    if (each := (yield from every_day(turn, plan))) is not None:
        return each
    chosen = yield from choose(turn, plan)
    if isinstance(chosen, Slot) and denies_service(turn, plan):
        return offer_one(turn, plan, chosen)
    if isinstance(chosen, Slot):
        return (yield from book(turn, plan, chosen.slot))
    return chosen or None


def _with_name(turn: Turn, plan: Plan, named: str) -> Maybe:
    """The name that was asked for, or a change of mind about the time."""
    if named == "new":
        return (yield from _start(turn, plan))
    if turns_down(turn):
        return (yield from _with_choice(turn, plan))
    if with_somebody_else(turn, plan):
        return (yield from search(turn, plan))
    if is_party(turn):
        return (yield from _with_names(turn, plan))
    if turn.people is not None and plan.slot:
        return ask_whom(turn)
    if turn.whom and plan.slot and not looks_like_date(turn.text):
        return (yield from book(turn, plan, plan.slot))
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


def _with_names(turn: Turn, plan: Plan) -> Maybe:
    """The names of two people, or a change of mind about the time."""
    if looks_like_date(turn.text) and (reply := (yield from _with_choice(turn, plan))) is not None:
        return reply
    return (yield from book(turn, plan, plan.slot)) if plan.slot else None


def book_two(turn: Turn, plan: Plan) -> Steps:
    """Books both or nobody, as soon as both have a name."""
    if question := ask_names(turn):
        return question
    result = yield from book_appointment(plan.slot, people=guests_to_book(plan))
    if result.status in {"unsure", "invalid_name", "unknown_person", "needs_people"}:
        forget_names(plan)
        return ask_names(turn)
    return (yield from _booked(turn, plan, result))


def _instead_of_place(turn: Turn, plan: Plan) -> Maybe:
    """A change of mind about the time, when the address was asked for."""
    if not (looks_like_date(turn.text) or turns_down(turn)):
        return None
    slot = plan.slot
    reply = yield from _with_choice(turn, plan)
    plan.slot = plan.slot or (slot if reply is None else "")
    return reply


def book(turn: Turn, plan: Plan, slot: str) -> Steps:
    """Books a slot that was offered in an earlier turn; without a name it is held meanwhile."""
    plan.slot = slot
    if is_party(turn):
        return (yield from book_two(turn, plan))
    if turn.people is not None:
        return ask_whom(turn)
    if question := (yield from _whose(turn)):
        return question
    result = yield from book_appointment(slot, known_person(turn))
    return (yield from _booked(turn, plan, result))


def _whose(turn: Turn) -> Maybe:
    """Writes down whom it is for, or asks what is missing for that (None: nothing is)."""
    yield from introduce(turn)
    if known_person(turn):
        return None
    if somebody_else(turn) and not turn.memo.name:
        return ask_their_name(turn)
    return (yield from record_name(turn, "name"))


def _take(turn: Turn, slot: str) -> Steps:
    """Takes what the waiting list brought; the service is known should somebody have been faster."""
    if (offered := turn.facts.offered) and offered.slot == slot and offered.moves:
        return (yield from take_earlier(turn, offered))
    label = turn.facts.offered.label if turn.facts.offered else ""
    name = next((name for name in turn.facts.services if label.startswith(name)), "")
    plan = turn.memo.booking = Plan(wanted=[Wanted(name, name)] if name else [])
    return (yield from book(turn, plan, slot))


def _tapped(turn: Turn, plan: Plan) -> Maybe:
    """A time of an older offer was tapped: it is taken if it still can be; else its title is read."""
    if any(slot.slot == turn.choice for slot in plan.slots):
        return None
    if is_party(turn):
        return (yield from book(turn, plan, turn.choice))
    if question := (yield from _whose(turn)):
        return question
    result = yield from book_appointment(turn.choice, known_person(turn))
    if result.status in {"not_offered", "not_shown"}:
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
    if plan.each:
        return turn.ask("name", "appointment", "ask_your_name_too")
    if slot is None:
        return turn.ask("name", "appointment", "ask_full_name")
    label = on(turn.facts.language, slot.label)
    return turn.ask("name", "appointment", "ask_name", label=label)


def _booked(turn: Turn, plan: Plan, result: Change) -> Steps:
    status = result.status
    if status in {"booked", "already_booked"}:
        return (yield from after_booking(turn, result))
    if status == "needs_name":
        return _ask_name(turn, plan)
    if status == "needs_place":
        if (yield from place_said_along(turn)):
            return (yield from book(turn, plan, plan.slot))
        return ask_place(turn, result)
    if status == "choose_first":
        slot = _chosen(plan)
        return offer_one(turn, plan, slot) if slot else (yield from search(turn, plan))
    if status in {"taken", "offer_expired"}:
        return (yield from offer_again(turn, plan, result))
    if status in {"not_offered", "not_shown", "needs_assessment", "refused_by_customer"}:
        return (yield from search(turn, plan))
    return refused(turn, plan, result)
