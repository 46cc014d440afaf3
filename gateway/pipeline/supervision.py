"""The supervisor of a process's long tasks: restarts them with growing pauses and reports failures.

A task that ends unnoticed stops working silently. Here it is logged and started again. While the database is away that goes on for as long as it takes; what keeps failing
for another reason will not be mended by a further try in the same process: the supervisor gives up,
and the process ends so that whoever runs it (systemd, Kubernetes, Compose) starts it anew.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from procrastinate.exceptions import ConnectorException

from agent.data.calls import is_trouble
from agent.errors import DatabaseUnavailable, FrontdeskError

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
LONGEST_PAUSE_WITHOUT_DATABASE = 5.0
STEADY_SECONDS = 60.0
"""A task that ran this long has recovered: earlier failures do not count any more."""
MOST_FAILURES = 8
"""In a row; with the pauses between them that is a minute and a half."""
TOLD_FAILURES = 3
"""In a row: from then on `/ready` says so, until the task has run for `CALM_SECONDS`."""
CALM_SECONDS = 10.0
_SAID_EVERY = 12
"""Failures without a database after the first few: once a minute."""
STOP_SECONDS = 12.0
"""Running jobs are given ten to end (gateway/pipeline/worker.py)."""

Beat = Callable[[], None]


class GaveUp(FrontdeskError):
    """A task that this process needs keeps failing."""


@dataclass(frozen=True, slots=True)
class Task:
    """`run` goes on until it is cancelled, and calls `beat` whenever it has done its work once.

    `vital`: without it the process is of no use. `silent_seconds`: the longest time between two
    beats; None for a task that does not beat.
    """

    name: str
    run: Callable[[Beat], Awaitable[None]]
    vital: bool = True
    silent_seconds: float | None = None


@dataclass(slots=True)
class _State:
    """Of one task. `began`: None while it does not run. `failures`, `unexplained` (those that are not
    the database's): in a row."""

    began: float | None = None
    seen: float = 0.0
    failures: int = 0
    unexplained: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _End:
    """How a task ended. `away`: because the database cannot be used."""

    reason: str
    away: bool = False
    error: BaseException | None = None


class Supervisor:
    """`now` and `sleep` are seams of the tests."""

    def __init__(
        self,
        *,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._now = now
        self._sleep = sleep
        self._tasks: list[tuple[Task, _State]] = []
        self.gave_up: GaveUp | None = None
        self.on_giving_up: Callable[[], None] = lambda: None

    def watch(self, *tasks: Task) -> None:
        """Adds tasks; before `run`."""
        self._tasks += [(task, _State()) for task in tasks]

    def troubles(self, *, vital: bool = True) -> dict[str, str]:
        """Which vital tasks (or which others) do not run, and why; empty when all is well."""
        return {
            task.name: state.reason
            for task, state in self._tasks
            if task.vital is vital and self._is_down(state)
        }

    def _is_down(self, state: _State) -> bool:
        calm = state.began is not None and self._now() - state.began >= CALM_SECONDS
        return state.failures >= TOLD_FAILURES and not calm

    async def run(self) -> None:
        """Until cancelled; then every task has ended, or had `STOP_SECONDS` to. Raises GaveUp."""
        keeping = [
            asyncio.create_task(self._keep(task, state), name=f"keep {task.name}")
            for task, state in self._tasks
        ]
        try:
            done, _ = await asyncio.wait(keeping, return_when=asyncio.FIRST_COMPLETED)
            done.pop().result()
        finally:
            # Once only: a second time would interrupt those who are putting away.
            for one in keeping:
                one.cancel()
            await asyncio.wait(keeping, timeout=STOP_SECONDS)

    async def _keep(self, task: Task, state: _State) -> None:
        while True:
            began = state.began = state.seen = self._now()
            end = await self._run(task, state)
            state.began = None
            if self._now() - began >= STEADY_SECONDS:
                state.failures = state.unexplained = 0
            state.reason = end.reason
            state.failures += 1
            state.unexplained = 0 if end.away else state.unexplained + 1
            if task.vital and state.unexplained >= MOST_FAILURES:
                log.critical("%s: %s, once too often", task.name, end.reason, exc_info=end.error)
                message = f"{task.name} failed {MOST_FAILURES} times in a row: {end.reason}"
                self.gave_up = GaveUp(message)
                self.on_giving_up()
                raise self.gave_up
            await self._sleep(self._pause(task, state, end))

    def _pause(self, task: Task, state: _State, end: _End) -> float:
        longest = LONGEST_PAUSE_WITHOUT_DATABASE if end.away else LONGEST_PAUSE
        pause: float = min(FIRST_PAUSE * 2 ** min(state.failures - 1, 10), longest)
        if end.away:
            if state.failures <= TOLD_FAILURES or state.failures % _SAID_EVERY == 0:
                log.warning("%s: %s; trying again in %.1f s", task.name, end.reason, pause)
        else:
            message = "%s: %s; starting it again in %.1f s"
            log.error(message, task.name, end.reason, pause, exc_info=end.error)
        return pause

    async def _run(self, task: Task, state: _State) -> _End:
        def beat() -> None:
            state.seen = self._now()
            state.failures = state.unexplained = 0

        running, silent = asyncio.ensure_future(task.run(beat)), False
        try:
            while not running.done() and not silent:
                left = self._patience(task, state)
                silent = left is not None and left <= 0
                if not silent:
                    await asyncio.wait([running], timeout=left)
        finally:
            if not running.done():
                running.cancel()
                await asyncio.wait([running], timeout=STOP_SECONDS)
            if running.done() and not running.cancelled():
                running.exception()  # has been looked at, also when nobody asks any more
        if silent:
            return _End(f"no sign of life for {task.silent_seconds} s")
        return _end_of(None if running.cancelled() else running.exception())

    def _patience(self, task: Task, state: _State) -> float | None:
        """Seconds that it may stay silent; None when that is for ever."""
        if task.silent_seconds is None:
            return None
        return state.seen + task.silent_seconds - self._now()


def _end_of(error: BaseException | None) -> _End:
    """The type only: an error's words may quote a customer's."""
    if error is None:
        return _End("it ended by itself")
    if database_is_away(error):
        return _End("the database cannot be used", away=True, error=error)
    return _End(f"it ended with {type(error).__name__}", error=error)


def database_is_away(error: BaseException) -> bool:
    """Whether this says that the database cannot be used now, by us or by the queue library."""
    if isinstance(error, DatabaseUnavailable):
        return True
    if not isinstance(error, ConnectorException):
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    # Without a code it was no answer of the server: a connection that broke or was not had.
    return state is None or is_trouble(state)
