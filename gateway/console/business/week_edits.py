"""Changes of the week and of single days: opening hours, days with other hours, vacations."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gateway.console.business.fields import Form, Missing, Unfit, day_of, line_of
from gateway.console.business.hours_form import hours_of, intervals_of
from gateway.organizations.checks import LONGEST_RANGE
from gateway.organizations.document_types import (
    IntervalRow,
    MemberDocument,
    OrganizationDocument,
    SpecialDateRow,
    VacationRow,
)

BUSINESS = ""
"""Whose days they are: the business's, else a member's key."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days in a row with the same label and hours. `who`: a member's key, or the business; without `intervals` they
    are off; `vacation`: they are one entry of vacations."""

    who: str
    name: str
    first: date
    last: date
    label: str | None
    intervals: tuple[tuple[str, str], ...]
    vacation: bool


def edit_hours(document: OrganizationDocument, form: Form, days: Mapping[int, str]) -> None:
    """Raises Unfit."""
    document["hours"] = hours_of(form, days)


def add_days(document: OrganizationDocument, form: Form) -> None:
    """Days off or with other hours: of one day or with hours they are special dates, else a vacation.
    Raises Unfit, Missing."""
    owner = _owner(document, line_of(form, "who"))
    first = day_of(form, "first")
    if first is None:
        raise Unfit("no_date")
    last = day_of(form, "last") or first
    if last < first or last - first > LONGEST_RANGE:
        raise Unfit("last_day")
    label = line_of(form, "label") or None
    intervals = intervals_of(form, "day", first.isoformat())
    if intervals or last == first:
        _put_special(owner, first, last, label, intervals)
    else:
        _put_vacation(owner, {"from": first.isoformat(), "until": last.isoformat(), "label": label})


def drop_days(document: OrganizationDocument, form: Form) -> None:
    """What `spans` listed. Raises Missing."""
    owner = _owner(document, line_of(form, "who"))
    first, last = line_of(form, "first"), line_of(form, "last")
    special = [day for day in owner["special_dates"] if not first <= day["day"] <= last]
    vacations = [one for one in owner["vacations"] if (one["from"], one["until"]) != (first, last)]
    if form.get("vacation"):
        left, owner["vacations"] = len(owner["vacations"]) - len(vacations), vacations
    else:
        left, owner["special_dates"] = len(owner["special_dates"]) - len(special), special
    if not left:
        raise Missing


def spans(document: OrganizationDocument, since: date) -> list[Span]:
    """The business's and everybody's that are not over, in order."""
    people = [(BUSINESS, "", document), *((m["key"], m["name"], m) for m in document["members"])]
    listed = [
        span
        for who, name, owner in people
        for span in [
            *_special_spans(who, name, owner["special_dates"]),
            *_vacation_spans(who, name, owner["vacations"]),
        ]
        if span.last >= since
    ]
    return sorted(listed, key=lambda span: (span.first, span.who))


def _owner(document: OrganizationDocument, who: str) -> OrganizationDocument | MemberDocument:
    if who == BUSINESS:
        return document
    for member in document["members"]:
        if member["key"] == who:
            return member
    raise Missing


def _put_special(
    owner: OrganizationDocument | MemberDocument,
    first: date,
    last: date,
    label: str | None,
    intervals: list[IntervalRow],
) -> None:
    """Instead of what is there for these days."""
    days = [(first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1)]
    others = [one for one in owner["special_dates"] if one["day"] not in days]
    new: list[SpecialDateRow] = [
        {"day": day, "label": label, "intervals": intervals} for day in days
    ]
    owner["special_dates"] = sorted([*others, *new], key=lambda one: one["day"])


def _put_vacation(owner: OrganizationDocument | MemberDocument, new: VacationRow) -> None:
    for one in owner["vacations"]:
        if new["from"] <= one["until"] and one["from"] <= new["until"]:
            raise Unfit("vacation_overlaps", first=one["from"], last=one["until"])
    owner["vacations"] = sorted([*owner["vacations"], new], key=lambda one: one["from"])


def _special_spans(who: str, name: str, days: Sequence[SpecialDateRow]) -> Iterator[Span]:
    span: Span | None = None
    for one in days:
        day, intervals = date.fromisoformat(one["day"]), _times(one["intervals"])
        next_one = Span(who, name, day, day, one["label"], intervals, False)
        if span and _goes_on(span, next_one):
            span = Span(who, name, span.first, day, span.label, intervals, False)
            continue
        if span:
            yield span
        span = next_one
    if span:
        yield span


def _goes_on(span: Span, other: Span) -> bool:
    alike = (span.label, span.intervals) == (other.label, other.intervals)
    return alike and other.first - span.last == timedelta(days=1)


def _vacation_spans(who: str, name: str, rows: Iterable[VacationRow]) -> Iterator[Span]:
    for one in rows:
        first, last = date.fromisoformat(one["from"]), date.fromisoformat(one["until"])
        yield Span(who, name, first, last, one["label"], (), True)


def _times(rows: Iterable[IntervalRow]) -> tuple[tuple[str, str], ...]:
    return tuple((row["opens"], row["closes"]) for row in rows)
