"""The calendar file (RFC 5545) of an appointment or visit, and its address.

Times are instants in UTC: every calendar shows them in its own zone, right through clock changes.
There is no METHOD, because nobody is invited: the file is read in again whenever it changed, and
the same UID with a higher SEQUENCE replaces what stood there, also by a cancellation.
"""

import re
from datetime import UTC, datetime
from uuid import UUID

from icalendar import Calendar, Event
from msgspec import Struct

from agent.places import Place
from agent.records import AppointmentStatus
from agent.texts import texts

MEDIA_TYPE = "text/calendar; charset=utf-8"
_TOKEN = re.compile(r"[0-9a-f]{32}")
_UNSEEN = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
"""Line breaks, control characters and what turns the direction of writing."""


class CalendarPart(Struct, frozen=True, kw_only=True):
    """One service of a visit. `sequence` counts its changes, the last of which was at `modified`. `place`: of
    a home visit."""

    id: UUID
    service: str
    member: str
    starts_at: datetime
    ends_at: datetime
    status: AppointmentStatus
    sequence: int
    modified: datetime
    place: Place | None = None


class CalendarVisit(Struct, frozen=True, kw_only=True):
    """calendar_find: what a public token opens, in the customer's language."""

    organization: str
    address: str | None
    language: str
    parts: tuple[CalendarPart, ...]


def calendar_url(base: str, token: str) -> str:
    """Where the file of a public token is found; `base` is the gateway's address."""
    return f"{base.rstrip('/')}/calendar/{token}.ics"


def is_token(text: str) -> bool:
    """Whether it can be a public token at all: 32 hexadecimal digits."""
    return _TOKEN.fullmatch(text) is not None


def file_name(language: str) -> str:
    """ "cita.ics"."""
    return f"{texts(language).line('calendar.name')}.ics"


def render_calendar(visit: CalendarVisit) -> bytes:
    """One event for each service of a visit."""
    calendar = Calendar()
    calendar.add("prodid", f"-//frontdesk//appointments//{visit.language.upper()}")
    calendar.add("version", "2.0")
    for part in visit.parts:
        calendar.add_component(_event(part, visit))
    return bytes(calendar.to_ical())


def _event(part: CalendarPart, visit: CalendarVisit) -> Event:
    spoken = texts(visit.language)
    organization = shown_line(visit.organization)
    summary = f"{shown_line(part.service)} · {organization}"
    cancelled = part.status == "cancelled"
    modified = part.modified.astimezone(UTC)
    event = Event()
    event.add("uid", f"{part.id}@frontdesk")
    event.add("sequence", part.sequence)
    event.add("dtstamp", modified)
    event.add("last-modified", modified)
    event.add("dtstart", part.starts_at.astimezone(UTC))
    event.add("dtend", part.ends_at.astimezone(UTC))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if cancelled else "OPAQUE")
    event.add(
        "summary", spoken.line("calendar.cancelled", summary=summary) if cancelled else summary
    )
    if part.place and part.place.latitude is not None:
        event.add("geo", (part.place.latitude, part.place.longitude))
    where = part.place.line if part.place else visit.address or visit.organization
    event.add("location", shown_line(where))
    told = spoken.line(
        f"calendar.{'home' if part.place else 'with'}",
        member=shown_line(part.member),
        organization=organization,
    )
    event.add("description", told if cancelled else f"{told}\n{spoken.line('calendar.change')}")
    return event


def shown_line(text: str) -> str:
    """A name as one line of visible letters; the library escapes what the format means otherwise."""
    return _UNSEEN.sub(" ", text).strip()
