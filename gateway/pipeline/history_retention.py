"""Deletes what ended long ago: threads of chats at rest, turns, and jobs that failed."""

from datetime import timedelta

from agent.clock import Clock
from agent.data.database import Database
from agent.settings import Settings
from gateway.pipeline.sweeping import all_of

_CHATS, _TURNS, _JOBS = 200, 1000, 1000
"""At a time: each is one short transaction."""


class HistoryRetention:
    """A maintenance task (gateway/pipeline/maintenance.py)."""

    name = "history_retention"
    every_seconds = 6 * 3600.0

    def __init__(self, database: Database, settings: Settings, clock: Clock) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock
        self._left = False

    async def round(self) -> bool:
        """One batch of each kind."""
        self._left = False
        await all_of(self._threads, self._turns, self._jobs)
        return self._left

    async def _threads(self) -> None:
        before = self._clock.now() - timedelta(days=self._settings.thread_retention_days)
        count = await self._database.fetch(int, "threads_forget", before=before, limit=_CHATS)
        self._left = self._left or count == _CHATS

    async def _turns(self) -> None:
        before = self._clock.now() - timedelta(days=self._settings.turn_retention_days)
        count = await self._database.fetch(int, "turns_forget", before=before, limit=_TURNS)
        self._left = self._left or count == _TURNS

    async def _jobs(self) -> None:
        before = self._clock.now() - timedelta(days=self._settings.job_retention_days)
        count = await self._database.fetch(int, "jobs_forget", before=before, limit=_JOBS)
        self._left = self._left or count == _JOBS
