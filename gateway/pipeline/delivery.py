"""One attempt to send through a channel, or to hand a chat over there, and what its end means."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

import httpx

from agent.errors import ProviderError, SendError, SendUnknown
from agent.observability.log_context import event_log
from agent.settings import Settings
from agent.types import Connection, Outbound
from gateway.channels.base import Accepted, Channel
from gateway.channels.connections import Connections
from gateway.channels.trace import Wanted

log = logging.getLogger(__name__)
events_log = event_log(__name__)

LATEST_START = 0.25
"""A sender that was frozen longer than this part of its lease does not send any more."""
MOST_SECONDS = 24 * 3600.0
"""How long a message waits before it is given up."""
MOST_UNKNOWN = 4
"""Attempts of a notice to staff without an answer: each may have arrived."""
DEADLINE = 0.7
"""The part of its lease after which an attempt ends, so that nobody else begins before. The client's own limits are
those of each read: a provider that sends a byte now and then would keep its place for ever."""

_Act = Callable[[Channel], Awaitable[str | Accepted | None]]
_OF_THE_KEY = frozenset({"401", "403", "not_configured", "unreadable"})


class Result(StrEnum):
    """How an attempt ended. `waits`: not taken, and that may change; `unknown`: perhaps taken;
    `late`: nothing was tried, because the claim is too old."""

    SENT = "sent"
    FAILED = "failed"
    WAITS = "waits"
    UNKNOWN = "unknown"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class End:
    """The end of one attempt. `scope` is "connection" or "message" where it waits; `answered` and
    `unavailable` as in SendUnknown; `retry_after` are seconds that the provider asks for; `names` as in Accepted."""

    result: Result
    error: str | None = None
    code: str | None = None
    provider_id: str | None = None
    scope: str = "connection"
    answered: bool = False
    unavailable: bool = False
    retry_after: float | None = None
    names: tuple[str, ...] = ()

    @property
    def of_the_key(self) -> bool:
        """Whether an operator has to look at the connection's key or settings."""
        return self.result is Result.WAITS and self.code in _OF_THE_KEY


class Presence(StrEnum):
    """What a provider that was asked for a message said. `silent`: it cannot tell; `trouble`: it could not be
    asked now."""

    THERE = "there"
    ABSENT = "absent"
    SILENT = "silent"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Traced:
    """The end of asking; `provider_id` where it was found."""

    result: Presence
    provider_id: str | None = None
    error: str | None = None


def share_of(settings: Settings) -> int:
    """How many messages of one connection, and how many notices, may be on their way at once, in all processes
    together."""
    return max(2, settings.worker_concurrency // 2)


class Delivery:
    """The channels, and what is known of keys that do not work."""

    def __init__(
        self,
        channels: Mapping[str, Channel],
        connections: Connections,
        http: httpx.AsyncClient,
        lease_seconds: float,
    ) -> None:
        self._channels = channels
        self._connections = connections
        self._http = http
        self._lease = lease_seconds
        self._refused: set[UUID] = set()
        """Connections whose key does not work."""

    def has(self, channel: str) -> bool:
        return channel in self._channels

    async def attempt(self, message: Outbound, connection: Connection, started: float) -> End:
        """Sends once; `started` is time.monotonic() at the claim."""

        async def send(channel: Channel) -> str | Accepted | None:
            in_words = replace(message, asks_place=False)
            if not (message.asks_place and channel.asks_for_places):
                return await channel.send(in_words, connection, self._http)
            try:
                return await channel.send(message, connection, self._http)
            except SendError as error:
                if not (error.permanent or error.about_message):
                    raise
            # Refused for certain, so the words are the only message that arrives.
            return await channel.send(in_words, connection, self._http)

        return await self._try(send, connection, started)

    async def trace(self, wanted: Wanted, connection: Connection) -> Traced:
        """Asks the provider for a message that it may have taken."""
        channel = self._channels[connection.channel]
        try:
            async with asyncio.timeout(self._lease * DEADLINE):
                trace = await channel.trace(wanted, connection, self._http)
        except TimeoutError:
            return Traced(Presence.TROUBLE, error="no answer in time")
        except ProviderError as error:
            return Traced(Presence.TROUBLE, error=str(error))
        if trace is None:
            return Traced(Presence.SILENT)
        presence = Presence.ABSENT if trace.provider_id is None else Presence.THERE
        return Traced(presence, trace.provider_id)

    async def hand_over(
        self, address: str, note: str, connection: Connection, started: float
    ) -> End:
        """Gives a chat to the people at its provider's desk."""

        def hand_over(channel: Channel) -> Awaitable[str | Accepted | None]:
            return channel.hand_over(address, note, connection, self._http)

        return await self._try(hand_over, connection, started)

    async def hand_back(self, address: str, connection: Connection) -> End:
        """Shows at the provider's desk that the bot has a chat."""

        async def hand_back(channel: Channel) -> None:
            await channel.hand_back(address, connection, self._http)

        return await self._try(hand_back, connection, time.monotonic())

    async def _try(self, act: _Act, connection: Connection, started: float) -> End:
        if connection.unreadable:
            end = End(Result.WAITS, connection.unreadable, code="unreadable")
        elif time.monotonic() - started > self._lease * LATEST_START:
            return End(Result.LATE, "claimed too long ago")
        else:
            end = await self._end(act, connection)
        if end.of_the_key:
            await self._say_refused(connection, end)
        elif end.result is Result.SENT:
            self._refused.discard(connection.id)
        return end

    async def _end(self, act: _Act, connection: Connection) -> End:
        try:
            async with asyncio.timeout(self._lease * DEADLINE):
                answer = await act(self._channels[connection.channel])
        except TimeoutError:
            return End(Result.UNKNOWN, "no answer in time")
        except SendUnknown as error:
            return End(
                Result.UNKNOWN,
                str(error),
                answered=error.answered,
                unavailable=error.unavailable,
                retry_after=error.retry_after,
            )
        except SendError as error:
            return End(
                Result.FAILED if error.permanent else Result.WAITS,
                str(error),
                code=error.code,
                scope="message" if error.about_message else "connection",
                retry_after=error.retry_after,
            )
        accepted = answer if isinstance(answer, Accepted) else Accepted(answer)
        return End(Result.SENT, provider_id=accepted.provider_id, names=accepted.names)

    async def _say_refused(self, connection: Connection, end: End) -> None:
        """In the log once, not for every message; staff hear of it once a day."""
        if connection.id not in self._refused:
            self._refused.add(connection.id)
            log.error(
                "%s refuses the key of connection %s, or it has none: %s",
                connection.channel,
                connection.id,
                end.error,
            )


def tell_end(what: str, end: End, channel: str, attempt: int, started: float, **ids: str) -> None:
    """The line of the log that says what became of an attempt to send; a provider's own words are left out,
    because they may quote a number."""
    event = f"{what} {'sent' if end.result is Result.SENT else 'not sent'}"
    fields = {
        "channel": channel,
        "result": str(end.result),
        "code": end.code,
        "attempt": attempt,
        "ms": round((time.monotonic() - started) * 1000),
    }
    tell = events_log.info if end.result in (Result.SENT, Result.LATE) else events_log.warning
    tell(event, **{name: value for name, value in fields.items() if value is not None}, **ids)
