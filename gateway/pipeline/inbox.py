"""Stores what a channel parsed: one call, one transaction, the work enqueued in it."""

import logging
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from hashlib import blake2b
from typing import Literal, TypedDict
from uuid import UUID

from msgspec import Struct

from agent import phones
from agent.clock import Clock, SystemClock
from agent.data.database import Database
from agent.language.emergency import is_emergency
from agent.language.short_answers import yes_no
from agent.language.staff_commands import is_team_word
from agent.observability.log_context import event_log, log_context
from agent.settings import Settings
from agent.types import Connection, Json
from gateway.access.secret_key import derive_key
from gateway.channels.base import (
    Event,
    HandoffChanged,
    Ignored,
    InboundMessage,
    Media,
    MessageEdited,
    NumberChanged,
    OptedOut,
    Reaction,
    SentEcho,
    StaffMessage,
    StatusUpdate,
)
from gateway.channels.kit.public_address import is_public
from gateway.channels.kit.storable import Bounds, clean
from gateway.channels.registry import channel_classes
from gateway.organizations.slugs import Slugs

log = logging.getLogger(__name__)
events_log = event_log(__name__)

_LONGEST_TEXT = 20_000
_LONGEST_NAME = 120
LONGEST_USER = 200
_LONGEST_EMOJI = 40
"""Characters; a family with skin colours has 11."""
_TURNS = dict.fromkeys([0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Marks of the direction of writing."""
_LONGEST_INLINE = 14_000_000
"""Base64 of the largest file that is kept (10 MB)."""


class Identity(TypedDict):
    """Under which names a chat is found, and its canonical phone."""

    addresses: list[str]
    phone: str | None


class MediaRow(TypedDict, total=False):
    """A received file as inbox_put takes it: what is told of a `Media`, cut down; `state` and `error` where it is
    refused already."""

    id: str
    mime: str
    url: str
    inline_base64: str
    filename: str
    voice: bool
    sha256: str
    state: Literal["failed"]
    error: str


class MessageRow(Identity):
    """A received message as inbox_put takes it; `payload` is what a stranger sent with it, cut down."""

    type: Literal["message"]
    id: str
    second_id: str | None
    name: str | None
    kind: str
    text: str
    payload: Json
    sent_at: datetime | None
    undecrypted: bool
    user: str | None
    answered: bool
    told_twice: bool
    urgent: bool
    to_team: bool


class ReactionRow(Identity):
    """A reaction as inbox_put takes it. `text` is the emoji, "" where it was taken back; `answer`: it
    says yes or no."""

    type: Literal["reaction"]
    id: str
    name: str | None
    target: str
    target_second: str | None
    text: str
    answer: bool
    sent_at: datetime | None


class _Stored(Struct, frozen=True, kw_only=True):
    """inbox_put: how many events were new, how many were there already, and how many would have changed a
    message of another chat; the `chats` in which somebody wrote."""

    stored: int
    known: int
    foreign: int
    chats: tuple[UUID, ...] = ()


class Inbox:
    """The way in for every channel."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        clock: Clock | None = None,
        slugs: Slugs | None = None,
    ) -> None:
        self._database = database
        self._slugs = slugs or Slugs(database)
        self._clock = clock or SystemClock()
        self._wait = settings.debounce_seconds
        self._ceiling = settings.debounce_max_seconds
        self._settings = settings
        self._visitors_key: tuple[date | None, bytes] = (None, b"")

    async def receive(
        self, connection: Connection, events: Sequence[Event], client: str | None = None
    ) -> int:
        """Stores the events of one request; returns how many were new. `client`: the address from
        which a visitor of a public chat writes.

        Raises DatabaseUnavailable, and then nothing of the request is stored.
        """
        seen_at = self._clock.now()
        rows = [
            clean(_row(event) | {"seen_at": seen_at})
            for event in events
            if not isinstance(event, Ignored)
        ]
        if _proves_senders(connection.channel):
            rows = [row | {"proven": True} for row in rows]
        if not rows:
            return 0
        if client is not None:
            rows = [row | {"visitor": self._visitor(client)} for row in rows]
        began = time.monotonic()
        answer = await self._database.fetch(
            _Stored,
            "inbox_put",
            organization=connection.organization_id,
            connection=connection.id,
            events=rows,
            wait=self._wait,
            ceiling=self._ceiling,
        )
        organization = await self._slugs.of(connection.organization_id)
        kinds = Counter(str(row["type"]) for row in rows)
        with log_context(organization=organization, connection=connection.id):
            _tell(connection.channel, kinds, answer, time.monotonic() - began)
        return answer.stored

    def _visitor(self, client: str) -> str:
        """Tells visitors of one day (UTC) apart without keeping where they are.

        An address of this machine or a private network may be a proxy that nobody has named, and
        everybody's: "near:" stands before its digest.
        """
        today = self._clock.now().astimezone(UTC).date()
        if self._visitors_key[0] != today:
            key = derive_key(self._settings, f"visitors of public chats {today}")
            self._visitors_key = (today, key)
        digest = blake2b(client.encode(), key=self._visitors_key[1], digest_size=16).hexdigest()
        return digest if is_public(client.partition("/")[0]) else f"near:{digest}"


def _proves_senders(channel: str) -> bool:
    """Whether its provider vouches for the number of whoever writes; a visitor of a page states one."""
    traits = channel_classes().get(channel)
    return traits is not None and traits.reaches_phones and not traits.token_is_public


def _tell(channel: str, kinds: Counter[str], answer: _Stored, seconds: float) -> None:
    """A line of the log for each request that brought something."""
    chats = [str(chat) for chat in answer.chats]
    events_log.info(
        "webhook stored",
        channel=channel,
        events=[f"{kind}:{count}" for kind, count in sorted(kinds.items())],
        new=answer.stored,
        repeated=kinds.total() - answer.stored - answer.foreign,
        ms=round(seconds * 1000),
        **({"chat": chats[0]} if len(chats) == 1 else {"chats": chats} if chats else {}),
    )
    if answer.foreign:
        log.warning(
            "%s changes of messages came from another chat and are left out", answer.foreign
        )


def _row(event: Event) -> MessageRow | ReactionRow | Json:
    """The event as inbox_put takes it."""
    if isinstance(event, InboundMessage):
        return _message_row(event)
    if isinstance(event, StatusUpdate):
        told = (event.address, *event.names) if event.address else ()
        identity = _identity(told, event.phone)
        return {"type": "status", **asdict(event), **identity, "ids": list(event.provider_ids)}
    if isinstance(event, Reaction):
        return _reaction_row(event)
    if isinstance(event, OptedOut):
        return {"type": "opt_out", **asdict(event), **_identity(event.addresses, event.phone)}
    if isinstance(event, NumberChanged):
        now = _identity(event.now, event.phone_now)
        return {
            "type": "number",
            **_identity(event.addresses, event.phone),
            "now": now,
            "at": event.at,
        }
    if isinstance(event, SentEcho | StaffMessage):
        kind = "echo" if isinstance(event, SentEcho) else "staff"
        identity = _identity(event.addresses, event.phone)
        about = {**asdict(event), "text": _text(event.text)}
        return {"type": kind, **about, **identity, "id": event.provider_id}
    if isinstance(event, HandoffChanged):
        return {"type": "handoff", **asdict(event), **_identity(event.addresses, event.phone)}
    assert isinstance(event, MessageEdited)
    media = _media_row(event.media) if event.media else None
    about = {**asdict(event), "text": _text(event.text), "media": media}
    identity = _identity(event.addresses, event.phone)
    urgent = is_emergency(event.text or "")
    return {"type": "edit", **about, **identity, "id": event.provider_id, "urgent": urgent}


def _identity(addresses: Sequence[str], phone: str | None) -> Identity:
    """By what names a chat is found: those of the provider, the one to answer to first, and last
    "+" with the canonical phone, by which all spellings of one number lead to one chat."""
    person = phones.canonical(phone)
    names = [*addresses, f"+{person}"] if person else addresses
    return {"addresses": list(dict.fromkeys(names)), "phone": person}


def _message_row(message: InboundMessage) -> MessageRow:
    # Whatever a channel passes on of a stranger's, here it is small and of types that can be read.
    payload: Json = {
        **Bounds().cut(
            {
                "choice": asdict(message.choice) if message.choice else None,
                "details": message.details,
                "reply_to": message.reply_to,
                "reply_to_second": message.reply_to_second,
            }
        ),
        "media": _media_row(message.media) if message.media else None,
    }
    return {
        "type": "message",
        "id": message.provider_id,
        "second_id": message.second_id,
        **_identity(message.addresses, message.phone),
        "name": _name(message.display_name),
        "kind": message.kind.value,
        "text": _text(message.text) or "",
        "payload": {key: value for key, value in payload.items() if value is not None},
        "sent_at": message.sent_at,
        "undecrypted": message.undecrypted,
        "user": _user(message.user_id),
        "answered": message.answered,
        "told_twice": message.told_twice,
        "urgent": is_emergency(message.text or ""),
        "to_team": is_team_word(message.text or ""),
    }


def _user(user_id: str | None) -> str | None:
    """What is too long or cannot be printed is nobody's name."""
    return user_id if user_id and len(user_id) <= LONGEST_USER and user_id.isprintable() else None


def _reaction_row(reaction: Reaction) -> ReactionRow:
    emoji = (reaction.emoji or "")[:_LONGEST_EMOJI]
    return {
        "type": "reaction",
        "id": reaction.provider_id,
        **_identity(reaction.addresses, reaction.phone),
        "name": _name(reaction.display_name),
        "target": reaction.target,
        "target_second": reaction.target_second,
        "text": emoji,
        "answer": bool(emoji) and yes_no(emoji) is not None,
        "sent_at": reaction.sent_at,
    }


def _text(text: str | None) -> str | None:
    return None if text is None else text[:_LONGEST_TEXT]


def _name(name: str | None) -> str | None:
    """On one line, without marks that turn the text around it: staff read it in their notices."""
    return " ".join((name or "")[:_LONGEST_NAME].translate(_TURNS).split()) or None


def _media_row(media: Media) -> MediaRow:
    about = {key: value for key, value in asdict(media).items() if value is not None}
    inline = about.pop("inline_base64", None)
    row: MediaRow = Bounds().cut(about)
    if len(inline or "") > _LONGEST_INLINE:
        row["state"], row["error"] = "failed", "too large"
    elif inline:
        row["inline_base64"] = inline
    return row
