"""Looks at the database's clock, which decides what is due: whether it jumped, and whether it is ours."""

import logging
from datetime import datetime

from msgspec import Struct

from agent.clock import Clock
from agent.data.database import Database

log = logging.getLogger(__name__)

WRONG_SECONDS = 30.0
"""So far apart, one of two clocks is wrong; less may be a slow call."""


class _Look(Struct, frozen=True, kw_only=True):
    """clock_look: what it shows, by how many seconds it went back, and how many rows that wait were moved
    along."""

    now: datetime
    back: float
    moved: int


class Clocks:
    """`ahead`: by how many seconds the database's clock was ahead of this process's at the last look."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self.ahead = 0.0

    async def look(self) -> None:
        """What waits for a clock that went back is moved along. Raises DatabaseUnavailable."""
        look = await self._database.fetch(_Look, "clock_look")
        if look.back:
            message = "the database's clock went back by %.0f s: %s that wait were moved along"
            log.error(message, look.back, look.moved)
        before, self.ahead = self.ahead, (look.now - self._clock.now()).total_seconds()
        wrong = abs(self.ahead) >= WRONG_SECONDS
        if wrong and abs(self.ahead - before) >= WRONG_SECONDS:  # once for each jump
            log.error("%s: offers, reminders and leases depend on it", difference(self.ahead))
        elif not wrong and abs(before) >= WRONG_SECONDS:
            log.warning("the database's clock and this process's agree again")


def difference(ahead: float) -> str:
    """`ahead` in words."""
    way = "ahead of" if ahead > 0 else "behind"
    return f"the database's clock is {abs(ahead):.0f} s {way} this process's"
