"""Checks how it goes with connections that are listened to."""

from datetime import datetime

from msgspec import Struct

from agent.settings import Settings
from gateway.checks.finding import Finding, State
from gateway.checks.stored import Stored
from gateway.demo import is_demo

_DO = {
    "connecting": "look again in a minute",
    "waiting": "subscribe the instance to events, CONNECTION_UPDATE too, and write to its number "
    "(docs/connect.md)",
    "refused": "repair the connection's key or address; it is then tried again by itself",
    "unreachable": "see whether the server runs, with WEBSOCKET_ENABLED=true; it is tried again by itself",
}


class _FeedRow(Struct, frozen=True, kw_only=True):
    """feeds_list; `state` is None where no process listens."""

    organization: str
    connection: str
    state: str | None
    detail: str | None
    since: datetime | None


async def check_feeds(settings: Settings, stored: Stored) -> list[Finding]:
    """A line for each connection with `receive: websocket`."""
    if is_demo(settings, stored.documents):
        return []
    rows = await stored.database.fetch(list[_FeedRow], "feeds_list")
    return [_finding(row) for row in rows]


def _finding(row: _FeedRow) -> Finding:
    what = f"websocket of {row.organization} ({row.connection})"
    if row.state is None or row.since is None:
        text = "no process listens to it, so nothing comes in over it"
        return Finding("bad", what, text, "start a worker: frontdesk serve, or frontdesk worker")
    since = f"since {row.since:%Y-%m-%d %H:%M} UTC"
    text = f"{row.state} {since}{f': {row.detail}' if row.detail else ''}"
    if row.state == "listening":
        do = "see the worker's log" if row.detail else ""
        return Finding("warn" if row.detail else "ok", what, text, do)
    state: State = "bad" if row.state in ("refused", "unreachable") else "warn"
    return Finding(state, what, text, _DO[row.state])
