"""Stores what a channel parsed: one call, one transaction, the work enqueued in it."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from agent import phones
from agent.database import Database
from agent.settings import Settings
from agent.types import Connection, Json
from gateway.channel import (
    Event,
    Ignored,
    InboundMessage,
    Media,
    MessageEdited,
    SentEcho,
    StaffMessage,
    StatusUpdate,
)

_LONGEST_TEXT = 20_000
_LONGEST_INLINE = 14_000_000
"""Base64 of the largest file that is kept (10 MB)."""


class Inbox:
    """The way in for every channel."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._wait = settings.debounce_seconds
        self._ceiling = settings.debounce_max_seconds

    async def receive(self, connection: Connection, events: Sequence[Event]) -> int:
        """Stores the events of one request; returns how many were new.

        Raises DatabaseUnavailable, and then nothing of the request is stored.
        """
        rows = [_clean(_row(event)) for event in events if not isinstance(event, Ignored)]
        if not rows:
            return 0
        result = await self._database.call(
            "inbox_put",
            organization=connection.organization_id,
            connection=connection.id,
            events=rows,
            wait=self._wait,
            ceiling=self._ceiling,
        )
        return int(result["stored"])


def _row(event: Event) -> Json:
    if isinstance(event, InboundMessage):
        return _message_row(event)
    if isinstance(event, StatusUpdate):
        known = _identity((event.address,) if event.address else (), event.phone)
        return {"type": "status", **asdict(event), **known, "ids": list(event.provider_ids)}
    if isinstance(event, SentEcho | StaffMessage):
        kind = "echo" if isinstance(event, SentEcho) else "staff"
        known = _identity(event.addresses, event.phone)
        return {"type": kind, **asdict(event), **known, "id": event.provider_id}
    assert isinstance(event, MessageEdited)
    return {"type": "edit", **asdict(event), "id": event.provider_id}


def _identity(addresses: Sequence[str], phone: str | None) -> Json:
    """By what names a chat is found: those of the provider, the one to answer to first, and last
    "+" with the canonical phone, by which all spellings of one number lead to one chat."""
    person = phones.canonical(phone)
    names = [*addresses, f"+{person}"] if person else addresses
    return {"addresses": list(dict.fromkeys(names)), "phone": person}


def _message_row(message: InboundMessage) -> Json:
    payload: Json = {
        "choice": asdict(message.choice) if message.choice else None,
        "details": message.details,
        "reply_to": message.reply_to,
        "media": _media_row(message.media) if message.media else None,
    }
    return {
        "type": "message",
        "id": message.provider_id,
        **_identity(message.addresses, message.phone),
        "name": (message.display_name or "")[:120] or None,
        "kind": message.kind.value,
        "text": (message.text or "")[:_LONGEST_TEXT],
        "payload": {key: value for key, value in payload.items() if value is not None},
        "sent_at": message.sent_at,
    }


def _media_row(media: Media) -> Json:
    row = {key: value for key, value in asdict(media).items() if value is not None}
    if len(media.inline_base64 or "") > _LONGEST_INLINE:
        del row["inline_base64"]
        row |= {"state": "failed", "error": "too large"}
    return row


def _clean(value: Any) -> Any:
    """Without what PostgreSQL cannot hold as text: null characters and lone surrogates."""
    if isinstance(value, str):
        if value.isascii():
            return value.replace("\x00", "")
        whole = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return whole.replace("\x00", "")
    if isinstance(value, dict):
        return {_clean(key): _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value
