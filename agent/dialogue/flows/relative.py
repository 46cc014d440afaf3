"""Days and hours relative to those under discussion: "la otra", "a outra semana", "una hora después"."""

from collections.abc import Generator
from datetime import date, datetime, timedelta

from agent.dialogue.flows.dates import Reading, bounds, days_of, only_day, understand
from agent.dialogue.memo import Plan
from agent.dialogue.turn import Call, Turn
from agent.language import words
from agent.language.readings.other_times import (
    says_day_after,
    says_next_week,
    says_week_after,
    speaks_of_weeks,
    wants_another_week,
    wants_sooner,
)
from agent.language.readings.shifts import shift_in, weeks_in
from agent.language.readings.weekdays import names_bare_weekday
from agent.tool_answers import Answer
from agent.tool_views import Bounds

Relative = Generator[Call, Answer, Bounds | None]
"""Ends with bounds, or with None where nothing relative is said."""

_WEEK = timedelta(days=7)
_HOUR = ("time", "part", "not_before", "not_after")


def moved_by(turn: Turn, plan: Plan, day: str, at: str) -> Relative:
    """The start of "media hora más tarde" than `day` (ISO) and `at` ("HH:MM"), on the day that is named
    along."""
    if day and at and (weeks := weeks_in(turn.text)):
        after = f"{date.fromisoformat(day) + weeks * _WEEK}"
        return {"date_from": after, "date_to": after, "time": at}
    if not (at and (shift := shift_in(turn.text))):
        return None
    by, rest = shift
    read = yield from understand(turn, plan, text=rest)
    first = read.when.get("date_from", "")
    named = first if first == read.when.get("date_to") else ""
    return _shifted_from(named or day, at, by) or None


def _shifted_from(day: str, at: str, by: timedelta) -> Bounds:
    """The start that lies `by` from `day` (ISO) and `at` ("HH:MM"), as bounds; {} when it is of
    another day."""
    try:
        start = datetime.fromisoformat(f"{day}T{at}")
    except ValueError:
        return {}
    moved = start + by
    if moved.date() != start.date():
        return {}
    return {"date_from": day, "date_to": day, "time": f"{moved:%H:%M}"}


def same_hour(turn: Turn, plan: Plan, when: Bounds) -> Bounds:
    """The start at the hour of the appointment that moves, on the day of `when`: of a week that day of
    it on which the appointment is, and "la otra semana" is never the one in which it is."""
    day, _, at = plan.stands.partition(" ")
    first, last = when.get("date_from") or only_day(plan), when.get("date_to") or only_day(plan)
    if not (day and first):
        return when | {"time": at}
    if first == last == day and speaks_of_weeks(turn.text):
        first = last = f"{date.fromisoformat(day) + _WEEK}"
    if first < last and (same := _same_weekday(date.fromisoformat(day), first, last)):
        first = last = same
    return when | {"date_from": first, "date_to": last, "time": at}


def _same_weekday(day: date, first: str, last: str) -> str:
    """The day between two (ISO) that has the weekday of `day`, or a week after `day` where that is
    itself between them; "" when there is none."""
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    if begin <= day <= end:
        return f"{day + _WEEK}"
    other = begin + timedelta(days=(day.weekday() - begin.weekday()) % 7)
    return f"{other}" if other <= end else ""


def week_after(turn: Turn, plan: Plan, read: Reading) -> Bounds:
    """The days of the week after that of the appointment that moves, or the weekday of it that is named;
    {} when that is not said, or a date is named. "Next week" is that one as well where it would else
    come before the appointment, unless an earlier time is wanted."""
    day = plan.stands.partition(" ")[0]
    first, last = read.when.get("date_from", ""), read.when.get("date_to", "")
    single = bool(first) and first == last
    if not day:
        return {}
    other = wants_another_week(turn.text) and first <= day <= last  # not the one in which it stands
    if not ((other or says_week_after(turn.text)) and not single) and not (
        first and last < day and says_next_week(turn.text) and not wants_sooner(turn.text)
    ):
        return {}
    stands = date.fromisoformat(day)
    monday = stands - timedelta(days=stands.weekday()) + _WEEK
    sunday = monday + _WEEK - timedelta(days=1)
    if single:
        monday = sunday = monday + timedelta(days=date.fromisoformat(first).weekday())
    hours = {key: value for key, value in read.when.items() if not key.startswith("date")}
    return hours | {"date_from": f"{monday}", "date_to": f"{sunday}"}


