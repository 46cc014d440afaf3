"""Rate limits: counted in Redis for all processes, in the process while there is none."""

import asyncio
import re
from collections.abc import AsyncIterator

import pytest

from agent.checkpoints.redis_link import RedisLink
from agent.clock import FixedClock
from gateway.access import windows
from gateway.access.limits import RateLimits, network_of
from tests.databases import NOW
from tests.protocols.redis_server import RedisServer


async def test_a_window_opens_with_the_first_hit_and_ends(clock: FixedClock) -> None:
    limits = RateLimits(prefix="frontdesk:rate", secret="s", clock=clock)
    assert [await limits.hit("calendar", "a", "2/minute") for _ in range(2)] == [None, None]
    clock.advance(20)
    assert await limits.hit("calendar", "a", "2/minute") == pytest.approx(40.0)
    assert await limits.hit("calendar", "b", "2/minute") is None, "others have their own"
    assert await limits.hit("socket", "a", "2/minute") is None, "so has everything else"
    clock.advance(40)
    assert await limits.hit("calendar", "a", "2/minute") is None


@pytest.mark.parametrize(
    "limit", ["", "0/minute", "5/week", "5", "-1/hour", "5 / minute", "5/minute\n"]
)
async def test_a_limit_that_is_none(limit: str) -> None:
    with pytest.raises(ValueError, match="is not a limit"):
        await RateLimits(prefix="p", secret="s", clock=FixedClock(NOW)).hit("x", "y", limit)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(windows, "MOST_WINDOWS", 40)
    return 40


async def test_a_limit_is_not_flushed_by_many_others(clock: FixedClock, few: int) -> None:
    limits = RateLimits(prefix="p", secret="s", clock=clock)

    for _ in range(4):
        await limits.hit("account", "guessed@example.com", "3/hour")
    for number in range(3 * few):
        await limits.hit("account", f"stranger-{number}", "3/hour")
    assert await limits.hit("account", "guessed@example.com", "3/hour")
    # One that came when there was no room is counted as well, and so is somebody new.
    assert [await limits.hit("account", "late", "3/hour") is None for _ in range(4)] == [
        True, True, True, False,
    ]  # fmt: skip
    assert await limits.hit("login", "guessed@example.com", "3/hour") is None
    clock.advance(1800)
    assert await limits.hit("account", "late", "3/hour"), "its window still runs"
    clock.advance(3601)
    assert await limits.hit("account", "guessed@example.com", "3/hour") is None


async def test_who_moves_from_shared_to_own_windows_begins_nothing_anew(
    clock: FixedClock, few: int
) -> None:
    limits = RateLimits(prefix="p", secret="s", clock=clock)
    for number in range(few):
        await limits.hit("account", f"stranger-{number}", "3/hour")
    clock.advance(3000)
    assert [await limits.hit("account", "late", "3/hour") is None for _ in range(3)] == [True] * 3
    clock.advance(700)  # the others' windows are over
    assert await limits.hit("account", "late", "3/hour")


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
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
async def server() -> AsyncIterator[RedisServer]:
    async with RedisServer(modules=()) as started:
        yield started


@pytest.fixture
async def link(server: RedisServer) -> AsyncIterator[RedisLink]:
    opened = RedisLink(server.url, "fd")
    yield opened
    await opened.close()


async def test_processes_count_together(
    server: RedisServer, link: RedisLink, clock: FixedClock
) -> None:
    one, other = (
        RateLimits(prefix="fd:rate", secret="s", clock=clock, redis=link) for _ in range(2)
    )
    elsewhere = RateLimits(prefix="fd2:rate", secret="s", clock=clock, redis=link)
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
    server: RedisServer, link: RedisLink, clock: FixedClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    limits = RateLimits(prefix="fd:rate", secret="s", clock=clock, redis=link)
    await limits.hit("calendar", "a", "2/minute")
    await asyncio.to_thread(server.stop)
    answers = [await limits.hit("calendar", "a", "2/minute") for _ in range(3)]
    assert answers == [None, pytest.approx(60.0), pytest.approx(60.0)]
    await link.probe()
    server.start()
    asked = len(server.asked)
    await limits.hit("calendar", "a", "2/minute")
    assert len(server.asked) == asked, "no request tries it"
    await link.probe()
    assert await limits.hit("calendar", "a", "2/minute"), "an empty Redis is no new beginning"
    assert await limits.hit("calendar", "b", "2/minute") is None
    assert [r.message for r in caplog.records] == [
        f"redis at {link.address} does not answer: left alone until it works",
        f"redis at {link.address} is back",
    ]


async def test_a_redis_that_hangs_costs_one_wait(server: RedisServer, clock: FixedClock) -> None:
    link = RedisLink(server.url, "fd", operation_seconds=0.1)
    limits = RateLimits(prefix="fd:rate", secret="s", clock=clock, redis=link)
    await limits.hit("calendar", "a", "100/minute")
    server.hangs = True
    await asyncio.gather(*(limits.hit("calendar", "a", "100/minute") for _ in range(5)))
    asked = len(server.asked)
    for _ in range(50):
        assert await limits.hit("calendar", "a", "100/minute") is None
    assert len(server.asked) == asked, "nobody after them waits"
    await link.close()


@pytest.mark.parametrize(
    "error",
    [
        "READONLY You can't write against a read only replica.",
        "OOM command not allowed when used memory > 'maxmemory'.",
    ],
)
async def test_a_redis_that_refuses_is_gone_around(
    server: RedisServer, link: RedisLink, clock: FixedClock, error: str
) -> None:
    limits = RateLimits(prefix="fd:rate", secret="s", clock=clock, redis=link)
    server.refused = {"incrby": error}
    assert [await limits.hit("x", "a", "1/day") is None for _ in range(2)] == [True, False]
    assert link.away
    assert server.keys == {}
