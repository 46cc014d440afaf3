"""WhatsApp through Evolution API v2: webhooks or a websocket in, JSON calls out."""

import base64
import binascii
from collections.abc import Callable, Mapping
from contextlib import aclosing
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import quote

import httpx

from agent.errors import MediaError, MediaTooLarge, SendError, SendUnknown
from agent.files.reader import MOST_BYTES
from agent.types import Connection, Json, MessageKind, Outbound
from gateway.channels.base import (
    Channel,
    Event,
    Feed,
    FeedClosed,
    Ignored,
    InboundMessage,
    MalformedPayload,
    MessageEdited,
    Pauses,
    Reaction,
    SentEcho,
    StaffMessage,
    StatusUpdate,
)
from gateway.channels.evolution import sending
from gateway.channels.evolution.answers import message_id, refusal
from gateway.channels.evolution.baileys import (
    by_the_app,
    chat_addresses,
    is_person,
    jid,
    phone_of,
    protocol,
    reaction,
    with_content,
    without_own,
    words_of,
)
from gateway.channels.evolution.feed import listen
from gateway.channels.evolution.history import (
    MOST_PAGES,
    Page,
    page_of,
    query,
    sent_as,
    told_by,
)
from gateway.channels.evolution.setup import EvolutionSetup
from gateway.channels.kit.http_send import TOO_LARGE, api_key, json_object, post
from gateway.channels.kit.option_text import with_numbered_options
from gateway.channels.kit.own_server import server_of, written_base_url
from gateway.channels.kit.payload import branch, digits, identifier, label, moment, text, whole
from gateway.channels.sent_files import ANYTHING, SentFiles
from gateway.channels.trace import Trace, Wanted

_STATUSES = {
    "SERVER_ACK": "sent",
    "DELIVERY_ACK": "delivered",
    "READ": "read",
    "PLAYED": "read",
    "ERROR": "failed",
}
_REVOKED, _EDITED = (0, "0", "REVOKE"), (14, "14", "MESSAGE_EDIT")
_LARGEST_FILE_ANSWER = MOST_BYTES * 3 // 2
"""Bytes: the file as base64, and what stands around it. WhatsApp lets documents of 2 GB through."""


_KEPT_WITHIN = timedelta(days=1)
"""Before a send: that something of this time is there shows that the server keeps messages at all."""
_UNDECRYPTED = (2, "2", "CIPHERTEXT")
_COMPOSING_MILLISECONDS = 3000


