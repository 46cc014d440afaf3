"""A model's answer from its stream: the same as a whole one, heard while it is written."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    InvalidToolCall,
    ToolCall,
    ToolCallChunk,
    message_chunk_to_message,
)
from langchain_core.messages.ai import add_usage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult

from agent.llm.listening import Listener

ENDS = ("finish_reason", "stop_reason", "stopReason")
"""Where OpenAI and Google, Anthropic, and Bedrock say why an answer ends."""

_ORDINARY_ENDS = frozenset({"stop", "STOP", "end_turn"})


class StreamBrokeOff(ValueError):
    """The stream ended without saying why: what came is half an answer."""


@dataclass(slots=True)
class Streaming:
    """Whether a model is asked for a stream, for as long as the process lives. `why_not`: empty while it is."""

    why_not: str = ""


@dataclass(slots=True)
class CacheKeys:
    """Whether a model is told which requests begin alike, for as long as the process lives."""

    why_not: str = ""


def can_stream(model: BaseChatModel) -> bool:
    """Whether its library streams without a thread."""
    return type(model)._astream is not BaseChatModel._astream


async def whole_answer(
    stream: AsyncIterator[ChatGenerationChunk], listener: Listener
) -> ChatResult:
    """Takes the stream to its end. Raises StreamBrokeOff, and what the stream raises."""
    listener.begins()
    chunks: list[ChatGenerationChunk] = []
    text, calls = "", False
    async for chunk in stream:
        chunks.append(chunk)
        message = chunk.message
        calls = calls or (isinstance(message, AIMessageChunk) and bool(message.tool_call_chunks))
        if not calls and (piece := str(message.text)):
            text += piece
            listener.hears(text)
    if not chunks:
        return ChatResult(generations=[])
    merged = chunks[0] + chunks[1:]
    if (text or calls) and not _ends_of(merged):
        raise StreamBrokeOff
    generation = ChatGeneration(message=_message(merged), generation_info=merged.generation_info)
    return ChatResult(generations=[generation])


def says_nothing(result: ChatResult) -> bool:
    """Whether it holds neither words nor calls and not why. That (a refusal, a question that was taken
    out, no choice), libraries tell of whole answers alone."""
    message = _only_message(result)
    if message is None:
        return True
    if str(message.text) or message.tool_calls or message.invalid_tool_calls:
        return False
    return not _ends_of(result.generations[0]) - _ORDINARY_ENDS


def with_tokens_of(result: ChatResult, before: ChatResult) -> ChatResult:
    """`result`, which also cost what the one before it did."""
    message, earlier = _only_message(result), _only_message(before)
    if message is not None and earlier is not None:
        message.usage_metadata = add_usage(earlier.usage_metadata, message.usage_metadata)
    return result


def _only_message(result: ChatResult) -> AIMessage | None:
    message = result.generations[0].message if result.generations else None
    return message if isinstance(message, AIMessage) else None


def _ends_of(generation: ChatGeneration) -> set[str]:
    about = {**(generation.generation_info or {}), **generation.message.response_metadata}
    return {str(about[key]) for key in ENDS if about.get(key)}


def _message(merged: ChatGenerationChunk) -> AIMessage:
    """With its calls read strictly: what the library made of their pieces mends broken JSON, and a
    mended argument is not what the model meant."""
    chunk = merged.message
    message = message_chunk_to_message(chunk)
    assert isinstance(chunk, AIMessageChunk)
    assert isinstance(message, AIMessage)
    read = [_read(call) for call in chunk.tool_call_chunks]
    return message.model_copy(
        update={
            "tool_calls": [call for call in read if call["type"] == "tool_call"],
            "invalid_tool_calls": [call for call in read if call["type"] == "invalid_tool_call"],
        }
    )


def _read(call: ToolCallChunk) -> ToolCall | InvalidToolCall:
    written = call["args"] or "{}"
    try:
        args = json.loads(written, strict=False)
    except ValueError:
        args = None
    if isinstance(args, dict):
        return ToolCall(name=call["name"] or "", args=args, id=call["id"], type="tool_call")
    return InvalidToolCall(
        name=call["name"], args=written, id=call["id"], error=None, type="invalid_tool_call"
    )
