"""The worker: runs the queue's jobs and recovers those of killed workers.

Turns, files and sends have workers of their own, so that slow model calls do not hold up replies,
and files that are slow to read hold up nobody who only writes. A killed worker leaves its jobs
"doing"; the sweep gives them back, each in its own try (docs/decisions/queue.md). Maintenance
tasks are in maintenance.py.
"""

import asyncio
import logging
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from functools import partial

from msgspec import Struct
from procrastinate import App
from procrastinate.jobs import Job

from agent.clock import Clock
from agent.data.database import Database
from agent.errors import DatabaseUnavailable
from agent.fault_boundary import FaultBoundary
from agent.language.encoder import warm_up
from agent.settings import Settings
from gateway.organizations.public_holidays import write_holidays
from gateway.pipeline.clocks import Clocks
from gateway.pipeline.dead_letters import DeadLetters
from gateway.pipeline.maintenance import Maintenance
from gateway.pipeline.reminders import Reminders
from gateway.pipeline.supervision import Beat, Supervisor, Task
from gateway.pipeline.sweeping import all_of

log = logging.getLogger(__name__)

POLL_SECONDS = 0.5
MAINTENANCE_SECONDS = 30.0
"""Between two checks whether a maintenance task is due."""
SILENT_SECONDS = 120.0
"""A sweep that takes longer hangs: each of its few calls ends within twenty seconds or fails."""
_REGISTERED_SECONDS = 1.0
_NOT_NOW = (DatabaseUnavailable,)
_DIED = "processes died at it"
QUEUES = (["media"], ["turns"], ["sends"])


_SENDS_FOR_A_TURN = 16
_MOST_SENDS = 240
"""A send only waits for its provider, so places for it cost nothing, and there have to be some when the providers of
many businesses hang. What one connection may take of them is bounded (outbox.py)."""


def places(queues: Sequence[str], settings: Settings) -> int:
    """How many jobs of these queues run at once in a process."""
    places = settings.worker_concurrency
    return min(places * _SENDS_FOR_A_TURN, _MOST_SENDS) if "sends" in queues else places


class _Rescued(Struct, frozen=True, kw_only=True):
    """work_rescue: how many of each had no job."""

    turns: int
    sends: int
    notices: int


