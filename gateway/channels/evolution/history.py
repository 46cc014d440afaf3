"""The messages that Evolution's own database keeps of an instance, as payloads of its webhooks."""

from dataclasses import dataclass
from datetime import datetime

from agent.types import Connection, Json
from gateway.channels.kit.payload import branch, digits, moment, objects, text, whole

PAGE_SIZE = 100
MOST_PAGES = 10
_MOST_STATUSES = 10
"""Of one message."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One page, oldest first. `is_last`: what follows is older than what was asked for, or nothing."""

    payloads: list[Json]
    is_last: bool


def query(page: int) -> Json:
    """The body of chat/findMessages: newest first, pages counted from 1. `offset` is a page's size."""
    return {"where": {}, "page": page, "offset": PAGE_SIZE}


def listed(answer: Json, connection: Connection, since: datetime) -> Listed:
    """Reads a page. What has no time, or one before `since`, is left out."""
    messages = branch(answer, "messages")
    records = objects(messages.get("records"))
    timed = [(moment(whole(one.get("messageTimestamp"))), one) for one in records]
    recent = [one for at, one in timed if at is not None and at >= since]
    pages, page = whole(messages.get("pages")) or 0, whole(messages.get("currentPage")) or 0
    payloads = [
        _payload(event, connection, data)
        for one in reversed(recent)
        for event, data in (("messages.upsert", [one]), ("messages.update", _statuses(one)))
        if data
    ]
    return Listed(payloads, len(recent) < len(records) or not records or page >= pages)


def _payload(event: str, connection: Connection, data: list[Json]) -> Json:
    return {
        "event": event,
        "instance": connection.name,
        "data": data,
        "sender": digits(connection.phone),
    }


def _statuses(message: Json) -> list[Json]:
    """What became of a message of ours. The order is not told; a status never goes back."""
    updates = objects(message.get("MessageUpdate"))[:_MOST_STATUSES]
    return [
        {"key": branch(message, "key"), "status": status}
        for update in updates
        if (status := text(update, "status"))
    ]
