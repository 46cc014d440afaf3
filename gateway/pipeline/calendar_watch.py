"""Sees to calendars each minute: enqueues those that are due, and tells of conflicts and of those that fail."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from agent.data.database import Database
from agent.dates.labels import slot_label
from agent.scheduling.staff_notices import Notice
from agent.texts import texts
from gateway.pipeline.sweeping import all_of, each, readable_rows, tell_failures

PLACE = "/console/agenda/calendars"
"""Where staff see to them."""
ALARM_HOURS = 3.0
"""So long a calendar cannot be read before somebody is told; most troubles of a server are over by then."""
_MOST = 100


class Conflict(Struct, frozen=True, kw_only=True):
    """An appointment over which a calendar elsewhere lies; times are local."""

    id: UUID
    appointment: UUID
    service: str
    member: str
    local: str
    until: str
    starts: str
    ends: str


class _Untold(Struct, frozen=True, kw_only=True):
    """calendar_conflicts_untold: of one business; `conflicts` are the first of them."""

    organization: UUID
    name: str
    language: str
    country: str
    ids: list[UUID]
    count: int
    conflicts: list[Conflict]


class _Failing(Struct, frozen=True, kw_only=True):
    """busy_calendars_untold. `since`: it could last be read (local)."""

    organization: UUID
    calendar: UUID
    name: str
    language: str
    country: str
    whose: str
    topic: Literal["calendar_failing", "calendar_works"]
    since: str
    error: str | None


class CalendarWatch:
    """A maintenance task (gateway/pipeline/maintenance.py). `address`: ours, where the console is."""

    name = "calendars"
    every_seconds = 60.0

    def __init__(self, database: Database, address: str) -> None:
        self._database = database
        self._address = address

    async def round(self) -> bool:
        """Nothing is left: what is enqueued the queue does. Raises PartlyFailed."""
        await all_of(self._enqueue, self._tell_conflicts, self._tell_failing)
        return False

    async def _enqueue(self) -> None:
        await self._database.call("busy_calendars_due")

    async def _tell_conflicts(self) -> None:
        rows, unread = await readable_rows(
            self._database, _Untold, "calendar_conflicts_untold", limit=_MOST
        )
        failed = await each(rows, "conflicts of a calendar", self._tell_conflict)
        tell_failures(unread + failed, "notices of conflicts with calendars")

    async def _tell_conflict(self, row: _Untold) -> None:
        notice = conflict_notice(row, self._address)
        await self._database.call(
            "calendar_conflicts_tell",
            organization=row.organization,
            ids=[str(one) for one in row.ids],
            body=notice.body,
            params=list(notice.params),
        )

    async def _tell_failing(self) -> None:
        rows, unread = await readable_rows(
            self._database, _Failing, "busy_calendars_untold", hours=ALARM_HOURS, limit=_MOST
        )
        failed = await each(rows, "a calendar that fails", self._tell_one)
        tell_failures(unread + failed, "notices of calendars that fail")

    async def _tell_one(self, row: _Failing) -> None:
        notice = failing_notice(row, self._address)
        await self._database.call(
            "busy_calendar_tell",
            organization=row.organization,
            calendar=row.calendar,
            topic=row.topic,
            body=notice.body,
            params=list(notice.params),
        )


def conflict_notice(row: _Untold, address: str) -> Notice:
    """Which appointments a calendar elsewhere lies over, in the organization's language. No customer is named."""
    spoken, table = texts(row.language), "notices.calendar_conflict"
    title = spoken.line(f"{table}.title", organization=row.name)
    lines = [
        spoken.line(
            f"{table}.one",
            member=one.member,
            service=one.service,
            at=_label(one.local, row),
            starts=_label(one.starts, row),
        )
        for one in row.conflicts
    ]
    if row.count > len(row.conflicts):
        lines.append(_more(row))
    lines.append(spoken.line(f"{table}.stays", link=f"{address}{PLACE}"))
    return Notice("\n".join([title, *lines]), (title, "—", " · ".join(lines)))


def _more(row: _Untold) -> str:
    more = row.count - len(row.conflicts)
    return texts(row.language).counted("notices.calendar_conflict.more", more, count=str(more))


def _label(local: str, row: _Untold | _Failing) -> str:
    return slot_label(datetime.fromisoformat(local), row.language, row.country)


def failing_notice(row: _Failing, address: str) -> Notice:
    """That a calendar cannot be read since when and why, or that it can again."""
    spoken = texts(row.language)
    values = {
        "organization": row.name,
        "whose": row.whose,
        "since": _label(row.since, row),
        "why": trouble_line(row.error, row.language),
        "link": f"{address}{PLACE}",
    }
    title = spoken.line(f"notices.{row.topic}.title", **values)
    lines = spoken.filled(f"notices.{row.topic}.lines", **values)
    return Notice("\n".join([title, *lines]), (title, "—", " · ".join(lines)))


def trouble_line(code: str | None, language: str) -> str:
    """Why a calendar cannot be read, in words."""
    spoken, table = texts(language), "calendar.trouble"
    key = f"{table}.{code}"
    return spoken.line(key if code and spoken.has(key) else f"{table}.any")
