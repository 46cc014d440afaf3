"""Checks how old what is known of calendars elsewhere is, and whether each can be read."""

from agent.clock import SystemClock
from agent.settings import Settings
from gateway.calendars.commands import CalendarRow, age_of, list_calendars
from gateway.checks.finding import Finding
from gateway.checks.stored import Stored
from gateway.pipeline.calendar_watch import ALARM_HOURS, trouble_line


async def check_calendars(settings: Settings, stored: Stored) -> list[Finding]:
    """A line for each business that follows some, and one for each calendar that cannot be read."""
    findings = []
    for organization in stored.organizations:
        rows = await list_calendars(stored.database, organization.slug)
        troubles = [one for row in rows if (one := _trouble(organization.slug, row))]
        findings += troubles
        if rows and not troubles:
            oldest = min(row.good_at for row in rows if row.good_at)
            text = f"{len(rows)}, the oldest {age_of(oldest, SystemClock().now())}"
            findings.append(Finding("ok", f"calendars of {organization.slug}", text))
    return findings


def _trouble(slug: str, row: CalendarRow) -> Finding | None:
    what = f"calendar {row.key} of {slug}"
    if not row.has_address:
        text = "its address is not known"
        return Finding("warn", what, text, f"frontdesk calendars secret {slug} {row.key}")
    now = SystemClock().now()
    if row.failing_since is not None:
        text = f"{trouble_line(row.error, 'en')}; {age_of(row.good_at, now)}, whose times hold"
        late = (now - row.failing_since).total_seconds() > ALARM_HOURS * 3600
        return Finding(
            "bad" if late else "warn", what, text, f"frontdesk calendars read {slug} {row.key}"
        )
    if row.good_at is None:
        return Finding("warn", what, "not read yet", "start a worker: frontdesk worker")
    late = (now - row.good_at).total_seconds() > ALARM_HOURS * 3600 + 86_400
    if late:
        do = "start a worker: frontdesk worker"
        return Finding("bad", what, f"{age_of(row.good_at, now)}, although nothing failed", do)
    return None
