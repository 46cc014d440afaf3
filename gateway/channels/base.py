"""The contract of a channel: what a provider must fill in, and the events it yields.

A channel is one file in `channels/` with one subclass of `Channel`; its route, its samples'
folder and its registration follow from `name`. Parsing is pure: bytes in, events out. Trust,
storage and the network live elsewhere (webhooks.py, inbox.py, outbox.py).
"""

import json
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, NamedTuple

import httpx

from agent.clock import Clock, SystemClock
from agent.errors import CallerError, ProviderError
from agent.types import Connection, Json, MessageKind, Option, Outbound
from gateway.channels.sent_files import SentFiles
from gateway.channels.setup import Setup
from gateway.channels.trace import Trace, Wanted

LISTENED_TO = "websocket"
RECEIVING = ("webhook", LISTENED_TO)
"""The values of a connection's setting `receive`: the provider calls us (that is how it is without the
setting), or we listen to it. migrations/functions/feeds.sql knows the second, too."""


class MalformedPayload(CallerError):
    """The body is not what this provider sends."""


class FeedClosed(ProviderError):
    """The connection to the provider is over, or cannot be had. With `by_us` it is the operator's to mend
    (the key, the address): trying again soon changes nothing."""

    def __init__(self, message: str, *, by_us: bool = False) -> None:
        super().__init__(message)
        self.by_us = by_us


@dataclass(frozen=True, slots=True)
class Media:
    """Where a received file can be had: a URL, bytes that came inline (base64), or neither.

    With neither, `Channel.fetch_inline` asks the provider for it by message id. `id` is the
    provider's own of the file, for a channel whose `locate_file` needs it. `sha256` is the digest of the
    file's bytes as the provider tells it (base64 or hex): what is different is not used.
    """

    id: str | None = None
    mime: str | None = None
    url: str | None = None
    inline_base64: str | None = None
    filename: str | None = None
    voice: bool = False
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """A message of a customer.

    `addresses` are all names under which the provider knows the chat, the one to answer to
    first (digits of a phone for Gupshup; full JIDs for Evolution). `phone` is digits with the
    country code as the provider writes it, None when it does not tell. `text` is what the
    customer wrote, tapped or captioned. `details` keeps what else matters (coordinates, shared
    contacts; `ad` is the advertisement that the customer came from: `title`, `body`, `url`).
    `user_id` is the business's own name of the customer, only where the provider proved it.
    `undecrypted`: the provider could not decrypt it yet; often it comes once more, readable, under
    the same id. `answered`: the provider has answered it by itself, so that it is only kept.
    `second_id` is another id of the message, by which the provider may name it later in a quote, a
    reaction, an edit or a deletion; `reply_to_second` another one of the message that is quoted.
    `told_twice`: the provider may tell it once more under the other of its ids.
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
    undecrypted: bool = False
    user_id: str | None = None
    answered: bool = False
    second_id: str | None = None
    reply_to_second: str | None = None
    told_twice: bool = False


@dataclass(frozen=True, slots=True)
class StatusUpdate:
    """What became of a message we sent.

    `status`: accepted (the provider took it, nothing more), sent, delivered, read or failed.

    `names` are further addresses of the recipient that it tells: the chat is known by them, too.
    `provider_ids` are all ids under which the message may have been recorded, the most likely
    first, and last the one by which quotes and reactions may name it; `address` is the recipient, where the event tells it, and `phone` theirs. `passing`: it
    failed for a reason that any message would have failed for then, so it is sent again. `reference`: what our
    own send gave it (`Outbound.id` as text), where the provider gives that back.
    """

    provider_ids: tuple[str, ...]
    status: str
    address: str | None = None
    phone: str | None = None
    code: str | None = None
    reason: str | None = None
    passing: bool = False
    names: tuple[str, ...] = ()
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class SentEcho:
    """The provider's echo of a message that we sent through its API. With `by_bot` the provider says
    that no person wrote it."""

    provider_id: str
    addresses: tuple[str, ...]
    text: str | None
    phone: str | None = None
    by_bot: bool = False
    sent_at: datetime | None = None
    second_id: str | None = None


@dataclass(frozen=True, slots=True)
class StaffMessage:
    """A message from the business's side that did not come through us: a person typed it in the
    provider's own app, or that app sent it by itself (a greeting, a broadcast). Which of the two it
    was is judged in the inbox, for all channels alike; of what is `typed` the provider says that a
    person of the business wrote it."""

    provider_id: str
    addresses: tuple[str, ...]
    text: str | None
    phone: str | None = None
    sent_at: datetime | None = None
    typed: bool = False
    second_id: str | None = None


@dataclass(frozen=True, slots=True)
class HandoffChanged:
    """What the provider's own desk says of who has a chat: a person (`taken`) or the bot.

    `state` is the desk's word for it: one that is only repeated, as with each message, changes
    nothing. Without it somebody told the bot to be silent, or to go on. `claimed`: somebody said in so
    many words that the bot is to be silent; `assigned` are whom the chat is given to ("person:5",
    "team:3"); with neither nobody knows who or what opened it. `answered`: a person wrote in it at some
    time. `unread` is the id of the customer's last message, where it is the last of the chat. `windowed`:
    whether free text is taken only within 24 hours (None: not told); `window_closed`: it is not taken
    any more. `at`: when the desk's record changed. docs/decisions/chatwoot.md says what follows from them.
    """

    addresses: tuple[str, ...]
    taken: bool
    state: str | None = None
    claimed: bool = False
    assigned: tuple[str, ...] = ()
    answered: bool = False
    unread: str | None = None
    windowed: bool | None = None
    window_closed: bool = False
    phone: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reaction:
    """The customer put an emoji on a message, which has the id `target` at the provider and perhaps
    `target_second`; None takes the emoji back. `provider_id` is the reaction's own id."""

    provider_id: str
    addresses: tuple[str, ...]
    target: str
    emoji: str | None
    phone: str | None = None
    display_name: str | None = None
    sent_at: datetime | None = None
    target_second: str | None = None


