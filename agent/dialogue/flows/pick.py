"""Which of the customer's own appointments a message is about."""

from collections.abc import Generator, Sequence

from msgspec.structs import replace

from agent.dates.origins import month_of_one, moved_from
from agent.dialogue.flows.dates import from_own_hour, understand
from agent.dialogue.flows.failing import offer_human
from agent.dialogue.flows.members import people_of
from agent.dialogue.flows.nothing_booked import nothing_booked
from agent.dialogue.flows.slots import agreeing, of_person
from agent.dialogue.flows.theirs import described, none_of_theirs, of_whom, spoken_of
from agent.dialogue.flows.titles import titled
from agent.dialogue.memo import AskData, Plan
from agent.dialogue.tools import list_appointments
from agent.dialogue.turn import Call, Turn, join
from agent.language import Intent, looks_like_date, ordinal, words
from agent.language.readings.cancelling import means_all, names_an_hour_too
from agent.language.readings.landmarks import STANDS, landmarks_in
from agent.language.readings.services import mentioned, spoken_names
from agent.language.readings.staying import parts_that_stay, speaks_of_the_other
from agent.tool_answers import Answer
from agent.tool_views import AppointmentView, Slot

_WISH = 500
"""Characters of the message that are kept while it is asked which appointment it is about."""
_MOST_ASKED = 2
_TWO_O_CLOCK = ("14:00", "02:00")
Picked = Generator[Call, Answer, AppointmentView | str]
"""Ends with the appointment, or with the reply that asks which one (or that there is none)."""


def pick_appointment(turn: Turn, node: str, question: str) -> Picked:
    """The appointment that is meant: the only one, the one tapped, described or awaited."""
    listed = (yield from list_appointments()).appointments
    spoken = spoken_of(turn, listed)
    own = of_whom(listed, spoken)
    if not own and spoken.other:
        own = _with_professional(listed, spoken.other.name)
    if not own and spoken.other:
        return none_of_theirs(turn, spoken.other, listed)
    own = _the_other(turn, own or listed)
    if not own:
        return nothing_booked(turn)
    if len(own) == 1:
        return own[0]
    if in_focus := _in_focus(turn, node, own):
        return in_focus
    left = yield from _meant(turn, own)
    if len(left) == 1:
        return left[0]
    if turn.pending_question == "which" and len(left or own) == len(own):
        return _ask_again(turn, node, left or own)
    return ask_which(turn, node, question, left or own)


def _ask_again(turn: Turn, node: str, own: Sequence[AppointmentView]) -> str:
    """Asks which one in other words, and the next time offers a person."""
    turn.memo.fails += 1
    if turn.memo.fails < _MOST_ASKED:
        return ask_which(turn, node, "clarify_which", own)
    turn.memo.fails = 0
    return join(turn.say("not_clear_which"), offer_human(turn))


def all_meant(turn: Turn, *, ordered: bool) -> Generator[Call, Answer, list[str]]:
    """The appointments (ids) where all of several are meant, as an answer to "which one?" or `ordered` of its own;
    [] where that is not said, or may be an hour ("las dos")."""
    waits = turn.pending_question == "which" and turn.memo.ask is not None
    if turn.choice or not means_all(turn.text) or not (waits or ordered):
        return []
    own = (yield from list_appointments()).appointments
    shown = turn.memo.ask.data.appointments if waits and turn.memo.ask else []
    meant = [one for one in own if one.appointment in shown] or list(own)
    if names_an_hour_too(turn.text) and any(one.at in _TWO_O_CLOCK for one in meant):
        return []
    return [one.appointment for one in meant] if len(meant) > 1 else []


def _with_professional(own: Sequence[AppointmentView], name: str) -> Sequence[AppointmentView]:
    """Those with the professional whose first name begins a name that is nobody's: "la de Laura"."""
    first = words(name)[:1]
    return [one for one in own if first and first[0] in words(one.person)]


def _the_other(turn: Turn, own: Sequence[AppointmentView]) -> Sequence[AppointmentView]:
    """All but what was just booked, for "y la otra cancélala"."""
    booked = turn.memo.booked.get("appointment", "")
    if turn.choice or not (booked and speaks_of_the_other(turn.text)):
        return own
    return [one for one in own if one.appointment != booked] or own


def _in_focus(turn: Turn, node: str, own: Sequence[AppointmentView]) -> AppointmentView | None:
    """The one that the customer was just asked about, unless they speak of another: by its service,
    or by its day when that is not the day of a move."""
    others = {a.service for a in own if a.appointment != turn.focus}
    another = mentioned(turn.text, tuple(others)) or (
        node == "cancellation" and turn.has(Intent.CANCEL) and looks_like_date(turn.text)
    )
    in_focus = (a for a in own if a.appointment == turn.focus)
    return None if another and not turn.tapped else next(in_focus, None)


