"""Sends what the business writes because time passes: before a visit, after it, and when an hour is given up.

The row of `reminders` is the truth and every look at it is one SQL function
(migrations/functions/reminder_sending.sql); the words are made in reminder_letters.py. Which
rules hold: docs/decisions/reminders.md and moments.md.
"""

import logging
from typing import Literal
from uuid import UUID

from msgspec import Struct

from agent.clock import Clock
from agent.data.database import Database
from agent.settings import Settings
from gateway.pipeline.reminder_letters import Letters, Taken

log = logging.getLogger(__name__)

_LOOKS = 5
"""How often facts that changed while the words were made are read anew."""


class _Put(Struct, frozen=True, kw_only=True):
    """reminder_put. `changed`: it must be taken anew."""

    status: Literal["sent", "changed", "done", "early", "waiting", "dropped", "skipped"]


class Reminders:
    """`run` is the queue's task; a second run of the same reminder finds nothing to do."""

    def __init__(self, database: Database, settings: Settings, clock: Clock) -> None:
        self._database = database
        self._letters = Letters(settings, clock)

    async def wake(self) -> int:
        """Enqueues what is due, of every organization; returns how many."""
        return await self._database.fetch(int, "reminders_wake")

    async def run(self, organization: UUID, reminder: UUID) -> None:
        """Sends a reminder that is due, or records why not."""
        about = {"organization": organization, "reminder": reminder}
        for _ in range(_LOOKS):
            taken = await self._database.fetch(Taken, "reminder_take", **about)
            if taken.status != "send":
                return
            letter = self._letters.of(reminder, taken)
            if letter is None:
                await self._database.call("reminder_skip", **about, reason="window")
                log.info("reminder %s: the 24-hour window is closed, no template", reminder)
                return
            put = await self._database.fetch(
                _Put,
                "reminder_put",
                **about,
                chat=letter.chat,
                appointment=taken.appointment,
                text=letter.text,
                payload=letter.payload,
                notice=letter.notice,
            )
            if put.status != "changed":
                return
