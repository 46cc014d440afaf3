"""Rate limits with fixed windows, shared by all processes while there is a Redis.

Each process counts by itself as well, and the larger number holds: a Redis that is away, was emptied or
dropped keys for want of memory gives nobody a new beginning, and nobody is refused because of it.
"""

import re
from functools import lru_cache
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

from agent.clock import Clock
from agent.errors import RedisUnavailable
from agent.settings import Settings
from gateway.access.windows import Windows

if TYPE_CHECKING:
    from agent.checkpoints.redis_link import RedisLink

_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
_LIMIT = re.compile(rf"([1-9][0-9]{{0,8}})/({'|'.join(_SECONDS)})")


class RateLimits:
    """`hit("calendar", address, "60/minute")` before doing what is limited.

    A window opens with the first hit and lasts a second, minute, hour or day. Keys reach Redis only
    as keyed hashes.
    """

    def __init__(
        self,
        *,
        prefix: str,
        secret: str,
        clock: Clock,
        redis: "RedisLink | None" = None,
    ) -> None:
        self._prefix = prefix
        self._secret = blake2b(secret.encode()).digest()
        self._redis = redis
        self._windows = Windows(clock)

    async def hit(self, name: str, key: str, limit: str) -> float | None:
        """Counts one. None when it is within the limit, else the seconds until the window ends.

        `name`: what is limited, a fixed word. `key`: who does it (an address, an API key's id).
        `limit`: "60/minute". Raises ValueError for a limit that is none.
        """
        most, seconds = _parsed(limit)
        digest = blake2b(key.encode(), key=self._secret, digest_size=16).digest()
        count, left = await self._count(f"{name}:{most}-{seconds}", digest, seconds)
        return None if count <= most else max(left, 0.001)

    async def _count(self, kind: str, digest: bytes, seconds: int) -> tuple[int, float]:
        """How many there were in the running window, this one included, and its seconds left."""
        here = self._windows.count(kind, digest, seconds)
        if self._redis is None:
            return here
        try:
            place = f"{self._prefix}:{kind}:{digest.hex()}"
            return max(here, await self._redis.count(place, seconds))
        except RedisUnavailable:
            return here


def rate_limits(settings: Settings, clock: Clock, redis: "RedisLink | None") -> RateLimits:
    """The deployment's limits. `redis`: None to count in this process only."""
    deployment = settings.frontdesk_deployment
    return RateLimits(
        prefix=f"{deployment}:rate",
        secret=next(iter(settings.secret_keys), deployment),
        clock=clock,
        redis=redis,
    )


def network_of(host: str) -> str:
    """An address as a key: of IPv6 the /64 network, which is one customer's; as it is otherwise."""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ip_network((address, 64), strict=False))
    return str(address)


@lru_cache(maxsize=256)
def _parsed(limit: str) -> tuple[int, int]:
    match = _LIMIT.fullmatch(limit)
    if not match:
        raise ValueError(f"{limit!r} is not a limit such as 60/minute")
    return int(match[1]), _SECONDS[match[2]]
