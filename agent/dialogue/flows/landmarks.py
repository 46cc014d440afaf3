"""Services that a customer already has booked and names for something else than a wish.

"Logo depois da limpeza" bounds the time of another one, "la limpieza ya está" takes it out of what is
being planned.
"""

from collections.abc import Generator

from agent.dialogue.flows.dates import bounds, merge, understand
from agent.dialogue.flows.keeping import stands
from agent.dialogue.flows.offering import offer
from agent.dialogue.flows.search import search, search_options
from agent.dialogue.memo import Plan
from agent.dialogue.tools import list_appointments, list_services
from agent.dialogue.turn import Call, Maybe, Turn
from agent.language.readings.extremes import EARLIEST, LATEST
from agent.language.readings.landmarks import (
    AFTER,
    STANDS,
    landmarks_in,
    minutes_in,
    without_standing,
)
from agent.tool_answers import Answer
from agent.tool_views import AppointmentView, Bounds, Slot


def landmarks(turn: Turn) -> dict[str, str]:
    """The services of their own appointments that the message names without wanting them, and how
    (agent.language.readings.landmarks)."""
    owned = _owned(turn)
    return landmarks_in(turn.text, turn.facts.services, owned) if owned else {}


def _owned(turn: Turn) -> list[str]:
    labels = [one.label for one in turn.facts.upcoming]
    return [name for name in turn.facts.services if any(label.startswith(name) for label in labels)]


def drop_standing(turn: Turn) -> None:
    """Takes out of the message what is said of an appointment that stands."""
    if STANDS in landmarks(turn).values():
        turn.narrow(without_standing(turn.text, turn.facts.services, _owned(turn)))


def beside_own(turn: Turn, plan: Plan) -> Maybe:
    """Searches right after (or before) an appointment that stands, on its day; None when the message
    bounds nothing by one."""
    marks = {name: how for name, how in landmarks(turn).items() if how != STANDS}
    if not (marks and plan.wanted):
        return None
    name, how = next(iter(marks.items()))
    own = yield from _standing(name)
    if own is None:
        return None
    day = {"date_from": own.date, "date_to": own.date}
    plan.stands = stands(own)
    scratch = Plan(slots=[Slot(slot="own", date=own.date, at=own.at)])
    read = yield from understand(turn, scratch)
    hours = [day | bounds(one) for one in read.every if one.time]
    hours = [one for one in hours if one["date_from"] == own.date]
    merge(plan, day)
    if len(hours) == 1:
        merge(plan, hours[0])
    elif hours and (free := (yield from search_options(plan, hours))):
        return offer(turn, plan, free, "")
    else:
        plan.pick = EARLIEST if how == AFTER else LATEST
        merge(plan, (yield from _limit(own, how, plan)))
    return (yield from search(turn, plan))


def _standing(name: str) -> Generator[Call, Answer, AppointmentView | None]:
    own = (yield from list_appointments()).appointments
    return next((one for one in own if one.service.startswith(name)), None)


def _limit(own: AppointmentView, how: str, plan: Plan) -> Generator[Call, Answer, Bounds]:
    """From the end of an appointment on; before it, so that what is planned ends by its beginning."""
    if how == AFTER:
        return {"not_before": own.until or own.at}
    services = (yield from list_services()).services
    planned = {one.query for one in plan.wanted} | set(plan.names)
    lasts = sum(minutes_in(s.duration) for s in services if {s.service, s.name} & planned)
    hour, _, minute = own.at.partition(":")
    latest = max(int(hour) * 60 + int(minute) - (lasts or 1), 0)
    return {"not_after": f"{latest // 60:02d}:{latest % 60:02d}"}
