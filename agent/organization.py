"""What a turn knows of the organization it speaks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

Hours = Mapping[int, tuple[tuple[time, time], ...]]
"""ISO weekday (1 is Monday) to its opening intervals, in local time."""


@dataclass(frozen=True, slots=True)
class Organization:
    """A tenant, as the prompts and the tools need it."""

    id: UUID
    slug: str
    name: str
    language: str
    tone: str
    formality: str
    emoji: bool
    zone: ZoneInfo
    country: str
    currency: str
    address: str | None
    emergency: str | None
    notice_minutes: int
    horizon_days: int
    hours: Hours
    services: tuple[str, ...]

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> "Organization":
        """Reads what the SQL function `frontdesk.organization_profile` returns."""
        return cls(
            id=UUID(row["id"]),
            slug=row["slug"],
            name=row["name"],
            language=row["language"],
            tone=row["tone"],
            formality=row["formality"],
            emoji=row["emoji"],
            zone=ZoneInfo(row["time_zone"]),
            country=row["country"],
            currency=row["currency"],
            address=row["address"],
            emergency=row["emergency"],
            notice_minutes=row["notice_minutes"],
            horizon_days=row["horizon_days"],
            hours=_read_hours(row["hours"]),
            services=tuple(row["services"]),
        )


def _read_hours(rows: list[list[Any]]) -> Hours:
    hours: dict[int, tuple[tuple[time, time], ...]] = {}
    for weekday, opens, closes in rows:
        interval = (_clock_time(opens), _clock_time(closes))
        hours[weekday] = (*hours.get(weekday, ()), interval)
    return hours


def _clock_time(text: str) -> time:
    """PostgreSQL's 24:00:00 is the last instant of the day for us."""
    return time(23, 59, 59) if text.startswith("24") else time.fromisoformat(text)
