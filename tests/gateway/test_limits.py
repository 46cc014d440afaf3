"""Rate limits: counted in Redis for all processes, in the process while there is none."""

import asyncio
import re
import time
from collections.abc import AsyncIterator

import pytest

from agent.redis_link import PAUSE_SECONDS, RedisLink
from gateway.limits import RateLimits, network_of
from tests.protocols.redis_server import RedisServer


class Seconds:
    """A clock that only a test moves."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


async def test_a_window_opens_with_the_first_hit_and_ends(seconds: "Seconds") -> None:
    limits = RateLimits(prefix="frontdesk:rate", secret="s", now=seconds)
    assert [await limits.hit("calendar", "a", "2/minute") for _ in range(2)] == [None, None]
    seconds.at += 20
    assert await limits.hit("calendar", "a", "2/minute") == pytest.approx(40.0)
    assert await limits.hit("calendar", "b", "2/minute") is None, "others have their own"
    assert await limits.hit("socket", "a", "2/minute") is None, "so has everything else"
    seconds.at += 40
    assert await limits.hit("calendar", "a", "2/minute") is None


@pytest.mark.parametrize(
    "limit", ["", "0/minute", "5/week", "5", "-1/hour", "5 / minute", "5/minute\n"]
)
async def test_a_limit_that_is_none(limit: str) -> None:
    with pytest.raises(ValueError, match="is not a limit"):
        await RateLimits(prefix="p", secret="s").hit("x", "y", limit)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_who_an_address_is(host: str, expected: str) -> None:
    assert network_of(host) == expected


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
async def server() -> AsyncIterator[RedisServer]:
    async with RedisServer(modules=False) as started:
        yield started


@pytest.fixture
async def link(server: RedisServer, seconds: Seconds) -> AsyncIterator[RedisLink]:
    opened = RedisLink(server.url, now=seconds)
    yield opened
    await opened.close()


async def test_processes_count_together(
    server: RedisServer, link: RedisLink, seconds: Seconds
) -> None:
    one, other = (RateLimits(prefix="fd:rate", secret="s", redis=link) for _ in range(2))
    elsewhere = RateLimits(prefix="fd2:rate", secret="s", redis=link)
    address = "203.0.113.7"
    assert await one.hit("calendar", address, "2/hour") is None
    assert await other.hit("calendar", address, "2/hour") is None
    wait = await one.hit("calendar", address, "2/hour")
    assert wait is not None
    assert 3590 < wait <= 3600
    assert await elsewhere.hit("calendar", address, "2/hour") is None, "another deployment's"
    assert all(re.fullmatch(r"fd2?:rate:calendar:2-3600:[0-9a-f]{32}", key) for key in server.keys)
    assert all(ttl and 0 < ttl <= 3600 for ttl in server.keys.values())


async def test_without_redis_each_process_counts_and_nobody_is_refused(
    server: RedisServer, link: RedisLink, seconds: Seconds, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    limits = RateLimits(prefix="fd:rate", secret="s", redis=link, now=seconds)
    await limits.hit("calendar", "a", "2/minute")
    await asyncio.to_thread(server.stop)
    answers = [await limits.hit("calendar", "a", "2/minute") for _ in range(3)]
    assert answers == [None, None, pytest.approx(60.0)]
    server.start()
    asked = len(server.asked)
    await limits.hit("calendar", "a", "2/minute")
    assert len(server.asked) == asked, "it is left alone for a while"
    seconds.at += PAUSE_SECONDS
    assert await limits.hit("calendar", "a", "2/minute") is None, "the second in Redis"
    assert [r.message.split(": ")[0] for r in caplog.records] == [
        f"redis at {link.address} is left alone",
        f"redis at {link.address} is back",
    ]


async def test_a_redis_that_hangs_costs_one_wait(server: RedisServer, seconds: Seconds) -> None:
    link = RedisLink(server.url, operation_seconds=0.1, now=seconds)
    limits = RateLimits(prefix="fd:rate", secret="s", redis=link, now=seconds)
    await limits.hit("calendar", "a", "100/minute")
    server.hangs = True
    started = time.monotonic()
    await asyncio.gather(*(limits.hit("calendar", "a", "100/minute") for _ in range(5)))
    for _ in range(50):
        assert await limits.hit("calendar", "a", "100/minute") is None
    assert time.monotonic() - started < 1.0
    await link.close()


@pytest.mark.parametrize(
    "error",
    [
        "READONLY You can't write against a read only replica.",
        "OOM command not allowed when used memory > 'maxmemory'.",
    ],
)
async def test_a_redis_that_refuses_is_gone_around(
    server: RedisServer, link: RedisLink, error: str
) -> None:
    limits = RateLimits(prefix="fd:rate", secret="s", redis=link)
    server.refused = {"incr": error}
    assert [await limits.hit("x", "a", "1/day") is None for _ in range(2)] == [True, False]
