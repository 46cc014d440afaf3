"""The calendar (RFC 5545) that staff subscribe to: an agenda as a whole, rendered anew whenever it changed.

As in the file of one appointment (calendar_file.py) times are instants in UTC, right through clock changes, and a UID
is an appointment's id: it stays, with a higher SEQUENCE after each change. What was cancelled stays for as long as
the feed shows its day, so that a program that keeps what it once read learns of it. Of a customer there is as much as
the business chose, which the database decides; nothing else of theirs comes here.
"""

from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

from icalendar import Calendar, Event
from msgspec import Struct

from agent.scheduling.calendar_file import shown_line
from agent.texts import Texts, texts

REFRESH_MINUTES = 15
"""How often a program is asked to look again; each does as it likes."""


class FeedEvent(Struct, frozen=True, kw_only=True):
    """Something in the agenda. `customer`: as much of their name as is shown, None: nothing; `seats`: of a group."""

    id: UUID
    kind: Literal["appointment", "session", "block"]
    service: str | None
    member: str
    customer: str | None
    seats: int | None
    starts_at: datetime
    ends_at: datetime
    cancelled: bool
    sequence: int
    modified: datetime


class Feed(Struct, frozen=True, kw_only=True):
    """calendar_feed_find: of one member, or (None) of the whole business. `digest` changes with what it shows."""

    organization: str
    address: str | None
    language: str
    member: str | None
    digest: str
    events: list[FeedEvent]


def feed_name(feed: Feed) -> str:
    """What a program calls the calendar."""
    spoken, values = texts(feed.language), {"organization": shown_line(feed.organization)}
    if feed.member is None:
        return spoken.line("calendar.feed.name", **values)
    return spoken.line("calendar.feed.name_of", member=shown_line(feed.member), **values)


def render_feed(feed: Feed) -> bytes:
    """The file."""
    calendar = Calendar()
    calendar.add("prodid", f"-//frontdesk//agenda//{feed.language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", feed_name(feed))
    calendar.add("x-published-ttl", f"PT{REFRESH_MINUTES}M")
    for event in feed.events:
        calendar.add_component(_event(event, feed, texts(feed.language)))
    return bytes(calendar.to_ical())


def _event(event: FeedEvent, feed: Feed, spoken: Texts) -> Event:
    modified = event.modified.astimezone(UTC).replace(microsecond=0)
    written = Event()
    written.add("uid", f"{event.id}@frontdesk")
    written.add("sequence", event.sequence)
    written.add("dtstamp", modified)
    written.add("last-modified", modified)
    written.add("dtstart", event.starts_at.astimezone(UTC))
    written.add("dtend", event.ends_at.astimezone(UTC))
    written.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    written.add("transp", "TRANSPARENT" if event.cancelled else "OPAQUE")
    summary = _summary(event, feed, spoken)
    written.add(
        "summary",
        spoken.line("calendar.cancelled", summary=summary) if event.cancelled else summary,
    )
    if event.kind != "block":
        written.add("location", shown_line(feed.address or feed.organization))
    return written


def _summary(event: FeedEvent, feed: Feed, spoken: Texts) -> str:
    """With the member where the feed is everybody's."""
    of = "" if feed.member is not None else "_of"
    values = {
        "service": shown_line(event.service or ""),
        "member": shown_line(event.member),
        "customer": shown_line(event.customer or ""),
    }
    if event.kind == "session":
        seats = event.seats or 0
        return spoken.counted(f"calendar.feed.seats{of}", seats, count=str(seats), **values)
    kind = "block" if event.kind == "block" else "visit" if values["customer"] else "alone"
    return spoken.line(f"calendar.feed.{kind}{of}", **values)
