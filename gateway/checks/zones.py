"""Checks whether PostgreSQL and Python agree about the time zones in use."""

from datetime import UTC, datetime
from importlib.metadata import version

from agent.settings import Settings
from gateway.checks.finding import Finding
from gateway.checks.stored import Stored
from gateway.organizations.time_zone_data import REMEDY, differing_zones

_WHAT = "time zones"


async def check_zones(settings: Settings, stored: Stored) -> list[Finding]:
    """Whether the zones in use mean the same to PostgreSQL and to the pinned tzdata."""
    zones = {organization.time_zone for organization in stored.organizations}
    names = await differing_zones(stored.database, zones, datetime.now(UTC))
    pinned = f"tzdata {version('tzdata')}"
    if names:
        text = f"{', '.join(names)}: PostgreSQL and {pinned} disagree"
        return [Finding("bad", _WHAT, text, REMEDY)]
    return [Finding("ok", _WHAT, f"{pinned}, {len(zones)} in use, the same in PostgreSQL")]
