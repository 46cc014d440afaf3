"""Takes a calendar: reads it and keeps its times from being booked, or (dry) only says so."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from agent.clock import Clock
from agent.data.database import Database
from gateway.importing.account import Account
from gateway.importing.busy import put_busy
from gateway.importing.calendar.reading import Window, read_calendar
from gateway.organizations.rows import OrganizationRow


@dataclass(frozen=True)
class CalendarOrder:
    """`name`: of the calendar; read again under the same one, its times follow it. `days`: how far ahead."""

    organization: OrganizationRow
    member: str
    name: str
    days: int
    dry_run: bool


async def take_calendar(
    database: Database, clock: Clock, content: bytes, order: CalendarOrder
) -> Account:
    """Raises OperatorError for a file that is no calendar, and for a member who is not there."""
    zone = ZoneInfo(order.organization.time_zone)
    today = clock.now().astimezone(zone).date()
    first = datetime.combine(today, time(), zone)
    last = datetime.combine(today + timedelta(days=order.days), time(), zone)
    taken = read_calendar(content, Window(first, last, zone))
    account = Account()
    account.add("events", same=taken.events - len(taken.refused) - taken.free)
    for which, why in taken.refused:
        account.leave_out("events", which, why)
    if taken.free:
        account.remarks.append(
            f"{taken.free} events are cancelled or shown as free; they take no time"
        )
    source = f"ics:{order.name}"[:200]
    await put_busy(
        database,
        order.organization.id,
        source,
        order.member,
        taken.spans,
        (first, last),
        dry_run=order.dry_run,
        account=account,
    )
    return account
