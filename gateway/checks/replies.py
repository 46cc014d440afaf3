"""Counts the replies that guards withheld."""

from datetime import timedelta

from agent.clock import SystemClock
from agent.settings import Settings
from gateway.checks.finding import Finding
from gateway.checks.stored import Stored
from gateway.pipeline.withheld import withheld_replies

DAYS = 7


async def check_withheld(settings: Settings, stored: Stored) -> list[Finding]:
    """How many of late, by organization; never their words."""
    since = SystemClock().now() - timedelta(days=DAYS)
    counts = {}
    for one in stored.organizations:
        rows = await withheld_replies(stored.database, one.id, since, limit=1000)
        if rows:
            counts[one.slug] = len(rows)
    if not counts:
        return [Finding("ok", "replies", f"none was withheld in {DAYS} days")]
    text = ", ".join(f"{count} of {slug}" for slug, count in sorted(counts.items()))
    do = "frontdesk withheld ORG shows their words and why"
    return [Finding("warn", "replies", f"withheld in {DAYS} days: {text}", do)]
