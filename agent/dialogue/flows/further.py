"""Appointments beside one that stands: another one of the same service, several days, a series.

They are single appointments: each is offered and taken by its own yes, one after the other, so that
nothing is booked that was not shown and nothing that was wished for is dropped in silence.
"""

from collections.abc import Generator
from datetime import date, datetime, timedelta

from agent.dates.labels import slot_label
from agent.dialogue.flows.asking import asks
from agent.dialogue.flows.consent import ask_consent
from agent.dialogue.flows.dates import Reading, bounds, merge, note_member, understand
from agent.dialogue.flows.keeping import stands
from agent.dialogue.flows.naming import of_others
from agent.dialogue.flows.queued import take_queued
from agent.dialogue.flows.relative import same_hour
from agent.dialogue.flows.search import search
from agent.dialogue.flows.slots import agreeing
from agent.dialogue.flows.wording import in_sentence, of
from agent.dialogue.memo import MOST_FURTHER, Plan, Wanted
from agent.dialogue.tools import list_appointments
from agent.dialogue.turn import Call, Maybe, Turn, join
from agent.language import Intent, looks_like_date
from agent.language.readings.another import (
    answer_and_more,
    asks_also,
    asks_for_another,
    asks_to_make,
    asks_to_move,
    further_wish,
    keeps_the_day,
    keeps_the_standing_one,
    names_each,
    says_same_day,
    short_answer,
    wants_it_back,
)
from agent.language.readings.contented import wants_nothing_more
from agent.language.readings.series import Series, series_in
from agent.language.readings.services import mentioned
from agent.language.readings.staying import says_same_hour, the_other_stays, without_same_hour
from agent.language.readings.taking import joins_on
from agent.language.short_answers import bare_yes_no
from agent.language.whom import for_whom
from agent.tool_answers import Answer
from agent.tool_views import AppointmentView, Bounds

_TOPICS = (Intent.PRICE, Intent.HOURS, Intent.LOCATION, Intent.SERVICES)
_BETWEEN = frozenset({"", "consent", "phone", "offer", "human"})
"""Questions that leave a new wish free; while a time is chosen "otra" may be another time."""
_HOUR = ("time", "part", "not_before", "not_after")
_SHORT = 8
_SEVERAL = 3

Own = Generator[Call, Answer, AppointmentView | None]


def moves_and_one_more(turn: Turn) -> bool:
    """Takes the move on offer, and wants one more: "sí, esa. Y otra para mi amiga"."""
    answered = answer_and_more(turn.text) if turn.pending_question == "slot" else None
    return bool(answered and answered[0] and asks_for_another(answered[1]))


def for_another(turn: Turn) -> bool:
    """Wishes for one more appointment and moves none."""
    if turn.choice or turn.quotes or not (turn.facts.upcoming or turn.memo.booked):
        return False
    if wants_nothing_more(turn.text):  # "no quiero ninguna otra"
        return False
    if turn.memo.ask and turn.memo.ask.node == "reschedule":
        return _besides_the_move(turn)
    if turn.pending_question not in _BETWEEN:
        return False
    if _moves(turn) or turn.has(Intent.CANCEL, Intent.LIST, Intent.URGENT, sure=0.8):
        return False
    return _goes_on_with_series(turn) or _says_another(turn)


def _says_another(turn: Turn) -> bool:
    dated = looks_like_date(turn.text)
    makes = turn.has(Intent.BOOK, sure=0.6) or asks_to_make(turn.text)
    short = len(turn.plain_text.split()) <= _SHORT
    asks = turn.has(*_TOPICS, Intent.QUESTION)
    if asks_for_another(turn.text):
        return dated or makes or (short and not asks)
    if turn.has(*_TOPICS):
        return False
    # "And my son at 10:30 please, Leo Cole": joined to what was just booked.
    theirs = for_whom(turn.text, others=of_others(turn)).others
    if turn.memo.booked and dated and theirs and joins_on(turn.text):
        return True
    return asks_also(turn.text) and (makes or short)


def _moves(turn: Turn) -> bool:
    """Whether the message moves one: a word for another one counts more than what a move looks like."""
    if not turn.has(Intent.RESCHEDULE, sure=0.8):
        return False
    return asks_to_move(turn.text) or not asks_for_another(turn.text)


def _goes_on_with_series(turn: Turn) -> bool:
    row = series_in(turn.text)
    return bool(row and row.goes_on and turn.memo.booked and not turn.has(*_TOPICS))


