"""Puts aside work that nobody can do, where staff see it, so that what stands behind it goes on.

Poison is a job that fails every time, or at which processes die (migrations/functions/dead_letters.sql).
"""

import logging
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from agent.data.database import Database
from agent.errors import DatabaseUnavailable
from agent.fault_boundary import FaultBoundary
from agent.files.reader import Reason

log = logging.getLogger(__name__)

MOST_DEATHS = 4
"""So many processes died at a job: as many as a turn is tried."""
LEAST_SECONDS = 600.0
"""A message that could not be handed over for so long, whatever went wrong with it, is given up."""


class Death(Struct, frozen=True, kw_only=True):
    """job_died: how often processes died at a job, and whether it is put aside now."""

    deaths: int
    failed: bool


class DeadLetters:
    """What becomes of the work of a job that is not run again."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def died(self, job: int, stalled_seconds: float) -> Death | None:
        """Gives back the job of a process that died, unless it is poison; None when it was not to be given
        back any more."""
        return await self._database.find(
            Death, "job_died", job=job, most=MOST_DEATHS, stalled_seconds=stalled_seconds
        )

    async def put_aside(
        self, task: str, ids: Mapping[str, Any], error: str, least_seconds: float = 0.0
    ) -> None:
        """`ids`: the job's arguments; `error`: why, for staff. Raises DatabaseUnavailable."""
        # Whatever is wrong with it, the other jobs are given back all the same.
        message = "the work of a job (%s) could not be put aside"
        with FaultBoundary(log, message, task, passes=(DatabaseUnavailable,)):
            await self._put_aside(task, ids, error, least_seconds)

    async def _put_aside(
        self, task: str, ids: Mapping[str, Any], error: str, least_seconds: float
    ) -> None:
        if task == "send":
            await self._database.call(
                "send_give_up", **ids, error=error, least_seconds=least_seconds
            )
        elif task == "notify":
            await self._database.call("notice_give_up", **ids, error=error)
        elif task == "remind":
            await self._database.call("reminder_skip", **ids, reason="failed")
        elif task == "media":
            reading = {"state": "unread", "reason": str(Reason.FAILED)}
            await self._database.call("media_text_put", **ids, reading=reading)
            await self._database.call(
                "media_put", **ids, result={"state": "failed", "error": error}
            )
