"""Conversations with their threads in Redis: whatever happens to it, the customer sees none of it."""

import asyncio
import itertools
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from agent.checkpoints.redis_link import address_of
from gateway.api import health
from tests.databases import NOW, Server
from tests.front import Front, open_front
from tests.protocols.redis_place import RedisPlace
from tests.protocols.redis_server import RedisServer

TALK = [
    "Quiero una limpieza facial mañana a las 10",
    "mejor a las 11",
    "sí",
    "Ana Pérez",
    "sí",
    "¿Puedo cambiarla para el lunes a las 4 de la tarde?",
    "sí",
    "Cancela mi cita",
    "sí",
]
"""A booking with all that may follow it."""


@pytest.fixture
async def cache() -> AsyncIterator[RedisServer]:
    async with RedisServer() as started:
        yield started


@pytest.fixture
async def front(cache: RedisServer, database_url: str, tmp_path: Path) -> AsyncIterator[Front]:
    async with open_front(database_url, tmp_path, NOW, redis_url=SecretStr(cache.url)) as opened:
        yield opened


async def talk(
    front: Front,
    number: int,
    words: list[str] = TALK,
    before: Callable[[int], Awaitable[None]] | None = None,
    fresh: bool = True,
) -> list[Any]:
    """What a customer hears after each message, and what then stands in the calendar."""
    if fresh:
        front.execute("truncate appointments cascade")
    ana = front.customer(f"57300556{number:04}")
    course: list[Any] = []
    for turn, text in enumerate(words):
        if before:
            await before(turn)
        heard = await ana.say(text)
        assert heard, f"no answer to {text}"
        rows = front.appointments()
        course += [heard, [(a["service"], a["member"], a["local"], a["status"]) for a in rows]]
    return course


numbers = iter(range(10_000))


async def test_a_conversation_in_redis(
    redis: RedisPlace, database_url: str, tmp_path: Path
) -> None:
    about: dict[str, Any] = {
        "redis_url": SecretStr(redis.url),
        "frontdesk_deployment": redis.deployment,
    }
    async with open_front(database_url, tmp_path, NOW, **about) as front:
        ready = (await front.http.get("/ready")).json()
        assert ready["checks"]["checkpoints"] == "redis"
        course = await talk(front, next(numbers))
        assert "cancel" in course[-2].lower()
        left = await redis.seconds_left()
        assert len(left) == len(TALK) + 1, "a checkpoint a turn and the newest's name"
        assert all(0 < seconds <= 14 * 24 * 3600 for seconds in left.values())
        assert front.rows("select count(*) as n from checkpoints.checkpoints")[0]["n"] == 0


@pytest.fixture(scope="module")
async def undisturbed(server: Server) -> list[Any]:
    """The course of the talk when nothing happens, with the threads in PostgreSQL."""
    with server.database() as url, TemporaryDirectory() as folder:
        async with open_front(url, Path(folder), NOW) as front:
            return await talk(front, next(numbers))