def _besides_the_move(turn: Turn) -> bool:
    """Whether the answer to the offer of a move wants both: "sí, pero no me borres la del 4"."""
    if _moves(turn):
        return False
    if keeps_the_standing_one(turn.text):
        return bool(turn.agrees) and not (
            len(turn.facts.upcoming) > 1 and the_other_stays(turn.text)
        )
    answered = answer_and_more(turn.text)
    return asks_for_another(turn.text) and not (answered and answered[0])


def moved_wrongly(turn: Turn) -> bool:
    """Complains of a move of theirs, or wants it taken back."""
    back = wants_it_back(turn.text) and not turn.choice
    return back and any(one.was for one in turn.facts.upcoming)


def instead_of_move(turn: Turn) -> Maybe:
    """Offers a second appointment where a move was on offer, which is given up; None when there was none."""
    move = turn.memo.move
    if not (turn.memo.ask and turn.memo.ask.node == "reschedule" and for_another(turn)):
        return None
    shown = move.slots[0] if len(move.slots) == 1 else None
    day = {"date_from": shown.date, "date_to": shown.date, "time": shown.at} if shown else move.when
    plan = turn.memo.booking = Plan(
        wanted=move.wanted, when=dict(day), again=True, stands=move.stands
    )
    old = of(turn.facts.language, move.label) if move.label else ""
    turn.memo.move, turn.memo.ask, turn.memo.fails = Plan(), None, 0
    if not keeps_the_standing_one(turn.text):
        yield from _note_when(turn, plan)
    lead = turn.say("both_stay", old=old) if old else ""
    return (yield from search(turn, plan, lead))


def _note_when(turn: Turn, plan: Plan) -> Generator[Call, Answer, Reading]:
    """The day and hour of a further appointment; "a la misma hora" is that of the one that stands."""
    same = says_same_hour(turn.text) and plan.stands
    text = without_same_hour(turn.text) if same else None
    read = yield from understand(turn, plan, text=text)
    read = queue_days(turn, plan, read)
    when = same_hour(turn, plan, read.when) if same else read.when
    merge(plan, _own_day(turn, plan, when) | when)
    return read


def _own_day(turn: Turn, plan: Plan, when: Bounds) -> Bounds:
    """The day of the appointment that stands, for "el mismo día" and for an hour without a day."""
    day = plan.stands.partition(" ")[0]
    hour_alone = when.keys() & {*_HOUR} and "date_from" not in {**when, **plan.when}
    return (
        {"date_from": day, "date_to": day}
        if day and (says_same_day(turn.text) or hour_alone)
        else {}
    )


def note_same_day(turn: Turn, plan: Plan) -> Generator[Call, Answer, None]:
    """Keeps which appointment stands on the day that "el mismo día" speaks of."""
    if not says_same_day(turn.text) or plan.stands or plan.slots or not turn.facts.upcoming:
        return
    if last := (yield from last_booked(turn)):
        plan.stands = stands(last)


def as_standing(turn: Turn, plan: Plan) -> Generator[Call, Answer, Bounds]:
    """Day and hour of the appointment that stands, for "uma avaliação para minha mãe no mesmo horário"."""
    named = looks_like_date(without_same_hour(turn.text))
    if named or not says_same_hour(turn.text) or plan.slots or not turn.facts.upcoming:
        return {}
    last = yield from last_booked(turn)
    return {"date_from": last.date, "date_to": last.date, "time": last.at} if last else {}


def same_as_last(turn: Turn, plan: Plan) -> Maybe:
    """Offers another appointment of the service that was booked last; None when it is not that."""
    if plan.wanted or mentioned(turn.text, turn.facts.services):
        return None
    if not (turn.memo.booked or asks_for_another(turn.text) or asks_also(turn.text)):
        return None
    last = yield from last_booked(turn)
    if last is None:
        return None
    _again(turn, plan, last)
    note_member(turn, plan)
    read = yield from _note_when(turn, plan)
    if read.status not in ("ok", "none"):
        return None
    lead = turn.say("one_by_one") if turn.memo.further else ""
    return _beside(lead, (yield from search(turn, plan)))


def _beside(lead: str, reply: str) -> str:
    return f"{lead} {reply}" if lead else reply


def _again(turn: Turn, plan: Plan, last: AppointmentView) -> None:
    """Makes `plan` one more appointment like the last."""
    plan.wanted = services_of(last)
    plan.again, plan.stands = True, stands(last)
    if member := turn.memo.booked.get("member", ""):
        plan.when.setdefault("member", member)


