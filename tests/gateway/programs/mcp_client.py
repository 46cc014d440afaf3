"""A program that speaks MCP to the gateway: the SDK's client over the application's HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx2
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp_types import TextContent

from agent.types import Json
from gateway.access import api_keys
from tests.front import Front

MAY = ("mcp",)


@dataclass
class McpProgram:
    """Calls tools as one of its customers."""

    client: Client
    customer: str = "c-1"

    async def call(self, tool: str, **arguments: Any) -> Json:
        """A tool's answer; `{"refused": words}` when the call itself was refused."""
        result = await self.client.call_tool(tool, arguments)
        [content] = result.content
        assert isinstance(content, TextContent)
        if result.is_error:
            return {"refused": content.text}
        answer: Json = result.structured_content
        return answer

    async def act(self, tool: str, **arguments: Any) -> Json:
        """The same for the customer."""
        return await self.call(tool, customer=self.customer, **arguments)

    async def offered(self, time: str = "15:00", **more: Any) -> str:
        """The token of a start that was offered."""
        wish = {"service": "limpieza facial", "date_from": "2026-11-24", "time": time}
        found = await self.act("search_slots", **wish | more)
        assert found["status"] == "available", found
        return str(next(slot["slot"] for slot in found["slots"] if slot["at"] == time))

    def of(self, customer: str) -> "McpProgram":
        return McpProgram(self.client, customer)


@asynccontextmanager
async def mcp_program(
    front: Front, tenant: str = "aurora", *, mode: str = "auto"
) -> AsyncIterator[McpProgram]:
    """With a new key of this organization. `mode` "legacy": the protocol with a handshake."""
    key = await api_keys.create(front.container.database, tenant, "agent", list(MAY), None)
    async with calling(front, key, mode=mode) as program:
        yield program


@asynccontextmanager
async def calling(front: Front, key: str, *, mode: str = "auto") -> AsyncIterator[McpProgram]:
    http = httpx2.AsyncClient(
        transport=httpx2.ASGITransport(front.application),
        headers={"Authorization": f"Bearer {key}"},
    )
    transport = streamable_http_client("http://localhost/mcp", http_client=http)
    async with http, Client(transport, mode=mode) as client:
        yield McpProgram(client)