_few = settings(
    max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@given(flushed=st.sets(st.integers(1, len(TALK) - 1), min_size=1))
@example(flushed=set(range(len(TALK))))
@_few
async def test_flushed_between_any_turns(
    cache: RedisServer, front: Front, undisturbed: list[Any], flushed: set[int]
) -> None:
    async def flush(turn: int) -> None:
        if turn in flushed:
            cache.flush()

    assert await talk(front, next(numbers), before=flush) == undisturbed


ERRORS = (
    "OOM command not allowed when used memory > 'maxmemory'.",
    "READONLY You can't write against a read only replica.",
    "NOAUTH Authentication required.",
    "LOADING Redis is loading the dataset in memory",
    "NOPERM this user has no permissions to run the 'json.set' command",
)


@dataclass(frozen=True)
class Mishap:
    """From the `at`-th command of a turn on, until the turn ends."""

    kind: str
    at: int


MISHAPS = st.builds(
    Mishap, st.sampled_from(["lost", "flushed", *ERRORS]), st.integers(0, 14) | st.just(0)
)


@given(mishaps=st.dictionaries(st.integers(0, len(TALK) - 1), MISHAPS, min_size=6))
@example(mishaps={turn: Mishap("lost", turn * 2 % 15) for turn in range(0, len(TALK), 2)})
@example(mishaps={turn: Mishap(ERRORS[turn % 5], 3) for turn in range(1, len(TALK))})
@_few
async def test_whatever_happens_in_mid_turn(
    cache: RedisServer, front: Front, undisturbed: list[Any], mishaps: dict[int, Mishap]
) -> None:
    async def prepare(turn: int) -> None:
        cache.lost, cache.refused, cache.before = False, {}, None
        if turn % 3:  # sometimes nobody has looked since
            await front.container.memory.check_redis()
        if mishap := mishaps.get(turn):
            cache.before = _after(cache, mishap)

    assert await talk(front, next(numbers), before=prepare) == undisturbed
    assert None not in cache.keys.values(), "nothing stays for ever"


def _after(cache: RedisServer, mishap: Mishap) -> Callable[[str], None]:
    left = itertools.count(mishap.at, -1)

    def happen(_: str) -> None:
        if next(left) != 0:
            return
        if mishap.kind == "flushed":
            cache.flush()
        elif mishap.kind == "lost":
            cache.lost = True
        else:
            cache.refused = {"*": mishap.kind}

    return happen


async def test_lost_between_the_two_readings_of_a_turn(
    cache: RedisServer, front: Front, undisturbed: list[Any]
) -> None:
    """The turn found its checkpoint; the graph, which asks again, must not begin an empty thread."""

    async def prepare(turn: int) -> None:
        cache.lost, cache.before = False, None
        await front.container.memory.check_redis()
        if turn % 2:
            came.clear()
            cache.before = lose

    def lose(command: str) -> None:
        came[command] += 1  # a reading by id takes two json.get, one of the newest begins with get
        cache.lost = cache.lost or came["get"] > 0 or came["json.get"] > 2

    came: Counter[str] = Counter()
    assert await talk(front, next(numbers), before=prepare) == undisturbed


async def test_stopped_and_started_again(
    cache: RedisServer, front: Front, undisturbed: list[Any]
) -> None:
    """With its data, without them, and after it hung. Meanwhile PostgreSQL keeps the thread."""
    address = address_of(cache.url)
    threads: list[str] = []

    async def disturb(turn: int) -> None:
        threads.extend(row["thread"] for row in front.rows(THREADS))
        if turn in (2, 5):
            await asyncio.to_thread(cache.stop)
        if turn == 6:
            cache.empty()
        if turn in (4, 6):
            cache.start()
        cache.hangs = False
        if turn in (3, 8):
            assert await checkpoints(front) == f"postgresql: the Redis at {address} does not answer"
        if turn in (4, 6, 8):
            await front.container.memory.check_redis()
        if turn in (5, 7):
            assert await checkpoints(front) == "redis"
        cache.hangs = turn == 7

    assert await talk(front, next(numbers), before=disturb) == undisturbed
    threads.extend(row["thread"] for row in front.rows(THREADS))
    new = [turn for turn in range(1, len(TALK)) if threads[turn] != threads[turn - 1]]
    assert new == [2, 5, 7], "rebuilt once for each loss, no turn more"
    kept = front.rows("select distinct thread_id from checkpoints.checkpoints")
    assert [row["thread_id"] for row in kept] == threads[-1:], "nothing is left of the others"


THREADS = "select split_part(checkpoint_id, '/', 1) as thread from chat_identities"


async def checkpoints(front: Front) -> str:
    """As `/ready` says now; looks are shared for a second otherwise."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(health, "READY_SECONDS", 0.0)
        ready = await front.http.get("/ready")
    assert ready.status_code == 200
    return str(ready.json()["checks"]["checkpoints"])


async def test_a_dead_redis_is_asked_once(
    cache: RedisServer, database_url: str, tmp_path: Path
) -> None:
    about: dict[str, Any] = {"redis_url": SecretStr(cache.url), "worker_concurrency": 1}
    async with open_front(database_url, tmp_path, NOW, **about) as front:
        cache.lost = True
        asked = len(cache.asked)
        for number in range(5):
            await front.customer(f"57300557{number:04}").write("Hola")
        await front.settle()
        assert len(front.gupshup.sent) == 5
        assert len(cache.asked) - asked <= 3, (
            "the first one's attempt, once more on a new connection"
        )
        rows = front.rows("select distinct thread_id from checkpoints.checkpoints")
        assert len(rows) == 5, "the threads are in PostgreSQL"


async def test_old_checkpoints_are_forgotten(cache: RedisServer, front: Front) -> None:
    ana = front.customer()
    await ana.say("Hola")
    front.execute("update chat_identities set turn_token = 17")
    for text in ("¿Dónde quedan?", "¿Cuánto cuesta la limpieza facial?"):
        await ana.say(text)
    assert len(_checkpoint_keys(cache)) == 3
    await ana.say("¿Qué días abren?")
    assert len(_checkpoint_keys(cache)) == 1, "the twentieth turn leaves only its own"


def _checkpoint_keys(cache: RedisServer) -> list[str]:
    return [key for key in cache.keys if ":checkpoint:" in key]


async def test_from_postgresql_to_redis_and_back(
    cache: RedisServer, database_url: str, tmp_path: Path, undisturbed: list[Any]
) -> None:
    course: list[Any] = []
    ways: list[dict[str, Any]] = [
        {},
        {"redis_url": SecretStr(cache.url)},
        {},
        {"redis_url": SecretStr(cache.url)},
    ]
    now = NOW
    for way, words in zip(ways, (TALK[:2], TALK[2:4], TALK[4:7], TALK[7:]), strict=True):
        async with open_front(database_url, tmp_path, now, **way) as front:
            course += await talk(front, 9999, words, fresh=not course)
            now = front.clock.now()
    assert course == undisturbed
