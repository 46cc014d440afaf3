"""Cancelling: one question to confirm, which also offers to move instead; then the cancellation.

Of a visit one service can be cancelled alone; where some of its services are named, never the whole."""

from collections.abc import Generator, Sequence

from agent.dates.corrections import corrects
from agent.dialogue.flows.besides import with_more
from agent.dialogue.flows.dates import bounds
from agent.dialogue.flows.failing import clarify, hand_over, offer_human, too_late
from agent.dialogue.flows.keeping import stands
from agent.dialogue.flows.nothing_booked import nothing_booked
from agent.dialogue.flows.pick import all_meant, ask_which, pick_appointment
from agent.dialogue.flows.slots import agreeing
from agent.dialogue.flows.theirs import means_another, names_another_instead, service_for
from agent.dialogue.flows.wording import all_of, of
from agent.dialogue.memo import AskData, Plan, Wanted
from agent.dialogue.tools import cancel_appointment, list_appointments, resolve_date
from agent.dialogue.turn import Call, Steps, Turn, join
from agent.language import Intent, looks_like_date
from agent.language.acts import Act
from agent.language.readings.another import answer_and_more
from agent.language.readings.cancelling import (
    adds_a_clause,
    asks_for_a_new_one,
    cancels_whole,
    says_cancel,
    says_keep,
    services_to_cancel,
    would_move,
)
from agent.language.readings.refusing import begins_with_no
from agent.language.readings.staying import leaves_as_it_is, says_same_hour
from agent.tool_answers import Answer
from agent.tool_results import Change
from agent.tool_views import AppointmentView, ServiceView, Slot, VisitPart

_ASK_ANEW = frozenset(
    {"proposal_expired", "proposal_withdrawn", "not_shown", "choose_first", "not_found"}
)
"""Why a proposal is not carried out although the customer means to cancel."""


def cancellation(turn: Turn) -> Steps:
    """What the cancellation node says and does."""
    return (yield from with_more(turn, "cancellation", _cancellation))


def _cancellation(turn: Turn) -> Steps:
    if turn.pending_question == "cancel" and not (yield from _of_another(turn)):
        return (yield from _decided(turn))
    return (yield from _propose(turn))


def _of_another(turn: Turn) -> Generator[Call, Answer, bool]:
    """Whether the answer speaks of another person's appointment: that one is proposed, and nothing cancelled."""
    if turn.choice or len(turn.facts.upcoming) < 2 or not turn.memo.ask:
        return False
    own = (yield from list_appointments()).appointments
    waiting = turn.memo.ask.data.appointment
    if names_another_instead(turn, own, waiting):
        return True
    several = len({one.person for one in turn.facts.upcoming}) > 1
    return several and means_another(turn, own, waiting)


def _propose(turn: Turn) -> Steps:
    if turn.tapped:  # also when it is not ahead of them any more
        return (yield from _propose_for(turn, turn.tapped.appointment))
    if several := (yield from all_meant(turn, ordered=says_cancel(turn.text))):
        return (yield from _propose_each(turn, several))
    first_words = (
        turn.memo.ask.data.about if turn.pending_question == "which" and turn.memo.ask else ""
    )
    picked = yield from pick_appointment(turn, "cancellation", "which_cancel")
    if isinstance(picked, str):
        return picked
    parts = [part.service for part in picked.parts]
    some = services_to_cancel(turn.text, parts) or services_to_cancel(first_words, parts)
    return (yield from _propose_some(turn, picked.appointment, some))


def _propose_each(turn: Turn, several: Sequence[str]) -> Steps:
    """Proposes the first of several; the others are proposed one after the other, each for a yes of its own."""
    first, *others = several
    reply = yield from _propose_for(turn, first)
    if turn.pending_question == "cancel" and turn.memo.ask:
        turn.memo.ask.data.appointments = others
    return reply


def _propose_some(turn: Turn, appointment: str, some: list[str]) -> Steps:
    """Proposes to cancel `some` services of a visit, [] for the whole of it. A person is called where
    that is not one of them."""
    if len(some) < 2:
        return (yield from _propose_for(turn, appointment, *some))
    turn.memo.ask, turn.memo.escalate = None, "other"
    yield from hand_over("escalation", "some services of a visit are to be cancelled")
    return turn.say("trouble")


def _propose_for(turn: Turn, appointment: str, only: str = "") -> Steps:
    result = yield from cancel_appointment(appointment=appointment or None, only=only)
    return _answer(turn, result, only)


def _decided(turn: Turn) -> Steps:
    data = turn.memo.ask.data if turn.memo.ask else AskData()
    proposal, appointment = data.proposal, data.appointment
    tapped = turn.choice.rpartition(":")[2] if turn.choice.startswith(f"{proposal}:") else ""
    only = [one.service for one in data.options]
    some = [] if tapped else services_to_cancel(turn.text, [one.name for one in data.services])
    if some and some != only and not _wants_another(turn):
        return (yield from _propose_some(turn, appointment, some))
    if only and not tapped and cancels_whole(turn.text):
        return (yield from _propose_for(turn, appointment))
    if some and not turn.agrees:
        return (yield from _carry_out(turn, proposal, appointment))
    if tapped == "no" or (not tapped and _keeps(turn)):
        return _not_cancelled(turn)
    if not tapped and _agrees_first(turn) and _wants_another(turn):
        return (yield from _carry_out(turn, proposal, appointment, another=True))
    moves = not tapped and (yield from _names_another_time(turn, data.stands))
    if moves is None:
        return _not_cancelled(turn)
    if not tapped and (moves or turn.has(Intent.RESCHEDULE) or would_move(turn.text)):
        turn.memo.move.appointment = appointment
        turn.memo.ask = None
        yield from hand_over("reschedule", "prefers to move it")
        return turn.say("trouble")
    if not tapped and begins_with_no(turn.text, portuguese=turn.portuguese):
        return _not_cancelled(turn) if turn.agrees is False else turn.resume()
    if tapped == "yes" or turn.agrees or says_cancel(turn.text):
        return (yield from _carry_out(turn, proposal, appointment))
    if turn.agrees is False:
        return _not_cancelled(turn)
    return (yield from clarify(turn))


