"""The two services of Redis by their commands, tried where a Redis is installed (7 or later)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis
from redis.exceptions import AuthenticationError

from tests.deployment.neighbours import REDIS, open_redis
from tests.deployment.processes import stopped


@pytest.fixture
def unwritten(tmp_path: Path) -> Iterator[Path]:
    """A folder that is to stay empty."""
    yield tmp_path
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(REDIS is None, reason="redis-server is not installed")
@pytest.mark.parametrize(
    ("name", "policy"), [("redis", "volatile-lru"), ("langfuse-redis", "noeviction")]
)
async def test_it_wants_its_password_and_writes_nothing(
    name: str, policy: str, compose: dict[str, Any], unwritten: Path
) -> None:
    service = compose["services"][name]
    async with open_redis(service, unwritten) as redis:
        # Without -e the client would call an error a success.
        assert not await redis.healthy(REDISCLI_AUTH="another")
        async with Redis(port=redis.port) as nobody:
            with pytest.raises(AuthenticationError):
                await nobody.ping()
        password = service["environment"]["REDISCLI_AUTH"]
        async with Redis(port=redis.port, password=password) as client:
            await client.set("key", "value")
            configured = await client.config_get("maxmemory", "maxmemory-policy", "save")
        assert configured == {"maxmemory": str(256 << 20), "maxmemory-policy": policy, "save": ""}
        said = await stopped(redis.process)
        assert redis.process.returncode == 0, said
        assert password not in said
        assert not await redis.healthy()
