"""Tells those who should know of replies and notices that wait or were given up.

A maintenance task: one process of the deployment does it at a time. What it says is recorded in the statement
that enqueues it, so that nobody hears the same thing twice.
"""

from typing import Literal
from uuid import UUID

from msgspec import Struct

from agent.data.database import Database
from gateway.pipeline import apologies
from gateway.pipeline.outbox import tell_of_receipt
from gateway.pipeline.sending_notices import sending_notice
from gateway.pipeline.sweeping import all_of, each, readable_rows, tell_failures

SETTLED_SECONDS = 60.0
"""After the last message of a history came, before staff hear of it."""
LATE_SECONDS = 600.0
"""How long replies, or a notice about a customer, wait before staff, or that customer, hear of it."""


class _GivenUpReceipt(Struct, frozen=True, kw_only=True):
    organization: UUID
    message: UUID
    text: str


class _SendingTrouble(Struct, frozen=True, kw_only=True):
    """A connection of which staff should hear; `since` is local time as text, `count` of replies or chats."""

    topic: Literal["stuck", "works", "given_up", "history"]
    organization_id: UUID
    connection: UUID
    organization: str
    language: str
    name: str
    channel: str
    count: int
    since: str
    code: str | None


class _UntoldEscalation(Struct, frozen=True, kw_only=True):
    """`late`: staff may still be reached."""

    organization: UUID
    escalation: UUID
    language: str
    late: bool


class SendingWatch:
    """A maintenance task (gateway/pipeline/maintenance.py)."""

    name = "sending_watch"
    every_seconds = 30.0

    def __init__(self, database: Database) -> None:
        self._database = database

    async def round(self) -> bool:
        """Raises PartlyFailed."""
        await all_of(self._receipts, self._staff, self._histories, self._customers)
        return False

    async def _receipts(self) -> None:
        """Of each receipt that was given up a person is told; they settle it with the customer."""
        due, unread = await readable_rows(self._database, _GivenUpReceipt, "receipts_given_up")
        failed = await each(due, "a notice of a receipt", self._tell_of_receipt)
        tell_failures(unread + failed, "notices of receipts")

    async def _tell_of_receipt(self, row: _GivenUpReceipt) -> None:
        await tell_of_receipt(self._database, row.organization, row.message, row.text)

    async def _staff(self) -> None:
        due, unread = await readable_rows(
            self._database, _SendingTrouble, "sending_notices_due", late_seconds=LATE_SECONDS
        )
        failed = await each(due, "a notice of a connection", self._tell_staff)
        tell_failures(unread + failed, "notices of connections")

    async def _histories(self) -> None:
        """Old chats that came all at once are answered by nobody, and are told of together."""
        due, unread = await readable_rows(
            self._database, _SendingTrouble, "histories_due", settled_seconds=SETTLED_SECONDS
        )
        failed = await each(due, "a notice of a history", self._tell_staff)
        tell_failures(unread + failed, "notices of histories")

    async def _tell_staff(self, row: _SendingTrouble) -> None:
        notice = sending_notice(
            row.topic,
            organization=row.organization,
            language=row.language,
            name=row.name,
            channel=row.channel,
            count=row.count,
            since=row.since,
            code=row.code,
        )
        await self._database.call(
            "sending_notice_put",
            organization=row.organization_id,
            connection=row.connection,
            topic=row.topic,
            body=notice.body,
            params=list(notice.params),
        )

    async def _customers(self) -> None:
        """Who was promised a person and waits in vain is told, once."""
        due, unread = await readable_rows(
            self._database, _UntoldEscalation, "escalations_untold", late_seconds=LATE_SECONDS
        )
        failed = await each(due, "the truth to a customer", self._tell_customer)
        tell_failures(unread + failed, "truths to customers")

    async def _tell_customer(self, row: _UntoldEscalation) -> None:
        say = apologies.late if row.late else apologies.unreachable
        await self._database.call(
            "escalation_tell",
            organization=row.organization,
            escalation=row.escalation,
            text=say(row.language),
        )
