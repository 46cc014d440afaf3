"""The messages that Evolution's own database keeps of an instance, as payloads of its webhooks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from agent.types import Json
from gateway.channels.kit.payload import branch, moment, objects, text, whole

PAGE_SIZE = 100
MOST_PAGES = 10
_MOST_STATUSES = 10
"""Of one message."""


@dataclass(frozen=True, slots=True)
class Page:
    """Messages in any order. `is_last`: what follows is older than what was asked for, or nothing."""

    messages: list[Json]
    is_last: bool


class Query(TypedDict):
    """The body of chat/findMessages: newest first, pages counted from 1; `offset` is a page's size."""

    where: dict[str, str]
    page: int
    offset: int


@dataclass(frozen=True, slots=True)
class Told:
    """What a webhook would have told: its event's name and data."""

    event: str
    data: list[Json]


def query(page: int) -> Query:
    """Everything of an instance."""
    return {"where": {}, "page": page, "offset": PAGE_SIZE}


def page_of(answer: Json, since: datetime) -> Page:
    """Reads a page. What has no time, or one before `since`, is left out."""
    about = branch(answer, "messages")
    records = objects(about.get("records"))
    recent = [one for one in records if (at := _sent_at(one)) is not None and at >= since]
    pages, page = whole(about.get("pages")) or 0, whole(about.get("currentPage")) or 0
    return Page(recent, len(recent) < len(records) or not records or page >= pages)


def told_by(messages: Iterable[Json]) -> Iterator[Told]:
    """As the webhooks would have told of them, oldest first."""
    for one in sorted(messages, key=_age):
        yield Told("messages.upsert", [one])
        key = branch(one, "key")
        yield Told("messages.update", [{"key": key, "status": s} for s in _statuses(one)])


def _age(message: Json) -> tuple[int, str]:
    """Within a second by Evolution's own id, which grows."""
    return whole(message.get("messageTimestamp")) or 0, text(message, "id") or ""


def _sent_at(message: Json) -> datetime | None:
    return moment(whole(message.get("messageTimestamp")))


def _statuses(message: Json) -> list[str]:
    """What became of a message of ours. The order is not told; a status never goes back."""
    updates = objects(message.get("MessageUpdate"))[:_MOST_STATUSES]
    return [status for update in updates if (status := text(update, "status"))]
