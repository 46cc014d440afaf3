"""Moving an appointment or a whole visit: which one, to when, done."""

from collections.abc import Generator, Sequence

from agent.dates.origins import moved_from
from agent.dialogue.flows.besides import with_more
from agent.dialogue.flows.choosing import choose, denied_first, gives_up, impossible
from agent.dialogue.flows.dates import (
    Reading,
    merge,
    note_member,
    only_day,
    sooner_or_later,
    understand,
)
from agent.dialogue.flows.either import settle_reading
from agent.dialogue.flows.failing import clarify, hand_over, offer_human, too_late
from agent.dialogue.flows.further import moved_wrongly, note_further, put_back, time_label
from agent.dialogue.flows.keeping import (
    puts_booking_right,
    stands,
    takes_back,
    takes_offer,
    until_then,
)
from agent.dialogue.flows.more_wishes import with_the_same
from agent.dialogue.flows.nothing_booked import nothing_booked
from agent.dialogue.flows.offering import ask_day, offer_one
from agent.dialogue.flows.pick import Picked, ask_which, pick_appointment
from agent.dialogue.flows.relative import (
    away_from,
    day_after,
    moved_by,
    nearest,
    own_weekday,
    same_hour,
    week_after,
)
from agent.dialogue.flows.search import offer_again, search
from agent.dialogue.flows.slots import agreeing
from agent.dialogue.flows.theirs import means_another, names_another_instead
from agent.dialogue.flows.wording import of, on
from agent.dialogue.memo import Plan, Wanted
from agent.dialogue.tools import list_appointments, reschedule_appointment
from agent.dialogue.turn import Call, Maybe, Steps, Turn, join
from agent.language import Intent
from agent.language.readings.another import asks_to_move
from agent.language.readings.other_times import with_hour_marked, without_day_given_up
from agent.language.readings.services import Mention, mentioned
from agent.language.readings.staying import parts_that_stay, says_same_hour, without_same_hour
from agent.language.readings.visits import swapped_for
from agent.tool_answers import Answer
from agent.tool_results import Change
from agent.tool_views import AppointmentView, Bounds, Slot
from agent.types import MOVES_NOT

_CHOOSING = frozenset({"slot", "day", "reading", "member"})


def reschedule(turn: Turn) -> Steps:
    """What the reschedule node says and does."""
    return (yield from with_more(turn, "reschedule", _reschedule))


def _reschedule(turn: Turn) -> Steps:
    plan = turn.memo.move
    if moved_wrongly(turn) and (reply := (yield from _back(turn))) is not None:
        return reply
    choosing = turn.pending_question in _CHOOSING and plan.appointment and plan.wanted
    if choosing and (yield from _of_another(turn, plan)):
        plan = turn.memo.move = Plan()
    elif choosing:
        return (yield from _chosen(turn, plan))
    return (yield from _start(turn, plan))


def _of_another(turn: Turn, plan: Plan) -> Generator[Call, Answer, bool]:
    """Whether the answer speaks of another person's appointment than the one that was about to move."""
    if turn.choice or len(turn.facts.upcoming) < 2:
        return False
    own = (yield from list_appointments()).appointments
    if denied_first(turn) and names_another_instead(turn, own, plan.appointment):
        return True
    if len({one.person for one in turn.facts.upcoming}) < 2:
        return False
    return means_another(turn, own, plan.appointment)


