"""Answering questions about the hours of a day, from the opening_hours tool."""

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from agent.dialogue.flows.dates import only_day
from agent.dialogue.flows.wording import all_of, in_sentence
from agent.dialogue.tools import opening_hours
from agent.dialogue.turn import Steps, Turn, join
from agent.language.opening.going_on import goes_on_with_hours
from agent.language.opening.questions import with_month
from agent.language.opening.references import going_on, on_that_day, says_that_day
from agent.language.readings.attending import asked_at_work, next_such_day
from agent.texts import texts
from agent.tool_results import OpeningHours
from agent.tool_views import DayHours

_TOOL = "opening_hours"
_READ = 300
_SENTENCES = 2
"""That many days are told in sentences, more in a list."""
_MOST_ROWS = 5


def goes_on(turn: Turn, question: str) -> bool:
    """ "¿y el domingo?" after a question for the hours."""
    return bool(turn.memo.hours) and goes_on_with_hours(
        question, choosing=bool(turn.pending_question)
    )


def hours_of_days(turn: Turn, question: str, *, brief: bool = False) -> Steps:
    """The hours of the days in the question; "" when it names none, or when nobody knows. `brief`:
    without the day on which it opens again."""
    if _TOOL not in turn.bound:
        return ""
    words = _worded_day(turn, with_month(question[:_READ], turn.memo.hours))
    if member := asked_at_work(question):
        words = next_such_day(words)  # what is told of every week is the business's
    result = yield from opening_hours(words, member)
    turn.memo.hours, turn.told_hours = words, True
    status = result.status
    if status == "impossible":
        return turn.say(f"impossible_{result.reason}")
    if status == "unknown_day":
        return turn.say("which_date")
    if status == "holidays":
        return _holidays(turn, result)
    if status != "ok":
        return ""
    _keep_day(turn, result)
    turn.memo.told_day = result.days[-1].date_to if result.days else ""
    result = replace(result, next_open=None) if brief else result
    return join(_weekdays(turn, result), _days(turn, result))


def _worded_day(turn: Turn, question: str) -> str:
    """The question with a date where it points to the day under discussion, or goes on from one."""
    moving = turn.memo.ask and turn.memo.ask.node == "reschedule"
    plan = turn.memo.move if moving else turn.memo.booking
    told = turn.memo.told_day
    day = only_day(plan) or told
    try:
        if day and says_that_day(question):
            return on_that_day(question, date.fromisoformat(day))
        if told and turn.facts.now:
            return going_on(question, date.fromisoformat(told), turn.facts.now.date())
    except ValueError:
        return question
    return question


def _keep_day(turn: Turn, result: OpeningHours) -> None:
    """Remembers the only day of the question as the day of a booking; of a closed one, the next open
    day onwards."""
    days = result.days or ()
    booking = turn.memo.booking
    of_now = result.open_now is not None
    if len(days) != 1 or of_now or booking.when or booking.slots or turn.memo.ask:
        return
    day = days[0]
    if day.state == "open" and not day.over and day.date == day.date_to:
        booking.when = {"date_from": day.date, "date_to": day.date}
    elif result.next_open:
        booking.when = {"date_from": result.next_open.date}


def _holidays(turn: Turn, result: OpeningHours) -> str:
    if not result.kept:
        return ""
    day = result.next_holiday
    if not day:
        return turn.say("holidays_kept")
    key = "holidays_next" if day.state != "open" else "holidays_next_open"
    return turn.say(key, day=_named(turn, day), why=_why(day), hours=day.hours)


def _weekdays(turn: Turn, result: OpeningHours) -> str:
    """ "Los sábados atendemos de …", and which coming ones are different."""
    weekdays = result.weekdays
    if not weekdays:
        return ""
    lines = []
    for hours in dict.fromkeys(day.hours for day in weekdays):
        alike = [day.label for day in weekdays if day.hours == hours]
        key = "weekday_open" if hours else "weekday_closed"
        lines.append(turn.say(key, days=_together(turn, alike), hours=hours))
    differ = (result.exceptions or ())[:_SENTENCES]
    return join(*lines, *(_sentence(turn, day) for day in differ))


