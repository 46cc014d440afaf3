"""Listens to one connection for as long as this process holds it, and tells how that goes.

What comes is taken as a webhook's body is (gateway/pipeline/deliveries.py). A feed does not repeat what was
not taken, so after each gap the provider is asked for it (gateway/pipeline/missed_messages.py).
"""

import asyncio
import logging
from contextlib import aclosing
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from agent.data.database import Database
from agent.errors import CallerError, DatabaseUnavailable, NotFound
from agent.fault_boundary import FaultBoundary
from agent.types import Connection
from gateway.channels.base import Channel, Delivered, FeedClosed, Pauses, WebhookRequest
from gateway.channels.connections import ConnectionRow, Connections
from gateway.channels.kit.pauses import growing
from gateway.pipeline.deliveries import Deliveries
from gateway.pipeline.missed_messages import MissedMessages

log = logging.getLogger(__name__)

State = Literal["connecting", "listening", "waiting", "refused", "unreachable"]
"""`waiting`: for the provider's side; `refused`: by us to mend, like a wrong key."""

_STEADY_SECONDS = 60.0
"""A feed that held this long was a good one: the next pause is a short one."""
_AGAIN, _REFUSED, _MISSED = Pauses(1.0, 60.0), Pauses(60.0, 900.0), Pauses(5.0, 300.0)
_UNFETCHED = "what came before cannot be asked for"


@dataclass(frozen=True, slots=True)
class Timing:
    """How long a listener waits: to connect again, for a key that was refused (and how often it looks
    whether there is another), to ask again for what was missed, and to store an event while the database
    is away."""

    again: Pauses = _AGAIN
    refused: Pauses = _REFUSED
    look_seconds: float = 15.0
    missed: Pauses = _MISSED
    database: tuple[float, ...] = (0.5, 1.0, 2.0, 4.0)


@dataclass(frozen=True, slots=True)
class Parts:
    """What all listeners of a process share. `asking` bounds how many ask for what was missed at a time."""

    database: Database
    connections: Connections
    deliveries: Deliveries
    missed: MissedMessages
    asking: asyncio.Semaphore
    holder: UUID
    timing: Timing


