"""Days and times, resolved by the tool and kept as the bounds of a search."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from agent.dates import read_exclusions
from agent.dates.origins import Moved, is_hour, moved_from, moved_from_hour
from agent.dialogue.flows.members import people_of
from agent.dialogue.flows.turned_down import (
    note_people,
    note_refused,
    on_every_day,
    says_why_not,
    take_back,
)
from agent.dialogue.memo import Plan
from agent.dialogue.tools import resolve_date
from agent.dialogue.turn import Call, Turn
from agent.language import looks_like_date, words
from agent.language.readings.another import says_same_day
from agent.language.readings.extremes import extreme_and_rest
from agent.language.readings.other_times import (
    too_early_or_late,
    wants_another_day,
    wants_another_time,
    wants_earlier,
    wants_later,
    would_rather,
)
from agent.language.readings.people import same_person
from agent.language.readings.refusing import without_busy
from agent.language.readings.taking import with_days_marked, without_yes
from agent.language.readings.weekdays import WeekdayAfter, weekday_after
from agent.tool_answers import Answer
from agent.tool_views import Bounds, DayReading

_DAY = ("date_from", "date_to")
_HOUR = ("time", "part", "not_before", "not_after")
_LIMITS = ("part", "not_before", "not_after")
_READ = 300
_YES_OR_NO = frozenset({"slot", "offer", "name"})
"""Questions that "ya" is a yes to."""


@dataclass(frozen=True)
class Reading:
    """What came of a message's day and time.

    `status` is the tool's, or "none" when nothing in the text looked like a date. `refused`: the
    message turns something down (the plan has it now). `is_question`: it asks, and chooses nothing.
    `every`: also those beyond the first few, which nobody is asked about.
    """

    status: str
    when: Bounds = field(default_factory=dict)
    readings: tuple[DayReading, ...] = ()
    reason: str = ""
    refused: bool = False
    is_question: bool = False
    every: tuple[DayReading, ...] = ()


def understand(
    turn: Turn, plan: Plan, *, expecting_time: bool = False, text: str | None = None
) -> Generator[Call, Answer, Reading]:
    """Reads the day and time of the message (or of the `text` that is left of it), with help of the
    resolve_date tool; what it refuses is noted in the plan, and that the first or last time is wanted.
    Where an appointment that moves stands now is no wish."""
    people = note_people(turn, plan)
    if text is None:
        moved = moved_from(turn.text)
        if not moved and (moved := from_own_hour(turn.text, plan.stands)):
            return (yield from _to_another_hour(turn, plan, moved.rest))
        text = with_days_marked(moved.rest if moved else turn.text)
        text = without_busy(without_yes(text) if turn.pending_question in _YES_OR_NO else text)
    text = _note_extreme(plan, text)
    if (after := weekday_after(text)) and (
        base := only_day(plan) or max(days_of(plan), default="")
    ):
        return (yield from _on_weekday_after(turn, plan, after, base))
    if not (expecting_time and _may_tell(turn)) and not looks_like_date(text):
        return Reading("none", refused=people)
    result = yield from resolve_date(
        text[:_READ],
        expecting_time=expecting_time,
        day=only_day(plan) or None,
        offered=days_of(plan) or None,
    )
    status, is_question = result.status, result.asked
    turned_down = on_every_day(turn.text, result.refused)
    readings = tuple(
        one for one in result.readings if not says_why_not(turn, plan, bounds(one), turned_down)
    )
    explains = status == "ok" and not readings
    refused = note_refused(plan, turned_down) or people or explains
    if status == "ok" and readings:
        when = _on_same_day(turn, plan, bounds(readings[0]))
        take_back(plan, when)
        every = readings[:1]
        return Reading("ok", when, readings, refused=refused, is_question=is_question, every=every)
    if status == "ambiguous" and len(readings) > 1:
        for reading in readings:
            take_back(plan, bounds(reading))
        reason = result.reason or ""
        plan.either = _wished(plan, readings[:3])
        return Reading("ambiguous", {}, readings[:3], reason, refused, is_question, every=readings)
    if status == "impossible":
        return Reading("impossible", reason=result.reason or "", refused=refused)
    return Reading("none", refused=refused)


def _on_weekday_after(
    turn: Turn, plan: Plan, after: WeekdayAfter, base: str
) -> Generator[Call, Answer, Reading]:
    """ "Not this Tuesday. The Tuesday after?": that of the week after the day that is spoken of."""
    start = date.fromisoformat(base)
    by = (after.weekday - start.isoweekday() - 1) % 7 + 1
    named = f"{start + timedelta(days=by)}"
    rest = yield from understand(turn, plan, text=after.rest)
    when = {"date_from": named, "date_to": named}
    when |= {key: value for key, value in rest.when.items() if key in _HOUR}
    take_back(plan, when)
    reading = DayReading(
        date=named,
        end_date=named,
        time=when.get("time"),
        part=when.get("part"),
        not_before=when.get("not_before"),
        not_after=when.get("not_after"),
        label="",
        words="",
    )
    return Reading("ok", when, (reading,), is_question=rest.is_question, every=(reading,))


def _to_another_hour(turn: Turn, plan: Plan, rest: str) -> Generator[Call, Answer, Reading]:
    """ "From 10 to 9 on Friday" of what stands on Friday at 10; on any other day it is a range."""
    read = yield from understand(turn, plan, text=rest)
    days = {one.date for one in read.readings if one.date}
    if not days or plan.stands.partition(" ")[0] in days:
        return read
    return (yield from understand(turn, plan, text=turn.text))


def from_own_hour(text: str, stands: str) -> Moved | None:
    """ "From 10 to 9" of what stands ("2026-12-04 10:00") at 10; of anything else it is a range."""
    moved = moved_from_hour(text)
    at = stands.partition(" ")[2]
    return moved if moved and at and is_hour(moved.origin, at) else None


def _on_same_day(turn: Turn, plan: Plan, when: Bounds) -> Bounds:
    """The bounds on the day spoken of, for "the same day, 2:30" and "el mismo miércoles": that of the
    appointment that stands, else of the offer. A day with its number is its own."""
    day = plan.stands.partition(" ")[0] or only_day(plan)
    if not (day and says_same_day(turn.text)):
        return when
    first = when.get("date_from", "")
    if first:
        named = date.fromisoformat(first)
        alike = named.weekday() == date.fromisoformat(day).weekday()
        if when.get("date_to") != first or not alike or str(named.day) in words(turn.text):
            return when
    return when | {"date_from": day, "date_to": day}


def _note_extreme(plan: Plan, text: str) -> str:
    """Keeps in the plan that the first or last time is wanted; returns the rest of the text, in which
    the words for it are no hours of the day."""
    pick, rest = extreme_and_rest(text)
    plan.pick = pick or plan.pick
    return rest


def is_about_a_day(turn: Turn, plan: Plan) -> Generator[Call, Answer, bool]:
    """Whether a no is one to a day, and wishes for another: "não quero na segunda, pode ser terça"."""
    read = yield from understand(turn, plan)
    return read.refused or (read.status == "ok" and would_rather(turn.text))


def _may_tell(turn: Turn) -> bool:
    """Whether an answer can hold an hour: anything but a plain yes or no."""
    return (
        turn.agrees is None
        or len(turn.plain_text.split()) > 2
        or any(c.isdigit() for c in turn.plain_text)
    )


def days_of(plan: Plan) -> list[str]:
    """The days of the times on offer."""
    return list(dict.fromkeys(slot.date for slot in plan.slots if slot.date))


def bounds(reading: DayReading) -> Bounds:
    """The search arguments of one reading."""
    named = {
        "date_from": reading.date,
        "date_to": reading.end_date or reading.date,
        "time": reading.time,
        "part": reading.part,
        "not_before": reading.not_before,
        "not_after": reading.not_after,
    }
    return {key: text for key, text in named.items() if text}


def _wished(plan: Plan, readings: Sequence[DayReading]) -> list[Bounds]:
    """The readings as wishes of their own: an hour without a day is of the day spoken of, and days without
    an hour keep the bounds that were said before ("solo después de las 4")."""
    day = only_day(plan)
    own = {"date_from": day, "date_to": day} if day else {}
    wishes = [own | bounds(one) | {"label": one.label} for one in readings]
    if any(wish.keys() & {*_HOUR} for wish in wishes):
        return wishes
    return [kept_limits(plan) | wish for wish in wishes]


def kept_limits(plan: Plan) -> Bounds:
    """The hours that bound the wish, as they were said before."""
    return {key: plan.when[key] for key in _LIMITS if key in plan.when}


def merge(plan: Plan, new: Bounds) -> None:
    """Replaces the bounds that `new` has and keeps the others."""
    if not new:
        return
    remaining = dict(plan.when)
    if any(key in new for key in _HOUR):
        left_standing = _limits_around(plan, new)
        remaining = {
            key: value for key, value in remaining.items() if key not in _HOUR
        } | left_standing
        day = only_day(plan)
        if day and not any(key in new for key in _DAY):
            remaining |= {"date_from": day, "date_to": day}
    if any(key in new for key in _DAY):
        plan.wished = {}
        remaining = {key: value for key, value in remaining.items() if key not in _DAY}
    plan.when = remaining | new
    plan.slot = ""
    if "date_from" in new and not any(_meets(one, new) for one in plan.either):
        plan.either = []


def _limits_around(plan: Plan, new: Bounds) -> Bounds:
    """The earliest and latest hour that were said before, where a start is named between them: they
    hold when that one is gone."""
    at, low, high = new.get("time"), plan.when.get("not_before"), plan.when.get("not_after")
    if not at or (low and at < low) or (high and at > high):
        return {}
    return {key: plan.when[key] for key in ("not_before", "not_after") if key in plan.when}


def _meets(wish: Bounds, when: Bounds) -> bool:
    """Whether a day that is said now lies among those of a wish."""
    first = wish.get("date_from")
    return not first or first <= when["date_from"] <= wish.get("date_to", "")


def keep_time(plan: Plan) -> None:
    """The time that was chosen, or the only one on offer, becomes what is searched for."""
    chosen = [slot for slot in plan.slots if slot.slot == plan.slot]
    if not chosen and len(plan.slots) == 1:
        chosen = plan.slots
    for slot in chosen:
        merge(plan, {"date_from": slot.date, "date_to": slot.date, "time": slot.at})


def only_day(plan: Plan) -> str:
    """The one day that is spoken of ("" when it is not one)."""
    chosen = [slot.date for slot in plan.slots if plan.slot and slot.slot == plan.slot]
    if chosen:
        return chosen[0]
    days = {slot.date for slot in plan.slots}
    if len(days) == 1:
        return days.pop()
    first = plan.when.get("date_from", "")
    return first if first and first == plan.when.get("date_to") else ""


def shifted(turn: Turn, plan: Plan) -> str:
    """Applies "más tarde", "otro día", "otra hora": new bounds relative to what was offered.

    "search" when there is a way on, "ask" when only the customer can tell, "" when not said.
    """
    days = [slot.date for slot in plan.slots] or [plan.when.get("date_to", "")]
    if wants_another_day(turn.text) and max(days):
        note_refused(plan, list(set(days)) if len(set(days)) == 1 and all(days) else [])
        _from_day_after(plan, max(days))
        return "search"
    spoken_of = [slot.at for slot in plan.slots] or _refused_hours(plan)
    if spoken_of and sooner_or_later(turn, plan, spoken_of[0], spoken_of[-1]):
        return "search"
    if not plan.slots:
        return ""
    return _other_time(plan) if wants_another_time(turn.text) else ""


def _refused_hours(plan: Plan) -> list[str]:
    """The starts ("HH:MM") that were refused of the one day in question: later than they is later."""
    day = only_day(plan)
    hours = (
        one.low
        for one in read_exclusions(plan.without)
        if day and one.low is not None and one.high is None and f"{one.first}" == day
    )
    return [f"{low // 60:02d}:{low % 60:02d}" for low in sorted(hours)]


def sooner_or_later(turn: Turn, plan: Plan, first: str, last: str = "") -> bool:
    """Applies "más tarde" and "más temprano": than the times "HH:MM" that were spoken of, or in that
    half of the day when they are not of one day."""
    one = only_day(plan)
    if degree := too_early_or_late(turn.text):
        # Only the first (or last) time of a list is too early (or too late); the others may do.
        if degree == "early":
            merge(plan, {"not_before": _minute_after(first)} if one else {"part": "afternoon"})
        else:
            merge(
                plan, {"not_after": _minute_before(last or first)} if one else {"part": "morning"}
            )
        return True
    if wants_later(turn.text):
        after = _minute_after(last or first)
        merge(plan, {"not_before": after} if one else {"part": "afternoon"})
    elif wants_earlier(turn.text):
        merge(plan, {"not_after": _minute_before(first)} if one else {"part": "morning"})
    else:
        return False
    return True


def note_member(turn: Turn, plan: Plan) -> bool:
    """Stores the person that was asked for; True when it is another one than before."""
    member = people_of(turn, plan.slots, plan.not_with).wanted
    if not member or member == plan.when.get("member"):
        return False
    plan.when["member"] = member
    plan.when |= {} if plan.when.keys() & {*_DAY} else plan.wished
    plan.not_with = [n for n in plan.not_with if not same_person(n, member)]
    return True


def _other_time(plan: Plan) -> str:
    day = only_day(plan)
    plan.when = {key: value for key, value in plan.when.items() if key not in _HOUR}
    if len(plan.slots) > 1:
        return "ask"
    if day:
        plan.when |= {"date_from": day, "date_to": day}
    return "search"


def _from_day_after(plan: Plan, day: str) -> None:
    plan.when = {key: value for key, value in plan.when.items() if key not in _DAY}
    try:
        plan.when["date_from"] = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return


def _minutes(at: str) -> int:
    hour, _, minute = at.partition(":")
    return int(hour) * 60 + int(minute) if hour.isdigit() and minute.isdigit() else 0


def _minute_after(at: str) -> str:
    later = min(_minutes(at) + 1, 24 * 60 - 1)
    return f"{later // 60:02d}:{later % 60:02d}"


def _minute_before(at: str) -> str:
    sooner = max(_minutes(at) - 1, 0)
    return f"{sooner // 60:02d}:{sooner % 60:02d}"
