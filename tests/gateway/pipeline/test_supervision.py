"""What ends is started again; what keeps failing ends the process; what is down is told."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial

import pytest
from procrastinate.exceptions import ConnectorException

from agent.errors import DatabaseUnavailable
from gateway.pipeline.supervision import (
    CALM_SECONDS,
    LONGEST_PAUSE,
    LONGEST_PAUSE_WITHOUT_DATABASE,
    MOST_FAILURES,
    STEADY_SECONDS,
    TOLD_FAILURES,
    Beat,
    GaveUp,
    Supervisor,
    Task,
    database_is_away,
)


class Time:
    """Passes only while somebody pauses."""

    def __init__(self) -> None:
        self.now = 0.0
        self.pauses: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)

    def supervisor(self) -> Supervisor:
        return Supervisor(now=lambda: self.now, sleep=self.sleep)


@asynccontextmanager
async def running(supervisor: Supervisor) -> AsyncIterator["asyncio.Task[None]"]:
    task = asyncio.create_task(supervisor.run())
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError, GaveUp):
            await task


async def until(condition: Callable[[], bool]) -> None:
    for _ in range(10_000):
        if condition():
            return
        await asyncio.sleep(0)
    raise AssertionError("it never came to that")


def failing(error: BaseException | None, times: int = 1000) -> Callable[[Beat], Awaitable[None]]:
    """Ends so often, with `error` or by itself; then runs for ever."""
    left = times

    async def run(_: Beat) -> None:
        nonlocal left
        if left:
            left -= 1
            if error is not None:
                raise error
            return
        await asyncio.Event().wait()

    return run


@pytest.mark.parametrize(
    "error",
    [ValueError("unknown"), None, KeyError(), ExceptionGroup("", [ValueError()]), MemoryError()],
    ids=repr,
)
async def test_what_keeps_failing_is_given_up_and_the_others_end(error: Exception | None) -> None:
    time, other_ended, told = Time(), asyncio.Event(), list[int]()

    async def other(_: Beat) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            other_ended.set()

    supervisor = time.supervisor()
    supervisor.on_giving_up = partial(told.append, 1)
    supervisor.watch(Task("sends", failing(error)), Task("turns", other))
    with pytest.raises(GaveUp, match="sends failed 8 times in a row"):
        await supervisor.run()
    assert other_ended.is_set()
    assert told == [1]
    assert supervisor.gave_up is not None
    assert time.pauses == [0.5, 1, 2, 4, 8, 16, 30]
    assert max(time.pauses) <= LONGEST_PAUSE


async def test_without_a_database_it_goes_on_for_as_long_as_it_takes() -> None:
    time = Time()
    supervisor = time.supervisor()
    supervisor.watch(Task("turns", failing(DatabaseUnavailable(), times=500)))
    async with running(supervisor) as task:
        await until(lambda: len(time.pauses) == 500)
        assert max(time.pauses) == LONGEST_PAUSE_WITHOUT_DATABASE
        assert supervisor.troubles() == {"turns": "the database cannot be used"}
        await asyncio.sleep(0)
        time.now += CALM_SECONDS
        assert supervisor.troubles() == {}
        assert not task.done()


async def test_what_is_not_vital_goes_on_failing_and_is_named_apart() -> None:
    time = Time()
    supervisor = time.supervisor()
    supervisor.watch(Task("feed", failing(ValueError()), vital=False))
    async with running(supervisor) as task:
        await until(lambda: len(time.pauses) > 3 * MOST_FAILURES)
        assert supervisor.troubles() == {}
        assert supervisor.troubles(vital=False) == {"feed": "it ended with ValueError"}
        assert not task.done()


async def test_who_ran_long_enough_begins_anew() -> None:
    time = Time()

    async def run(_: Beat) -> None:
        time.now += STEADY_SECONDS
        raise ValueError

    supervisor = time.supervisor()
    supervisor.watch(Task("turns", run))
    async with running(supervisor):
        await until(lambda: len(time.pauses) > 3 * MOST_FAILURES)
        assert set(time.pauses) == {0.5}
        assert supervisor.troubles() == {}


async def test_who_beats_has_recovered_at_once() -> None:
    time = Time()
    failures = TOLD_FAILURES

    async def run(beat: Beat) -> None:
        nonlocal failures
        if failures:
            failures -= 1
            raise ValueError
        beat()
        await asyncio.Event().wait()

    supervisor = time.supervisor()
    supervisor.watch(Task("sweep", run, silent_seconds=1e9))
    async with running(supervisor):
        await until(lambda: len(time.pauses) == TOLD_FAILURES)
        assert supervisor.troubles() == {"sweep": "it ended with ValueError"}
        await until(lambda: not supervisor.troubles())


async def test_a_silent_task_is_begun_anew() -> None:
    begun = 0

    async def run(beat: Beat) -> None:
        nonlocal begun
        begun += 1
        beat()
        await asyncio.Event().wait()

    time = Time()
    # Real time would be waited for: this task has none.
    supervisor = time.supervisor()
    supervisor.watch(Task("sweep", run, silent_seconds=0.0))
    with pytest.raises(GaveUp, match="no sign of life"):
        await supervisor.run()
    assert begun <= MOST_FAILURES


async def test_whoever_puts_away_is_waited_for_and_not_interrupted() -> None:
    put_away = 0

    async def run(_: Beat) -> None:
        nonlocal put_away
        try:
            await asyncio.Event().wait()
        finally:
            for _again in range(20):
                await asyncio.sleep(0)
            put_away += 1

    supervisor = Time().supervisor()
    supervisor.watch(Task("turns", run), Task("sends", run), Task("feed", run, vital=False))
    async with running(supervisor):
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    assert put_away == 3


async def test_an_error_is_named_by_its_type_only() -> None:
    supervisor = Time().supervisor()
    supervisor.watch(Task("turns", failing(ValueError("Zenobia's words"))))
    with pytest.raises(GaveUp) as gave_up:
        await supervisor.run()
    assert "Zenobia" not in str(gave_up.value)


class Refused(Exception):
    def __init__(self, sqlstate: str | None) -> None:
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("sqlstate", "away"),
    [
        (None, True), ("25006", True), ("57P01", True), ("53100", True), ("40P01", True),
        ("55P03", True), ("58030", True), ("42883", False), ("23505", False), ("22003", False),
        ("25001", False), ("55000", False),
    ],
)  # fmt: skip
def test_the_queues_errors_are_classed_like_ours(sqlstate: str | None, away: bool) -> None:
    error = ConnectorException()
    error.__cause__ = Refused(sqlstate)
    assert database_is_away(error) is away
    assert not database_is_away(Refused(sqlstate))
