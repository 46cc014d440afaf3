"""Local hours as instants, the way PostgreSQL's `timestamp at time zone` reads them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.scheduling.business import Minute


def instant(zone: str, day: date, minute: int) -> Minute:
    """`minute` of a local day (0 to 1440).

    Of the two readings of an hour that is skipped or happens twice, the later: a skipped hour
    moves on by the change, one that happens twice is the second.
    """
    naive = datetime.combine(day, time()) + timedelta(minutes=minute)
    return max(
        minute_of(naive.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC))
        for fold in (0, 1)
    )


def minute_of(at: datetime) -> Minute:
    """The minute that an instant lies in."""
    return int(at.timestamp() // 60)


def moment(minute: Minute) -> datetime:
    return datetime.fromtimestamp(minute * 60, UTC)


def local(zone: str, minute: Minute) -> datetime:
    """The naive local time at an instant."""
    return moment(minute).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
