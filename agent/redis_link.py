"""The way to Redis, which may be lost at any moment: small timeouts, and a pause after a failure.

Imported only when REDIS_URL is set.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar
from urllib.parse import urlsplit

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as ConnectionLost
from redis.exceptions import RedisError

from agent.errors import RedisUnavailable

log = logging.getLogger(__name__)

CONNECT_SECONDS = 1.0
OPERATION_SECONDS = 2.0
PAUSE_SECONDS = 10.0
"""How long nobody asks a Redis that failed; then one caller tries it again."""
_T = TypeVar("_T")


class RedisLink:
    """A client of one Redis and what is known of its health. `now`: seconds that only grow."""

    def __init__(
        self,
        url: str,
        *,
        operation_seconds: float = OPERATION_SECONDS,
        now: Callable[[], float] = time.monotonic,
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
        self._now = now
        self._paused_until: float | None = None

    async def run(self, work: Callable[[], Awaitable[_T]]) -> _T:
        """What `work` returns. It takes `operation_seconds` at most.

        Raises RedisUnavailable when Redis refuses, cannot be reached or is too slow, and at once
        while it is left alone after that. Whatever else `work` raises is raised.
        """
        now = self._now()
        if self._paused_until is not None:
            if now < self._paused_until:
                raise RedisUnavailable
            self._paused_until = now + PAUSE_SECONDS  # the others wait for what this one finds
        try:
            async with asyncio.timeout(self._operation_seconds):
                result = await work()
        except (RedisError, OSError, TimeoutError) as error:
            if self._paused_until is None:
                log.warning("redis at %s is left alone: %s", self.address, type(error).__name__)
            self._paused_until = self._now() + PAUSE_SECONDS
            raise RedisUnavailable from error
        if self._paused_until is not None:
            log.info("redis at %s is back", self.address)
            self._paused_until = None
        return result

    async def close(self) -> None:
        await self.client.aclose()


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
