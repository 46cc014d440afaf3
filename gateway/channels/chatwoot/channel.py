"""Chatwoot: account webhooks and agent bots in, its application API out."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import TypedDict
from urllib.parse import urlsplit

import httpx

from agent.errors import SendError, SendUnknown
from agent.types import Connection, Json, Outbound, OutboundFile
from gateway.channels.base import (
    Channel,
    Event,
    Ignored,
    MalformedPayload,
    Part,
    WebhookRequest,
)
from gateway.channels.chatwoot.answers import message_id
from gateway.channels.chatwoot.api import AGENT_KEY, Api, agent_key, number, of_conversation
from gateway.channels.chatwoot.desk import TRUST, with_trust
from gateway.channels.chatwoot.events import created, state, updated
from gateway.channels.chatwoot.history import sent_as, written_since
from gateway.channels.chatwoot.setup import ChatwootSetup
from gateway.channels.chatwoot.signature import is_signed
from gateway.channels.kit.http_send import json_object, not_configured
from gateway.channels.kit.option_text import with_numbered_options
from gateway.channels.kit.own_server import written_base_url
from gateway.channels.kit.payload import branch, identifier, label, text
from gateway.channels.kit.whatsapp_layout import template_params
from gateway.channels.kit.whatsapp_templates import name_and_language
from gateway.channels.sent_files import WHATSAPP, SentFiles
from gateway.channels.trace import Trace, Wanted

SECRETS = ("webhook_secret", "bot_secret", "inbox_secret")
"""Stored credentials that sign: the account webhook, the agent bot and an API inbox have their own."""


class Chatwoot(Channel):
    """One inbox of a Chatwoot account, or all of them.

    `connection.secret` is the access token of an agent bot. Of `connection.settings`: `account_id`
    (needed), `inbox_id` (without it every inbox of the account is answered), `base_url`,
    `media_hosts` (where its files are, besides the server itself), `team_id` and `assignee_id` (assigned
    when a person is called), `labels` (added then), `answers_open` (true for an inbox without an agent
    bot, whose conversations begin as open), `phones_proven` and `users_proven`
    (docs/decisions/contacts.md), `template_category` ("UTILITY" when not set). The stored credential
    `agent_key`, an agent's token, is needed for labels, typing signs and missed messages.
    """

    name = "chatwoot"
    has_desk = True
    sent_files = SentFiles(WHATSAPP)
    has_templates = True
    has_history = True
    can_be_asked = True
    shows_reading = True
    ends_reading = True
    reaches_phones = False
    setup = ChatwootSetup

    @classmethod
    def setting_problems(cls, settings: Json) -> Mapping[str, str]:
        numbers = ("account_id", "inbox_id", "team_id", "assignee_id")
        problems = {
            name: f"`{name}` is a number, as in the desk's own address"
            for name in numbers
            if (name in settings or name == "account_id") and number(settings, name) is None
        }
        for name in ("media_hosts", "labels"):
            listed = settings.get(name, [])
            if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
                problems[name] = f"list the {name.replace('_', ' ')}"
        for name in ("answers_open", *TRUST):
            if not isinstance(settings.get(name, False), bool):
                problems[name] = "write true or false"
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
        return _agree(account, number(connection.settings, "account_id")) and _agree(
            inbox, number(connection.settings, "inbox_id")
        )

    def parts(self, payload: Json, connection: Connection) -> list[Part]:
        """All of it is the connection's, with what its settings say of the inbox."""
        return [Part(connection.name, with_trust(payload, connection.settings))]

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
        api = await Api.of(self, connection, http)
        about: Json = {}
        if message.reply_to and message.reply_to.isdigit():
            about["content_attributes"] = {"in_reply_to": int(message.reply_to)}
        if message.template:
            about["template_params"] = _template(message, message.template, connection.settings)
            return await self._write(message.to, message.text, api, private=False, **about)
        if message.file:
            return await self._write_file(message.to, message.file, message.text, api)
        words = with_numbered_options(message.text, message.options)
        return await self._write(message.to, words, api, private=False, **about)

    async def show_reading(
        self, provider_id: str, address: str, connection: Connection, http: httpx.AsyncClient
    ) -> None:
        """ "typing…", until the turn has ended."""
        await self._typing(address, "on", connection, http)

    async def end_reading(
        self, address: str, connection: Connection, http: httpx.AsyncClient
    ) -> None:
        await self._typing(address, "off", connection, http)

    async def trace(
        self, wanted: Wanted, connection: Connection, http: httpx.AsyncClient
    ) -> Trace | None:
        """A bot's token may not read, so without an agent's it cannot tell."""
        key = agent_key(connection)
        if key is None:
            return None
        message = wanted.message
        words = message.text
        if message.file and not words:
            return None  # nothing tells it from another file
        if not message.template:
            words = with_numbered_options(words, message.options)
        api = await Api.of(self, connection, http, key)
        return await sent_as(words, wanted, api)

    async def missed(
        self, since: datetime, connection: Connection, http: httpx.AsyncClient
    ) -> list[Event]:
        key = agent_key(connection)
        if key is None:
            raise not_configured(f"a bot may not read: store an agent's token as {AGENT_KEY}")
        api = await Api.of(self, connection, http, key)
        inbox = number(connection.settings, "inbox_id")
        return await written_since(since, api, inbox, connection.settings)

    async def hand_over(
        self, address: str, note: str, connection: Connection, http: httpx.AsyncClient
    ) -> str | None:
        """Opens the conversation, and tells why. The note comes last: what is before it may be
        repeated without anybody seeing it."""
        api = await Api.of(self, connection, http)
        await api.post(of_conversation(address, "toggle_status"), {"status": "open"})
        for name in ("team_id", "assignee_id"):
            if chosen := number(connection.settings, name):
                place = of_conversation(address, "assignments")
                await api.post(place, {name: int(chosen)})
        await self._add_labels(address, connection, http)
        return await self._write(address, note, api, private=True)

    async def hand_back(
        self, address: str, connection: Connection, http: httpx.AsyncClient
    ) -> None:
        api = await Api.of(self, connection, http)
        await api.post(of_conversation(address, "toggle_status"), {"status": "pending"})

    def file_hosts(self, settings: Json) -> tuple[str, ...]:
        """The server itself, whose links lead on, and what the connection names besides."""
        url = written_base_url(settings, self.base_url) or ""
        own = urlsplit(url).netloc.rpartition("@")[2]
        listed = settings.get("media_hosts")
        named = [h for h in listed if isinstance(h, str)] if isinstance(listed, list) else []
        return tuple(host.lower() for host in (own, *named) if host)

    async def _write(
        self, address: str, words: str, api: Api, *, private: bool, **about: Json
    ) -> str:
        body = {
            "content": words,
            "message_type": "outgoing",
            "private": private,
            "content_type": "text",
            **about,
        }
        return message_id(json_object(await api.post(of_conversation(address, "messages"), body)))

    async def _write_file(self, address: str, file: OutboundFile, words: str, api: Api) -> str:
        fields = {"content": words, "message_type": "outgoing", "private": "false"}
        upload = {"attachments[]": (file.name, file.content, file.mime)}
        place = of_conversation(address, "messages")
        return message_id(json_object(await api.upload(place, fields, upload)))

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
        api, place = await self._as_agent(connection, http), of_conversation(address, "labels")
        with suppress(SendError, SendUnknown):
            held = json_object(await api.get(place)).get("payload")
            if isinstance(held, list):
                labels = list(dict.fromkeys([*(h for h in held if isinstance(h, str)), *names]))
                await api.post(place, {"labels": labels})

    async def _typing(
        self, address: str, shown: str, connection: Connection, http: httpx.AsyncClient
    ) -> None:
        """Nothing without an agent's token: a bot's may not."""
        if key := agent_key(connection):
            api = await Api.of(self, connection, http, key)
            place = of_conversation(address, "toggle_typing_status")
            await api.post(place, {"typing_status": shown})

    async def _as_agent(self, connection: Connection, http: httpx.AsyncClient) -> Api:
        """With the agent's token; else with the connection's own, which may be one as well."""
        return await Api.of(self, connection, http, agent_key(connection))


class _Template(TypedDict):
    """`processed_params` by the place of each in the template, from "1" on."""

    name: str
    category: str
    language: str
    processed_params: dict[str, str]


def _template(message: Outbound, written: str, settings: Json) -> _Template:
    """Chatwoot itself finds the template among those of the inbox."""
    name, language = name_and_language(written, message.template_language)
    params = template_params(message.template_params)
    return {
        "name": name,
        "category": text(settings, "template_category") or "UTILITY",
        "language": language,
        "processed_params": {str(place): value for place, value in enumerate(params, start=1)},
    }


def _agree(theirs: str | None, ours: str | None) -> bool:
    return theirs is None or ours is None or theirs == ours


# Events


def _conversation(conversation: Json) -> list[Event]:
    return list(state(conversation))


_READERS: dict[str, Callable[[Json], list[Event]]] = {
    "message_created": created,
    "message_updated": updated,
    # Its message may be the second one of the conversation: only the state is read.
    "conversation_created": _conversation,
    "conversation_updated": _conversation,
    "conversation_status_changed": _conversation,
    "conversation_opened": _conversation,
    "conversation_resolved": _conversation,
}
