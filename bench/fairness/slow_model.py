"""A server that speaks OpenAI's protocol and takes its time: what a turn of a hosted model costs in seconds."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

_REPLY = "¡Hola! ¿En qué te puedo ayudar?"


@asynccontextmanager
async def slow_model(seconds: float) -> AsyncIterator[str]:
    """Its address, for OPENAI_BASE_URL. Every answer comes after `seconds`."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await _read(reader):
                await asyncio.sleep(seconds)
                _write(writer, _completion(request))
                await writer.drain()
        except ConnectionError:
            pass  # who asked has gone, as at the end of a measurement
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
    finally:
        server.close()


async def _read(reader: asyncio.StreamReader) -> dict[str, Any] | None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
    except asyncio.IncompleteReadError:
        return None
    length = int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0])
    body: dict[str, Any] = json.loads(await reader.readexactly(length))
    return body


def _write(writer: asyncio.StreamWriter, answer: dict[str, Any]) -> None:
    body = json.dumps(answer).encode()
    head = (
        f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    writer.write(head.encode() + body)


def _completion(request: dict[str, Any]) -> dict[str, Any]:
    """The supervisor is told a node, a node says hello."""
    names = {tool["function"]["name"] for tool in request.get("tools") or ()}
    message: dict[str, Any] = {"role": "assistant", "content": _REPLY}
    if "Route" in names:
        arguments = json.dumps({"node": "knowledge", "reason": "a question"})
        call = {
            "id": "call_1",
            "type": "function",
            "function": {"name": "Route", "arguments": arguments},
        }
        message = {"role": "assistant", "content": None, "tool_calls": [call]}
    usage = {"prompt_tokens": 1_000, "completion_tokens": 20, "total_tokens": 1_020}
    choice = {"index": 0, "finish_reason": "stop", "message": message}
    return {
        "id": "played",
        "object": "chat.completion",
        "created": 0,
        "model": request["model"],
        "choices": [choice],
        "usage": usage,
    }
