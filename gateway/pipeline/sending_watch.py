"""Tells those who should know of replies and notices that wait or were given up.

A chore: one process of the deployment does it at a time. What it says is recorded in the statement
that enqueues it, so that nobody hears the same thing twice.
"""

from uuid import UUID

from agent.data.database import Database
from gateway.pipeline import apologies
from gateway.pipeline.outbox import tell_of_receipt
from gateway.pipeline.sending_notices import sending_notice

LATE_SECONDS = 600.0
"""How long replies, or a notice about a customer, wait before staff, or that customer, hear of it."""


class SendingWatch:
    """A chore (gateway/pipeline/maintenance.py)."""

    name = "sending_watch"
    every_seconds = 30.0

    def __init__(self, database: Database) -> None:
        self._database = database

    async def round(self) -> bool:
        await self._receipts()
        await self._staff()
        await self._customers()
        return False

    async def _receipts(self) -> None:
        """Of each receipt that was given up a person is told; they settle it with the customer."""
        for row in await self._database.call("receipts_given_up"):
            await tell_of_receipt(
                self._database, UUID(row["organization"]), UUID(row["message"]), row["text"]
            )

    async def _staff(self) -> None:
        for row in await self._database.call("sending_notices_due", late_seconds=LATE_SECONDS):
            topic, organization = row.pop("topic"), UUID(row.pop("organization_id"))
            connection = UUID(row.pop("connection"))
            notice = sending_notice(topic, **row)
            await self._database.call(
                "sending_notice_put",
                organization=organization,
                connection=connection,
                topic=topic,
                body=notice.body,
                params=list(notice.params),
            )

    async def _customers(self) -> None:
        """Who was promised a person and waits in vain is told, once."""
        for row in await self._database.call("escalations_untold", late_seconds=LATE_SECONDS):
            say = apologies.late if row["late"] else apologies.unreachable
            await self._database.call(
                "escalation_tell",
                organization=UUID(row["organization"]),
                escalation=UUID(row["escalation"]),
                text=say(row["language"]),
            )