def day_after(turn: Turn, plan: Plan, read: Reading) -> Bounds:
    """The day after the appointment that moves, for "next day, same time", "al día siguiente"; {} when
    that is not said."""
    day = plan.stands.partition(" ")[0]
    if not (day and says_day_after(turn.text)):
        return {}
    hours = {key: value for key, value in read.when.items() if not key.startswith("date")}
    after = f"{date.fromisoformat(day) + timedelta(days=1)}"
    return hours | {"date_from": after, "date_to": after}


def own_weekday(turn: Turn, plan: Plan, read: Reading) -> Bounds:
    """The bounds as they were read; "9am Wednesday" of an appointment on a Wednesday is its own day, not
    one that comes before it, and "Wednesday instead" is that of its week."""
    day = plan.stands.partition(" ")[0]
    first, last = read.when.get("date_from", ""), read.when.get("date_to", "")
    if not (day and "" < first == last < day):
        return read.when
    named = any(str(date.fromisoformat(first).day) in words(one.words) for one in read.readings)
    alike = date.fromisoformat(first).weekday() == date.fromisoformat(day).weekday()
    # "Move my Monday appointment to today": the weekday that is spoken of is not that of the wish.
    weekday = any(names_bare_weekday(one.words) for one in read.readings)
    if not alike and not named and weekday and not wants_sooner(turn.text):
        return read.when | _in_week_of(day, first)
    if not read.when.keys() & {*_HOUR}:
        return read.when
    return read.when | {"date_from": day, "date_to": day} if alike and not named else read.when


def _in_week_of(day: str, other: str) -> Bounds:
    """The weekday of `other` in the week of `day` (both ISO)."""
    stands = date.fromisoformat(day)
    by = date.fromisoformat(other).weekday() - stands.weekday()
    same = f"{stands + timedelta(days=by)}"
    return {"date_from": same, "date_to": same}


def away_from(plan: Plan, read: Reading) -> Bounds | None:
    """Of two days that are named the one to which an appointment moves: "el jueves tengo dentista,
    pásala al viernes" speaks of its own day as well. None when that is not plain."""
    day = plan.stands.partition(" ")[0]
    own = [one for one in read.readings if one.date == day == (one.end_date or one.date)]
    others = [one for one in read.readings if one not in own]
    if read.status != "ambiguous" or not own or len({one.date for one in others}) != 1:
        return None
    timed = [one for one in own if one.part or one.not_before or one.not_after]
    return bounds(others[0]) if len(others) == 1 and not timed else None


def nearest(plan: Plan, read: Reading, day: str) -> Bounds:
    """Of the days that a weekday can be the one nearest to `day` (ISO), else to the appointment's own; {}
    where it can be only one, or none."""
    begin = day or plan.stands.partition(" ")[0]
    if read.status != "ambiguous" or not begin:
        return {}
    start = date.fromisoformat(begin)
    dated = {one.date: bounds(one) for one in read.readings if one.date}
    near = min(dated, key=lambda one: abs(date.fromisoformat(one) - start), default="")
    return dated.get(near, {})


def other_week(turn: Turn, plan: Plan, read: Reading) -> Bounds | None:
    """The days of "não esta, a outra semana", the week after that of the offer; None when it is not
    said."""
    days = sorted(days_of(plan))
    first, last = read.when.get("date_from", ""), read.when.get("date_to", "")
    if not (days and first < last and wants_another_week(turn.text)):
        return None
    if not first <= days[0] <= days[-1] <= last:
        return None
    begin = date.fromisoformat(first)
    monday = begin - timedelta(days=begin.weekday()) + _WEEK
    return {"date_from": f"{monday}", "date_to": f"{monday + _WEEK - timedelta(days=1)}"}
