"""The messages that Evolution's own database keeps of an instance, as payloads of its webhooks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from agent import phones
from agent.types import Json
from gateway.channels.evolution.baileys import chat_addresses, phone_of, words_of
from gateway.channels.kit.payload import branch, identifier, moment, objects, text, whole
from gateway.channels.trace import Trace, Wanted

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


def sent_as(words: str, messages: Iterable[Json], wanted: Wanted) -> Trace | None:
    """What these messages show of one that was sent in these words; None where one that says the
    same is in a chat whose address cannot be compared."""
    address = wanted.message.to
    same = [
        one
        for one in messages
        if branch(one, "key").get("fromMe") in (True, "true")
        and (words_of(branch(one, "message")) or "").strip() == words.strip()
        and identifier(branch(one, "key"), "id") not in wanted.ours
    ]
    for one in same:
        addresses = chat_addresses(branch(one, "key"))
        if address in addresses or _phone(addresses) == _phone((address,)) is not None:
            return Trace(identifier(branch(one, "key"), "id"))
    comparable = bool(_phone((address,))) and all(
        _phone(chat_addresses(branch(o, "key"))) for o in same
    )
    return Trace(None) if comparable or not same else None


def _phone(addresses: tuple[str, ...]) -> str | None:
    """Canonical: WhatsApp may write a number without the digit that was added to it later."""
    return phones.canonical(phone_of(addresses))


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
