"""The MCP server over the SDK: which tools there are, their schemas, and how a call is checked and answered."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from importlib import metadata
from typing import Any, cast

from mcp.server.lowlevel import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.shared.exceptions import MCPError
from mcp_types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    TextContent,
    Tool,
    ToolAnnotations,
)
from pydantic import JsonValue, ValidationError
from starlette.types import Receive, Scope, Send

from agent.errors import CallerError, DatabaseUnavailable
from gateway.programs.arguments import (
    Arguments,
    Cancel,
    Confirm,
    Hold,
    NoArguments,
    OfCustomer,
    Search,
)
from gateway.programs.desk import Answer, ProgramDesk

MOST_BYTES = 64_000
"""More than any call of these tools needs."""
DeskNow = Callable[[], Awaitable[ProgramDesk]]
"""Who calls, looked at anew for each call: a key may be revoked, or slowed down."""
INSTRUCTIONS = (
    "Appointments of one business. list_services says what there is; search_slots offers free starts to a customer; "
    "hold_slot keeps one for some minutes while the customer decides; confirm_slot books it. Only a slot that was "
    "offered to the same customer can be held, and only one that is held can be confirmed. Ask the customer before you "
    "confirm or cancel. Every answer has a `status`."
)


@dataclass(frozen=True, slots=True)
class _Member:
    """A tool: what it takes, the method of ProgramDesk that answers, and what it does to the world."""

    arguments: type[Arguments]
    answer: Callable[[ProgramDesk, Any], Awaitable[Answer]]
    hints: ToolAnnotations

    def listed(self, name: str) -> Tool:
        schema = self.arguments.model_json_schema()
        schema.pop("description", None)
        return Tool(
            name=name,
            description=" ".join((self.answer.__doc__ or "").split()),
            input_schema=schema,
            annotations=self.hints,
        )


def _hints(*, reads: bool = False, destroys: bool = False) -> ToolAnnotations:
    return ToolAnnotations(
        read_only_hint=reads, destructive_hint=destroys, idempotent_hint=True, open_world_hint=False
    )


_TOOLS: Mapping[str, _Member] = {
    "list_services": _Member(NoArguments, ProgramDesk.list_services, _hints(reads=True)),
    "search_slots": _Member(Search, ProgramDesk.search_slots, _hints(reads=True)),
    "hold_slot": _Member(Hold, ProgramDesk.hold_slot, _hints()),
    "release_slot": _Member(OfCustomer, ProgramDesk.release_slot, _hints()),
    "confirm_slot": _Member(Confirm, ProgramDesk.confirm_slot, _hints()),
    "list_appointments": _Member(OfCustomer, ProgramDesk.list_appointments, _hints(reads=True)),
    "cancel_appointment": _Member(Cancel, ProgramDesk.cancel_appointment, _hints(destroys=True)),
}
_LISTED = [tool.listed(name) for name, tool in _TOOLS.items()]


async def serve_stdio(desk_now: DeskNow) -> None:
    """Answers a program that started this process, until it closes the pipe."""
    from mcp.server.stdio import stdio_server

    server = build_server(desk_now)
    async with stdio_server() as (reading, writing):
        await server.run(reading, writing, server.create_initialization_options())


def build_server(desk_now: DeskNow) -> Server[Any]:
    """A server for one caller: over HTTP for one request, over stdio for as long as it runs."""

    async def listed(_: object, __: object) -> ListToolsResult:
        return ListToolsResult(tools=_LISTED)

    async def called(_: object, params: CallToolRequestParams) -> CallToolResult:
        return await _call(desk_now, params.name, params.arguments or {})

    server: Server[Any] = Server(
        "frontdesk",
        version=metadata.version("frontdesk"),
        instructions=INSTRUCTIONS,
        on_list_tools=listed,
        on_call_tool=called,
    )
    # Its spans would carry errors with what a program wrote in them (docs/decisions/observability.md).
    server.middleware.clear()
    return server


async def serve_request(desk: ProgramDesk, scope: Scope, receive: Receive, send: Send) -> None:
    """Answers one POST. Nothing is kept between requests, so that any process may answer the next one."""

    async def desk_now() -> ProgramDesk:
        return desk

    manager = StreamableHTTPSessionManager(
        build_server(desk_now), stateless=True, json_response=True, max_request_body_size=MOST_BYTES
    )
    async with manager.run():
        await manager.handle_request(scope, receive, send)


async def _call(desk_now: DeskNow, name: str, given: Mapping[str, Any]) -> CallToolResult:
    """Raises MCPError for a tool that does not exist; what is wrong with a call is told in its result, which a
    model reads."""
    tool = _TOOLS.get(name)
    if tool is None:
        raise MCPError(INVALID_PARAMS, "there is no such tool here")
    try:
        arguments = tool.arguments.model_validate(given)
    except ValidationError as error:
        return _refused(_problems(error))
    try:
        answer = await tool.answer(await desk_now(), arguments)
    except (CallerError, DatabaseUnavailable) as error:
        return _refused(str(error))
    text = json.dumps(answer, ensure_ascii=False)
    return CallToolResult(
        content=[TextContent(text=text)], structured_content=cast(JsonValue, answer)
    )


def _refused(words: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(text=words)], is_error=True)


def _problems(error: ValidationError) -> str:
    """Which field, and why; none of what was given is repeated."""
    return "; ".join(
        f"{'.'.join(str(part)[:60] for part in one['loc']) or 'arguments'}: {one['msg']}"
        for one in error.errors(include_input=False, include_url=False)[:10]
    )