def _keeps(turn: Turn) -> bool:
    if says_keep(turn.text):
        return True
    if says_cancel(turn.text):
        return False
    return leaves_as_it_is(turn.text) or turn.does(Act.CONFIRM)


def _agrees_first(turn: Turn) -> bool:
    answered = answer_and_more(turn.text)
    return bool(turn.agrees or (answered and answered[0]))


def _wants_another(turn: Turn) -> bool:
    return asks_for_a_new_one(turn.text) or (
        turn.has(Intent.BOOK) and (adds_a_clause(turn.text) or looks_like_date(turn.text))
    )


def _names_another_time(turn: Turn, own: str) -> Generator[Call, Answer, bool | None]:
    """Whether the answer moves it ("no, mejor el viernes"); None when it names its own time."""
    day, _, at = own.partition(" ")
    agrees = turn.agrees and not corrects(turn.text)
    if agrees or not looks_like_date(turn.text) or says_cancel(turn.text):
        return False
    result = yield from resolve_date(
        turn.text[:300],
        expecting_time=False,
        day=day or None,
        offered=[day] if day else None,
    )
    readings = [bounds(reading) for reading in result.readings]
    if not readings or (turn.agrees is None and "?" in turn.text):
        return False
    own_time = Slot(slot="own", date=day, at=at)
    return None if at and any(agreeing([own_time], when) for when in readings) else True


def _not_cancelled(turn: Turn) -> str:
    turn.memo.ask = None
    turn.memo.fails = 0
    return turn.say("kept")


def _carry_out(turn: Turn, proposal: str, appointment: str, *, another: bool = False) -> Steps:
    """`another`: a new appointment is wished for in its place, of the same services."""
    turn.memo.fails = 0
    data = turn.memo.ask.data if turn.memo.ask else AskData()
    result = yield from cancel_appointment(proposal=proposal)
    if result.status in _ASK_ANEW and appointment:
        return (yield from _propose_for(turn, appointment, *(one.service for one in data.options)))
    reply = _answer(turn, result)
    if data.about and result.status == "cancelled":
        reply = turn.say("part_stays", rest=data.about)
    if data.appointments and result.status == "cancelled":
        return (yield from _propose_each(turn, data.appointments))
    if another and result.status == "cancelled":
        hour = data.stands[-5:] if says_same_hour(turn.text) else ""
        turn.memo.booking = Plan(wanted=data.services, when={"time": hour} if hour else {})
        yield from hand_over("appointment", "wants another one instead")
    return reply


def _services_of(appointment: AppointmentView) -> list[Wanted]:
    """The services of an appointment, as a plan asks for them."""
    if appointment.parts:
        return [Wanted(part.service, part.service) for part in appointment.parts]
    return [Wanted(appointment.service_key or appointment.service, appointment.service)]


def _ask_part(turn: Turn, data: AskData, visit: AppointmentView, only: str) -> str:
    """Asks whether one service is to be cancelled, and says when the others stay."""
    rest = [part for part in visit.parts if part.service != only]
    data.options = [ServiceView(service=only, name=only)]
    data.about = all_of(turn.facts.language, [_timed(part) for part in rest])
    label = of(turn.facts.language, visit.label)
    values = {"service": only, "rest": data.about, "label": label}
    return turn.ask("cancel", "cancellation", "ask_cancel_part", data, **values)


def _timed(part: VisitPart) -> str:
    return f"{part.service} ({part.time})"


def _answer(turn: Turn, result: Change, only: str = "") -> str:
    status = result.status
    if status == "proposed":
        appointment = result.proposed
        data = AskData(
            proposal=result.proposal,
            appointment=appointment.appointment,
            services=_services_of(appointment),
            stands=stands(appointment),
        )
        if only and appointment.parts:
            return _ask_part(turn, data, appointment, only)
        label = of(turn.facts.language, appointment.label)
        service = service_for(appointment)
        key = "ask_cancel_visit" if appointment.parts else "ask_cancel"
        return turn.ask("cancel", "cancellation", key, data, service=service, label=label)
    turn.memo.ask = None
    if status == "cancelled":
        return turn.say("after_cancel")
    if status == "already_cancelled":
        return turn.say("already_cancelled")
    if status == "several":
        return ask_which(turn, "cancellation", "which_cancel", result.appointments)
    if status in {"none", "not_found"}:
        return nothing_booked(turn)
    lead = turn.say("trouble")
    if status == "too_late":
        lead = too_late(turn, result, "too_late")
    return join(lead, offer_human(turn))
