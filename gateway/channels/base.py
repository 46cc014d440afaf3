"""The contract of a channel: what a provider must fill in, and the events it yields.

A channel is one file in `channels/` with one subclass of `Channel`; its route, its samples'
folder and its registration follow from `name`. Parsing is pure: bytes in, events out. Trust,
storage and the network live elsewhere (webhooks.py, inbox.py, outbox.py).
"""

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

import httpx

from agent.errors import CallerError
from agent.types import Connection, Json, MessageKind, Option, Outbound


class MalformedPayload(CallerError):
    """The body is not what this provider sends."""


@dataclass(frozen=True, slots=True)
class Media:
    """Where a received file can be had: a URL, bytes that came inline (base64), or neither.

    With neither, `Channel.fetch_inline` asks the provider for it by message id.
    """

    mime: str | None = None
    url: str | None = None
    inline_base64: str | None = None
    filename: str | None = None
    voice: bool = False


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """A message of a customer.

    `addresses` are all names under which the provider knows the chat, the one to answer to
    first (digits of a phone for Gupshup; full JIDs for Evolution). `phone` is digits with the
    country code as the provider writes it, None when it does not tell. `text` is what the
    customer wrote, tapped or captioned. `details` keeps what else matters (coordinates, shared
    contacts).
    """

    provider_id: str
    addresses: tuple[str, ...]
    kind: MessageKind
    text: str | None = None
    phone: str | None = None
    display_name: str | None = None
    choice: Option | None = None
    media: Media | None = None
    reply_to: str | None = None
    sent_at: datetime | None = None
    details: Json | None = None


@dataclass(frozen=True, slots=True)
class StatusUpdate:
    """What became of a message we sent.

    `status`: accepted (the provider took it, nothing more), sent, delivered, read or failed.

    `provider_ids` are all ids under which the message may have been recorded, the most likely
    first; `address` is the recipient, where the event tells it, and `phone` theirs. `passing`: it
    failed for a reason that any message would have failed for then, so it is sent again.
    """

    provider_ids: tuple[str, ...]
    status: str
    address: str | None = None
    phone: str | None = None
    code: str | None = None
    reason: str | None = None
    passing: bool = False


@dataclass(frozen=True, slots=True)
class SentEcho:
    """The provider's echo of a message that we sent through its API."""

    provider_id: str
    addresses: tuple[str, ...]
    text: str | None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class StaffMessage:
    """A message from the business's side that did not come through us: a person typed it in the
    provider's own app, or that app sent it by itself (a greeting, a broadcast). Which of the two it
    was is judged in the inbox, for all channels alike."""

    provider_id: str
    addresses: tuple[str, ...]
    text: str | None
    phone: str | None = None
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MessageEdited:
    """The customer changed (`text`) or deleted (`deleted`) an earlier message."""

    provider_id: str
    text: str | None = None
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Ignored:
    """Something that needs no work; `reason` is for the log."""

    reason: str


Event = InboundMessage | StatusUpdate | SentEcho | StaffMessage | MessageEdited | Ignored


class Channel(ABC):
    """One provider.

    Raises: `parse` raises MalformedPayload; `send` raises agent.errors.SendError for a definite
    refusal and SendUnknown when no answer came; both open nothing and keep no state.
    """

    name: ClassVar[str]
    media_hosts: ClassVar[tuple[str, ...]] = ()
    """Host names from which received files may be downloaded (exact, or ".suffix")."""
    max_body_bytes: ClassVar[int] = 1_000_000
    token_headers: ClassVar[tuple[str, ...]] = ("x-webhook-token",)
    """Headers that may carry the connection's token where the URL does not."""
    token_is_public: ClassVar[bool] = False
    """Whether the token stands in a page for everybody: who has it may be anybody."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url.rstrip("/")

    def authentic(self, body: bytes, headers: Mapping[str, str], connection: Connection) -> bool:
        """Whether the request really comes from the provider, beyond the token in the URL."""
        return True

    def belongs_to(self, payload: Json, connection: Connection) -> bool:
        """Whether the tenant key inside the payload agrees with the connection."""
        return True

    @abstractmethod
    def parse(self, payload: Json) -> list[Event]:
        """Events of one decoded request body, in order. Pure."""

    @abstractmethod
    async def send(
        self, message: Outbound, connection: Connection, http: httpx.AsyncClient
    ) -> str | None:
        """Sends and returns the provider's id of the message (None when it gives none)."""

    async def fetch_inline(
        self, provider_id: str, connection: Connection, http: httpx.AsyncClient
    ) -> bytes | None:
        """Bytes of a received file that has neither URL nor inline content; None if unknown."""
        return None

    def decode(self, body: bytes) -> Json:
        """The body as a JSON object."""
        try:
            payload: Any = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise MalformedPayload("the body is not JSON") from error
        if not isinstance(payload, dict):
            raise MalformedPayload("the body is not a JSON object")
        return payload
