"""Small frozen values that travel between the floors."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, TypedDict
from uuid import UUID

Json = dict[str, Any]


class MessageKind(StrEnum):
    """What a customer sent. `choice` is a tapped button or list row."""

    TEXT = "text"
    CHOICE = "choice"
    AUDIO = "audio"
    IMAGE = "image"
    VIDEO = "video"
    DOCUMENT = "document"
    STICKER = "sticker"
    LOCATION = "location"
    CONTACT = "contact"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Sent:
    """The customer's words of one received message and when they were sent (aware)."""

    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Option:
    """A button or list row: `id` comes back when it is tapped, `title` is what is read."""

    id: str
    title: str
    description: str | None = None

    @property
    def stored(self) -> dict[str, str]:
        """As the payload of a message keeps it."""
        told = {"description": self.description} if self.description else {}
        return {"id": self.id, "title": self.title, **told}


MOVES_NOT = "move:no"
"""The id of the button that leaves an appointment where it is."""


class Reply(TypedDict):
    """A message that is said: `payload` is what is stored with it: options, the dialogue's memo,
    whether it is a receipt, and of which changes it tells."""

    text: str
    payload: Json


@dataclass(frozen=True, slots=True)
class Connection:
    """A number (or page) of an organization at a provider.

    `name` is the provider's own key of it (Gupshup app, Evolution instance), `phone` the
    business number in digits. `secret` is the provider's API key: the stored credential `api_key`,
    else the environment variable that the organization's file names; None when there is neither.
    `credentials` are all stored ones by name. `unreadable` says why stored ones cannot be
    decrypted; there is then no secret at all.
    """

    id: UUID
    organization_id: UUID
    channel: str
    name: str
    phone: str | None = None
    secret: str | None = field(default=None, repr=False)
    settings: Json = field(default_factory=dict)
    credentials: Mapping[str, str] = field(default_factory=dict, repr=False)
    unreadable: str | None = None


@dataclass(frozen=True, slots=True)
class OutboundFile:
    """A file that goes out: `kind` is image, audio, video or document, `mime` what its bytes are, `name` how it is
    called there. `content` are the bytes, or, for a provider that fetches it, `link` its address for a while."""

    kind: MessageKind
    mime: str
    name: str
    voice: bool = False
    content: bytes = field(default=b"", repr=False)
    link: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Outbound:
    """One message to send. `id` is our own; `to` is the address the channel understands;
    `template_language` is that of the template's words ("es"); `asks_place`: the customer is to share a
    location; `file`: `text` is then what stands under it, perhaps nothing."""

    id: UUID
    to: str
    text: str
    options: tuple[Option, ...] = ()
    reply_to: str | None = None
    template: str | None = None
    template_params: tuple[str, ...] = ()
    template_language: str | None = None
    asks_place: bool = False
    file: OutboundFile | None = None
