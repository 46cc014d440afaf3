"""Asks providers for the messages that they could not deliver, and gives them to the inbox.

A provider that does not come again (Twilio, Chatwoot) keeps what was sent while nobody answered its
webhook; so does one that is listened to, for the time when nobody listened. The inbox stores each
message once and answers none that is stale, so that it may be asked for too much.
"""

import asyncio
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

import httpx
import msgspec

from agent.clock import Clock
from agent.data.database import Database
from agent.errors import DatabaseUnavailable, ProviderError
from agent.fault_boundary import FaultBoundary
from gateway.channels.base import Channel, Event
from gateway.channels.connections import ConnectionRow, Connections
from gateway.pipeline.inbox import Inbox
from gateway.pipeline.sweeping import readable_rows

log = logging.getLogger(__name__)

SETTLED = timedelta(minutes=2)
"""Younger messages may still be on their way, and a webhook tells more than a list."""
EVERY_SECONDS = 300.0
"""For one connection."""
_OVERLAP_SECONDS = 300.0
_BACK_SECONDS = 7 * 24 * 3600.0
_LONGEST_SECONDS = 30.0
"""For one connection: nobody else must wait for a provider that hangs."""
_MOST_CONNECTIONS = 50
"""At the same time."""
_MOST_EVENTS = 50
"""In one transaction."""


class _Due(ConnectionRow, frozen=True, kw_only=True):
    """missed_messages_due."""

    organization: UUID
    since: datetime


class MissedMessages:
    """A maintenance task (gateway/pipeline/maintenance.py): soon after the start, and then regularly."""

    name = "missed_messages"
    every_seconds = 30.0

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        connections: Connections,
        inbox: Inbox,
        http: httpx.AsyncClient,
        clock: Clock,
    ) -> None:
        self._database = database
        self._channels = channels
        self._connections = connections
        self._inbox = inbox
        self._http = http
        self._clock = clock
        self._silent: set[UUID] = set()
        """Connections whose provider did not answer the last time."""

    async def round(self) -> bool:
        due, _ = await readable_rows(
            self._database,
            _Due,
            "missed_messages_due",
            channels=sorted(name for name, one in self._channels.items() if one.has_history),
            every=EVERY_SECONDS,
            overlap=_OVERLAP_SECONDS,
            back=_BACK_SECONDS,
            most=_MOST_CONNECTIONS,
        )
        await asyncio.gather(*(self._catch_up(one) for one in due))
        return False  # those that are left come with the next round, after the other tasks

    async def _catch_up(self, due: _Due) -> None:
        """What fails for one connection is the others' no trouble; it is asked again."""
        message = "the missed messages of connection %s"
        with FaultBoundary(log, message, due.connection, passes=(DatabaseUnavailable,)):
            await self._fetch(due, self._clock.now() - SETTLED)

    async def catch_up(self, row: ConnectionRow, organization: UUID) -> bool:
        """What came for one connection until now, where a list is all that still tells of it; false
        when its provider could not be asked. Raises DatabaseUnavailable."""
        until = self._clock.now()
        since = await self._database.fetch(
            datetime,
            "missed_messages_since",
            organization=organization,
            connection=row.connection,
            overlap=_OVERLAP_SECONDS,
            back=_BACK_SECONDS,
        )
        columns = msgspec.structs.asdict(row) | {"organization": organization, "since": since}
        return await self._fetch(_Due(**columns), until)

    async def _fetch(self, due: _Due, until: datetime) -> bool:
        """Stores what was sent since `due.since` and until then."""
        events = await self._ask(due)
        if events is None:
            return False
        stored = await self._store(due, [one for one in events if _is_settled(one, until)])
        await self._database.call(
            "missed_messages_complete",
            organization=due.organization,
            connection=due.connection,
            until=until,
        )
        if stored:
            log.warning("connection %s: %s messages were missed", due.connection, stored)
        return True

    async def _ask(self, due: _Due) -> list[Event] | None:
        """None when the provider could not be asked."""
        connection = await self._connections.of_row(due, due.organization)
        try:
            async with asyncio.timeout(_LONGEST_SECONDS):
                channel = self._channels[due.channel]
                events = await channel.missed(due.since, connection, self._http)
        except (ProviderError, TimeoutError) as error:
            if due.connection not in self._silent:  # once, not every few minutes
                self._silent.add(due.connection)
                log.warning(
                    "connection %s cannot be asked for missed messages: %s", due.connection, error
                )
            return None
        self._silent.discard(due.connection)
        return events

    async def _store(self, due: _Due, events: list[Event]) -> int:
        connection = await self._connections.of_row(due, due.organization)
        return sum(
            [
                await self._inbox.receive(connection, events[first : first + _MOST_EVENTS])
                for first in range(0, len(events), _MOST_EVENTS)
            ]
        )


def _is_settled(event: Event, until: datetime) -> bool:
    at: datetime | None = getattr(event, "sent_at", None) or getattr(event, "at", None)
    return at is None or at <= until
