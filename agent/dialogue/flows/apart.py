"""Several services, each at a time of its own: appointments apart, never one visit.

The first is offered, the others wait until it is booked (flows/further.py).
"""

from collections.abc import Generator

from agent.dialogue.flows.dates import Reading, bounds, understand
from agent.dialogue.flows.further import own_service
from agent.dialogue.flows.party import is_party
from agent.dialogue.flows.search import search
from agent.dialogue.flows.slots import agreeing
from agent.dialogue.memo import MOST_FURTHER, Plan
from agent.dialogue.tools import list_appointments
from agent.dialogue.turn import Call, Maybe, Turn
from agent.language.readings.services import Mention
from agent.language.readings.visits import each_with_its_time, one_more_service
from agent.tool_answers import Answer
from agent.tool_views import AppointmentView, Bounds, Slot

_ONE_VISIT = 150
"""Minutes: starts on one day that are no further apart may as well be a visit."""

Wishes = Generator[Call, Answer, list[Bounds]]
"""Ends with bounds of appointments that have their own `service` and `name`."""


def each_apart(turn: Turn) -> Maybe:
    """Offers the first of several services that each have a time of their own; None when it is not that.
    Which of them is booked already is not booked again."""
    if turn.choice or is_party(turn):
        return None
    told = each_with_its_time(turn.text, turn.facts.services)
    wishes = (yield from _read(turn, told)) if told else []
    if not wishes or _is_one_visit(wishes):
        return None
    own = (yield from list_appointments()).appointments
    left = [wish for wish in wishes if not any(_is(one, wish) for one in own)]
    if not left:
        return None
    first, *turn.memo.further = left[:MOST_FURTHER]
    plan = turn.memo.booking = Plan(wanted=[own_service(first)], when=_when(first))
    lead = turn.say("one_by_one") if turn.memo.further else ""
    reply = yield from search(turn, plan)
    return f"{lead} {reply}" if lead else reply


def note_one_more(turn: Turn, plan: Plan) -> Generator[Call, Answer, None]:
    """Keeps for later a service with a day of its own behind an answer ("Jorge Palacio. ¿y la láser del
    viernes?"), and narrows the message to the answer."""
    slot = next((one for one in plan.slots if one.slot == plan.slot), None)
    slot = slot or (plan.slots[0] if len(plan.slots) == 1 else None)
    if turn.choice or slot is None or turn.pending_question not in {"slot", "name"}:
        return
    one_more = one_more_service(turn.text, turn.facts.services, plan.names)
    if one_more is None:
        return
    answer, rest, mention = one_more
    wishes = yield from _read(turn, [(mention, rest)], slot.date)
    if wishes and wishes[0].get("date_from", slot.date) != slot.date:
        turn.memo.further = [*turn.memo.further, *wishes][:MOST_FURTHER]
        turn.narrow(answer)


def _read(turn: Turn, told: list[tuple[Mention, str]], after: str = "") -> Wishes:
    """The bounds of each; a service without a day has that of the first one; `after`: a day already spoken of. [] where one
    of them is not clear."""
    wishes: list[Bounds] = []
    for mention, words in told:
        read = yield from understand(turn, Plan(), text=words)
        last = max((one.get("date_from", "") for one in wishes), default=after)
        when = _meant(read, last)
        if not when:
            return []
        wishes.append(when | {"service": mention.query, "name": mention.name})
    day = next((_day(one) for one in wishes if "date_from" in one), {})
    return [day | one for one in wishes] if day else []


def _meant(read: Reading, last: str) -> Bounds:
    """The bounds of a reading; of several days the first that is not before the `last` one. The offer
    shows which."""
    if read.status == "ok":
        return read.when
    days = [bounds(one) for one in read.readings] if read.status == "ambiguous" else []
    return next((one for one in days if one.get("date_from", "") >= last), days[0] if days else {})


def _day(when: Bounds) -> Bounds:
    return {key: when[key] for key in ("date_from", "date_to") if key in when}


def _when(wish: Bounds) -> Bounds:
    return {key: wish[key] for key in wish if key not in ("service", "name")}


def _is_one_visit(wishes: list[Bounds]) -> bool:
    """Whether all are of one day, and so near each other that they can be one visit."""
    if len({one["date_from"] for one in wishes}) > 1:
        return False
    starts = sorted(_minutes(one["time"]) for one in wishes if one.get("time"))
    return len(starts) < len(wishes) or starts[-1] - starts[0] <= _ONE_VISIT


def _minutes(at: str) -> int:
    hours, minutes = at.split(":")[:2]
    return int(hours) * 60 + int(minutes)


def _is(own: AppointmentView, wish: Bounds) -> bool:
    """Whether an appointment is what is wished for."""
    services = [part.service for part in own.parts] or [own.service]
    slot = Slot(slot=own.appointment, date=own.date, at=own.at)
    return services == [wish["name"]] and bool(agreeing([slot], _when(wish)))
