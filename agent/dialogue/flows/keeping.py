"""Giving up a move, and moving to "the same hour": both compare with the present appointment."""

from collections.abc import Generator
from typing import Literal

from agent.dates.corrections import corrects
from agent.dialogue.flows.dates import bounds
from agent.dialogue.flows.slots import agreeing
from agent.dialogue.memo import Plan
from agent.dialogue.tools import resolve_date
from agent.dialogue.turn import Call, Turn
from agent.language import Intent, looks_like_date
from agent.language.readings.cancelling import calls_off
from agent.language.readings.coming import says_see_you, takes_leave_until
from agent.language.readings.decisions import orders_the_move
from agent.language.readings.refusing import puts_right
from agent.language.readings.staying import (
    denies,
    leaves_it_on_offer,
    says_as_it_was,
    says_same_hour,
    stays_as_it_is,
    sticks_to_one,
)
from agent.tool_answers import Answer
from agent.tool_views import AppointmentView, Slot

_READ = 300
_AFTER_BOOKING = frozenset({"", "consent", "phone", "offer"})

Decision = Generator[Call, Answer, bool]


def stands(appointment: AppointmentView) -> str:
    """When an appointment begins, as a plan remembers it ("2026-12-03 15:00")."""
    return f"{appointment.date} {appointment.at}".strip()


def puts_booking_right(turn: Turn) -> bool:
    """Right after a booking: "NO, es el miércoles 16, el martes no puedo" means to move it."""
    if not turn.memo.booked or turn.choice or turn.pending_question not in _AFTER_BOOKING:
        return False
    if takes_leave_until(turn.text) or says_see_you(turn.text) or turn.has(Intent.LIST, sure=0.8):
        return False
    return looks_like_date(turn.text) and puts_right(turn.text, portuguese=turn.portuguese)


def says_it_stays(turn: Turn) -> bool:
    """Whether the words leave an appointment as it is, whatever day or hour they name; "deixa, cancela a do
    meu marido" does not."""
    if calls_off(turn.text):
        return False
    return stays_as_it_is(turn.text, agrees=bool(turn.agrees), portuguese=turn.portuguese)


def sees_you_then(turn: Turn) -> bool:
    """Whether a farewell names a day while one time is proposed for a move: "gracias, hasta el jueves"."""
    if turn.choice or turn.pending_question != "slot" or len(turn.memo.move.slots) != 1:
        return False
    return takes_leave_until(turn.text) and looks_like_date(turn.text)


def until_then(turn: Turn, plan: Plan) -> Generator[Call, Answer, Slot | Literal[False] | None]:
    """The time on offer where a farewell is until its day, False where it is until the day that the
    appointment has; None for anything else."""
    if not sees_you_then(turn):
        return None
    day = plan.stands.partition(" ")[0]
    result = yield from resolve_date(
        turn.text[:_READ], expecting_time=False, day=day or None, offered=[plan.slots[0].date, day]
    )
    days = [one for one in map(bounds, result.readings) if "date_from" in one]
    slot = plan.slots[0]
    of_offer = any(agreeing([slot], one) for one in days)
    if of_offer and (slot.date != day or turn.agrees):
        return slot
    return (
        False if any(one["date_from"] <= day <= one.get("date_to", day) for one in days) else None
    )


def takes_offer(turn: Turn, plan: Plan) -> Slot | None:
    """The only time on offer, when the appointment is to be left there: "sí, déjala a esa hora"."""
    left = leaves_it_on_offer(turn.text, portuguese=turn.portuguese) or orders_the_move(turn.text)
    if not left or looks_like_date(turn.text):
        return None
    return plan.slots[0] if len(plan.slots) == 1 else None


def takes_back(turn: Turn, plan: Plan) -> Decision:
    """Whether the message leaves the appointment as it is. With a day or an hour it does when these
    are its own and no time on offer has them."""
    if turn.choice or says_same_hour(turn.text):
        return False
    if not looks_like_date(turn.text):
        return says_it_stays(turn)
    if not sticks_to_one(turn.text):
        return False
    day, _, at = plan.stands.partition(" ")
    if not at:
        return False
    own = Slot(slot="own", date=day, at=at)
    result = yield from resolve_date(turn.text[:_READ], expecting_time=True, day=day, offered=[day])
    readings = [bounds(reading) for reading in result.readings]
    if not readings:
        return says_it_stays(turn)
    meant = [when for when in readings if agreeing([own], when)]
    if meant and says_as_it_was(turn.text):
        return True
    on_offer = [when for when in meant if "date_from" in when and agreeing(plan.slots, when)]
    return bool(meant) and (
        not on_offer or (denies(turn.text, portuguese=turn.portuguese) and not corrects(turn.text))
    )