def ask_which(turn: Turn, node: str, question: str, own: Sequence[AppointmentView]) -> str:
    """Asks which one, listing them."""
    ids = [appointment.appointment for appointment in own[:5]]
    wish = turn.text
    if turn.pending_question == "which" and turn.memo.ask and turn.memo.ask.node == node:
        wish = turn.memo.ask.data.about  # told before it was asked the first time
    question_line = turn.ask("which", node, question, AskData(appointments=ids, about=wish[:_WISH]))
    return join(question_line, *(f"• {described(appointment)}" for appointment in own[:5]))


def of_words(
    turn: Turn, own: Sequence[AppointmentView], text: str
) -> Generator[Call, Answer, Sequence[AppointmentView]]:
    """Those of the day or hour in `text`; none where it tells nothing."""
    if not looks_like_date(text):
        return []
    slots = [slot for one in own for slot in _as_slots(one, set())]
    plan = Plan(slots=list(slots))
    read = yield from understand(turn, plan, expecting_time=False, text=text)
    meant = {slot.slot for slot in agreeing(slots, read.when)} if read.when else set()
    return [one for one in own if one.appointment in meant] if len(meant) < len(own) else []


def _meant(
    turn: Turn, own: Sequence[AppointmentView]
) -> Generator[Call, Answer, Sequence[AppointmentView]]:
    by_id = {a.appointment: a for a in own}
    if (tapped := turn.choice.removeprefix("appointment:")) in by_id:
        return [by_id[tapped]]
    if turn.choice.startswith("appointment:"):
        return own
    if turn.pending_question == "which" and turn.memo.ask:
        shown = [i for i in turn.memo.ask.data.appointments if i in by_id]
        position = ordinal(turn.text, len(shown))
        if position is not None:
            return [by_id[shown[position]]]
    names = _spoken_of(turn.text, tuple({name for a in own for name in _services(a)}))
    left = [a for a in own if names.intersection(_services(a))] if names else own
    if len(left) < 2:
        return left
    plan = Plan(slots=[slot for appointment in left for slot in _as_slots(appointment, names)])
    if (
        turn.pending_question == "which"
        and len(called := {one.slot for one in titled(turn.text, plan.slots)}) == 1
    ):
        return [by_id[one] for one in called]
    if of_month := _of_month(turn, left):
        return [of_month]
    if by_hour := [one for one in left if from_own_hour(turn.text, f"{one.date} {one.at}")]:
        return by_hour
    people = people_of(turn, plan.slots)
    spoken = Plan(slots=list(plan.slots))
    moved = moved_from(turn.text)
    read = yield from understand(
        turn,
        spoken,
        expecting_time=turn.pending_question == "which",
        text=moved.origin if moved else turn.text,
    )
    # "No puedo el jueves" speaks of the appointment of that day.
    refused = [slot for slot in plan.slots if slot not in spoken.slots]
    of_them = agreeing(plan.slots, read.when) if read.when else refused
    if person := people.wanted:
        of_them = of_person(of_them or plan.slots, person)
    return [by_id[one] for one in dict.fromkeys(slot.slot for slot in of_them)] or left


def _of_month(turn: Turn, own: Sequence[AppointmentView]) -> AppointmentView | None:
    """The only one in the month that "the december one" names."""
    month = month_of_one(turn.text)
    alike = [one for one in own if month and one.date[5:7] == f"{month:02d}"]
    return alike[0] if len(alike) == 1 else None


def _spoken_of(text: str, services: tuple[str, ...]) -> set[str]:
    """The services that are named, without those that only are to stay as they are: "el masaje déjalo
    quieto". Where nothing else is named it is one of the others."""
    beside = {name for name, how in landmarks_in(text, services, services).items() if how != STANDS}
    # "No quiero más la valoración, cancélala": what is not wanted any more is what is meant.
    named = set(mentioned(text, services)) or spoken_names(text, services)
    named = named - beside or named
    staying = {name for part in parts_that_stay(text) for name in mentioned(part, services)}
    return named - staying or (set(services) - staying if staying else named) or named


def _services(one: AppointmentView) -> list[str]:
    return [part.service for part in one.parts] or [one.service]


def _as_slots(one: AppointmentView, names: set[str]) -> list[Slot]:
    """When an appointment begins, and when those of its services begin that are spoken of."""
    whole = Slot(slot=one.appointment, label=one.label, date=one.date, at=one.at, person=one.person)
    starts = {part.at for part in one.parts if part.service in names and part.at} - {one.at}
    return [whole, *(replace(whole, at=at) for at in sorted(starts))]
