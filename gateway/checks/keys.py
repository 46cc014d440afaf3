"""Tries each connection's key at its provider, and says when something last came in and went out."""

import asyncio
from datetime import datetime
from uuid import UUID

import httpx

from agent.clock import SystemClock
from agent.settings import Settings
from agent.types import Connection
from gateway.access.vault import vault_of
from gateway.channels.base import Channel
from gateway.channels.connections import ConnectionRow, Connections
from gateway.channels.setup import UNREACHED, Step
from gateway.checks.finding import Finding
from gateway.checks.reach import short_client
from gateway.checks.stored import Stored
from gateway.container import configured_channels
from gateway.demo import is_demo

_AT_ONCE = 20


class _ActivityRow(ConnectionRow, frozen=True, kw_only=True):
    """connections_activity."""

    organization: str
    organization_id: UUID
    key: str
    received_at: datetime | None
    accepted_at: datetime | None


async def check_keys(settings: Settings, stored: Stored) -> list[Finding]:
    """A line for each connection: its provider takes the key or says why not, and the last message. Those
    with the same trouble share one."""
    rows = await stored.database.fetch(list[_ActivityRow], "connections_activity")
    if is_demo(settings, stored.documents):
        return _working(rows)
    connections = Connections(stored.database, settings, vault_of(settings))
    channels = configured_channels(settings, SystemClock())
    at_once = asyncio.Semaphore(_AT_ONCE)

    async def look(row: _ActivityRow, http: httpx.AsyncClient) -> Step | None:
        connection = await connections.of_row(row, row.organization_id)
        async with at_once:
            return await _trouble(connection, channels.get(row.channel), http)

    async with short_client() as http:
        steps = await asyncio.gather(*(look(row, http) for row in rows))
    alike: dict[tuple[str, Step], list[_ActivityRow]] = {}
    for row, step in zip(rows, steps, strict=True):
        if step:
            alike.setdefault((row.channel, step), []).append(row)
    works = [row for row, step in zip(rows, steps, strict=True) if step is None]
    return [*_working(works), *(_trouble_of(step, group) for (_, step), group in alike.items())]


async def _trouble(
    connection: Connection, channel: Channel | None, http: httpx.AsyncClient
) -> Step | None:
    """The worst that the provider says; None also where the key is missing or cannot be read, or nobody
    answers: other checks say so."""
    if channel is None or connection.unreadable or not connection.secret:
        return None
    steps = await channel.setup(channel).examine(connection, http)
    order = ("wrong", "todo")
    return min(
        (one for one in steps if one.state in order and one.about not in UNREACHED),
        key=lambda one: order.index(one.state),
        default=None,
    )


def _working(rows: list[_ActivityRow]) -> list[Finding]:
    if not rows:
        return []
    text = "; ".join(
        f"{_name(row)}: in {_at(row.received_at)}, out {_at(row.accepted_at)}" for row in rows
    )
    return [Finding("ok", "last messages", text, brief="last messages")]


def _trouble_of(step: Step, rows: list[_ActivityRow]) -> Finding:
    what, first = f"{rows[0].channel.capitalize()} of {', '.join(map(_name, rows))}", rows[0]
    last = f"; last in {_at(first.received_at)}" if len(rows) == 1 and first.received_at else ""
    do = f"frontdesk connect {first.channel} --org {first.organization}"
    return Finding("bad" if step.state == "wrong" else "warn", what, f"{step.text}{last}", do)


def _name(row: _ActivityRow) -> str:
    return row.organization if row.key == row.channel else f"{row.organization} ({row.key})"


def _at(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "never"
