"""What is said of days: the rows of `opening_days` with labels in the customer's language."""

from collections.abc import Sequence
from datetime import date, time, timedelta

from msgspec.structs import replace

from agent.context import TurnContext
from agent.dates.calendar import Span
from agent.dates.labels import day_label, time_label
from agent.language.opening.questions import DaysQuestion
from agent.records import Member, OpeningDay, OpeningDays, OpenSpan
from agent.scheduling.labels import joined
from agent.texts import texts
from agent.tool_results import NextHoliday, OpeningHours
from agent.tool_views import DayHours, WeekdayHours

_MOST_SPANS = 5
_LISTED_DAYS = 8
"""Of longer spans only the days that differ from the week are told."""
_AHEAD = 31


async def tell_days(
    context: TurnContext, question: DaysQuestion, member: Member | None = None
) -> OpeningHours:
    """For the model (docs: tools/opening_hours.py)."""
    today = context.now.date()
    coming = await _row(context, (today, today + timedelta(days=_AHEAD)), member)
    if not coming.published:
        return OpeningHours(status="not_published")
    told = OpeningHours(status="ok")
    if question.spans:
        told = await _spans(context, question.spans, member)
    if question.now:
        told = replace(told, open_now=coming.open_now)
    if question.weekdays:
        weekdays = tuple(_weekday(context, n) for n in question.weekdays)
        differ = [d for d in coming.days if d.cause and d.day.isoweekday() in question.weekdays]
        exceptions = _grouped(context, differ, coming.until)
        told = replace(told, weekdays=weekdays, exceptions=exceptions)
    return told


async def _spans(
    context: TurnContext, spans: Sequence[Span], member: Member | None
) -> OpeningHours:
    rows = [await _row(context, span, member) for span in spans[:_MOST_SPANS]]
    days = [day for row in rows for day in row.days]
    last, long = rows[-1], len(days) > _LISTED_DAYS
    listed = [day for day in days if not long or day.cause]
    closed = not long and not any(day.open for day in days)
    return OpeningHours(
        status="ok",
        days=_grouped(context, listed, last.until),
        longer=long,
        next_open=_day(context, last.next, last.until) if last.next and closed else None,
    )


async def tell_holidays(context: TurnContext) -> OpeningHours:
    """Whether the business keeps public holidays, and which comes next."""
    if not context.organization.holidays:
        return OpeningHours(status="holidays", kept=False)
    today = context.now.date()
    row = await _row(context, (today, today + timedelta(days=_AHEAD * 2 - 1)), None)
    coming = next((day for day in row.days if day.holiday), None)
    next_one = _day(context, coming, row.until) if coming else None
    return NextHoliday(status="holidays", kept=True, next_holiday=next_one)


async def _row(context: TurnContext, span: Span, member: Member | None) -> OpeningDays:
    return await context.store.opening_days(
        context.organization.id, *span, member=member.id if member else None
    )


def _grouped(context: TurnContext, days: Sequence[OpeningDay], until: date) -> tuple[DayHours, ...]:
    """One entry for days in a row that are alike."""
    groups: list[list[OpeningDay]] = []
    for day in days:
        last = groups[-1][-1] if groups else None
        if last and _alike(last, day) and last.day + timedelta(days=1) == day.day:
            groups[-1].append(day)
        else:
            groups.append([day])
    return tuple(_day(context, group[0], until, group[-1]) for group in groups)


def _alike(day: OpeningDay, other: OpeningDay) -> bool:
    return (day.open, day.cause, day.label, day.away) == (
        other.open,
        other.cause,
        other.label,
        other.away,
    )


def _day(
    context: TurnContext, day: OpeningDay, until: date, last: OpeningDay | None = None
) -> DayHours:
    """`far`: the agenda does not reach so far yet, and the hours are those of the week."""
    language, today = context.language, context.now.date()
    first, end = day.day, (last or day).day
    label = day_label(first, language, today=today)
    if end != first:
        label += f" – {day_label(end, language, today=today)}"
    over = first == end == today and bool(day.open) and _ended(context, day.open[-1])
    return DayHours(
        date=first.isoformat(),
        date_to=end.isoformat(),
        label=label,
        state="open" if day.open else "away" if day.away else "closed",
        hours=hours_label(context, day.open),
        why=day.label,
        cause=day.cause,
        today=first == end == today,
        over=over,
        far=day.cause is None and first > until,
    )


def _ended(context: TurnContext, span: OpenSpan) -> bool:
    return not span.next and span.closes != "24:00" and f"{context.now:%H:%M}" >= span.closes


def _weekday(context: TurnContext, number: int) -> WeekdayHours:
    label = texts(context.language).line_of("labels.weekday.every", number - 1)
    spans = [
        OpenSpan(opens=f"{opens:%H:%M}", closes=_until(closes), next=False)
        for opens, closes in context.organization.hours.get(number, ())
    ]
    return WeekdayHours(label=label, hours=hours_label(context, spans))


def _until(closes: time) -> str:
    return "24:00" if closes.second else f"{closes:%H:%M}"


def hours_label(context: TurnContext, spans: Sequence[OpenSpan]) -> str:
    """ "de 8:00 a. m. a 12:00 p. m. y de 2:00 p. m. a 7:00 p. m."; "" for a closed day."""
    spoken = texts(context.language)
    ranges = [
        spoken.line("labels.hours.always")
        if span.opens == "00:00" and span.closes == "24:00"
        else spoken.line(
            "labels.hours.between",
            opens=_clock(context, span.opens),
            closes=_clock(context, span.closes),
        )
        for span in spans
    ]
    return joined(ranges, context.language) if ranges else ""


def _clock(context: TurnContext, text: str) -> str:
    hour = time.fromisoformat("00:00" if text == "24:00" else text)
    return time_label(hour, context.language, context.organization.country)
