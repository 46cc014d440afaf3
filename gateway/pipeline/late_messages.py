"""Tells staff of messages that came too late to be answered: a provider that was away sends them after."""

from uuid import UUID

from msgspec import Struct

from agent.data.database import Database
from agent.data.turn_store import TurnStore
from agent.scheduling.staff_notices import escalation_notice
from gateway.pipeline.sweeping import each, readable_rows, tell_failures

REASON = "late_messages"
SETTLED_SECONDS = 60.0
"""After the last one of a chat came: what staff answered meanwhile comes with the same replay."""


class _LateMessages(Struct, frozen=True, kw_only=True):
    """A chat with late messages; `at` is when the newest (`text`) was written, in local time."""

    organization: UUID
    conversation: UUID
    business: str
    language: str
    name: str | None
    phone: str | None
    stated_phone: str | None
    count: int
    text: str
    at: str


class LateMessages:
    """A maintenance task (gateway/pipeline/maintenance.py)."""

    name = "late_messages"
    every_seconds = 60.0

    def __init__(self, database: Database) -> None:
        self._database = database

    async def round(self) -> bool:
        """Raises PartlyFailed."""
        due, unread = await readable_rows(
            self._database, _LateMessages, "late_messages_due", settled_seconds=SETTLED_SECONDS
        )
        failed = await each(due, "a notice of late messages", self._tell)
        tell_failures(unread + failed, "notices of late messages")
        return False

    async def _tell(self, row: _LateMessages) -> None:
        notice = escalation_notice(
            organization=row.business,
            language=row.language,
            name=row.name,
            phone=row.phone,
            stated_phone=row.stated_phone,
            reason=REASON,
            summary=" · ".join(filter(None, (row.at, " ".join(row.text.split())))),
        )
        await TurnStore(self._database).open_escalation(
            row.organization,
            row.conversation,
            None,
            reason=REASON,
            summary="",
            body=notice.body,
            params=notice.params,
        )