def _start(turn: Turn, plan: Plan) -> Steps:
    picked = yield from _appointment(turn, plan)
    if isinstance(picked, str):
        return picked
    turn.memo.fails = 0
    service = picked.service
    plan = turn.memo.move = Plan(
        wanted=[Wanted(picked.service_key or service, service)],
        appointment=picked.appointment,
        label=picked.label,
        stands=stands(picked),
        person=picked.person,
    )
    other = swapped_for(turn.text, turn.facts.services, service)
    if other and not any(one.label.startswith(f"{other.name},") for one in turn.facts.upcoming):
        return (yield from _swap(turn, plan, other, picked))
    note_member(turn, plan)
    if turn.pending_question == "which" and turn.memo.ask:
        # The wish was told before it was asked which appointment it is for.
        turn.narrow(turn.memo.ask.data.about)
    # A time alone ("muévela a las 5") means the appointment's own day.
    day = picked.date
    plan.when |= {"date_from": day, "date_to": day} if day else {}
    turn.narrow(without_day_given_up(with_hour_marked(turn.text)))
    if moved := (yield from moved_by(turn, plan, day, picked.at)):
        merge(plan, moved)
        return (yield from search(turn, plan))
    read = yield from understand(turn, plan)
    if "time" not in read.when and sooner_or_later(turn, plan, picked.at):
        return (yield from search(turn, plan))
    if when := _new_time(turn, plan, read):
        merge(plan, when)
        return (yield from search(turn, plan))
    plan.when = {key: value for key, value in plan.when.items() if key == "member"}
    if read.status == "ambiguous":
        return (yield from settle_reading(turn, plan))
    if read.status == "impossible":
        return (yield from impossible(turn, plan, read))
    label = of(turn.facts.language, plan.label)
    label = " ".join(filter(None, (label, picked.whom)))
    if picked.parts:
        return turn.ask("day", "reschedule", "move_visit_to_when", label=label, service=service)
    return turn.ask("day", "reschedule", "move_to_when", label=label)


def _swap(turn: Turn, plan: Plan, other: Mention, picked: AppointmentView) -> Steps:
    """Searches for another service in place of the one that is booked, at the same time unless another
    one is named."""
    plan.swaps, plan.wanted = picked.service, [Wanted(other.query, other.name)]
    day = {"date_from": picked.date, "date_to": picked.date} if picked.date else {}
    plan.when |= day
    note_member(turn, plan)
    read = yield from understand(turn, plan)
    merge(plan, _new_time(turn, plan, read) or day | {"time": picked.at})
    return (yield from search(turn, plan))


def _back(turn: Turn) -> Maybe:
    """Offers to put an appointment back to where it was before a move that was not meant; when that
    time is gone, a person is called."""
    back = yield from put_back(turn)
    if back is None:
        return None
    plan = turn.memo.move = back
    turn.memo.ask, turn.memo.fails = None, 0
    wish = dict(plan.when)
    reply = yield from search(turn, plan, turn.say("sorry_for_move"))
    if agreeing(plan.slots, wish) or not plan.slots:
        return reply
    turn.memo.escalate, turn.memo.ask, turn.memo.move = "other", None, Plan()
    turn.memo.lead = turn.say("not_free_any_more", label=time_label(turn, wish))
    yield from hand_over("escalation", "the former time is gone")
    return reply


def _appointment(turn: Turn, plan: Plan) -> Picked:
    """The appointment to move: the one that was about to be cancelled, or the one meant now."""
    meant = plan.appointment if plan.appointment and not plan.wanted else _spoken_of(turn)
    if meant:
        own = (yield from list_appointments()).appointments
        one = next((one for one in own if one.appointment == meant), None)
        if one and not _names_another(turn, own, one):
            return one
    return (yield from pick_appointment(turn, "reschedule", "which_move"))


def _spoken_of(turn: Turn) -> str:
    """The appointment (id) that was just proposed to be cancelled, or just booked and is put right."""
    if turn.pending_question == "cancel" and turn.memo.ask:
        return turn.memo.ask.data.appointment
    return turn.memo.booked.get("appointment", "") if puts_booking_right(turn) else ""


def _names_another(turn: Turn, own: Sequence[AppointmentView], one: AppointmentView) -> bool:
    """Whether the message speaks of another appointment than the one that a question was about."""
    if turn.pending_question != "cancel":
        return False
    others = tuple({other.service for other in own} - {one.service})
    named = mentioned(turn.text, others) or moved_from(turn.text)
    return bool(named) or means_another(turn, own, one.appointment)


