"""What OpenAI's Chat Completions does not take, as far as this project could send it.

Source: "Create chat completion" of the API reference and the guide "Function calling" (see
openai.py); the wording of the refusals is shortened.
"""

import json
import re
from typing import Any

_ROLES = frozenset({"system", "developer", "user", "assistant", "tool"})
_NAME = re.compile(r"^[a-zA-Z0-9_-]{1,64}$")
_PARAMETERS = frozenset(
    {"model", "messages", "tools", "tool_choice", "parallel_tool_calls", "stream", "stream_options",
     "temperature", "top_p", "n", "stop", "seed", "user", "metadata", "store", "service_tier",
     "max_tokens", "max_completion_tokens", "response_format", "reasoning_effort", "logprobs",
     "prompt_cache_key", "safety_identifier", "verbosity"}
)  # fmt: skip
_CHOICES = frozenset({"none", "auto", "required"})


def problem_of(body: Any) -> str | None:
    """Why the request is refused; None when it is taken."""
    if not isinstance(body, dict) or not isinstance(body.get("model"), str):
        return "you must provide a model parameter"
    if unknown := body.keys() - _PARAMETERS:
        return f"unrecognized request arguments: {sorted(unknown)}"
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages:
        return "messages must be an array with at least one message"
    if body.get("stream_options") is not None and not body.get("stream"):
        return "stream_options is only allowed when stream is enabled"
    tools = body.get("tools")
    return (
        next((found for message in messages if (found := _of_message(message))), None)
        or _of_exchange(messages)
        or (None if tools is None else _of_tools(tools))
        or _of_choice(body.get("tool_choice"), tools or [])
    )


def _of_message(message: Any) -> str | None:
    role = message.get("role")
    if role not in _ROLES:
        return f"invalid role: {role!r}"
    content, calls = message.get("content"), message.get("tool_calls")
    if content is None and not (role == "assistant" and calls):
        return f"a message of {role} must have content"
    if content is not None and not isinstance(content, str | list):
        return "content must be a string or an array"
    if calls is not None and (role != "assistant" or not calls):
        return f"{role}: tool_calls is not allowed or empty"
    if role == "tool" and not isinstance(message.get("tool_call_id"), str):
        return "a tool message needs a tool_call_id"
    return next((found for call in calls or () if (found := _of_call(call))), None)


def _of_call(call: Any) -> str | None:
    function = call.get("function") or {}
    if call.get("type") != "function" or not call.get("id"):
        return "a tool call needs an id and the type function"
    if not _NAME.match(str(function.get("name"))) or not isinstance(function.get("arguments"), str):
        return "a tool call needs a function with a name and arguments as a string"
    try:
        json.loads(function["arguments"])
    except ValueError:
        return "the arguments of a tool call are not JSON"  # stricter than OpenAI, as vLLM is
    return None


def _of_exchange(messages: list[Any]) -> str | None:
    """Every tool call is answered at once, and nothing else is."""
    waiting: set[str] = set()
    for message in messages:
        if message["role"] == "tool":
            if message["tool_call_id"] not in waiting:
                return "a tool message must follow a message with the tool call that it answers"
            waiting.discard(message["tool_call_id"])
        elif waiting:
            return f"tool calls without a tool message: {sorted(waiting)}"
        elif message["role"] == "assistant":
            ids = [call["id"] for call in message.get("tool_calls") or ()]
            if len(set(ids)) != len(ids):
                return "two tool calls have the same id"
            waiting = set(ids)
    return f"tool calls without a tool message: {sorted(waiting)}" if waiting else None


def _of_tools(tools: Any) -> str | None:
    if not isinstance(tools, list) or not tools:
        return "tools must be an array with at least one tool"
    names = [str((tool.get("function") or {}).get("name")) for tool in tools]
    if any(tool.get("type") != "function" for tool in tools):
        return "a tool must have the type function"
    if not all(_NAME.match(name) for name in names) or len(set(names)) != len(names):
        return "the names of tools must be distinct and made of letters, digits, _ and -"
    for tool in tools:
        parameters = tool["function"].get("parameters")
        if parameters is not None and parameters.get("type") != "object":
            return "the parameters of a function must be a schema of type object"
    return None


def _of_choice(choice: Any, tools: list[Any]) -> str | None:
    if choice is None:
        return None
    if not tools:
        return "tool_choice is only allowed when tools are specified"
    if isinstance(choice, str):
        return None if choice in _CHOICES else f"invalid tool_choice: {choice!r}"
    named = (choice.get("function") or {}).get("name")
    known = {tool["function"]["name"] for tool in tools}
    return None if named in known else f"tool_choice names an unknown function: {named!r}"