class Listener:
    """Of one connection."""

    def __init__(
        self, row: ConnectionRow, organization: UUID, channel: Channel, parts: Parts
    ) -> None:
        self.row = row
        self._organization = organization
        self._channel = channel
        self._parts = parts
        self._told: tuple[State, str | None] = ("connecting", None)
        self._strange = False
        self._gap = asyncio.Event()
        self._complete = False

    @property
    def is_complete(self) -> bool:
        """Whether everything is here that came until now."""
        return self._complete and self._told[0] == "listening"

    async def run(self) -> None:
        """Until cancelled."""
        timing, loop = self._parts.timing, asyncio.get_running_loop()
        again, refused = growing(timing.again), growing(timing.refused)
        while True:
            began = loop.time()
            closed = await self._until_closed()
            await self._tell("refused" if closed.by_us else "unreachable", str(closed))
            if loop.time() - began >= _STEADY_SECONDS:
                again, refused = growing(timing.again), growing(timing.refused)
            if closed.by_us:
                await self._until_mended(next(refused))
            else:
                await asyncio.sleep(next(again))

    async def _until_closed(self) -> FeedClosed:
        # A bug in one connection's feed is tried again like everything else, and told.
        with FaultBoundary(log, "listening to connection %s failed", self.row.connection):
            try:
                await self._listen()
            except FeedClosed as error:
                return error
            except DatabaseUnavailable:
                return FeedClosed("the database was away")
        return FeedClosed("it ended")

    async def _listen(self) -> None:
        """One connection to the provider, until it ends. Raises FeedClosed and DatabaseUnavailable."""
        connection = await self._connection()
        self._gap.clear()
        self._complete = self._strange = False
        catching_up = asyncio.create_task(self._keep_complete())
        try:
            async with aclosing(self._channel.feed(connection, self._parts.timing.again)) as feed:
                async for heard in feed:
                    if isinstance(heard, Delivered):
                        await self._take(heard.body, connection)
                    else:
                        self._complete = False
                        self._gap.set()
                        await self._tell("waiting" if heard.missing else "listening", heard.missing)
        finally:
            catching_up.cancel()
            await asyncio.gather(catching_up, return_exceptions=True)

    async def _connection(self) -> Connection:
        return await self._parts.connections.of_row(self.row, self._organization)

    # What comes

    async def _take(self, body: bytes, connection: Connection) -> None:
        """Raises DatabaseUnavailable when it is away for longer: what was missed then is asked for."""
        pauses = iter(self._parts.timing.database)
        while True:
            try:
                return await self._store(body, connection)
            except DatabaseUnavailable:
                if (pause := next(pauses, None)) is None:
                    raise
                await asyncio.sleep(pause)

    async def _store(self, body: bytes, connection: Connection) -> None:
        message = "an event of connection %s could not be taken"
        # The events after a broken one must come; asking for what was missed would bring it again.
        with FaultBoundary(log, message, self.row.connection, passes=(DatabaseUnavailable,)):
            try:
                request = WebhookRequest(body, {})
                await self._parts.deliveries.take(request, self._channel, connection, "")
            except CallerError as error:
                self._refuse(error)
            else:
                if self._told[0] == "waiting":  # it comes, whatever was thought to be missing
                    await self._tell("listening")

    def _refuse(self, error: CallerError) -> None:
        """Told once for each connection to the provider: some send what is others' all the time."""
        if not self._strange:
            self._strange = True
            what = "is for another" if isinstance(error, NotFound) else "cannot be read"
            log.warning("what connection %s hears %s; it is dropped", self.row.connection, what)

    # What was missed

    async def _keep_complete(self) -> None:
        """Asks for what was missed after each gap, until there was an answer."""
        while True:
            await self._gap.wait()
            pauses = growing(self._parts.timing.missed)
            while self._gap.is_set():
                self._gap.clear()
                if not await self._catch_up():
                    self._gap.set()
                    await self._tell_of_the_past(_UNFETCHED)
                    await asyncio.sleep(next(pauses))
            self._complete = True
            await self._tell_of_the_past(None)
            await asyncio.sleep(next(pauses))  # however many gaps there are

    async def _catch_up(self) -> bool:
        message = "the missed messages of connection %s"
        # What cannot be asked for must not end the feed, which brings what is new.
        with FaultBoundary(log, message, self.row.connection, level=logging.WARNING):
            async with self._parts.asking:
                return await self._parts.missed.catch_up(self.row, self._organization)
        return False

    async def _tell_of_the_past(self, detail: str | None) -> None:
        if self._told[0] == "listening":
            await self._tell("listening", detail)

    # How it goes

    async def _tell(self, state: State, detail: str | None = None) -> None:
        """Writes it down, and logs it, when it is news."""
        if (state, detail) == self._told:
            return
        self._told = (state, detail)
        level = logging.INFO if state == "listening" else logging.WARNING
        words = f": {detail}" if detail else ""
        log.log(level, "connection %s is %s%s", self.row.connection, state, words)
        # Also while the database is away it goes on.
        with FaultBoundary(log, "it could not be written down", only=(DatabaseUnavailable,)):
            await self._parts.database.call(
                "feed_told",
                organization=self._organization,
                connection=self.row.connection,
                holder=self._parts.holder,
                state=state,
                detail=detail,
            )

    async def _until_mended(self, seconds: float) -> None:
        """Waits, but not longer than until the connection's key is another."""
        look_seconds, before = self._parts.timing.look_seconds, await self._key()
        for _ in range(max(1, round(seconds / look_seconds))):
            await asyncio.sleep(look_seconds)
            if await self._key() != before:
                return

    async def _key(self) -> str | None:
        # Until the database is back it waits as long as it would anyway.
        with FaultBoundary(log, "the key could not be looked at", only=(DatabaseUnavailable,)):
            return (await self._connection()).secret
        return None
