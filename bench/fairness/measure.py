"""What is measured: a flood beside one customer, beside many, and ten thousand chats that wait."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from agent.errors import OperatorError
from bench.fairness.crowd import Crowd, Waited, crowded
from bench.fairness.slow_model import slow_model
from bench.figures import Figure, milliseconds, percentile
from bench.processes import GATEWAY_WITH_WORKER, running

FLOODER = 1
"""The number of the business whose customers all write at once."""
MODEL_SECONDS = 3.0
FLOOD = 200
MOST_WAITS = 1.1
"""Others wait at most a tenth longer while one business floods."""
_WARM = 2
"""Turns before what counts: the first loads what all others use."""
_PATIENCE = 600.0


@dataclass(frozen=True, slots=True)
class Size:
    """Of one run. `each`: customers of every other business, one every `pause` seconds; `chats` wait, and
    `watched` of them are due while it is measured, as fast as `share` of what the turns allow."""

    each: int = 10
    pause: float = 1.0
    chats: int = 10_000
    watched: int = 3_000
    share: float = 0.8
    workers: int = 2


async def one_beside_a_flood(server: str, folder: Path) -> list[Figure]:
    """200 customers of A at a model of three seconds, then one of B, on one worker as it is shipped."""
    with crowded(server, 2) as crowd:
        async with _desk(crowd, folder, seconds=MODEL_SECONDS):
            for answered in range(_WARM + 1):
                if answered == _WARM:
                    await _flood(crowd)
                await asyncio.to_thread(crowd.write, 2)
                await _until(lambda: crowd.answered(2) > answered)  # noqa: B023 (is awaited here)
        alone, beside = [wait for wait in crowd.waits() if wait.business == 2][-2:]
    part = f"one customer of B beside {FLOOD} of A"
    return [
        Figure(part, "B's turn begins after", beside.late, "s"),
        Figure(part, "B is answered after", beside.answered, "s", alone.answered, most=MOST_WAITS),
    ]


async def many_beside_a_flood(
    server: str, folder: Path, size: Size, businesses: int
) -> list[Figure]:
    """Customers of every business but one, in calm and while that one floods."""
    calm, flooded = [
        await _others(server, folder, size, businesses, flooded=flooded)
        for flooded in (False, True)
    ]
    part = f"{businesses} businesses, one floods"
    return [
        Figure(
            part,
            f"the others are answered after, {word}",
            percentile([w.answered for w in flooded], share),
            "s",
            percentile([w.answered for w in calm], share),
            most=MOST_WAITS if share == 0.95 else None,
        )
        for word, share in (("p50", 0.5), ("p95", 0.95))
    ]


async def _others(
    server: str, folder: Path, size: Size, businesses: int, *, flooded: bool
) -> list[Waited]:
    others = range(2, businesses + 1)
    with crowded(server, businesses) as crowd:
        async with _desk(crowd, folder, seconds=MODEL_SECONDS):
            for _ in range(_WARM):
                await asyncio.to_thread(crowd.write, 2)
            await _until(lambda: crowd.answered(2) == _WARM)
            if flooded:
                await _flood(crowd)
            # As many in all, however many businesses they are shared among.
            for number in range(size.each):
                await asyncio.to_thread(crowd.write, others[number % len(others)])
                await asyncio.sleep(size.pause)
            await _until(lambda: sum(map(crowd.answered, others)) == size.each + _WARM)
        return [wait for wait in crowd.waits() if wait.business != FLOODER][_WARM:]


async def waiting_chats(server: str, folder: Path, size: Size) -> list[Figure]:
    """How late turns begin while many chats wait, at the rate that the turns allow."""
    with crowded(server, 10) as crowd:
        async with _desk(crowd, folder, workers=size.workers):
            rate = await _rate(crowd) * size.share
            warm = crowd.count_begun()
            first = 20.0
            began = time.monotonic()
            for number in range(size.chats):
                # The rest waits as well, until after the measurement.
                due = first + number / rate + (3_600 if number >= size.watched else 0)
                crowd.write(number % 10 + 1, wait=max(0.0, due - (time.monotonic() - began)))
            crowd.vacuum()
            await _until(lambda: crowd.count_begun() >= warm + size.watched)
            await asyncio.sleep(2)
        late = [max(0.0, w.late) for w in crowd.waits()[warm:]]
    part = f"{size.chats:,} waiting chats, {size.workers} workers"
    return [
        Figure(part, "turns", rate, "turns/s"),
        Figure(part, "lateness, p50", milliseconds(late, 0.5), "ms"),
        Figure(part, "lateness, p99", milliseconds(late, 0.99), "ms", most=1000),
    ]


async def _rate(crowd: Crowd) -> float:
    """Turns a second when all of them are due."""
    for number in range(60):
        crowd.write(number % 10 + 1)
    await _until(lambda: crowd.count_begun() >= 60)
    before = crowd.count_begun()
    for number in range(400):
        crowd.write(number % 10 + 1, wait=6.0)
    await asyncio.sleep(6)
    began = time.monotonic()
    await _until(lambda: crowd.count_begun() >= before + 400)
    return 400 / (time.monotonic() - began)


async def _flood(crowd: Crowd) -> None:
    for _ in range(FLOOD):
        await asyncio.to_thread(crowd.write, FLOODER)
    await _until(lambda: crowd.count_begun() > 6)
    await asyncio.sleep(1.5)


@asynccontextmanager
async def _desk(
    crowd: Crowd, folder: Path, *, seconds: float | None = None, workers: int = 1
) -> AsyncIterator[None]:
    """Real processes over the crowd's database, with a model of so many seconds or the offline one."""
    async with AsyncExitStack() as stack:
        named = {}
        if seconds is not None:
            address = await stack.enter_async_context(slow_model(seconds))
            named = {"OPENAI_API_KEY": "played", "OPENAI_BASE_URL": address}
        for _ in range(workers):
            server = running(GATEWAY_WITH_WORKER, crowd.conninfo, folder, **named)
            await stack.enter_async_context(server)
        yield


async def _until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not await asyncio.to_thread(is_so):  # the played model answers meanwhile
        if time.monotonic() > deadline:
            raise OperatorError("what is measured did not come to its end")
        await asyncio.sleep(0.05)
