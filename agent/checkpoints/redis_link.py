"""A Redis client with short timeouts and a circuit breaker: after a failure it is not asked again.

It is asked again once a probe has succeeded.

Imported only when REDIS_URL is set.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar
from urllib.parse import urlsplit

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import (
    AuthenticationError,
    NoPermissionError,
    OutOfMemoryError,
    ReadOnlyError,
    RedisError,
    ResponseError,
)
from redis.exceptions import ConnectionError as ConnectionLost

from agent.errors import RedisUnavailable

log = logging.getLogger(__name__)

CONNECT_SECONDS = 1.0
OPERATION_SECONDS = 2.0
FAILURES = (RedisError, OSError, TimeoutError)
"""What an operation raises when Redis refuses, cannot be reached or is too slow."""
_T = TypeVar("_T")


class RedisLink:
    """A client of one Redis and what is known of its health. `prefix` begins its own keys."""

    def __init__(
        self, url: str, prefix: str, *, operation_seconds: float = OPERATION_SECONDS
    ) -> None:
        """Raises ValueError for a URL that is not redis://, rediss:// or unix://, or that has options
        which nobody knows."""
        self.address = address_of(url)
        self.client: Redis = Redis.from_url(
            url,
            protocol=2,
            socket_connect_timeout=CONNECT_SECONDS,
            socket_timeout=operation_seconds,
            # Once more over a new connection when the server had closed the old one meanwhile.
            retry=Retry(NoBackoff(), 1, supported_errors=(ConnectionLost,)),
        )
        try:
            self.client.connection_pool.make_connection()  # type: ignore[no-untyped-call]
        except TypeError as error:
            raise ValueError("the Redis URL has an unknown option") from error
        self.away: str | None = None
        """Why the circuit is open ("does not answer"); None while Redis works."""
        self._operation_seconds = operation_seconds
        self._probe_key = f"{prefix}:probe"

    async def run(self, work: Callable[[], Awaitable[_T]]) -> _T:
        """What `work` returns. It takes `operation_seconds` at most.

        Raises RedisUnavailable when Redis fails, and at once from then on, until `probe` finds that
        it works again. Whatever else `work` raises is raised.
        """
        if self.away:
            raise RedisUnavailable
        try:
            return await self.attempt(work)
        except FAILURES as error:
            if not self.away:
                self.away = why(error)
                log.warning("redis at %s %s: left alone until it works", self.address, self.away)
            raise RedisUnavailable from error

    async def attempt(self, work: Callable[[], Awaitable[_T]]) -> _T:
        """As `run`, without consequences. Raises one of FAILURES."""
        async with asyncio.timeout(self._operation_seconds):
            return await work()

    async def probe(self) -> None:
        """Closes or opens the circuit by whether a count, as rate limits make it, succeeds.

        It runs beside the requests and may take `operation_seconds`."""
        try:
            await self.attempt(self._try)
        except FAILURES as error:
            self.away = why(error)
            return
        if self.away:
            log.info("redis at %s is back", self.address)
        self.away = None

    async def _try(self) -> None:
        await self._count(self._probe_key, 60)
        await self.client.delete(self._probe_key)

    async def count(self, key: str, seconds: int) -> tuple[int, float]:
        """Counts one in a window that its first count opened: how many there were, this one
        included, and the seconds left. Raises RedisUnavailable."""
        return await self.run(lambda: self._count(key, seconds))

    async def _count(self, key: str, seconds: int) -> tuple[int, float]:
        async with self.client.pipeline(transaction=True) as pipeline:
            pipeline.set(key, 0, ex=seconds, nx=True)
            pipeline.incr(key)
            pipeline.pttl(key)
            _, count, milliseconds = await pipeline.execute()
        return count, milliseconds / 1000

    async def close(self) -> None:
        await self.client.aclose()


def why(error: BaseException) -> str:
    """What is wrong with a Redis that raised this, behind "the Redis at …"."""
    message = str(error).lower()
    if isinstance(error, AuthenticationError) or "noauth" in message or "wrongpass" in message:
        return "refuses the password"
    if isinstance(error, ReadOnlyError):
        return "is a read-only replica"
    if isinstance(error, OutOfMemoryError):
        return "is out of memory"
    if isinstance(error, NoPermissionError):
        return "does not permit what is needed"
    if "certificate" in message:
        return "shows a certificate that is not trusted"
    if "unknown command" in message:
        return f"has no {'JSON' if 'json.' in message else 'search'} module"
    if isinstance(error, ResponseError):
        return f"says: {str(error)[:100]}"
    return "does not answer"


def address_of(url: str) -> str:
    """Where a Redis URL points, without user, password and options.

    Raises ValueError for a URL that is none.
    """
    parts = urlsplit(url)
    if parts.scheme == "unix" and parts.path:
        return parts.path
    if parts.scheme not in ("redis", "rediss"):
        raise ValueError("a Redis URL begins with redis://, rediss:// or unix://")
    return f"{parts.hostname or 'localhost'}:{parts.port or 6379}"
