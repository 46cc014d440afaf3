"""What is measured: a flood beside one customer, beside many, and ten thousand chats that wait."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
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
_WARM_TURNS, _RATED = 60, 300
"""Turns of the offline model before the rate is measured, and those whose rate it is."""
_BUSINESSES = 10
_WRITE_SECONDS = 0.02
"""More than it takes to store a message."""
_PATIENCE = 600.0


@dataclass(frozen=True, slots=True)
class Size:
    """Of one run. `others`: customers of other businesses, one every `pause` seconds: a turn of six seconds and
    a half every four fits into the places that are kept for them, two of eight. `chats` wait, and `watched` of
    them are due while it is measured, as fast as `share` of what the turns allow."""

    others: int = 12
    pause: float = 4.0
    chats: int = 10_000
    watched: int = 2_000
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
            for number in range(size.others):
                await asyncio.to_thread(crowd.write, others[number % len(others)])
                await asyncio.sleep(size.pause)
            await _until(lambda: sum(map(crowd.answered, others)) == size.others + _WARM)
        return [wait for wait in crowd.waits() if wait.business != FLOODER][_WARM:]


async def waiting_chats(server: str, folder: Path, size: Size) -> list[Figure]:
    """How late turns begin while many chats wait, at the rate that the turns allow."""
    with crowded(server, _BUSINESSES) as crowd:
        for _ in range(size.chats - size.watched):
            _write(crowd, 7_200)  # they wait until after the measurement
        crowd.vacuum()
        async with _desk(crowd, folder, workers=size.workers):
            await _all_begun(crowd, [0.0] * _WARM_TURNS)
            rate = _RATED / await _all_begun(crowd, [0.0] * _RATED) * size.share
            before = len(crowd.waits())
            await _all_begun(crowd, [number / rate for number in range(size.watched)])
            await asyncio.sleep(2)
        late = [max(0.0, wait.late) for wait in crowd.waits()[before:]]
    part = f"{size.chats:,} waiting chats, {size.workers} workers"
    return [
        Figure(part, "turns", rate, "turns/s"),
        Figure(part, "lateness, p50", milliseconds(late, 0.5), "ms"),
        Figure(part, "lateness, p99", milliseconds(late, 0.99), "ms", most=1000),
    ]


async def _all_begun(crowd: Crowd, due: Sequence[float]) -> float:
    """Writes a message for each, due so many seconds after all are written; seconds from the first hour to the
    beginning of the last turn."""
    before, first = crowd.count_begun(), time.monotonic() + 3 + len(due) * _WRITE_SECONDS
    for seconds in due:
        _write(crowd, first + seconds - time.monotonic())
    await asyncio.sleep(first - time.monotonic())
    await _until(lambda: crowd.count_begun() >= before + len(due))
    return time.monotonic() - first


def _write(crowd: Crowd, seconds: float) -> None:
    crowd.write(crowd.written % _BUSINESSES + 1, wait=max(0.0, seconds))


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
