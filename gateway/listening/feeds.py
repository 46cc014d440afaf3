"""Which connections this process listens to: those that no other process of the deployment does.

Each is held by a lease in the database (migrations/functions/feeds.sql), renewed every few seconds. A
process that dies leaves its own to the others when they run out; one that ends gives them back.
"""

import asyncio
import logging
import uuid
from collections.abc import Mapping
from contextlib import suppress
from uuid import UUID

from agent.data.database import Database
from agent.errors import DatabaseUnavailable
from gateway.channels.base import Channel
from gateway.channels.connections import ConnectionRow, Connections
from gateway.listening.listener import Listener, Parts, Timing
from gateway.pipeline.deliveries import Deliveries
from gateway.pipeline.missed_messages import MissedMessages
from gateway.pipeline.supervision import Beat, Task
from gateway.pipeline.sweeping import readable_rows

log = logging.getLogger(__name__)

LEASE_SECONDS = 30.0
RENEW_SECONDS = 5.0
SILENT_SECONDS = 120.0
STOP_SECONDS = 5.0
"""A connection to a provider is left within two."""
MOST = 500
"""Connections of one process."""
_ASKING = 20
"""Connections whose missed messages are asked for at the same time."""


class _Held(ConnectionRow, frozen=True, kw_only=True):
    """feeds_hold."""

    organization: UUID


class Feeds:
    """The listeners of this process. `timing`, `renew_seconds`: seams of the tests."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        connections: Connections,
        deliveries: Deliveries,
        missed: MissedMessages,
        *,
        timing: Timing | None = None,
        renew_seconds: float = RENEW_SECONDS,
    ) -> None:
        self._database = database
        self._channels = {name: one for name, one in channels.items() if one.has_feed}
        self._parts = Parts(
            database=database,
            connections=connections,
            deliveries=deliveries,
            missed=missed,
            asking=asyncio.Semaphore(_ASKING),
            holder=uuid.uuid4(),
            timing=timing or Timing(),
        )
        self._renew_seconds = renew_seconds
        self._listeners: dict[UUID, tuple[Listener, asyncio.Task[None]]] = {}

    def task(self) -> Task:
        """For the supervisor of a process that works."""
        return Task("the feeds", self.run, vital=False, silent_seconds=SILENT_SECONDS)

    async def run(self, beat: Beat) -> None:
        """Until cancelled; then every connection was left in order, and is anybody's."""
        loop = asyncio.get_running_loop()
        held_until = loop.time()
        try:
            while True:
                asked_at = loop.time()
                try:
                    # After a standstill nobody knows what was missed in it.
                    await self._renew(still_held=asked_at < held_until)
                    held_until = asked_at + LEASE_SECONDS
                except DatabaseUnavailable:
                    if loop.time() >= held_until:  # they may be another's by now
                        await self._stop(*self._listeners)
                beat()
                await asyncio.sleep(self._renew_seconds)
        finally:
            await self._stop(*self._listeners)
            with suppress(DatabaseUnavailable):  # then the leases run out
                await self._database.call("feeds_release", holder=self._parts.holder)

    async def _renew(self, *, still_held: bool) -> None:
        """Raises DatabaseUnavailable."""
        listeners = self._listeners.items()
        complete = [str(key) for key, (one, _) in listeners if one.is_complete and still_held]
        held, _ = await readable_rows(
            self._database,
            _Held,
            "feeds_hold",
            holder=self._parts.holder,
            channels=sorted(self._channels),
            lease=LEASE_SECONDS,
            most=MOST,
            complete=complete,
        )
        rows = {row.connection: row for row in held}
        ended = [key for key, (one, task) in listeners if task.done() or rows.get(key) != one.row]
        await self._stop(*ended)
        for key in rows.keys() - self._listeners.keys():
            self._start(rows[key])

    def _start(self, row: _Held) -> None:
        listener = Listener(row, row.organization, self._channels[row.channel], self._parts)
        task = asyncio.create_task(listener.run(), name=f"feed {row.connection}")
        self._listeners[row.connection] = (listener, task)

    async def _stop(self, *keys: UUID) -> None:
        tasks = [self._listeners.pop(key)[1] for key in keys]
        for task in tasks:
            task.cancel()
        if not tasks:
            return
        for task in (await asyncio.wait(tasks, timeout=STOP_SECONDS))[0]:
            if not task.cancelled() and (error := task.exception()):
                log.error("%s ended", task.get_name(), exc_info=error)
