"""A front desk of the demo's clinic that also answers an inbox of Chatwoot, and the people at its desk."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
from langchain_core.language_models import BaseChatModel
from pydantic import SecretStr

from gateway.access import credentials
from gateway.access.vault import vault_of
from gateway.channels.chatwoot.signature import SIGNATURE, TIMESTAMP, signed
from tests.databases import NOW
from tests.front import Front, ModelMaker, open_front
from tests.providers import chatwoot
from tests.providers.chatwoot import ACCOUNT, BIA, BOT, INBOX, ChatwootServer, Conversation

WEBHOOK_SECRET, BOT_SECRET = "webhook-secret-for-tests", "bot-secret-for-tests"
TOKEN = "chatwoot-token-for-tests"
HANDOFF = 120 * 60
CLAIM = 5 * 60
"""Seconds in which a person at the desk can claim a chat that nobody opened."""


@dataclass
class Desk:
    """What customers write, what people do at the desk, and the events that Chatwoot sends of it."""

    front: Front
    server: ChatwootServer

    @property
    def now(self) -> datetime:
        return self.front.clock.now()

    async def deliver(self, payload: Any, secret: str | None = WEBHOOK_SECRET) -> httpx.Response:
        """As the account webhook delivers it, or the agent bot (BOT_SECRET)."""
        body = json.dumps(payload).encode()
        timestamp = str(int(self.now.timestamp()))
        headers = (
            {TIMESTAMP: timestamp, SIGNATURE: signed(secret, timestamp, body)} if secret else {}
        )
        return await self.front.http.post(
            f"/webhooks/chatwoot/{TOKEN}", content=body, headers=headers
        )

    async def send(self, *payloads: Any) -> None:
        for payload in payloads:
            answer = await self.deliver(payload)
            assert answer.status_code == 200, answer.text

    # Customers

    async def write(self, conversation: Conversation, words: str | None, **about: Any) -> Any:
        """One message, not answered yet. One that comes to a resolved conversation reopens it."""
        if conversation.status == "resolved":
            conversation.change(self.now, status="pending")
        payload = chatwoot.message(conversation, words, at=self.now, **about)
        await self.send(payload)
        return payload

    async def say(self, conversation: Conversation, words: str) -> list[str]:
        await self.write(conversation, words)
        return await self.listen(conversation)

    async def listen(self, conversation: Conversation) -> list[str]:
        """The debounce passes; what the customer then receives."""
        before = len(self.received(conversation))
        await self.settle()
        return self.received(conversation)[before:]

    async def settle(self) -> None:
        await self.front.settle()
        self.server.now = self.now

    def received(self, conversation: Conversation) -> list[str]:
        return [s.content for s in self.server.sent if s.conversation == conversation.id]

    def notes(self, conversation: Conversation) -> list[str]:
        return [s.content for s in self.server.notes if s.conversation == conversation.id]

    # People at the desk

    async def change(self, conversation: Conversation, **values: Any) -> None:
        """Somebody changes it there, and Chatwoot tells of it."""
        conversation.change(self.now, **values)
        name = "conversation_status_changed" if "status" in values else "conversation_updated"
        await self.send(chatwoot.conversation_event(conversation, name))

    async def agent(self, conversation: Conversation, words: str, *, note: bool = False) -> Any:
        """An agent writes to the customer, or a private note."""
        about: dict[str, Any] = {"kind": "outgoing", "sender": BIA, "private": note}
        payload = chatwoot.message(conversation, words, at=self.now, **about)
        await self.send(payload)
        return payload

    async def echo(self, conversation: Conversation) -> None:
        """Chatwoot shows all that the bot sent."""
        for sent in self.server.taken:
            if sent.conversation == conversation.id:
                await self.send(chatwoot.echo(conversation, sent, at=self.now))

    # What stands in the database

    def chat(self) -> dict[str, Any]:
        [row] = self.front.rows("select * from chat_identities")
        return row

    def messages(self, direction: str = "inbound") -> list[tuple[str, str]]:
        """(status, body), oldest first."""
        rows = self.front.rows(
            "select status, body from chat_messages where direction = %s order by seq", direction
        )
        return [(row["status"], row["body"]) for row in rows]


@asynccontextmanager
async def open_desk(
    url: str,
    folder: Path,
    model: BaseChatModel | ModelMaker | None = None,
    *,
    settings: dict[str, Any] | None = None,
    signs: bool = True,
    token: str | None = None,
    agent_key: str | None = None,
    **configured: Any,
) -> AsyncIterator[Desk]:
    """`settings` are the connection's, besides account and inbox; `signs`: the server is a newer one."""
    async with ChatwootServer() as server:
        about = {
            "chatwoot_base_url": server.url,
            "frontdesk_secret_key": SecretStr("k" * 40),
            **configured,
        }
        async with open_front(url, folder, NOW, model, **about) as front:
            own = {"account_id": ACCOUNT, "inbox_id": INBOX, **(settings or {})}
            front.execute(
                "insert into platform_connections (organization_id, key, channel, name, token_hash, "
                "token_env, settings) select id, 'desk', 'chatwoot', 'Aurora', sha256(%s), "
                "'AURORA_CHATWOOT_TOKEN', %s::jsonb from organizations where slug = 'aurora'",
                TOKEN.encode(),
                json.dumps(own),
            )
            kept = {"api_key": token or server.bot_token}
            if signs:
                kept |= {"webhook_secret": WEBHOOK_SECRET, "bot_secret": BOT_SECRET}
            if agent_key:
                kept["agent_key"] = agent_key
            vault = vault_of(front.container.settings)
            for name, value in kept.items():
                await credentials.put(
                    front.container.database, vault, "aurora", "desk", name, value
                )
            server.now = NOW
            yield Desk(front, server)


__all__ = ["BIA", "BOT", "BOT_SECRET", "CLAIM", "HANDOFF", "WEBHOOK_SECRET", "Desk", "open_desk"]
