"""A Redis with JSON and search for a test: the stand-in, or the one that TEST_REDIS_URL points at."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import uuid4

from redis.asyncio import Redis

from agent.checkpoints.redis_link import RedisLink
from agent.checkpoints.redis_saver import RedisSaver, open_redis_saver
from tests.protocols.redis_server import RedisServer


@dataclass
class RedisPlace:
    """`deployment`: the prefix of the test's own keys; nothing else on the server is touched."""

    url: str
    deployment: str
    client: Redis

    async def seconds_left(self) -> dict[str, int]:
        """Of every key of this test; -1 for one that stays for ever."""
        return {key: await self.client.ttl(key) for key in await self.keys()}

    async def keys(self) -> list[str]:
        found = self.client.scan_iter(match=f"{self.deployment}*", count=1000)
        return sorted([key.decode() async for key in found])

    async def forget(self) -> None:
        """Loses this test's keys and indexes, as FLUSHALL would everybody's."""
        if keys := await self.keys():
            await self.client.delete(*keys)
        for name in await self.client.execute_command("FT._LIST"):  # type: ignore[no-untyped-call]
            if name.decode().startswith(f"{self.deployment}"):
                await self.client.execute_command("FT.DROPINDEX", name)  # type: ignore[no-untyped-call]

    @asynccontextmanager
    async def saver(self, neighbour: str = "") -> AsyncIterator[RedisSaver]:
        """As a process opens it; `neighbour`: of another deployment beside it."""
        link = RedisLink(self.url, self.deployment)
        try:
            yield await open_redis_saver(link, self.deployment + neighbour)
        finally:
            await link.close()


@asynccontextmanager
async def redis_place(url: str | None) -> AsyncIterator[RedisPlace]:
    """On the server at `url`; None for the stand-in."""
    if url is None:
        async with RedisServer() as server, redis_place(server.url) as place:
            yield place
        return
    client = Redis.from_url(url, protocol=2)
    place = RedisPlace(url, f"test-{uuid4().hex[:8]}", client)
    try:
        yield place
        await place.forget()
    finally:
        await client.aclose()
