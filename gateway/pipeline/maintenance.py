"""Maintenance tasks, each run regularly by one process of the deployment at a time.

When the next round is due stands in the database (migrations/functions/operation.sql), and so does how the
last one went: `frontdesk check` shows it. A process that dies in a round leaves its lease.
"""

import logging
from collections.abc import Sequence
from typing import Protocol

from agent.data.database import Database
from agent.errors import DatabaseUnavailable, FrontdeskError
from agent.fault_boundary import FaultBoundary
from gateway.pipeline.sweeping import PartlyFailed

log = logging.getLogger(__name__)

_SHORTEST_LEASE, _LONGEST_LEASE = 60.0, 600.0
_INTERVALS_OF_LEASE = 4
"""A process that dies in a round, or loses the database, leaves its lease: what is done every half minute must
not wait ten minutes for that, and what is done once an hour may take as long."""
_MOST_ROUNDS = 20
"""At a time; what is left is due at once, for whichever process looks next."""


class MaintenanceTask(Protocol):
    """`every_seconds`: how long until the next round when nothing is left to do, and after a
    first failure."""

    name: str
    every_seconds: float

    async def round(self) -> bool:
        """Does a bounded part; whether more is left. What was done stays done when it raises
        FrontdeskError, whose words go to the operator. After PartlyFailed the next round is not later:
        the others' work must not wait for what is wrong with one."""
        ...


class Maintenance:
    """All maintenance tasks of this deployment."""

    def __init__(self, database: Database, tasks: Sequence[MaintenanceTask]) -> None:
        self._database = database
        self._tasks = tasks

    async def run_due(self) -> None:
        """Runs the tasks that are due. Raises DatabaseUnavailable."""
        for task in self._tasks:
            if await self._database.fetch(
                bool, "maintenance_begin", name=task.name, lease_seconds=lease_of(task)
            ):
                await self._run(task)

    async def _run(self, task: MaintenanceTask) -> None:
        seconds, error, steady = task.every_seconds, None, False
        # A bug in one task must not stop the others.
        with FaultBoundary(log, "%s failed", task.name, passes=(DatabaseUnavailable,)) as fault:
            try:
                if await _rounds(task):
                    seconds = 0.0
            except DatabaseUnavailable:
                raise
            except FrontdeskError as failure:
                error, steady = str(failure), isinstance(failure, PartlyFailed)
                log.warning("%s: %s", task.name, error)
        if fault.error:
            error = type(fault.error).__name__
        await self._database.call(
            "maintenance_end", name=task.name, seconds=seconds, error=error, steady=steady
        )


def lease_of(task: MaintenanceTask) -> float:
    """Seconds for which a round is nobody else's."""
    return min(_LONGEST_LEASE, max(_SHORTEST_LEASE, _INTERVALS_OF_LEASE * task.every_seconds))


async def _rounds(task: MaintenanceTask) -> bool:
    """Whether something is left."""
    for _ in range(_MOST_ROUNDS):
        if not await task.round():
            return False
    return True
