"""Pages of lists for programs: cursors, and reading what changed since without missing anything."""

from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import AwareDatetime

from agent.errors import CallerError

Limit = Annotated[int, Query(ge=1, le=200)]
Cursor = Annotated[str | None, Query(max_length=140, description="`next` of the page before.")]
Since = Annotated[
    AwareDatetime | None, Query(description="Only what changed since; `since` of the last reading.")
]
OVERLAP = timedelta(seconds=60)
"""What changed shortly before a reading may become visible after it: a call of the database lasts twenty seconds at
most. So the next reading begins a minute earlier, and has some rows twice."""


class BadCursor(CallerError):
    """The cursor is none that an earlier page gave."""


def cursor_of(at: datetime, place: UUID) -> str:
    return f"{at.isoformat()}~{place}"


def place_of(cursor: str | None) -> tuple[datetime | None, UUID | None]:
    """Raises BadCursor."""
    if cursor is None:
        return None, None
    at, _, place = cursor.partition("~")
    try:
        return instant(at), UUID(place)
    except ValueError as error:
        raise BadCursor from error


def number_of(cursor: str | None) -> int | None:
    """Raises BadCursor."""
    if cursor is None:
        return None
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 19):
        raise BadCursor
    return int(cursor)


def instant(text: str) -> datetime:
    """Raises BadCursor and ValueError."""
    # A sign of addition in an address is a space where nobody quoted it.
    parsed = datetime.fromisoformat(text.replace(" ", "+"))
    if parsed.tzinfo is None:
        raise BadCursor
    return parsed


class Reading:
    """One page of a list that may also be read by what changed since. `began`: when its first page was read."""

    def __init__(self, since: datetime | None, cursor: str | None) -> None:
        """Raises BadCursor."""
        self.began: datetime | None = None
        place = cursor
        if since is not None and cursor is not None:
            place, _, began = cursor.rpartition("~")
            try:
                self.began = instant(began)
            except ValueError as error:
                raise BadCursor from error
        self.since = since
        self.after, self.after_id = place_of(place)

    def next(self, now: datetime, at: datetime, place: UUID) -> str:
        """The cursor behind a row."""
        cursor = cursor_of(at, place)
        return cursor if self.since is None else f"{cursor}~{(self.began or now).isoformat()}"

    def next_since(self, now: datetime) -> datetime:
        """From where the next reading begins: from the beginning of this one, not from its end."""
        return (self.began or now) - OVERLAP
