"""The way to Redis, which may be lost at any moment: small timeouts, and a pause after a failure.

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
from redis.exceptions import ConnectionError as ConnectionLost
from redis.exceptions import RedisError

from agent.clock import Clock
from agent.errors import RedisUnavailable

log = logging.getLogger(__name__)

CONNECT_SECONDS = 1.0
OPERATION_SECONDS = 2.0
PAUSE_SECONDS = 10.0
"""How long nobody asks a Redis that failed; then one caller tries it again."""
_T = TypeVar("_T")


class RedisLink:
    """A client of one Redis and what is known of its health."""

    def __init__(
        self,
        url: str,
        clock: Clock,
        *,
        operation_seconds: float = OPERATION_SECONDS,
    ) -> None:
        """Raises ValueError for a URL that is not redis://, rediss:// or unix://."""
        self.address = address_of(url)
        self.client: Redis = Redis.from_url(
            url,
            protocol=2,
            socket_connect_timeout=CONNECT_SECONDS,
            socket_timeout=operation_seconds,
            # Once more over a new connection when the server had closed the old one meanwhile.
            retry=Retry(NoBackoff(), 1, supported_errors=(ConnectionLost,)),
        )
        self._operation_seconds = operation_seconds
        self._clock = clock
        self._failed_at: float | None = None

    async def run(self, work: Callable[[], Awaitable[_T]]) -> _T:
        """What `work` returns. It takes `operation_seconds` at most.

        Raises RedisUnavailable when Redis refuses, cannot be reached or is too slow, and at once
        while it is left alone after that. Whatever else `work` raises is raised.
        """
        if self._failed_at is not None:
            now = self._seconds()
            if abs(now - self._failed_at) < PAUSE_SECONDS:
                raise RedisUnavailable
            self._failed_at = now  # the others wait for what this one finds
        try:
            async with asyncio.timeout(self._operation_seconds):
                result = await work()
        except (RedisError, OSError, TimeoutError) as error:
            if self._failed_at is None:
                log.warning("redis at %s is left alone: %s", self.address, type(error).__name__)
            self._failed_at = self._seconds()
            raise RedisUnavailable from error
        if self._failed_at is not None:
            log.info("redis at %s is back", self.address)
            self._failed_at = None
        return result

    @property
    def away(self) -> bool:
        """Whether it failed the last time."""
        return self._failed_at is not None

    async def close(self) -> None:
        await self.client.aclose()

    def _seconds(self) -> float:
        return self._clock.now().timestamp()


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
