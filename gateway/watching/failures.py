"""What failed and what waits, as the database lists it for an operator."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from agent.data.database import Database

Kind = Literal[
    "reply_failed", "reply_waits", "notice_failed", "notice_waits", "turn_failed", "chat_waits",
    "escalation_open", "file_failed", "connection_fails", "job_failed", "task_fails",
    "ceiling_reached",
]  # fmt: skip
WORDS: dict[Kind, str] = {
    "reply_failed": "reply not sent",
    "reply_waits": "reply waits to be sent",
    "notice_failed": "notice to staff not sent",
    "notice_waits": "notice to staff waits",
    "turn_failed": "turn failed, customer told",
    "chat_waits": "chat waits for an answer",
    "escalation_open": "a person is needed",
    "file_failed": "file could not be read",
    "ceiling_reached": "ceiling of hosted models reached",
    "connection_fails": "connection cannot send",
    "job_failed": "job failed for good",
    "task_fails": "regular task fails",
}


class Failure(Struct, frozen=True, kw_only=True):
    """`organization` is a slug, None for what is nobody's; `detail` the words of a provider or of our own
    code; `id` that of the message, notice, turn, chat, escalation or job, or the key of the connection."""

    kind: Kind
    organization: str | None
    at: datetime | None
    chat: UUID | None
    id: str
    detail: str | None


async def failures_of(
    database: Database, organization: UUID | None, *, hours: float, limit: int = 100
) -> list[Failure]:
    """The newest first, at most `limit` of each kind. Raises DatabaseUnavailable."""
    return await database.fetch(
        list[Failure], "failures_list", organization=organization, hours=hours, limit=limit
    )
