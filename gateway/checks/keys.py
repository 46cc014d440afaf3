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
from gateway.channels.setup import Step
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
        return [_finding([row], None) for row in rows]
    connections = Connections(stored.database, settings, vault_of(settings))
    channels = configured_channels(settings, SystemClock())
    at_once = asyncio.Semaphore(_AT_ONCE)

    async def look(row: _ActivityRow, http: httpx.AsyncClient) -> Step | None:
        connection = await connections.of_row(row, row.organization_id)
        async with at_once:
            return await _trouble(connection, channels.get(row.channel), http)

    async with short_client() as http:
        steps = await asyncio.gather(*(look(row, http) for row in rows))
    alike: dict[object, list[_ActivityRow]] = {}
    for row, step in zip(rows, steps, strict=True):
        alike.setdefault((row.channel, step) if step else row.connection, []).append(row)
    trouble_of = {row.connection: step for row, step in zip(rows, steps, strict=True)}
    return [_finding(group, trouble_of[group[0].connection]) for group in alike.values()]


async def _trouble(
    connection: Connection, channel: Channel | None, http: httpx.AsyncClient
) -> Step | None:
    """The worst that the provider says; None also where the key is missing or cannot be read, which other
    checks say."""
    if channel is None or connection.unreadable or not connection.secret:
        return None
    steps = await channel.setup(channel).examine(connection, http)
    order = ("wrong", "todo")
    return min(
        (one for one in steps if one.state in order),
        key=lambda one: order.index(one.state),
        default=None,
    )


def _finding(rows: list[_ActivityRow], trouble: Step | None) -> Finding:
    channel, first = rows[0].channel, rows[0]
    names = ", ".join(f"{row.organization} ({row.key})" for row in rows)
    what = f"{channel.capitalize()} of {names}"
    last = f"last message in {_at(first.received_at)}, out {_at(first.accepted_at)}"
    if trouble is None:
        return Finding("ok", what, last, brief=f"{first.organization}/{first.key}")
    do = trouble.do or f"frontdesk connect {channel} --org {first.organization}"
    text = trouble.text if len(rows) > 1 else f"{trouble.text}; {last}"
    return Finding("bad" if trouble.state == "wrong" else "warn", what, text, do)


def _at(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "never"
