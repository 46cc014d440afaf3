"""Asks whoever waits about time that became free, one after the other.

The rows of the waiting list are the truth: a job that died in the middle is run again and goes on
where it was, and two at once ask nobody twice (migrations/0020_waiting_offers.sql).
"""

from datetime import date
from uuid import UUID

from agent.clock import Clock
from agent.database import Database
from agent.organization import Organization
from agent.types import Json
from agent.waiting import waiting_question
from gateway.guards import CHANNELS_WITH_WINDOW


class WaitingList:
    """The waiting lists of all organizations."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def look(self, organization: UUID, day: date | None = None) -> int:
        """Ends what is over, then asks those who wait for `day` (None: who is due).

        Returns how many were asked. A slot that nobody takes goes to the next in another call.
        """
        await self._database.call("waiting_settle", organization=organization)
        asked = 0
        after: str | None = None
        while True:
            found = await self._database.call(
                "waiting_claim",
                organization=organization,
                day=day,
                after=UUID(after) if after else None,
                windowed=sorted(CHANNELS_WITH_WINDOW),
            )
            if found["status"] != "ask":
                return asked
            asked += await self._ask(organization, found)
            if not found["again"]:
                after = found["entry"]

    async def _ask(self, organization: UUID, found: Json) -> bool:
        reply = waiting_question(
            found,
            organization=Organization.from_row(found["organization"]),
            language=found["language"],
            name=found["name"],
            now=self._clock.now(),
        )
        put = await self._database.call(
            "waiting_ask",
            organization=organization,
            entry=UUID(found["entry"]),
            slot=found["slot"],
            replies=[reply],
        )
        return bool(put)
