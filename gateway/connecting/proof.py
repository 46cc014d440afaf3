"""A test message through the outbox, and what became of it: sent, delivered, failed and why."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx
from msgspec import Struct

from agent import phones
from agent.clock import Clock
from agent.data.database import Database
from agent.settings import Settings
from agent.texts import texts
from agent.types import Connection, Json
from gateway.access.vault import vault_of
from gateway.channels.base import Channel
from gateway.channels.connections import Connections
from gateway.channels.setup import Step
from gateway.connecting.answers import Asker
from gateway.connecting.waiting import Patience
from gateway.pipeline.guards import may_send_text
from gateway.pipeline.outbox import Outbox
from gateway.pipeline.outgoing_files import outgoing_files

_ENDS = ("delivered", "read", "failed")


class _Chat(Struct, frozen=True, kw_only=True):
    """test_chat_find."""

    conversation: UUID
    last_inbound_at: datetime | None
    window_closed: bool


class _Queued(Struct, frozen=True, kw_only=True):
    """test_message_put."""

    conversation: UUID
    message: UUID


class _State(Struct, frozen=True, kw_only=True):
    """test_message_state."""

    status: str
    error: str | None


@dataclass(frozen=True, slots=True)
class Proof:
    """Sends over one connection; `channels` are all of them, by name."""

    database: Database
    settings: Settings
    clock: Clock
    channels: dict[str, Channel]
    connection: Connection
    language: str
    business: str
    http: httpx.AsyncClient

    async def send(
        self, phone: str, template: str | None, asker: Asker, patience: Patience
    ) -> Step:
        """To this phone (digits). Where the provider takes no first word from us, its owner writes first."""
        person = phones.canonical(phone) or phone
        addresses = [f"+{person}", phone]
        if template is None and not await self._may_write(addresses):
            number = f"+{self.connection.phone}" if self.connection.phone else "this connection"
            asker.show(f"Write anything from +{phone} to {number} now; waiting for it to come in …")
            if not await self._heard(addresses, patience):
                what = f"nothing came in from +{phone}"
                do = (
                    "does the provider call this gateway, and does frontdesk serve run? "
                    + _TEMPLATE
                )
                return Step("wrong", what, do)
        queued = await self._queue([phone, f"+{person}"], person, template)
        await self._outbox().run(self.connection.organization_id, queued.conversation)
        return await self._outcome(queued.message, phone, patience)

    async def _may_write(self, addresses: list[str]) -> bool:
        channel = self.channels[self.connection.channel]
        chat = await self._chat(addresses)
        if chat is None:
            return channel.reaches_phones and not channel.has_window
        return not chat.window_closed and may_send_text(
            channel.name, chat.last_inbound_at, self.clock.now()
        )

    async def _heard(self, addresses: list[str], patience: Patience) -> bool:
        for _ in patience.looks():
            if await self._chat(addresses) and await self._may_write(addresses):
                return True
            await asyncio.sleep(patience.pause)
        return False

    async def _chat(self, addresses: list[str]) -> _Chat | None:
        return await self.database.find(
            _Chat, "test_chat_find", **self._about(), addresses=addresses
        )

    async def _queue(self, addresses: list[str], person: str, template: str | None) -> _Queued:
        text = texts(self.language).line("notices.test_message", organization=self.business)
        reply: Json = {"text": text, "payload": _payload(template, self.language)}
        return await self.database.fetch(
            _Queued,
            "test_message_put",
            **self._about(),
            addresses=addresses,
            phone=person,
            reply=reply,
        )

    async def _outcome(self, message: UUID, phone: str, patience: Patience) -> Step:
        state = await self._state(message)
        for _ in patience.looks():
            if state.status in _ENDS:
                break
            await asyncio.sleep(patience.pause)
            state = await self._state(message)
        return _told(state, phone)

    async def _state(self, message: UUID) -> _State:
        return await self.database.fetch(
            _State,
            "test_message_state",
            organization=self.connection.organization_id,
            message=message,
        )

    def _about(self) -> dict[str, Any]:
        return {
            "organization": self.connection.organization_id,
            "connection": self.connection.id,
        }

    def _outbox(self) -> Outbox:
        connections = Connections(self.database, self.settings, vault_of(self.settings))
        return Outbox(
            self.database,
            self.channels,
            connections,
            self.http,
            self.settings,
            self.clock,
            outgoing_files(self.settings, self.http, self.clock),
        )


_TEMPLATE = "Or name a template without parameters: --template NAME:language"


def _payload(template: str | None, language: str) -> dict[str, object]:
    if template is None:
        return {}
    return {"template": {"id": template, "params": [], "language": language}}


def _told(state: _State, phone: str) -> Step:
    reason = f": {state.error}" if state.error else ""
    if state.status in ("delivered", "read"):
        return Step("done", f"the test message to +{phone} was {state.status}")
    if state.status == "sent":
        what = f"the provider took the test message to +{phone}; that it arrived was not told yet"
        return Step(
            "todo", what, "look at the phone; receipts need frontdesk serve and the webhook"
        )
    if state.status == "failed":
        return Step("wrong", f"the test message to +{phone} failed{reason}", _TEMPLATE)
    what = f"the test message to +{phone} is {state.status}{reason}"
    return Step("wrong", what, "repair that; it is then sent by itself (frontdesk outbox list)")
