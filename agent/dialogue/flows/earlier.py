"""Keeping an appointment and waiting for an earlier time, and taking the one that came."""

from collections.abc import Generator

from agent.dialogue.flows.dates import note_member, understand
from agent.dialogue.flows.failing import offer_human, too_late
from agent.dialogue.flows.keeping import stands
from agent.dialogue.flows.offering import offer
from agent.dialogue.flows.pick import pick_appointment
from agent.dialogue.memo import AskData, Plan, Wanted, with_token
from agent.dialogue.tools import join_waiting_list, reschedule_appointment
from agent.dialogue.turn import Call, Maybe, Steps, Turn, join
from agent.facts import Offered
from agent.language.readings.earlier import wants_earlier
from agent.tool_answers import Answer
from agent.tool_results import Change, SlotSearch
from agent.tool_views import AppointmentView, Bounds


def keeps_and_waits(turn: Turn) -> Maybe:
    """Puts who has an appointment on the list for an earlier time; None when the message does not ask for that."""
    question = turn.memo.ask.again if turn.pending_question == "which" and turn.memo.ask else ""
    if not turn.facts.upcoming or not (question == "which_earlier" or wants_earlier(turn.text)):
        return None
    picked = yield from pick_appointment(turn, "appointment", "which_earlier")
    if isinstance(picked, str):
        return picked
    turn.memo.ask = None
    return (yield from _wait(turn, picked, (yield from _bounds(turn, picked))))


def still_waits(turn: Turn, appointment: str) -> Steps:
    """Goes on waiting, after a time that was not wanted or is gone."""
    result = yield from join_waiting_list({"earlier_than": appointment})
    return _waits(turn, result)


def take_earlier(turn: Turn, offered: Offered) -> Steps:
    """Moves the appointment to the time that the list brought; where that fails it stays as it is."""
    turn.memo.ask, turn.memo.fails = None, 0
    result = yield from reschedule_appointment(offered.moves, offered.slot)
    if result.status == "moved":
        turn.memo.moved = offered.moves
        return ""
    return _stays(turn, offered, result)


def asks_to_go_on(turn: Turn, appointment: str, phrase: str) -> str:
    """Says what became of the time, and asks whether another one is waited for."""
    data = AskData(appointment=appointment)
    return turn.ask("wait_more", "appointment", phrase, data)


def _bounds(turn: Turn, own: AppointmentView) -> Generator[Call, Answer, Bounds]:
    """The days, hours and person that were named for it, as far as they lie before what is booked."""
    plan = Plan(wanted=[Wanted(own.service_key or own.service, own.service)])
    note_member(turn, plan)
    read = yield from understand(turn, plan)
    when = read.when if read.status == "ok" else {}
    if when.get("date_from", "") > own.date or when.get("date_to", "") > own.date:
        when = {}
    return plan.when | when


def _stays(turn: Turn, offered: Offered, result: Change) -> str:
    if result.status in {"taken", "offer_expired"}:
        return asks_to_go_on(turn, offered.moves, "earlier_gone")
    if result.status == "too_late":
        return join(too_late(turn, result, "too_late_move"), offer_human(turn))
    return turn.say("earlier_not_moved")


def _wait(turn: Turn, own: AppointmentView, bounds: Bounds) -> Steps:
    result = yield from join_waiting_list({"earlier_than": own.appointment} | bounds)
    if result.status == "available" and with_token(result.slots):
        plan = turn.memo.move = Plan(
            wanted=[Wanted(own.service_key or own.service, own.service)],
            appointment=own.appointment,
            label=own.label,
            stands=stands(own),
            person=own.person,
        )
        return offer(turn, plan, result.slots, turn.say("earlier_free"), exact=result.exact)
    return _waits(turn, result)


def _waits(turn: Turn, result: SlotSearch) -> str:
    """What came of asking to wait."""
    turn.memo.fails, turn.memo.ask = 0, None
    if result.status == "joined":
        return turn.say("on_list_earlier", wait=result.label)
    if result.status == "already_waiting":
        return turn.say("already_on_list_earlier", wait=result.label)
    if result.status == "too_many":
        return turn.say("too_many_waits", limit=str(result.limit or ""))
    if result.status == "too_late":
        return join(too_late(turn, result, "too_late_move"), offer_human(turn))
    if result.status == "not_possible":
        return turn.say("earlier_never")
    return turn.say("cannot_wait_earlier")
