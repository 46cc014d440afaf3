"""Shows the customer that their message was read and an answer is coming, where a provider has such signs.

Nothing waits for it and nothing depends on it: a sign that fails is forgotten.
"""

import asyncio
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from uuid import UUID

import httpx

from agent.data.database import Database
from agent.errors import DatabaseUnavailable, SendError, SendUnknown
from agent.fault_boundary import FaultBoundary
from gateway.channels.base import Channel
from gateway.channels.connections import ConnectionRow, Connections

log = logging.getLogger(__name__)

_LONGEST_SECONDS = 10.0
_MOST_AT_ONCE = 50
"""A provider that hangs must not gather them."""


class _NewestMessage(ConnectionRow, frozen=True, kw_only=True):
    """newest_message: the customer's newest one, and by what address it is answered."""

    provider_id: str
    address: str


class ReadingSigns:
    """One sign for each turn. `close` ends those that are under way."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        connections: Connections,
        http: httpx.AsyncClient,
    ) -> None:
        self._database = database
        self._channels = channels
        self._connections = connections
        self._http = http
        self._running: set[asyncio.Task[None]] = set()

    @contextmanager
    def shown(self, organization: UUID, conversation: UUID, channel: str) -> Iterator[None]:
        """Begins to show it, while what is inside goes on, and then takes it away where it would stay."""
        sign = self._channels.get(channel)
        if sign is None or not sign.shows_reading or len(self._running) >= _MOST_AT_ONCE:
            yield
            return
        ended = asyncio.Event()
        task = asyncio.create_task(
            self._show(organization, conversation, sign, ended), name="reading-sign"
        )
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        try:
            yield
        finally:
            ended.set()

    async def close(self) -> None:
        for sign in self._running:
            sign.cancel()
        if self._running:
            await asyncio.wait(self._running)

    async def _show(
        self, organization: UUID, conversation: UUID, channel: Channel, ended: asyncio.Event
    ) -> None:
        # Nobody waits for a sign, and a turn is not worth less without one.
        passing = (SendError, SendUnknown, DatabaseUnavailable, TimeoutError)
        with FaultBoundary(log, "no sign of reading", only=passing, level=logging.DEBUG):
            async with asyncio.timeout(_LONGEST_SECONDS):
                row = await self._database.find(
                    _NewestMessage,
                    "newest_message",
                    organization=organization,
                    conversation=conversation,
                )
                if row is None:
                    return
                connection = await self._connections.of_row(row, organization)
                await channel.show_reading(row.provider_id, row.address, connection, self._http)
            if channel.ends_reading:
                await ended.wait()
                async with asyncio.timeout(_LONGEST_SECONDS):
                    await channel.end_reading(row.address, connection, self._http)
