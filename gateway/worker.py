"""Runs the queue's jobs, and picks up what a dead worker left behind.

Turns, files and sends have workers of their own, so that slow model calls do not hold up replies,
and files that are slow to read hold up nobody who only writes. A killed worker leaves its jobs
"doing"; the sweep gives them back, each in its own try (docs/decisions/queue.md). What is done by
and by are chores (chores.py).
"""

import asyncio
import logging
from contextlib import suppress
from datetime import date

from procrastinate import App
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job

from agent.clock import Clock
from agent.database import Database
from agent.errors import DatabaseUnavailable
from agent.settings import Settings
from gateway.chores import Chores
from gateway.organizations.public_holidays import write_holidays
from gateway.reminders import Reminders

log = logging.getLogger(__name__)

POLL_SECONDS = 0.5
CHORES_SECONDS = 30.0
"""Between two looks whether a chore is due."""
QUEUES = (["media"], ["turns"], ["sends"])


class Worker:
    """All workers of this process."""

    def __init__(
        self,
        queue: App,
        database: Database,
        reminders: Reminders,
        chores: Chores,
        settings: Settings,
        clock: Clock,
    ) -> None:
        self._queue = queue
        self._database = database
        self._reminders = reminders
        self._chores = chores
        self._settings = settings
        self._clock = clock
        self._day: date | None = None

    async def run(self) -> None:
        """Until cancelled; running jobs are given ten seconds to end."""
        async with asyncio.TaskGroup() as group:
            for queues in QUEUES:
                group.create_task(self._work(queues))
            group.create_task(self._sweep_forever())
            group.create_task(self._chores_forever())

    async def _work(self, queues: list[str]) -> None:
        while True:
            try:
                await self._queue.run_worker_async(
                    queues=queues,
                    name="+".join(queues),
                    concurrency=self._settings.worker_concurrency,
                    install_signal_handlers=False,
                    listen_notify=self._settings.listen_notify,
                    # NOTIFY tells of new jobs, not of those whose hour has come (the debounce).
                    fetch_job_polling_interval=POLL_SECONDS,
                    update_heartbeat_interval=self._settings.worker_heartbeat_seconds,
                    stalled_worker_timeout=self._settings.worker_stalled_seconds,
                    shutdown_graceful_timeout=10,
                    delete_jobs="successful",
                )
                return
            except ConnectorException as error:
                log.warning("the worker of %s lost the database: %s", queues, error.__cause__)
            except Exception:  # a gateway without its worker would only pretend to work
                log.exception("the worker of %s stopped; starting it again", queues)
            await asyncio.sleep(1)

    async def drain(self) -> None:
        """Runs what is due now and returns, which tests wait for."""
        await self._reminders.wake()
        await self._database.call("outbox_due")
        for queues in (["media", "turns"], ["sends"]) * 2:
            await self._queue.run_worker_async(
                queues=queues,
                wait=False,
                concurrency=self._settings.worker_concurrency,
                install_signal_handlers=False,
                listen_notify=False,
                delete_jobs="successful",
            )

    async def _sweep_forever(self) -> None:
        while True:
            with suppress(DatabaseUnavailable, ConnectorException):
                await self.sweep()
                await self._reminders.wake()
                await self.begin_day()
                self._say_alive()
            await asyncio.sleep(self._settings.worker_sweep_seconds)

    async def _chores_forever(self) -> None:
        """Beside the sweep, which must not wait for a slow service."""
        while True:
            with suppress(DatabaseUnavailable):
                await self._chores.look()
            await asyncio.sleep(CHORES_SECONDS)

    def _say_alive(self) -> None:
        """A container's health check looks at the file's age (gateway/alive.py)."""
        if self._settings.worker_alive_file:
            with suppress(OSError):
                self._settings.worker_alive_file.touch()

    async def sweep(self) -> None:
        """Gives back the jobs of dead workers, and defers what should have a job and has none."""
        stalled = await self._queue.job_manager.get_stalled_jobs(
            seconds_since_heartbeat=self._settings.worker_stalled_seconds
        )
        for job in stalled:
            await self._give_back(job)
        rescued = await self._database.call(
            "work_rescue", grace_seconds=self._settings.worker_stalled_seconds
        )
        await self._database.call("outbox_due")
        await self._database.call("holds_sweep")
        await self._database.call("waiting_due")
        if any(rescued.values()):
            log.warning("work without a job was found and enqueued: %s", rescued)

    async def begin_day(self) -> None:
        """What is done once a day (UTC), the first time at the worker's start."""
        today = self._clock.now().date()
        if self._day == today:
            return
        changed = await write_holidays(self._database)
        if changed:
            log.info("public holidays were brought up to date: %s days", changed)
        self._day = today

    async def _give_back(self, job: Job) -> None:
        try:
            await self._queue.job_manager.retry_job(job)
        except Exception:
            log.warning("job %s could not be given back", job.id, exc_info=True)