def services_of(appointment: AppointmentView) -> list[Wanted]:
    """The services of an appointment, as a plan asks for them."""
    if appointment.parts:
        return [Wanted(part.service, part.service) for part in appointment.parts]
    return [Wanted(appointment.service_key or appointment.service, appointment.service)]


def last_booked(turn: Turn) -> Own:
    """What was booked last in this conversation, else the only one there is or one of several alike."""
    own = (yield from list_appointments()).appointments
    booked = turn.memo.booked.get("appointment", "") or turn.memo.moved
    for one in own:
        if one.appointment == booked:
            return one
    alike = len({one.service for one in own}) == 1
    return own[-1] if alike else None


def queue_days(turn: Turn, plan: Plan, read: Reading) -> Reading:
    """Of several days that are all wanted the first; the others wait until it is booked."""
    days = [bounds(one) for one in read.every if one.words]
    if len({one.words for one in read.every}) < len(read.every):
        return read  # two meanings of the same words
    single = all(one.get("date_from") == one.get("date_to") != "" for one in days)
    if (
        len(days) < 2
        or not single
        or not names_each(turn.text, len(days), portuguese=turn.portuguese)
    ):
        return read
    days = [_after(plan, one, days[0]) for one in days]
    turn.memo.further = sorted(days[1:], key=lambda one: one["date_from"])[:MOST_FURTHER]
    plan.either = []
    return Reading("ok", days[0], refused=read.refused)


def every_day(turn: Turn, plan: Plan) -> Maybe:
    """Offers the first of several days that are all wanted, where one time was on offer; None when
    the message names none of that kind."""
    dated = looks_like_date(turn.text) and not turn.choice
    if not (plan.wanted and dated and names_each(turn.text, _SEVERAL, portuguese=turn.portuguese)):
        return None
    read = yield from understand(turn, Plan(when=dict(plan.when), stands=plan.stands))
    first = queue_days(turn, plan, read)
    if first is read or first.status != "ok":
        return None
    merge(plan, first.when)
    note_member(turn, plan)
    return _beside(turn.say("one_by_one"), (yield from search(turn, plan)))


def _after(plan: Plan, when: Bounds, first: Bounds) -> Bounds:
    """ "And 29th same" after the 15th of December is of December, whatever month it is today."""
    day = date.fromisoformat(when["date_from"])
    latest = max(first.get("date_from", ""), plan.stands.partition(" ")[0])
    begin = date.fromisoformat(latest) if latest else day
    if day >= begin or day.day < begin.day:
        return when
    same_month = f"{begin.replace(day=day.day)}"
    return when | {"date_from": same_month, "date_to": same_month}


def note_further(turn: Turn, plan: Plan) -> Generator[Call, Answer, None]:
    """Keeps for later what is wished for behind an answer ("sí. y el 23 también"), and narrows the
    message to the answer."""
    parts = further_wish(turn.text)
    if parts is None or turn.pending_question not in {"slot", "name"} or len(plan.slots) > 1:
        return
    answer, rest = parts
    if asks(rest, booking=True):  # "sí, y hay wifi?"
        return
    slot = plan.slots[0] if plan.slots else None
    if turn.pending_question == "slot" and short_answer(answer) is not True:
        return
    own = Plan(stands=f"{slot.date} {slot.at}" if slot else "")
    read = yield from understand(turn, own, text=without_same_hour(rest))
    days = [bounds(one) for one in read.every if one.date and one.date == one.end_date]
    if not days and slot and read.status == "none":
        days = [{"date_from": slot.date, "date_to": slot.date, "not_before": slot.at}]
    hour = {"time": slot.at} if slot else {}
    days = [_after(own, one if one.keys() & {*_HOUR} else one | hour, {}) for one in days]
    turn.memo.further += days[: MOST_FURTHER - len(turn.memo.further)]
    turn.narrow(answer)


def takes_first(turn: Turn) -> bool:
    """Whether the message takes the time on offer before it goes on with a name ("Pode reservar sim.
    Ah, meu nome se escreve …"); it is narrowed to the yes."""
    parts = answer_and_more(turn.text) if turn.pending_question == "slot" else None
    if parts is None or not parts[0] or looks_like_date(parts[1]):
        return False
    turn.narrow(turn.text[: turn.text.rindex(parts[1])])
    return True


