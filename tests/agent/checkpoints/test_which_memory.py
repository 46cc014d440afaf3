"""Which saver a start takes, and what it says about it."""

import asyncio
import logging
import shutil
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from agent.checkpoints.choice import open_memory, open_redis
from agent.checkpoints.redis_link import RedisLink, address_of, why
from agent.checkpoints.redis_saver import UnfitRedis, open_redis_saver
from agent.clock import FixedClock
from agent.settings import Settings
from gateway.access.limits import rate_limits
from tests.databases import NOW
from tests.protocols.redis_search import Index
from tests.protocols.redis_server import RedisServer

CLOCK = FixedClock(NOW)


async def taken(database_url: str, redis_url: str | None) -> str:
    """What `/ready` says."""
    secret = SecretStr(redis_url) if redis_url else None
    settings = Settings(redis_url=secret, database_url=SecretStr(database_url))
    async with (
        open_redis(settings) as redis,
        open_memory(database_url, settings, redis) as memory,
    ):
        return str(memory)


async def test_a_redis_with_json_and_search_is_taken(
    database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "agent")
    async with RedisServer(password="s3cret") as server:
        url = server.url.replace("redis://", "redis://:s3cret@")
        assert await taken(database_url, url) == "redis"
        assert [r.message for r in caplog.records] == ["checkpoints: redis"]
        assert sorted(server.indexes) == ["frontdesk:checkpoint", "frontdesk:checkpoint_write"]
        assert server.keys == {}, "the trial leaves nothing"
        assert await taken(database_url, url) == "redis", "the second finds the indexes"


async def test_none_is_configured(database_url: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "agent")
    assert await taken(database_url, None) == "postgresql: REDIS_URL is not set"
    assert [(r.levelname, r.message) for r in caplog.records] == [
        ("INFO", "checkpoints: postgresql: REDIS_URL is not set")
    ]


@pytest.mark.parametrize(
    "url",
    [
        "localhost:6379",
        "http://127.0.0.1:6379",
        "redis://127.0.0.1:port",
        "unix://",
        "redis",
        "redis://127.0.0.1:6379/0?no_such_option=1",
    ],
)
async def test_the_url_is_none(database_url: str, url: str) -> None:
    assert await taken(database_url, url) == "postgresql: REDIS_URL is not a URL of a Redis"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


async def test_nobody_answers(database_url: str, caplog: pytest.LogCaptureFixture) -> None:
    port = free_port()
    said = await taken(database_url, f"redis://user:s3cret@127.0.0.1:{port}/0?socket_timeout=1")
    assert said == f"postgresql: the Redis at 127.0.0.1:{port} does not answer"
    assert "s3cret" not in caplog.text
    assert [r.levelname for r in caplog.records if "checkpoints" in r.message] == ["WARNING"]


@pytest.mark.parametrize(
    ("about", "refused", "reason"),
    [
        ({"modules": ()}, {}, "has no JSON module"),
        ({"modules": ("json.",)}, {}, "has no search module"),
        ({"modules": ("ft.",)}, {}, "has no JSON module"),
        ({"password": "another"}, {}, "refuses the password"),
        ({}, {"json.set": "READONLY You can't write against a read only replica."},
         "is a read-only replica"),
        ({}, {"json.set": "OOM command not allowed when used memory > 'maxmemory'."},
         "is out of memory"),
        ({}, {"ft._list": "NOPERM this user has no permissions to run the 'ft._list' command"},
         "does not permit what is needed"),
        ({}, {"ft.create": "Cannot create index on db != 0"},
         "says: Cannot create index on db != 0"),
        ({}, {"*": "LOADING Redis is loading the dataset in memory"}, "does not answer"),
    ],
)  # fmt: skip
async def test_why_a_redis_is_not_taken(
    database_url: str, about: dict[str, Any], refused: dict[str, str], reason: str
) -> None:
    async with RedisServer(**about) as server:
        server.refused = refused
        address = address_of(server.url)
        url = server.url.replace("redis://", "redis://:s3cret@") if "password" in about else None
        said = await taken(database_url, url or server.url)
        assert said == f"postgresql: the Redis at {address} {reason}"


async def test_processes_that_start_at_once_make_the_indexes_together(database_url: str) -> None:
    """Between the look for an index and its making, another process made it."""
    async with RedisServer() as server:
        names = ["frontdesk:checkpoint", "frontdesk:checkpoint_write"]

        def quicker(command: str) -> None:
            if command == "ft.create" and len(server.indexes) < len(names):
                server.indexes[names[len(server.indexes)]] = Index(())

        server.before = quicker
        assert await taken(database_url, server.url) == "redis"


