"""What is done by and by, by one process of the deployment at a time.

When the next round is due stands in the database (migrations/functions/operation.sql), and so does how the
last one went: `frontdesk check` shows it. A process that dies in a round leaves its lease.
"""

import logging
from collections.abc import Sequence
from typing import Protocol

from agent.data.database import Database
from agent.errors import DatabaseUnavailable, FrontdeskError

log = logging.getLogger(__name__)

_LEASE_SECONDS = 600.0
_MOST_ROUNDS = 20
"""At a time; what is left is due at once, for whichever process looks next."""


class Chore(Protocol):
    """`every_seconds`: how long until the next round when nothing is left to do, and after a
    first failure."""

    name: str
    every_seconds: float

    async def round(self) -> bool:
        """Does a bounded part; whether more is left. What was done stays done when it raises
        FrontdeskError, whose words go to the operator."""
        ...


class Chores:
    """All chores of this deployment."""

    def __init__(self, database: Database, chores: Sequence[Chore]) -> None:
        self._database = database
        self._chores = chores

    async def look(self) -> None:
        """Does what is due. Raises DatabaseUnavailable."""
        for chore in self._chores:
            if await self._database.call(
                "chore_begin", name=chore.name, lease_seconds=_LEASE_SECONDS
            ):
                await self._do(chore)

    async def _do(self, chore: Chore) -> None:
        seconds, error = chore.every_seconds, None
        try:
            if await _rounds(chore):
                seconds = 0.0
        except DatabaseUnavailable:
            raise
        except FrontdeskError as failure:
            error = str(failure)
            log.warning("%s: %s", chore.name, error)
        except Exception as failure:  # a bug in one must not stop the other
            error = type(failure).__name__
            log.exception("%s failed", chore.name)
        await self._database.call("chore_end", name=chore.name, seconds=seconds, error=error)


async def _rounds(chore: Chore) -> bool:
    """Whether something is left."""
    for _ in range(_MOST_ROUNDS):
        if not await chore.round():
            return False
    return True
