"""Chatwoot: account webhooks and agent bots in, its application API out."""

from collections.abc import Callable, Mapping
from urllib.parse import quote, urlsplit

import httpx

from agent.errors import SendError
from agent.types import Connection, Json, Outbound
from gateway.channels.base import (
    Channel,
    Event,
    HandoffChanged,
    Ignored,
    MalformedPayload,
    MessageEdited,
    SentEcho,
    StaffMessage,
    WebhookRequest,
)
from gateway.channels.chatwoot.answers import message_id, refusal
from gateway.channels.chatwoot.desk import addresses_of, command_of, phone_of, state_of, time_of
from gateway.channels.chatwoot.messages import became, id_of, received, source_id_of, type_of
from gateway.channels.chatwoot.signature import is_signed
from gateway.channels.kit.http_send import api_key, json_object, not_configured, post
from gateway.channels.kit.option_text import with_numbered_options
from gateway.channels.kit.own_server import server_of, written_base_url
from gateway.channels.kit.payload import branch, identifier, label, text

SECRETS = ("webhook_secret", "bot_secret", "inbox_secret")
"""Stored credentials that sign: the account webhook, the agent bot and an API inbox have their own."""


class Chatwoot(Channel):
    """One inbox of a Chatwoot account, or all of them.

    `connection.secret` is the access token of an agent bot. Of `connection.settings`: `account_id`
    (needed), `inbox_id` (without it every inbox of the account is answered), `base_url`,
    `media_hosts` (where its files are, besides the server itself), `team_id` (assigned to when a
    person is called), `labels` (added then; only with an agent's token), `answers_open` (true for an
    inbox without an agent bot, whose conversations begin as open).
    """

    name = "chatwoot"
    has_desk = True
    reaches_phones = False

    @classmethod
    def setting_problems(cls, settings: Json) -> Mapping[str, str]:
        numbers = ("account_id", "inbox_id", "team_id")
        problems = {
            name: f"`{name}` is a number, as in the desk's own address"
            for name in numbers
            if (name in settings or name == "account_id") and _digits(settings, name) is None
        }
        for name in ("media_hosts", "labels"):
            listed = settings.get(name, [])
            if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
                problems[name] = f"list the {name.replace('_', ' ')}"
        if not isinstance(settings.get("answers_open", False), bool):
            problems["answers_open"] = "write true or false"
        if written_base_url(settings, "https://example.com") is None:
            problems["base_url"] = "write an address such as https://desk.example.com"
        return problems

    def authentic(self, request: WebhookRequest, connection: Connection) -> bool:
        """By the signature, when a secret is stored. Older servers sign nothing: then it is the token."""
        if connection.unreadable:
            return False
        secrets = [value for name in SECRETS if (value := connection.credentials.get(name))]
        return not secrets or is_signed(request, secrets, self.clock.now())

    def belongs_to(self, payload: Json, connection: Connection) -> bool:
        """Whether account and inbox are the connection's, where the event tells them: those of
        conversations name no account."""
        conversation = branch(payload, "conversation") or payload
        account = identifier(branch(payload, "account"), "id")
        inbox = identifier(branch(payload, "inbox"), "id") or identifier(conversation, "inbox_id")
        return _agree(account, _number(connection, "account_id")) and _agree(
            inbox, _number(connection, "inbox_id")
        )

    def parse(self, payload: Json) -> list[Event]:
        event = payload.get("event")
        if not isinstance(event, str):
            raise MalformedPayload("there is no event name")
        read = _READERS.get(event)
        if read is None:
            return [Ignored(f"event {label(event)}")]
        return read(payload) or [Ignored(f"nothing in {label(event)}")]

    async def send(
        self, message: Outbound, connection: Connection, http: httpx.AsyncClient
    ) -> str | None:
        about: Json = {}
        if message.reply_to and message.reply_to.isdigit():
            about["content_attributes"] = {"in_reply_to": int(message.reply_to)}
        words = with_numbered_options(message.text, message.options)
        return await self._write(message.to, words, connection, http, private=False, **about)

    async def hand_over(
        self, address: str, note: str, connection: Connection, http: httpx.AsyncClient
    ) -> str | None:
        """Opens the conversation, and tells why. The note comes last: what is before it may be
        repeated without anybody seeing it."""
        await self._call("toggle_status", {"status": "open"}, address, connection, http)
        if team := _number(connection, "team_id"):
            await self._call("assignments", {"team_id": int(team)}, address, connection, http)
        await self._add_labels(address, connection, http)
        return await self._write(address, note, connection, http, private=True)

    async def hand_back(
        self, address: str, connection: Connection, http: httpx.AsyncClient
    ) -> None:
        await self._call("toggle_status", {"status": "pending"}, address, connection, http)

    def file_hosts(self, settings: Json) -> tuple[str, ...]:
        """The server itself, whose links lead on, and what the connection names besides."""
        url = written_base_url(settings, self.base_url) or ""
        own = urlsplit(url).netloc.rpartition("@")[2]
        listed = settings.get("media_hosts")
        named = [h for h in listed if isinstance(h, str)] if isinstance(listed, list) else []
        return tuple(host.lower() for host in (own, *named) if host)

    async def _write(
        self,
        address: str,
        words: str,
        connection: Connection,
        http: httpx.AsyncClient,
        *,
        private: bool,
        **about: Json,
    ) -> str:
        body = {
            "content": words,
            "message_type": "outgoing",
            "private": private,
            "content_type": "text",
            **about,
        }
        answer = await self._call("messages", body, address, connection, http)
        return message_id(json_object(answer))

    async def _add_labels(
        self, address: str, connection: Connection, http: httpx.AsyncClient
    ) -> None:
        """A list takes the place of the former one, which only an agent may read. The conversation is
        open and its note comes all the same when the token may not."""
        wanted = connection.settings.get("labels")
        names = (
            [name for name in wanted if isinstance(name, str)] if isinstance(wanted, list) else []
        )
        if not names:
            return
        try:
            answer = await http.get(
                await self._url("labels", address, connection), headers=_headers(connection)
            )
        except httpx.HTTPError:
            return
        held = json_object(answer).get("payload") if answer.is_success else None
        if not isinstance(held, list):
            return
        labels = list(dict.fromkeys([*(h for h in held if isinstance(h, str)), *names]))
        try:
            await self._call("labels", {"labels": labels}, address, connection, http)
        except SendError:
            return

    async def _call(
        self, action: str, body: Json, address: str, connection: Connection, http: httpx.AsyncClient
    ) -> httpx.Response:
        return await post(
            http,
            await self._url(action, address, connection),
            json=body,
            headers=_headers(connection),
            refusal=refusal,
        )

    async def _url(self, action: str, address: str, connection: Connection) -> str:
        account = _number(connection, "account_id")
        if account is None:
            raise not_configured("the connection's settings have no account_id")
        base = await server_of(connection, self)
        place = f"conversations/{quote(address, safe='')}/{action}"
        return f"{base}/api/v1/accounts/{account}/{place}"