async def test_one_that_comes_goes_and_changes_is_followed(
    database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """What `/ready` says, and the log, at every moment; without a restart."""
    caplog.set_level(logging.INFO, "agent")
    async with RedisServer() as server:
        address = address_of(server.url)
        await asyncio.to_thread(server.stop)
        settings = Settings(redis_url=SecretStr(server.url))
        gone = f"postgresql: the Redis at {address} does not answer"
        async with (
            open_redis(settings) as redis,
            open_memory(database_url, settings, redis) as memory,
        ):
            assert redis
            assert str(memory) == gone
            server.start()
            assert str(memory) == gone, "nobody has looked"
            await memory.check_redis()
            assert str(memory) == "redis"
            await memory.check_redis()
            server.lost = True
            limits = rate_limits(settings, CLOCK, redis)
            assert await limits.hit("calendar", "a", "1/hour") is None
            assert str(memory) == gone, "at once, with the first that fails"
            await memory.check_redis()
            server.lost, server.modules = False, ("ft.",)
            await memory.check_redis()
            plain = f"postgresql: the Redis at {address} has no JSON module"
            assert str(memory) == plain
            server.asked.clear()
            assert await limits.hit("calendar", "b", "1/hour") is None
            assert "incrby" in server.asked, "which still counts"
            server.modules = ("json.", "ft.")
            await memory.check_redis()
            assert str(memory) == "redis"
            server.refused = {"incrby": "OOM command not allowed when used memory > 'maxmemory'."}
            await memory.check_redis()
            assert str(memory).endswith("is out of memory"), "found while nobody wrote"
    assert [r.message for r in caplog.records] == [
        f"checkpoints: {gone}",
        f"redis at {address} is back",
        "checkpoints: redis",
        f"redis at {address} does not answer: left alone until it works",
        f"checkpoints: {gone}",
        f"redis at {address} is back",
        f"checkpoints: {plain}",
        "checkpoints: redis",
        f"checkpoints: postgresql: the Redis at {address} is out of memory",
    ]


async def test_it_is_looked_at_in_the_background(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent.checkpoints.choice.CHECK_SECONDS", 0.01)
    looked = asyncio.Event()

    def before(command: str) -> None:
        if command == "ft._list":
            loop.call_soon_threadsafe(looked.set)

    loop = asyncio.get_running_loop()
    async with RedisServer() as server:
        server.lost = True
        settings = Settings(redis_url=SecretStr(server.url))
        async with open_redis(settings) as redis, open_memory(database_url, settings, redis):
            server.before, server.lost = before, False
            async with asyncio.timeout(10):
                await looked.wait()


def test_a_certificate_of_somebody_else_is_named() -> None:
    """As redis-py words what the ssl module raises; tried on a real server with TLS."""
    said = "Error 1 connecting to cache:6379. [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed"
    assert why(ConnectionError(said)) == "shows a certificate that is not trusted"


async def test_one_that_hangs_does_not_hold_up_the_start() -> None:
    async with RedisServer() as server:
        server.hangs = True
        link = RedisLink(server.url, "frontdesk", operation_seconds=0.1)
        with pytest.raises(UnfitRedis, match="does not answer"):
            await open_redis_saver(link, "frontdesk")
        await link.probe()
        assert link.away == "does not answer"
        await link.close()


def test_what_is_not_used_is_not_imported() -> None:
    code = (
        "import sys, agent.checkpoints.choice, gateway.access.limits\n"
        "print([m for m in ('redis', 'redisvl', 'langgraph.checkpoint.redis') if m in sys.modules])"
    )
    here = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=here, check=True)
    assert done.stdout.strip() == b"[]"


@pytest.fixture
async def plain_redis(tmp_path: Path) -> AsyncIterator[str]:
    """The URL of a real Redis without modules."""
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        "redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "",
        cwd=tmp_path, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout
    async for line in process.stdout:
        if b"Ready to accept connections" in line:
            break
    yield f"redis://127.0.0.1:{port}/0"
    process.terminate()
    await process.communicate()


@pytest.mark.skipif(shutil.which("redis-server") is None, reason="no redis-server is installed")
async def test_a_real_redis_without_modules(database_url: str, plain_redis: str) -> None:
    said = await taken(database_url, plain_redis)
    if said != "redis":  # Redis 8 has everything
        assert said == f"postgresql: the Redis at {address_of(plain_redis)} has no JSON module"
    settings = Settings(redis_url=SecretStr(plain_redis))
    async with open_redis(settings) as redis:
        assert redis
        one, other = (rate_limits(settings, CLOCK, redis) for _ in range(2))
        assert await one.hit("calendar", "a", "1/hour") is None
        wait = await other.hit("calendar", "a", "1/hour")
        assert wait is not None
        assert 3590 < wait <= 3600
        (key,) = [found async for found in redis.client.scan_iter()]
        assert key.startswith(b"frontdesk:rate:calendar:1-3600:")
        assert 3590 < await redis.client.ttl(key) <= 3600