class Evolution(Channel):
    """One Evolution instance: `connection.name` is its name, `connection.secret` its API key, and
    `connection.settings["base_url"]` its server where that is not the deployment's.

    An instance has no templates: a message is sent as its text. Buttons are often not shown by
    WhatsApp's apps, so options are numbered lines.
    """

    name = "evolution"
    # Files come inline: base64 makes WhatsApp's 16 MB for a video 22 MB of JSON.
    max_body_bytes = 30_000_000
    token_headers = ("x-webhook-token",)
    sent_files = SentFiles(ANYTHING)
    can_be_asked = True
    shows_reading = True
    has_feed = True
    setup = EvolutionSetup

    @classmethod
    def setting_problems(cls, settings: Json) -> Mapping[str, str]:
        if written_base_url(settings, "https://example.com") is None:
            return {"base_url": "write an address such as https://evolution.example.com"}
        return {}

    def belongs_to(self, payload: Json, connection: Connection) -> bool:
        return payload.get("instance") == connection.name

    def file_hosts(self, settings: Json) -> tuple[str, ...]:
        url = written_base_url(settings, self.base_url) or ""
        address = httpx.URL(url).netloc.decode("ascii")
        return (address,) if address else ()

    def parse(self, payload: Json) -> list[Event]:
        event = payload.get("event")
        if not isinstance(event, str):
            raise MalformedPayload("there is no event name")
        # Some versions, and the per-event URLs, write MESSAGES_UPSERT or messages-upsert.
        read = _READERS.get(event.lower().replace("_", ".").replace("-", "."))
        if read is None:
            return [Ignored(f"event {label(event)}")]
        data, own = payload.get("data"), jid(payload.get("sender"))
        if isinstance(data, list):
            return [_tolerant(read, item, own) for item in data] or [Ignored("no data")]
        if not isinstance(data, dict):
            raise MalformedPayload("the event has no data")
        return [read(without_own(data, own))]

    async def send(
        self, message: Outbound, connection: Connection, http: httpx.AsyncClient
    ) -> str | None:
        action, content = sending.call_of(message)
        body: Json = {**content, "number": phone_of((message.to,)) or message.to}
        if message.reply_to:
            body["quoted"] = {"key": {"id": message.reply_to}}
        answer = await post(
            http,
            await self._url(action, connection),
            json=body,
            headers={"apikey": api_key(connection)},
            refusal=refusal,
        )
        return message_id(json_object(answer))

    async def show_reading(
        self, provider_id: str, address: str, connection: Connection, http: httpx.AsyncClient
    ) -> None:
        """Marks the message as read and shows "composing" for some seconds. Of a chat that is known by
        LID alone Evolution drops the mark without a word."""
        headers = {"apikey": api_key(connection)}
        read = {"remoteJid": address, "fromMe": False, "id": provider_id}
        await post(
            http,
            await self._url("chat/markMessageAsRead", connection),
            json={"readMessages": [read]},
            headers=headers,
        )
        await post(
            http,
            await self._url("chat/sendPresence", connection),
            json={
                "number": phone_of((address,)) or address,
                "presence": "composing",
                "delay": _COMPOSING_MILLISECONDS,
            },
            headers=headers,
        )

    async def fetch_inline(
        self, provider_id: str, connection: Connection, http: httpx.AsyncClient
    ) -> bytes | None:
        """The file from Evolution's own store; None when it does not keep the message.

        Raises MediaError (not permanent) when Evolution cannot answer now, and MediaTooLarge.
        """
        try:
            answer = await post(
                http,
                await self._url("chat/getBase64FromMediaMessage", connection),
                json={"message": {"key": {"id": provider_id}}, "convertToMp4": False},
                headers={"apikey": api_key(connection)},
                most_bytes=_LARGEST_FILE_ANSWER,
            )
        except SendError as error:
            if error.code in ("400", "404"):
                return None
            if error.code == TOO_LARGE:
                raise MediaTooLarge("the file is too large") from error
            raise MediaError(str(error), permanent=error.code in ("401", "403")) from error
        except SendUnknown as error:
            raise MediaError(str(error), permanent=False) from error
        return _decoded(json_object(answer).get("base64"))

    async def feed(self, connection: Connection, pauses: Pauses) -> Feed:
        try:
            server, key = await server_of(connection, self), api_key(connection)
        except SendError as error:
            raise FeedClosed(str(error), by_us=error.code != "unreachable") from error
        feed = listen(server, key, connection.name, self.max_body_bytes, pauses)
        async with aclosing(feed) as everything:
            async for heard in everything:
                yield heard

    async def missed(
        self, since: datetime, connection: Connection, http: httpx.AsyncClient
    ) -> list[Event]:
        """Messages of both sides, and what became of ours; at most a thousand, of the newest. Of edits the last
        text is listed, deletions are not."""
        stored = await self._stored(since, connection, http)
        sender = digits(connection.phone)
        return [
            listed
            for told in told_by(stored.messages)
            for event in self.parse({"event": told.event, "data": told.data, "sender": sender})
            for listed in _as_listed(event)
        ]

    async def trace(
        self, wanted: Wanted, connection: Connection, http: httpx.AsyncClient
    ) -> Trace | None:
        """A server that keeps no messages cannot tell; that others of that day are there shows that it does."""
        if wanted.message.file and not wanted.message.text:
            return None  # nothing tells it from another file
        stored = await self._stored(wanted.earliest, connection, http)
        words = with_numbered_options(wanted.message.text, wanted.message.options)
        shown = sent_as(words, stored.messages, wanted)
        if shown is None or shown.provider_id:
            return shown
        keeps = bool(stored.messages) or await self._keeps(wanted.since, connection, http)
        return shown if stored.is_last and keeps else None

    async def _stored(
        self, since: datetime, connection: Connection, http: httpx.AsyncClient
    ) -> Page:
        """What its database has since then, as one page; the last where that is all of it."""
        stored = Page([], is_last=False)
        for number in range(1, MOST_PAGES + 1):
            page = await self._page(number, since, connection, http)
            stored = Page(stored.messages + page.messages, page.is_last)
            if page.is_last:
                break
        return stored

    async def _keeps(self, at: datetime, connection: Connection, http: httpx.AsyncClient) -> bool:
        return bool((await self._page(1, at - _KEPT_WITHIN, connection, http)).messages)

    async def _page(
        self, number: int, since: datetime, connection: Connection, http: httpx.AsyncClient
    ) -> Page:
        answer = await post(
            http,
            await self._url("chat/findMessages", connection),
            json=query(number),
            headers={"apikey": api_key(connection)},
            most_bytes=_LARGEST_FILE_ANSWER,
        )
        return page_of(json_object(answer), since)

    async def _url(self, action: str, connection: Connection) -> str:
        server = await server_of(connection, self)
        return f"{server}/{action}/{quote(connection.name, safe='')}"


# Events


def _tolerant(read: Callable[[Json], Event], item: object, own: str | None) -> Event:
    """One event of several: a broken one must not cost its neighbours."""
    if not isinstance(item, dict):
        return Ignored("malformed")
    try:
        return read(without_own(item, own))
    except MalformedPayload as error:
        return Ignored(f"malformed: {error}")


