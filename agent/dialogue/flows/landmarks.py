"""Services that a customer already has booked and names for something else than a wish.

"Logo depois da limpeza" bounds the time of another one, "la limpieza ya está" takes it out of what is
being planned.
"""

import re
from collections.abc import Generator

from agent.dialogue.flows.dates import bounds, merge, understand
from agent.dialogue.flows.extremes import EARLIEST, LATEST
from agent.dialogue.flows.keeping import stands
from agent.dialogue.flows.offering import offer
from agent.dialogue.flows.search import search, search_options
from agent.dialogue.flows.services import Mention, named, place_of
from agent.dialogue.memo import Plan
from agent.dialogue.tools import list_appointments, list_services
from agent.dialogue.turn import Call, Maybe, Turn
from agent.language import words
from agent.language.landmarks import AFTER, STANDS, place_said
from agent.tool_results import Answer
from agent.tool_views import AppointmentView, Bounds, Slot

_PARTS = re.compile(r"[.,;!?\n]+")
_BARE_NO = re.compile(r"\W*(?:no+|nao|não|nop|nope)\W*", re.I)
_AROUND = 5


def landmarks(turn: Turn, text: str = "") -> dict[str, str]:
    """The services of their own appointments that the message (or `text`) names without wanting them,
    and how (agent.language.landmarks)."""
    owned = [
        name
        for name in turn.facts.services
        if any(one.label.startswith(name) for one in turn.facts.upcoming)
    ]
    if not owned:
        return {}
    spoken = words(text or turn.text)
    mentions = named(text or turn.text, turn.facts.services).wanted
    said = {one.name: _place(spoken, one) for one in mentions if one.name in owned}
    return {name: how for name, how in said.items() if how}


def _place(spoken: list[str], mention: Mention) -> str:
    first = place_of(mention, spoken)
    end = first + len(mention.query.split())
    before, after = spoken[max(0, first - _AROUND) : first], spoken[end : end + _AROUND]
    return place_said(" ".join(before), " ".join(after))


def drop_standing(turn: Turn) -> None:
    """Takes out of the message what is said of an appointment that stands: "no, la limpieza ya está a
    las 9, solo la evaluación a las 10" wishes for the second only."""
    if STANDS not in landmarks(turn).values():
        return
    parts = [part for part in _PARTS.split(turn.text) if part.strip()]
    left = [part for part in parts if STANDS not in landmarks(turn, part).values()]
    if any(_BARE_NO.fullmatch(part) for part in left) and len(left) > 1:
        left = [part for part in left if not _BARE_NO.fullmatch(part)]
    if left and len(left) < len(parts):
        turn.narrow(". ".join(part.strip() for part in left))


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
    lasts = sum(_minutes(s.duration) for s in services if {s.service, s.name} & planned)
    hour, _, minute = own.at.partition(":")
    latest = max(int(hour) * 60 + int(minute) - (lasts or 1), 0)
    return {"not_after": f"{latest // 60:02d}:{latest % 60:02d}"}


def _minutes(duration: str) -> int:
    """Of a label such as "45 min", "1 hora", "1 h 30 min"."""
    hours = re.search(r"(\d+) ?h", duration)
    minutes = re.search(r"(\d+) ?min", duration)
    return (int(hours[1]) * 60 if hours else 0) + (int(minutes[1]) if minutes else 0)
