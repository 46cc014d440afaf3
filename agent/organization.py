"""What a turn knows of the organization it speaks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from uuid import UUID
from zoneinfo import ZoneInfo

from agent.records import OrganizationProfile
from agent.records.organizations import BusinessServer

Intervals = tuple[tuple[time, time], ...]
Hours = Mapping[int, Intervals]
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
    special_dates: Mapping[date, Intervals]
    services: tuple[str, ...]
    special_labels: Mapping[date, str] = field(default_factory=dict)
    holidays: bool = False
    holiday_region: str | None = None
    home_visits: tuple[str, ...] = ()
    """The services that are given at the customer's place."""
    recalls: tuple[str, ...] = ()
    """Those for which customers may be invited to come again."""
    team: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Who gives which services."""
    instructions: tuple[str, ...] = ()
    """What the business wants heeded, in its own words."""
    mcp_servers: tuple[BusinessServer, ...] = ()
    """Systems of its own that a hosted model may ask."""

    def hours_on(self, day: date) -> Intervals:
        """When the doors are open that day; `special_dates` reach a month ahead."""
        return self.special_dates.get(day, self.hours.get(day.isoweekday(), ()))

    @classmethod
    def from_profile(cls, row: OrganizationProfile) -> "Organization":
        """The tenant of a profile, with its hours as values."""
        return cls(
            id=row.id,
            slug=row.slug,
            name=row.name,
            language=row.language,
            tone=row.tone,
            instructions=row.instructions,
            mcp_servers=row.mcp_servers,
            formality=row.formality,
            emoji=row.emoji,
            zone=ZoneInfo(row.time_zone),
            country=row.country,
            currency=row.currency,
            address=row.address,
            emergency=row.emergency,
            notice_minutes=row.notice_minutes,
            horizon_days=row.horizon_days,
            hours=_read_hours(row.hours),
            special_dates=_read_special_dates(row.special_dates),
            services=row.services,
            special_labels={day: label for day, _, _, label in row.special_dates if label},
            holidays=row.holidays,
            holiday_region=row.holiday_region,
            home_visits=row.home_visits,
            recalls=row.recalls,
            team=row.team,
        )


def _read_special_dates(
    rows: Sequence[tuple[date, str | None, str | None, str | None]],
) -> Mapping[date, Intervals]:
    days: dict[date, Intervals] = {}
    for day, opens, closes, _ in rows:
        interval = ((_clock_time(opens), _clock_time(closes)),) if opens and closes else ()
        days[day] = days.get(day, ()) + interval
    return days


def _read_hours(rows: Sequence[tuple[int, str, str]]) -> Hours:
    hours: dict[int, Intervals] = {}
    for weekday, opens, closes in rows:
        interval = (_clock_time(opens), _clock_time(closes))
        hours[weekday] = (*hours.get(weekday, ()), interval)
    return hours


def _clock_time(text: str) -> time:
    """PostgreSQL's 24:00:00 is the last instant of the day for us."""
    return time(23, 59, 59) if text.startswith("24") else time.fromisoformat(text)