@dataclass(frozen=True, slots=True)
class OptedOut:
    """The provider was told by the customer that the business may not write to them of its own accord, or,
    `ended`, that it may again.

    `lasting`: the provider takes nothing for them until they end it there, whatever they write to us.
    `marketing`: it is about advertisements alone. `at`: when they decided it.
    """

    addresses: tuple[str, ...]
    phone: str | None = None
    ended: bool = False
    lasting: bool = False
    marketing: bool = False
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NumberChanged:
    """The provider tells that the customer behind `addresses` is found under `now` from `at` on. The phones are
    digits, as in InboundMessage."""

    addresses: tuple[str, ...]
    phone: str | None
    now: tuple[str, ...]
    phone_now: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class MessageEdited:
    """The customer changed (`text`) or deleted (`deleted`) an earlier message, or its file, of which
    nothing was known, came after it (`media`, with what the message is then). `provider_id` is either of
    the ids that a message has. `addresses` and `phone` are the sender's, as in InboundMessage, where they
    are told: a message is changed from its own chat alone. `listed`: a list of kept messages has the text
    now; what was heard of a change since counts more.
    """

    provider_id: str
    text: str | None = None
    deleted: bool = False
    media: Media | None = None
    kind: MessageKind | None = None
    addresses: tuple[str, ...] = ()
    phone: str | None = None
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Ignored:
    """Something that needs no work; `reason` is for the log."""

    reason: str


@dataclass(frozen=True, slots=True)
class WebhookRequest:
    """What a provider sent: the raw body, the headers (names in any case) and the public address
    that it called, with its query. The address may carry the connection's token: it is not logged."""

    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    url: str = field(default="", repr=False)


class Part(NamedTuple):
    """What of a payload is for one connection, by that connection's `name`."""

    name: str
    payload: Json


