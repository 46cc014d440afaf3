"""Chatwoot's application API: whose token opens what, and where a conversation is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import httpx

from agent.types import Connection, Json
from gateway.channels.base import Channel
from gateway.channels.chatwoot.answers import refusal
from gateway.channels.kit.http_send import api_key, get, not_configured, post
from gateway.channels.kit.own_server import server_of
from gateway.channels.kit.payload import identifier

AGENT_KEY = "agent_key"
"""A stored credential: the token of an agent, for what a bot's may not do (labels, typing, reading)."""


def agent_key(connection: Connection) -> str | None:
    """None where only the bot's token is stored."""
    key = connection.credentials.get(AGENT_KEY, "").strip()
    return key if key and key.isascii() and key.isprintable() else None


def number(settings: Json, name: str) -> str | None:
    """An id in a connection's settings, as digits."""
    value = identifier(settings, name)
    return value if value and value.isascii() and value.isdigit() else None


def of_conversation(address: str, action: str) -> str:
    """The place of what is done to a conversation."""
    return f"conversations/{quote(address, safe='')}/{action}"


@dataclass(frozen=True, slots=True)
class Api:
    """One account. `account` is its address; `key` a token."""

    account: str
    http: httpx.AsyncClient
    key: str = field(repr=False)

    @classmethod
    async def of(
        cls,
        channel: Channel,
        connection: Connection,
        http: httpx.AsyncClient,
        key: str | None = None,
    ) -> "Api":
        """With the connection's own token when no `key` is given. Raises SendError."""
        account = number(connection.settings, "account_id")
        if account is None:
            raise not_configured("the connection's settings have no account_id")
        base = await server_of(connection, channel)
        return cls(f"{base}/api/v1/accounts/{account}", http, key or api_key(connection))

    async def post(self, place: str, body: Json) -> httpx.Response:
        """Raises SendError and SendUnknown."""
        return await post(
            self.http,
            f"{self.account}/{place}",
            json=body,
            headers={"api_access_token": self.key},
            refusal=refusal,
        )

    async def upload(
        self, place: str, fields: Mapping[str, str], files: Mapping[str, tuple[str, bytes, str]]
    ) -> httpx.Response:
        """A form with files (name, content, type). Raises SendError and SendUnknown."""
        return await post(
            self.http,
            f"{self.account}/{place}",
            data=fields,
            files=files,
            headers={"api_access_token": self.key},
            refusal=refusal,
        )

    async def get(self, place: str, **query: Any) -> httpx.Response:
        """Raises SendError and SendUnknown."""
        headers = {"api_access_token": self.key}
        return await get(self.http, f"{self.account}/{place}", params=query, headers=headers)
