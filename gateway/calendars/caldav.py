"""CalDAV (RFC 4791): what a calendar is asked, and the events of its answer as one iCalendar file."""

import base64
from datetime import UTC, datetime
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, ParseError

from gateway.importing.calendar.reading import (
    MOST_EVENTS,
    CalendarTooMuch,
    CalendarUnreadable,
    Window,
)

_DAV, _CALDAV = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}"
_EMPTY = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"
_QUERY = """<?xml version="1.0" encoding="utf-8"?>
<c:calendar-query xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">
  <d:prop><c:calendar-data/></d:prop>
  <c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT">
    <c:time-range start="{first}" end="{last}"/>
  </c:comp-filter></c:comp-filter></c:filter>
</c:calendar-query>
"""


def query(window: Window) -> bytes:
    """The body of the REPORT: events of the window, each with all its repetitions."""
    return _QUERY.format(first=_utc(window.first), last=_utc(window.last)).encode()


def query_headers(username: str | None, password: str | None) -> dict[str, str]:
    """With the account's name and password where there is one."""
    headers = {"Depth": "1", "Content-Type": "application/xml; charset=utf-8"}
    if username or password:
        pair = f"{username or ''}:{password or ''}".encode()
        headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
    return headers


def events_of(content: bytes) -> bytes:
    """The calendar data of a multistatus answer, one file after the other. Raises CalendarUnreadable."""
    events = [
        data.text
        for response in _responses(content)
        for data in response.iter(f"{_CALDAV}calendar-data")
        if data.text and data.text.strip()
    ]
    if len(events) > MOST_EVENTS:
        raise CalendarTooMuch(f"more than {MOST_EVENTS:,} events")
    return "\r\n".join(events).encode() if events else _EMPTY


def _responses(content: bytes) -> list[Element]:
    # Neither is of use in an answer, and both make much of little.
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\x00" in content:
        raise CalendarUnreadable("not an answer of a calendar server")
    try:
        root = ElementTree.fromstring(content)  # noqa: S314
    except (ParseError, ValueError, LookupError) as error:
        raise CalendarUnreadable("not an answer of a calendar server") from error
    if root.tag != f"{_DAV}multistatus":
        raise CalendarUnreadable("not an answer of a calendar server")
    return root.findall(f"{_DAV}response")


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
