"""Appointments of several people that were wished for together: the next one, and how they are told."""

from collections.abc import Sequence

from agent.dialogue.flows.whom import called
from agent.dialogue.flows.wording import all_of
from agent.dialogue.memo import Guest, Plan, Queued, Wanted
from agent.dialogue.turn import Turn
from agent.texts import texts
from agent.tool_views import AppointmentView, Bounds


def take_queued(turn: Turn, last: AppointmentView | None) -> Plan:
    """The plan of the next one that waits, which is none no more: on the day of the `last` one where no other
    was named."""
    first, *turn.memo.queue = turn.memo.queue
    plan = Plan(wanted=list(first.wanted), when=_when(first, last), party=[first.guest], each=True)
    plan.again = True
    turn.memo.booking, turn.memo.name = plan, first.guest.name
    return plan


def _when(wish: Queued, last: AppointmentView | None) -> Bounds:
    when = dict(wish.when)
    if last is None or not last.date:
        return when
    if wish.follows or "date_from" not in when:
        when |= {"date_from": last.date, "date_to": last.date}
    if when["date_from"] != last.date:
        return when
    if wish.together:
        return {key: when[key] for key in ("date_from", "date_to")} | {"time": last.at}
    if wish.in_turn and last.until:
        when.pop("time", None)
        return when | {"not_before": last.until}
    return when


def whose_plan(turn: Turn, plan: Plan) -> str:
    """ "para Rosa Fuentes", "para ti", where an appointment is one of several people's, or a visit is somebody
    else's; "" for others."""
    if plan.appointment or len(plan.party) != 1:
        return ""
    if not plan.each and (len(plan.wanted) == 1 or plan.guest.writer):
        return ""
    return for_guest(turn, plan.guest)


def for_guest(turn: Turn, guest: Guest) -> str:
    """ "para Rosa Fuentes", "para tu mamá", "para ti"."""
    spoken = texts(turn.facts.language)
    if guest.writer:
        return spoken.addressed("people.yours.for_self", turn.memo.address or turn.facts.formality)
    return spoken.line("labels.for_person", name=called(turn, guest))


def all_wishes(turn: Turn, wishes: Sequence[Queued]) -> str:
    """ "Masaje relajante para Rosa Fuentes y Limpieza facial para ti"."""
    language = turn.facts.language
    return all_of(
        language,
        [f"{_services(turn, wish.wanted)} {for_guest(turn, wish.guest)}" for wish in wishes],
    )


def _services(turn: Turn, wanted: Sequence[Wanted]) -> str:
    return all_of(turn.facts.language, [one.name or one.query for one in wanted])