def _chosen(turn: Turn, plan: Plan) -> Steps:
    if turn.choice == MOVES_NOT:
        return _left(turn, plan)
    yield from note_further(turn, plan)
    until = yield from until_then(turn, plan)
    if until is False:
        return _left(turn, plan)
    left_there = until or takes_offer(turn, plan)
    if not left_there and ((yield from takes_back(turn, plan)) or gives_up(turn)):
        return _left(turn, plan)
    if denied_first(turn) and asks_to_move(turn.text) and parts_that_stay(turn.text):
        turn.memo.move, turn.memo.ask = Plan(), None  # that one stays, another moves
        return (yield from _start(turn, turn.memo.move))
    if says_same_hour(turn.text) and plan.stands:
        return (yield from _same_hour(turn, plan))
    if with_the_same(turn, plan):
        return (yield from search(turn, plan))
    chosen = left_there or (yield from choose(turn, plan))
    if isinstance(chosen, Slot):
        plan.slot = chosen.slot
        turn.memo.fails = 0
        result = yield from reschedule_appointment(plan.appointment, plan.slot)
        return (yield from _answer(turn, plan, result))
    if chosen:
        turn.memo.fails = 0
        return chosen
    if turn.has(Intent.RESCHEDULE):
        return ask_day(turn, plan)
    return (yield from clarify(turn))


def _same_hour(turn: Turn, plan: Plan) -> Steps:
    """ "El viernes a la misma hora": the hour of the appointment, on the day that is spoken of."""
    read = yield from understand(turn, plan, text=without_same_hour(turn.text))
    day = only_day(plan)
    merge(plan, {"date_from": day, "date_to": day} if day else {})
    when = week_after(turn, plan, read) or away_from(plan, read) or read.when
    when = when or nearest(plan, read, day)
    merge(plan, same_hour(turn, plan, {key: when[key] for key in when if key.startswith("date")}))
    return (yield from search(turn, plan))


def _new_time(turn: Turn, plan: Plan, read: Reading) -> Bounds:
    """When an appointment is to be moved, as bounds; {} when the message does not tell."""
    away = away_from(plan, read)
    following = day_after(turn, plan, read) or week_after(turn, plan, read)
    when = following or (own_weekday(turn, plan, read) if read.status == "ok" else away or {})
    if says_same_hour(turn.text) and read.status in ("ok", "none", "ambiguous") and (when or away):
        return same_hour(turn, plan, when)
    if plan.pick and read.status in ("ok", "none"):
        return when or plan.when
    return when


def _left(turn: Turn, plan: Plan) -> str:
    turn.memo.ask = None
    turn.memo.move = Plan()
    turn.memo.fails = 0
    return turn.say("move_dropped", label=on(turn.facts.language, plan.label))


def _answer(turn: Turn, plan: Plan, result: Change) -> Steps:
    status = result.status
    if status == "moved":
        turn.memo.moved = plan.appointment
        turn.memo.move, turn.memo.ask = Plan(), None
        if turn.memo.further:
            first, *turn.memo.further = turn.memo.further
            turn.memo.booking = Plan(wanted=plan.wanted, when=first, again=True)
            yield from hand_over("appointment", "the other one as well")
        return ""
    if status in {"taken", "offer_expired"}:
        return (yield from offer_again(turn, plan, result))
    if status in {"not_offered", "not_shown", "refused_by_customer"}:
        return (yield from search(turn, plan))
    chosen = next((slot for slot in plan.slots if slot.slot == plan.slot), None)
    if status == "choose_first" and chosen:
        return offer_one(turn, plan, chosen)
    if status == "overlaps_own":
        plan.slots = []
        line = turn.say("overlaps_own", label=result.label)
        return join(line, ask_day(turn, plan))
    turn.memo.ask = None
    turn.memo.move = Plan()
    if status == "several":
        return ask_which(turn, "reschedule", "which_move", result.appointments)
    if status in {"none", "not_found", "already_cancelled"}:
        return nothing_booked(turn)
    lead = turn.say("trouble")
    if status == "too_late":
        lead = too_late(turn, result, "too_late_move")
    return join(lead, offer_human(turn))