def _headers(connection: Connection) -> Mapping[str, str]:
    return {"api_access_token": api_key(connection)}


def _number(connection: Connection, setting: str) -> str | None:
    return _digits(connection.settings, setting)


def _digits(settings: Json, name: str) -> str | None:
    value = identifier(settings, name)
    return value if value and value.isascii() and value.isdigit() else None


def _agree(theirs: str | None, ours: str | None) -> bool:
    return theirs is None or ours is None or theirs == ours


# Events


def _created(message: Json) -> list[Event]:
    kind = type_of(message)
    if message.get("private") is True:
        return _note(message)
    if kind == "incoming":
        return [*received(message), *_state(branch(message, "conversation"))]
    if kind == "outgoing":
        return _outgoing(message)
    return [Ignored(f"message of the type {label(message.get('message_type'))}")]


def _outgoing(message: Json) -> list[Event]:
    """Who wrote it stands with the sender. What the account sends by itself (campaigns, automations)
    has none; a message without one may also have been typed in the provider's own app."""
    conversation = branch(message, "conversation")
    sender = branch(message, "sender")
    kind = sender.get("type")
    addresses, phone = addresses_of(conversation), phone_of(conversation)
    words, provider_id = text(message, "content"), id_of(message)
    second_id = source_id_of(message)
    if kind == "agent_bot":
        return [SentEcho(provider_id, addresses, words, phone, by_bot=True, second_id=second_id)]
    if sender and kind != "user":
        return [Ignored("another bot wrote")]
    if not sender and _is_of_the_account(message):
        return [Ignored("sent by the account itself")]
    at, typed = time_of(message), bool(sender)
    written = StaffMessage(provider_id, addresses, words, phone, at, typed, second_id)
    return [*_state(conversation), written]


def _is_of_the_account(message: Json) -> bool:
    marks = {**branch(message, "content_attributes"), **branch(message, "additional_attributes")}
    return bool(marks.get("automation_rule_id") or marks.get("campaign_id"))


def _note(message: Json) -> list[Event]:
    command = command_of(message) if branch(message, "sender").get("type") == "user" else None
    return [command or Ignored("a private note")]


def _state(conversation: Json) -> list[HandoffChanged]:
    state = state_of(conversation)
    return [state] if state else []


def _updated(message: Json) -> list[Event]:
    """Statuses of what was sent; edits, deletions and late files of what was received."""
    kind = type_of(message)
    if message.get("private") is True:
        return [Ignored("a private note")]
    if kind == "outgoing":
        status = became(message)
        return [status] if status else []
    if kind != "incoming":
        return []
    if branch(message, "content_attributes").get("deleted") is True:
        return [MessageEdited(id_of(message), deleted=True)]
    message_now, *_ = received(message)
    if message_now.text is None and message_now.media is None:
        return []
    return [
        MessageEdited(
            message_now.provider_id,
            text=message_now.text,
            media=message_now.media,
            kind=message_now.kind,
        )
    ]


def _conversation(conversation: Json) -> list[Event]:
    return list(_state(conversation))


_READERS: dict[str, Callable[[Json], list[Event]]] = {
    "message_created": _created,
    "message_updated": _updated,
    # Its message may be the second one of the conversation: only the state is read.
    "conversation_created": _conversation,
    "conversation_updated": _conversation,
    "conversation_status_changed": _conversation,
    "conversation_opened": _conversation,
    "conversation_resolved": _conversation,
}