class Worker:
    """All workers of this process."""

    def __init__(
        self,
        queue: App,
        database: Database,
        reminders: Reminders,
        maintenance: Maintenance,
        settings: Settings,
        clock: Clock,
        also: Sequence[Task] = (),
    ) -> None:
        """`also`: what else a process that works keeps running."""
        self._queue = queue
        self._database = database
        self._reminders = reminders
        self._maintenance = maintenance
        self._settings = settings
        self._clock = clock
        self._also = also
        self._clocks = Clocks(database, clock)
        self._dead_letters = DeadLetters(database)
        self._day: date | None = None

    def tasks(self) -> list[Task]:
        """What a process that works has to keep running (supervision.py)."""
        silent = SILENT_SECONDS + self._settings.worker_sweep_seconds
        return [
            *(
                Task(f"the worker of {'+'.join(queues)}", partial(self._work, queues))
                for queues in QUEUES
            ),
            Task("the worker's sweep", self._sweep_forever, silent_seconds=silent),
            Task("the agenda", self._wake_forever, vital=False),
            Task("the day's beginning", self._begin_days, vital=False),
            Task("the maintenance", self._maintain_forever, vital=False),
            *self._also,
        ]

    async def run(self) -> None:
        """Until cancelled; running jobs are given ten seconds to end. Raises GaveUp."""
        warm_up()  # else the first customer's turn would wait for the encoder
        supervisor = Supervisor()
        supervisor.watch(*self.tasks())
        await supervisor.run()

    async def _work(self, queues: list[str], _: Beat) -> None:
        """Ends, or raises, when a part of the library's worker did: it stops the whole of it then."""
        began = time.monotonic()
        running = asyncio.create_task(self._run_library(queues))
        try:
            await asyncio.wait([running])
        except asyncio.CancelledError:
            # While it registers itself, waiting for a connection can swallow a cancellation (Python
            # before 3.12); it would then run on over pools that are closed.
            left = began + _REGISTERED_SECONDS - time.monotonic()
            await asyncio.wait([running], timeout=max(0.0, left))
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            raise
        await running

    async def _run_library(self, queues: list[str]) -> None:
        await self._queue.run_worker_async(
            queues=queues,
            name="+".join(queues),
            concurrency=places(queues, self._settings),
            install_signal_handlers=False,
            listen_notify=self._settings.listen_notify,
            # NOTIFY tells of new jobs, not of those whose hour has come (the debounce).
            fetch_job_polling_interval=POLL_SECONDS,
            update_heartbeat_interval=self._settings.worker_heartbeat_seconds,
            stalled_worker_timeout=self._settings.worker_stalled_seconds,
            shutdown_graceful_timeout=10,
            delete_jobs="successful",
        )

    async def _sweep_forever(self, beat: Beat) -> None:
        while True:
            await self.sweep()
            self._say_alive()
            beat()
            await asyncio.sleep(self._settings.worker_sweep_seconds)

    async def _wake_forever(self, beat: Beat) -> None:
        while True:
            await self.wake()
            beat()
            await asyncio.sleep(self._settings.worker_sweep_seconds)

    async def _begin_days(self, beat: Beat) -> None:
        """Beside the sweep: it takes long where there are many organizations."""
        while True:
            await self.begin_day()
            beat()
            await asyncio.sleep(self._settings.worker_sweep_seconds)

    async def _maintain_forever(self, beat: Beat) -> None:
        """Beside the sweep, which must not wait for a slow service."""
        while True:
            await self._maintenance.run_due()
            beat()
            await asyncio.sleep(MAINTENANCE_SECONDS)

    def _say_alive(self) -> None:
        """A container's health check looks at the file's age (gateway/alive.py)."""
        if self._settings.worker_alive_file:
            with suppress(OSError):
                self._settings.worker_alive_file.touch()

    async def sweep(self) -> None:
        """Gives back the jobs of dead workers, and defers what should have a job and has none."""
        await all_of(self._clocks.look, self._give_back_all, self._rescue, self._send_due)

    async def _give_back_all(self) -> None:
        stalled = await self._queue.job_manager.get_stalled_jobs(
            seconds_since_heartbeat=self._settings.worker_stalled_seconds
        )
        for job in stalled:
            await self._give_back(job)

    async def _rescue(self) -> None:
        rescued = await self._database.fetch(
            _Rescued, "work_rescue", grace_seconds=self._settings.worker_stalled_seconds
        )
        if rescued.turns or rescued.sends or rescued.notices:
            log.warning(
                "work without a job was found and enqueued: %s turns, %s sends, %s notices",
                rescued.turns,
                rescued.sends,
                rescued.notices,
            )

    async def _send_due(self) -> None:
        await self._database.call("outbox_due")

    async def wake(self) -> None:
        """What is due of the agenda: reminders, invitations, the waiting list, holds that ran out."""
        await all_of(self._reminders.wake, self._wake_recalls, self._wake_waiting, self._end_holds)

    async def _wake_recalls(self) -> None:
        await self._database.call("recalls_wake")

    async def _wake_waiting(self) -> None:
        await self._database.call("waiting_due")

    async def _end_holds(self) -> None:
        await self._database.call("holds_sweep")

    async def begin_day(self) -> None:
        """What is done once a day (UTC), the first time at the worker's start."""
        today = self._clock.now().date()
        if self._day == today:
            return
        await all_of(self._write_holidays, self._forget_visitors)
        self._day = today

    async def _write_holidays(self) -> None:
        changed = await write_holidays(self._database)
        if changed:
            log.info("public holidays were brought up to date: %s days", changed)

    async def _forget_visitors(self) -> None:
        await self._database.call("visitors_forget")

    async def _give_back(self, job: Job) -> None:
        # The next sweep tries it again; the other jobs must not wait for it.
        message = "job %s could not be given back"
        with FaultBoundary(log, message, job.id, level=logging.WARNING, passes=_NOT_NOW):
            assert job.id is not None
            died = await self._dead_letters.died(job.id, self._settings.worker_stalled_seconds)
            if died and died.failed:
                log.error("job %s (%s) is put aside: processes die at it", job.id, job.task_name)
                await self._dead_letters.put_aside(job.task_name, job.task_kwargs, _DIED)
