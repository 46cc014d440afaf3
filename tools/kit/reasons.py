"""Why a wished time is not to be had, as a clause that fits into a sentence."""

from collections.abc import Sequence
from datetime import date, time

from agent.dates.labels import day_label, time_label
from agent.organization import Organization
from agent.scheduling.labels import hour_in, joined
from agent.texts import texts

_HOUR = 60


def closed_clause(
    organization: Organization, day: date, label: str | None, language: str, today: date
) -> str:
    """Why one day is closed: a holiday by its name, a weekday that never opens, or just that day."""
    spoken = texts(language)
    day_text = _day(day, language, today)
    if label:
        return spoken.line("refusals.clause.holiday", day=day_text, label=label)
    if day.isoweekday() not in organization.hours:
        weekday = spoken.line_of("labels.weekday.every_short", day.weekday())
        return spoken.line("refusals.clause.closed_weekday", weekday=weekday)
    return spoken.line("refusals.clause.closed_day", day=day_text)


def of_member(reason: str) -> str:
    """The reason's words when one professional was asked for."""
    return {"time_taken": "member_taken", "full": "member_full"}.get(reason, reason)


def every(step: int, language: str) -> str:
    """ "cada 30 minutos", "cada hora": how far apart starts are, `step` in minutes."""
    spoken = texts(language)
    if step == _HOUR:
        return spoken.line("refusals.every.hour")
    if step % _HOUR == 0:
        return spoken.line("refusals.every.hours", hours=str(step // _HOUR))
    return spoken.line("refusals.every.minutes", minutes=str(step))


def clause(
    reason: str,
    language: str,
    *,
    country: str,
    today: date,
    day: date | None = None,
    at: time | None = None,
    member: str | None = None,
    until: date | None = None,
    begins: time | None = None,
    ends: time | None = None,
    step: int | None = None,
) -> str:
    """The clause for `reason` (a key of `[clause]` in refusals.toml); a single day or time is named where it is known.

    `until` is the last day of the calendar, `begins` and `ends` those of a break (`ends` alone: of
    the working time), `step` the minutes from one start to the next.
    """
    spoken = texts(language)
    key = f"refusals.clause.{reason}"
    if day and spoken.has(f"{key}_day"):
        key = f"{key}_day"
    return spoken.line(
        key,
        day=_day(day, language, today) if day else "",
        time=time_label(at, language, country) if at else "",
        member=member or "",
        until=day_label(until, language, today=today) if until else "",
        begins=time_label(begins, language, country) if begins else "",
        ends=time_label(ends, language, country) if ends else "",
        until_hour=_until_hour(ends, language, country) if ends else "",
        every=every(step, language) if step else "",
    )


def besides(clause: str, names: Sequence[str], language: str) -> str:
    """A clause that is true of everybody but these: whom the customer does not want."""
    return texts(language).line("refusals.besides", names=joined(names, language), clause=clause)


def _until_hour(clock: time, language: str, country: str) -> str:
    """An hour with its article: "la 1:00", "las 2:00"; without one in English."""
    return hour_in("labels.of_hour", time_label(clock, language, country), language)


def _day(day: date, language: str, today: date) -> str:
    """The day as it stands in a clause; Portuguese puts "na" or "no" before it."""
    label = day_label(day, language, today=today)
    return texts(language).line_of("refusals.day.by_weekday", day.weekday(), day=label)