def note_series(turn: Turn) -> str:
    """Keeps that a row of appointments is wanted, and narrows the message to the rest; the sentence
    that says how they are booked, "" when there is no such wish."""
    row = series_in(turn.text)
    if row is None or turn.choice:
        return ""
    told = bool(turn.memo.recurring)
    if not (row.goes_on and looks_like_date(row.rest) and not turn.pending_question):
        turn.memo.recurring = {"days": str(_step(turn, row)), "left": str(_left(row) or "")}
    turn.narrow(row.rest)
    return "" if told else turn.say("one_by_one")


def _step(turn: Turn, row: Series) -> int:
    step = turn.memo.recurring.get("days", "")
    return int(step) if step.isdigit() and row.goes_on and row.days == 7 else row.days


def _left(row: Series) -> int:
    return row.others or max(row.count - 1, 0)


def go_on(turn: Turn) -> Maybe:
    """Offers the next of the appointments that are wanted, after one was booked; None when none is."""
    if not (turn.memo.further or turn.memo.recurring or turn.memo.queue):
        return None
    last = yield from last_booked(turn)
    if turn.memo.queue:
        return (yield from search(turn, take_queued(turn, last)))
    when = _next_time(turn, last) if last else None
    if last is None or when is None:
        return None
    waiting, own = when, when.get("service", "")
    when = {key: when[key] for key in when if key not in ("service", "name")}
    plan = turn.memo.booking = Plan(when=dict(when))
    _again(turn, plan, last)
    plan.wanted = [own_service(waiting)] if own else plan.wanted
    reply = yield from search(turn, plan)
    return reply if agreeing(plan.slots, when) else _beside(_would_be(turn, when), reply)


def own_service(when: Bounds) -> Wanted:
    """The service of an appointment that waits with one of its own."""
    return Wanted(when["service"], when["name"])


def _would_be(turn: Turn, when: Bounds) -> str:
    """Says which time the next one would have had."""
    label = time_label(turn, when)
    return turn.say("next_would_be", label=label) if label else ""


def time_label(turn: Turn, when: Bounds) -> str:
    """A wished start as it stands in a sentence, "" where the bounds are of no single start."""
    facts, at = turn.facts, when.get("time")
    if not (at and facts.now):
        return ""
    start = datetime.fromisoformat(f"{when['date_from']}T{at}")
    label = slot_label(start, facts.language, facts.country, facts.now.date())
    return in_sentence(facts.language, label)


def _next_time(turn: Turn, last: AppointmentView) -> Bounds | None:
    memo = turn.memo
    if memo.further:
        when, *memo.further = memo.further
        own_hour = when.keys() & {*_HOUR, "service"}
        return when if own_hour else when | {"time": last.at}
    days, left = memo.recurring.get("days", ""), memo.recurring.get("left", "")
    if not days.isdigit() or not last.date or left == "0":
        memo.recurring = {}
        return None
    if left.isdigit():
        memo.recurring["left"] = str(int(left) - 1)
    day = f"{date.fromisoformat(last.date) + timedelta(int(days))}"
    return {"date_from": day, "date_to": day, "time": last.at}


def declined(turn: Turn, plan: Plan) -> Maybe:
    """A plain no to one more appointment: the next one that was named, or the end of the series."""
    if not plan.again or turn.pending_question != "slot" or bare_yes_no(turn.text) is not False:
        return None
    turn.memo.booking, turn.memo.ask, turn.memo.recurring = Plan(), None, {}
    if turn.memo.further or turn.memo.queue:
        return (yield from go_on(turn))
    return join(turn.say("no_more_of_them"), ask_consent(turn))


def put_back(turn: Turn) -> Generator[Call, Answer, Plan | None]:
    """The plan that moves an appointment back to where it was; what is wanted where it is now as well
    ("y la del 11 también") waits. None when there is none."""
    own = [one for one in (yield from list_appointments()).appointments if one.was]
    meant = [one for one in own if one.appointment == turn.memo.moved] or own
    if not meant:
        return None
    one = meant[0]
    day, _, at = one.was.partition(" ")
    plan = Plan(
        wanted=services_of(one),
        when={"date_from": day, "date_to": day, "time": at},
        appointment=one.appointment,
        label=one.label,
        stands=stands(one),
    )
    if _wants_present_too(turn, one):
        turn.memo.further = [{"date_from": one.date, "date_to": one.date, "time": one.at}]
    return plan


def _wants_present_too(turn: Turn, one: AppointmentView) -> bool:
    """Whether the time that it was moved to is wanted as well."""
    return bool(one.date) and keeps_the_day(turn.text, date.fromisoformat(one.date).day)