@dataclass(frozen=True, slots=True)
class FileLocation:
    """Where a file can be downloaded, the headers that its first host asks for, and the file's digest
    (`sha256` as in Media) where only now it is told."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """What the provider answered to a send: its id of the message, and further addresses of the recipient
    (`names`), by which the chat is known from then on."""

    provider_id: str | None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """From now on the feed brings what happens; what happened before has to be asked for (`missed`).
    `missing`: what still has to happen on the provider's side before anything can come."""

    missing: str | None = None


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a webhook request of the provider would have had as its body."""

    body: bytes = field(repr=False)


Feed = AsyncGenerator[Opened | Delivered, None]


@dataclass(frozen=True, slots=True)
class Pauses:
    """Seconds between two tries: the first pause, and the longest; each is about twice the one before."""

    first: float = 1.0
    longest: float = 60.0


Event = (
    InboundMessage
    | Reaction
    | StatusUpdate
    | SentEcho
    | StaffMessage
    | HandoffChanged
    | MessageEdited
    | OptedOut
    | NumberChanged
    | Ignored
)


class Channel(ABC):
    """One provider.

    Raises: `parse` raises MalformedPayload; `send` raises agent.errors.SendError for a definite
    refusal and SendUnknown when no answer came; both open nothing and keep no state.
    """

    name: ClassVar[str]
    media_hosts: ClassVar[tuple[str, ...]] = ()
    """Host names from which received files may be downloaded (exact, or ".suffix"), besides
    that of the provider's API."""
    files_need_key: ClassVar[bool] = False
    """Whether a received file is had only with the connection's key (`locate_file`)."""
    sent_files: ClassVar[SentFiles | None] = None
    """Which files can be sent, and how the provider gets them; None: none (`Outbound.file`)."""
    has_window: ClassVar[bool] = False
    """Whether free text is taken only within 24 hours of the customer's last message."""
    has_templates: ClassVar[bool] = False
    """Whether templates may be sent after that."""
    has_history: ClassVar[bool] = False
    """Whether the provider can be asked for received messages that it could not deliver (`missed`)."""
    can_be_asked: ClassVar[bool] = False
    """Whether the provider can be asked for a message that it may have taken (`trace`)."""
    has_feed: ClassVar[bool] = False
    """Whether the provider can be listened to instead of calling us (`feed`); which connections are is
    their own setting (`receive: websocket`)."""
    asks_for_places: ClassVar[bool] = False
    """Whether the provider has a message that asks for a location (`Outbound.asks_place`); where it refuses
    one, the same words go out without."""
    verifies: ClassVar[bool] = False
    """Whether the provider asks with GET whether an address is ours (`handshake`)."""
    shows_reading: ClassVar[bool] = False
    """Whether `show_reading` does anything."""
    ends_reading: ClassVar[bool] = False
    """Whether its sign stays until it is taken away (`end_reading`)."""
    acknowledgement: ClassVar[tuple[bytes, str | None]] = (b"", None)
    """Body and media type of the answer to a webhook that was stored."""
    credentials: ClassVar[tuple[str, ...]] = ()
    """Stored credentials besides the key, without which nothing that comes is believed."""
    advice: ClassVar[str | None] = None
    """What an operator has to know of the provider's side, which nothing here can look up."""
    max_body_bytes: ClassVar[int] = 1_000_000
    token_headers: ClassVar[tuple[str, ...]] = ("x-webhook-token",)
    """Headers that may carry the connection's token where the URL does not."""
    token_is_public: ClassVar[bool] = False
    """Whether the token stands in a page for everybody: who has it may be anybody.
    `frontdesk.is_public` in the database names the same channels."""
    has_desk: ClassVar[bool] = False
    """Whether people of the business work in the provider's own desk: a chat is handed over there
    (`hand_over`, `hand_back`). `frontdesk.has_desk` in the database names the same channels."""
    reaches_phones: ClassVar[bool] = True
    """Whether a message can be sent to a phone that never wrote, such as a notice to staff."""
    setup: ClassVar[type[Setup]] = Setup
    """How a connection of it is made (setup.py)."""

    def __init__(
        self, base_url: str, clock: Clock | None = None, private_hosts: Collection[str] = ()
    ) -> None:
        """`base_url` is the deployment's; connections may have their own (kit/own_server.py), within
        our own network only on `private_hosts`."""
        self.base_url = base_url.rstrip("/")
        self.clock = clock or SystemClock()
        self.private_hosts = frozenset(private_hosts)

    @classmethod
    def setting_problems(cls, settings: Json) -> Mapping[str, str]:
        """What is wrong with a connection's settings in a business's file: what to write, by setting."""
        return {}

    def authentic(self, request: WebhookRequest, connection: Connection) -> bool:
        """Whether the request really comes from the provider, beyond the token in the URL."""
        return True

    def handshake(self, query: Mapping[str, str], connection: Connection) -> str | None:
        """The answer to a provider's question whether the address is ours; None refuses it."""
        return None

    def parts(self, payload: Json, connection: Connection) -> list[Part]:
        """The payload by the connection that each part is for.

        A provider may send what is for several numbers of one account in one request, to the
        address of one of them. A part for another connection is taken only when that connection's
        own credentials prove the request (`authentic`).
        """
        return [Part(connection.name, payload)]

    def belongs_to(self, payload: Json, connection: Connection) -> bool:
        """Whether the tenant key inside the payload agrees with the connection."""
        return True

    @abstractmethod
    def parse(self, payload: Json) -> list[Event]:
        """Events of one decoded request body, in order. Pure."""

    @abstractmethod
    async def send(
        self, message: Outbound, connection: Connection, http: httpx.AsyncClient
    ) -> str | Accepted | None:
        """Sends and returns the provider's id of the message (None when it gives none), or that with what else
        its answer tells."""

    async def show_reading(
        self, provider_id: str, address: str, connection: Connection, http: httpx.AsyncClient
    ) -> None:
        """Marks a received message as read and shows that an answer is being written, where the
        provider has such signs. Raises SendError and SendUnknown, which nobody needs to act upon."""
        return

    async def end_reading(
        self, address: str, connection: Connection, http: httpx.AsyncClient
    ) -> None:
        """Takes the sign away that an answer is being written. Raises as `show_reading`."""
        return

    async def hand_over(
        self, address: str, note: str, connection: Connection, http: httpx.AsyncClient
    ) -> str | None:
        """Gives a chat to the people at the provider's desk, who read `note` beside it; returns the
        note's id. Raises as `send`; called again after that, so it is safe to repeat."""
        raise NotImplementedError

    async def hand_back(
        self, address: str, connection: Connection, http: httpx.AsyncClient
    ) -> None:
        """Shows at the provider's desk that the bot has the chat. Raises as `send`."""
        raise NotImplementedError

    def file_hosts(self, settings: Json) -> tuple[str, ...]:
        """From where received files of a connection with these settings may be downloaded."""
        own = httpx.URL(self.base_url).netloc.decode("ascii")
        return (*self.media_hosts, *((own,) if own else ()))

    async def locate_file(
        self, media: Json, connection: Connection, http: httpx.AsyncClient
    ) -> FileLocation | None:
        """Where a file is, for channels whose files need a key; None when the provider does not
        have it. `media` is what was stored of `Media`. Raises MediaError."""
        return FileLocation(media["url"]) if media.get("url") else None

    async def trace(
        self, wanted: Wanted, connection: Connection, http: httpx.AsyncClient
    ) -> Trace | None:
        """Looks at the provider for a message, by its text. None: it cannot tell. Only where `can_be_asked`.
        Raises ProviderError."""
        return None

    async def missed(
        self, since: datetime, connection: Connection, http: httpx.AsyncClient
    ) -> list[Event]:
        """What came in for the connection since then (aware), oldest first and each with `sent_at`, also
        what was delivered: the inbox stores each message once. Bounded. Raises ProviderError."""
        return []

    def feed(self, connection: Connection, pauses: Pauses) -> Feed:
        """What happens at the connection, in order, from one connection of ours to the provider; `Opened`
        comes first, and again after a gap. The next is read when the one before was taken, so what is
        not taken is lost. `pauses` are those of tries within. Raises FeedClosed."""
        raise NotImplementedError

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