def _upsert(data: Json) -> Event:
    key = branch(data, "key")
    if _not_a_person(key):
        return Ignored("not a person's chat")
    bare = InboundMessage(
        provider_id=_id(key),
        addresses=_addresses(key),
        kind=MessageKind.UNSUPPORTED,
        phone=phone_of(chat_addresses(key)),
        display_name=text(data, "pushName"),
        sent_at=moment(whole(data.get("messageTimestamp"))),
    )
    if data.get("messageStubType") in _UNDECRYPTED and not branch(data, "message"):
        return Ignored("nothing typed") if _from_me(key) else replace(bare, undecrypted=True)
    if changed := protocol(data):
        if _from_me(key):
            return Ignored("change of a message of the business")
        return _by(bare.addresses, _edited(changed))
    if (put := reaction(data)) is not None:
        return Ignored("reaction of the business") if _from_me(key) else _reaction(bare, *put)
    message = with_content(bare, data)
    if message is None:
        return Ignored("nothing to answer")
    if not _from_me(key):
        return message
    return Ignored("nothing typed") if by_the_app(data) else _from_the_app(message)


def _reaction(bare: InboundMessage, target: str, emoji: str | None) -> Reaction:
    return Reaction(
        provider_id=bare.provider_id,
        addresses=bare.addresses,
        target=target,
        emoji=emoji,
        phone=bare.phone,
        display_name=bare.display_name,
        sent_at=bare.sent_at,
    )


def _from_the_app(message: InboundMessage) -> StaffMessage:
    """What we send through the API comes as send.message, so this was sent from the phone: typed
    there, or an automatic text of the business's app, which nothing in the payload tells apart."""
    return StaffMessage(
        provider_id=message.provider_id,
        addresses=message.addresses,
        text=message.text,
        phone=message.phone,
        sent_at=message.sent_at,
    )


def _as_listed(event: Event) -> list[Event]:
    """What a list has of a message: its text as it is now, which may be another than when it was heard."""
    if not isinstance(event, InboundMessage) or not event.text:
        return [_of_the_business(event)]
    now = MessageEdited(event.provider_id, text=event.text, listed=True)
    return [event, _by(event.addresses, now)]


def _of_the_business(event: Event) -> Event:
    """A list does not tell what was typed on the phone from what was sent through the API: like an echo,
    it is staff's unless it is known as ours."""
    if not isinstance(event, StaffMessage):
        return event
    return SentEcho(
        event.provider_id, event.addresses, event.text, event.phone, sent_at=event.sent_at
    )


def _echo(data: Json) -> Event:
    key = branch(data, "key")
    if _not_a_person(key):
        return Ignored("not a person's chat")
    addresses = _addresses(key)
    words = words_of(branch(data, "message"))
    return SentEcho(_id(key), addresses, words, phone_of(addresses))


def _edited(data: Json) -> Event:
    """A bare protocol message: an edit, a deletion for everyone, or some setting.

    Its key is written from the sender's side, so its `fromMe` does not tell whose message it
    was; the id does. Its chat may be the business's own phone, and then tells nothing.
    """
    key, kind = branch(data, "key"), data.get("type")
    if _not_a_person(key):
        return Ignored("not a person's chat")
    if kind in _REVOKED and kind is not False:
        return _by(chat_addresses(key), MessageEdited(_id(key), deleted=True))
    words = words_of(branch(data, "editedMessage"))
    if kind not in _EDITED or words is None:
        return Ignored("edit without text")
    return _by(chat_addresses(key), MessageEdited(_id(key), text=words))


def _by(addresses: tuple[str, ...], change: Event) -> Event:
    """With the chat that it came from."""
    if not isinstance(change, MessageEdited):
        return change
    return replace(change, addresses=addresses, phone=phone_of(addresses))


def _deleted(data: Json) -> Event:
    key = branch(data, "key") or data
    if _from_me(key) or _not_a_person(key):
        return Ignored("deletion of no customer's message")
    return _by(chat_addresses(key), MessageEdited(_id(key), deleted=True))


def _status(data: Json) -> Event:
    key = branch(data, "key")
    told = data.get("status")
    status = _STATUSES.get(told.upper()) if isinstance(told, str) else None
    if status is None or not (_from_me(data) or _from_me(key)):
        return Ignored("update of no message of ours")
    provider_id = identifier(data, "keyId") or identifier(key, "id")
    if provider_id is None:
        raise MalformedPayload("an update needs the message's id")
    address = jid(data.get("remoteJid")) or jid(key.get("remoteJid"))
    phone = phone_of((address,)) if address else None
    return StatusUpdate((provider_id,), status, address, phone)


_READERS: dict[str, Callable[[Json], Event]] = {
    "messages.upsert": _upsert,
    "send.message": _echo,
    "messages.edited": _edited,
    "messages.delete": _deleted,
    "messages.update": _status,
}


def _not_a_person(key: Json) -> bool:
    address = jid(key.get("remoteJid"))
    return address is not None and not is_person(address)


def _from_me(key: Json) -> bool:
    return key.get("fromMe") in (True, "true")


def _id(key: Json) -> str:
    if (message_id := identifier(key, "id")) is None:
        raise MalformedPayload("a message needs an id")
    return message_id


def _addresses(key: Json) -> tuple[str, ...]:
    if not (addresses := chat_addresses(key)):
        raise MalformedPayload("a message needs a chat")
    return addresses


def _decoded(content: object) -> bytes | None:
    if not isinstance(content, str) or not content:
        return None
    try:
        return base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError) as error:
        raise MediaError("the file's base64 is broken", permanent=True) from error
