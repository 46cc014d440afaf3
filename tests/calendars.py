"""Calendar files as tests read them."""

from typing import Any

from icalendar import Calendar


def events_in(raw: bytes) -> list[Any]:
    """The events of a file, in order."""
    return list(Calendar.from_ical(raw).walk("VEVENT"))