def _together(turn: Turn, labels: Sequence[str]) -> str:
    """ "de lunes a viernes" for more than two days in a row, else "los lunes y los jueves"."""
    if len(labels) < 3:
        return all_of(turn.facts.language, labels)
    first, last = (_singular(turn, label) for label in (labels[0], labels[-1]))
    return texts(turn.facts.language).line("labels.weekday.range", first=first, last=last)


def _singular(turn: Turn, every: str) -> str:
    """ "los lunes" are many and "de lunes a viernes" is one: the name as a calendar has it."""
    spoken = texts(turn.facts.language)
    singulars = dict(
        zip(spoken.lines("labels.weekday.every"), spoken.lines("labels.weekday.one"), strict=True)
    )
    return singulars.get(every, every)


def _days(turn: Turn, result: OpeningHours) -> str:
    days = result.days
    if days is None:
        return ""
    if turn.facts.hours and (result.longer or len(days) > _MOST_ROWS):
        return _as_the_week(turn, [day for day in days if day.cause])
    if len(days) == 1 and days[0].today:
        return join(_today(turn, days[0], result), _next(turn, result))
    if len(days) <= _SENTENCES:
        return join(*(_sentence(turn, day, result) for day in days), _next(turn, result))
    far = any(day.far for day in days)
    return join(
        turn.say("these_far" if far else "these_days"),
        *(_row(turn, day) for day in days[:_MOST_ROWS]),
    )


def _as_the_week(turn: Turn, differ: Sequence[DayHours]) -> str:
    """The hours of the week, and the days of the time in question that differ from it."""
    week = turn.say("hours", hours=turn.facts.hours)
    if not differ:
        return week
    rows = [_row(turn, day) for day in differ[:_MOST_ROWS]]
    more = turn.say("more_days") if len(differ) > len(rows) else ""
    return join(week, turn.say("but_these"), *rows, more)


def _today(turn: Turn, day: DayHours, result: OpeningHours) -> str:
    hours, why, now = day.hours, _why(day), result.open_now
    if day.state != "open":
        return turn.say("today_open_late", why=why) if now else turn.say("today_closed", why=why)
    if now is None:
        return turn.say("today_over" if day.over else "today_open", hours=hours, why=why)
    if now:
        return turn.say("open_now", hours=hours, why=why)
    return turn.say("today_over" if day.over else "closed_now", hours=hours, why=why)


def _sentence(turn: Turn, day: DayHours, result: OpeningHours | None = None) -> str:
    state, far = day.state, day.far
    member = result.member if result else ""
    key = "day_open" if state == "open" else "day_closed"
    if far:
        key = "far_open" if state == "open" else "far_closed"
    if member:
        key = "member_in" if state == "open" else "member_out" if state == "away" else key
    where = _named(turn, day)
    return turn.say(key, day=where, why=_why(day), hours=day.hours, member=member)


def _row(turn: Turn, day: DayHours) -> str:
    hours = day.hours or texts(turn.facts.language).line("labels.closed")
    return f"• {day.label}{_why(day)}: {hours}"


def _next(turn: Turn, result: OpeningHours) -> str:
    day = result.next_open
    if not day:
        return ""
    return turn.say("next_open", day=_named(turn, day), hours=day.hours, why=_why(day))


def _named(turn: Turn, day: DayHours) -> str:
    """The day's label in a sentence: "hoy", "el martes 8 de diciembre", "na terça, 08/12"."""
    if day.today:
        return texts(turn.facts.language).line("labels.today")
    label = day.label
    if " – " in label:
        return _range(turn, label)
    return in_sentence(turn.facts.language, label)


def _range(turn: Turn, label: str) -> str:
    first, last = label.split(" – ")
    return texts(turn.facts.language).line("labels.day.range", first=first, last=last)


def _why(day: DayHours) -> str:
    return f" ({day.why})" if day.why else ""
