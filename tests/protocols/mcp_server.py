"""A business's own MCP server, with the official SDK: a shop's tool whose answer a test chooses, and its faults."""

import asyncio
import socket
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

import uvicorn
from mcp.server.lowlevel import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp_types import (
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    TextContent,
    Tool,
)
from starlette.responses import RedirectResponse
from starlette.types import Receive, Scope, Send

_TOOLS = ("check_stock", "delete_everything")


@dataclass
class McpShop:
    """`answer`: what `check_stock` says; `hangs`: it never does; `sends_to`: every request is redirected there."""

    answer: str = "42 en bodega"
    hangs: bool = False
    sends_to: str = ""
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    url: str = ""

    async def __aenter__(self) -> "McpShop":
        listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}/mcp"
        config = uvicorn.Config(self._app, interface="asgi3", log_level="critical", lifespan="off")
        self._server = uvicorn.Server(config)
        self._server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
        self._task = asyncio.create_task(self._server.serve([listener]))
        return self

    async def __aexit__(
        self,
        _: type[BaseException] | None,
        __: BaseException | None,
        ___: TracebackType | None,
    ) -> None:
        self._server.should_exit = self._server.force_exit = True
        await self._task

    async def _app(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        self.tokens.add(headers.get(b"authorization", b"").decode())
        if self.sends_to:
            await RedirectResponse(self.sends_to)(scope, receive, send)
            return
        manager = StreamableHTTPSessionManager(self._mcp(), stateless=True, json_response=True)
        async with manager.run():
            await manager.handle_request(scope, receive, send)

    def _mcp(self) -> Server[Any]:
        async def listed(_: object, __: object) -> ListToolsResult:
            schema = {"type": "object"}
            return ListToolsResult(tools=[Tool(name=one, input_schema=schema) for one in _TOOLS])

        async def called(_: object, params: CallToolRequestParams) -> CallToolResult:
            self.calls.append((params.name, params.arguments or {}))
            if self.hangs:
                await asyncio.Event().wait()
            return CallToolResult(content=[TextContent(text=self.answer)])

        return Server("shop", on_list_tools=listed, on_call_tool=called)
