"""How facts are said: prices, durations and appointments, in the customer's language."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.numbers import format_currency

from agent.dates.labels import slot_label, time_label
from agent.records import Appointment
from agent.texts import texts
from agent.tool_views import VisitPart, WholeAppointment

_CODE = re.compile(r"^([A-Z]{3})(\d)")
"""A currency without a sign of its own: its code, then a space."""


def locale_of(language: str, country: str) -> Locale:
    """The locale in which a place writes its numbers; the language's own where there is none."""
    own = texts(language).locale
    return _locale_of(own.language, country) or own


@cache
def _locale_of(language: str, country: str) -> Locale | None:
    name = f"{language}_{country}"
    return Locale.parse(name) if country and name in _known_locales() else None


@cache
def _known_locales() -> frozenset[str]:
    from babel.localedata import locale_identifiers

    return frozenset(locale_identifiers())


def price_label(
    price: float | str | Decimal | None,
    note: str | None,
    *,
    currency: str,
    language: str,
    country: str,
) -> str | None:
    """ "$ 180.000 (por sesión)"; None when the service has no price."""
    if price is None:
        return note
    amount = Decimal(str(price))
    digits = "" if amount == amount.to_integral() else ".00"
    locale = locale_of(language, country)
    pattern = locale.currency_formats["standard"].pattern.split(";")[0].replace(".00", digits)
    label = (
        format_currency(amount, currency, format=pattern, locale=locale, currency_digits=False)
        .replace("\u00a0", " ")
        .replace("\u202f", " ")
    )
    label = _CODE.sub(r"\1 \2", label)
    return f"{label} ({_inside(note)})" if note else label


def note_in(language: str, own: str, note: str | None) -> str | None:
    """A note that the business wrote in its `own` language, for a customer who reads that; None for others."""
    return note if language == own else None


def _inside(note: str) -> str:
    """A sentence as it stands in brackets."""
    bare = note.strip().rstrip(".")
    return bare[:1].lower() + bare[1:]


def duration_label(minutes: int, language: str) -> str:
    """ "45 min", "1 hora", "1 h 30 min"."""
    hours, rest = divmod(minutes, 60)
    spoken = texts(language)
    if hours == 0:
        return spoken.line("labels.duration.minutes", minutes=str(rest))
    if rest:
        return spoken.line("labels.duration.both", hours=str(hours), minutes=str(rest))
    return spoken.counted("labels.duration.hours", hours, hours=str(hours))


def appointment_view(
    row: Appointment, *, zone: ZoneInfo, language: str, country: str, today: date
) -> WholeAppointment:
    """An appointment or visit as a model sees it (docs: tools/appointments.py)."""
    local = row.starts_at.astimezone(zone)
    parts = [
        VisitPart(
            service=part.service,
            person=part.member,
            time=time_label(part.starts_at.astimezone(zone).time(), language, country),
            at=f"{part.starts_at.astimezone(zone):%H:%M}",
        )
        for part in row.parts
    ]
    return WholeAppointment(
        appointment=str(row.id),
        label=slot_label(local, language, country, today),
        short=short_slot_label(local, language, country),
        service=joined([part.service for part in parts], language),
        service_key=row.service_key,
        person=joined(list(dict.fromkeys(part.person for part in parts)), language),
        name=row.attendee or row.contact,
        date=local.date().isoformat(),
        at=f"{local:%H:%M}",
        appointment_status=row.status,
        awaiting_confirmation=row.awaiting_confirmation,
        person_id=str(row.person or ""),
        relation=row.relation or "",
        whom=whom_label(row, language),
        until=f"{row.ends_at.astimezone(zone):%H:%M}",
        was=f"{row.moved_from.astimezone(zone):%Y-%m-%d %H:%M}" if row.moved_from else "",
        place=row.place.line if row.place else "",
        parts=tuple(parts) if len(parts) > 1 else (),
    )


def whom_label(row: Appointment, language: str) -> str:
    """ "para Lucía", where it is for somebody else than the customer; else ""."""
    name = row.attendee if row.person else None
    return texts(language).line("labels.for_person", name=name) if name else ""


def joined(names: Sequence[str], language: str) -> str:
    """ "a, b y c"; Spanish says "e" before the sound of an i."""
    *others, last = names
    if not others:
        return last
    spoken = texts(language)
    before = spoken.line("labels.list.and_else_before")
    differs = before and re.match(before, last, re.IGNORECASE)
    key = "labels.list.and_else" if differs else "labels.list.and"
    return spoken.line(key, others=", ".join(others), last=last)


def with_person(person: str, language: str) -> str:
    """ "con Ana"."""
    return texts(language).line("labels.with", person=person)


def hour_in(table: str, hour: str, language: str) -> str:
    """An hour's label with the article it takes: "la 1:00 p. m.", "las 2:00 p. m."; `table` has
    both, and which beginnings of hours are singular."""
    spoken = texts(language)
    single = hour.startswith(spoken.lines(f"{table}.singular_when"))
    return spoken.line(f"{table}.{'singular' if single else 'plural'}", time=hour)


def weekday_name(weekday: int, language: str) -> str:
    """The name of an ISO weekday (1 is Monday)."""
    return str(texts(language).locale.days["stand-alone"]["wide"][weekday - 1])


def short_slot_label(local: datetime, language: str, country: str) -> str:
    """A slot in at most 20 characters, for a button: "sáb 21, 3:00 p. m."."""
    weekday = texts(language).locale.days["format"]["abbreviated"][local.weekday()].rstrip(".")
    return f"{weekday} {local.day}, {time_label(local.time(), language, country)}"
