"""Masks what a trace shows: values without their texts, or texts without secrets."""

import json
import re
from collections.abc import Iterable, Mapping, Set
from typing import Any

from langchain_core.messages import BaseMessage, ToolMessage
from langgraph.types import Command
from pydantic import BaseModel

STRUCTURE = frozenset(
    {"messages", "awaiting", "path", "update", "goto", "role", "content", "name", "type", "args",
     "tool_calls", "status", "human", "ai", "user", "assistant", "system", "tool", "tool_call",
     "output", "input", "text", "parsed", "raw", "id", "tool_call_id", "node", "reason",
     "langgraph_node", "langgraph_step", "__end__"}
)  # fmt: skip
"""Words of messages and of the graph's state that say nothing about anybody."""
_NAMING = frozenset(
    {"role", "name", "type", "status", "node", "to", "goto", "awaiting", "path",
     "langgraph_node"}
)  # fmt: skip
"""Keys whose values are names out of our own code, if they are known ones."""
_LEFT_OUT = frozenset({"additional_kwargs", "response_metadata"})
"""What providers, and the offline model, keep beside a message."""
_STATUS = re.compile(r"^[a-z]+(_[a-z]+){0,4}$")
_FILE = re.compile(r"data:[^,\s]{1,200};base64,[\w+/=-]*|[\w+/=-]{400,}", re.ASCII)
"""What a file looks like inside a text."""
_NUMBER = re.compile(r"(?<![\w.:-])\+?\d(?:[ .()-]{0,2}\d){8,14}(?![\w:-])", re.ASCII)
"""What a phone or a document looks like inside a text; neither an id of ours nor a time."""
_DEEPEST = 8
_PLAIN_NUMBER = 10_000
"""From here on a number may be a phone or a document."""


class Mask:
    """Turns what a run saw into plain JSON values that may leave the process.

    Without `texts`, a string becomes its length, and so does a key that is none of `words` (the
    names of nodes, tools and their arguments): a model writes keys, too. With `texts`, strings
    stay, except for `secrets`. Objects that are neither messages nor data become their type's name.
    """

    def __init__(self, *, texts: bool, words: Iterable[str], secrets: Iterable[str]) -> None:
        self.texts = texts
        self._words = STRUCTURE | frozenset(words)
        ordered = sorted(secrets, key=len, reverse=True)
        self._secrets = re.compile("|".join(map(re.escape, ordered))) if ordered else None

    def redact(self, text: str) -> str:
        """The text without any secret that this process knows."""
        return self._secrets.sub("[secret]", text) if self._secrets else text

    def shape(self, value: Any, key: str | None = None, depth: int = 0) -> Any:
        """`key`: under which the value stands."""
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, str):
            return self._string(value, key)
        if isinstance(value, int | float):
            return value if self.texts or abs(value) < _PLAIN_NUMBER else "[number]"
        if depth >= _DEEPEST:
            return "[…]"
        if isinstance(value, BaseMessage):
            return self._message(value, depth + 1)
        if isinstance(value, Command):
            return self.shape({"goto": value.goto, "update": value.update}, key, depth)
        if isinstance(value, Mapping):
            return self._mapping(value, depth)
        if isinstance(value, list | tuple | Set):
            return [self.shape(item, key, depth + 1) for item in value]
        if isinstance(value, BaseModel):
            return self._mapping(value.model_dump(), depth)
        return f"<{type(value).__name__}>"

    def _string(self, value: str, key: str | None) -> str:
        if self.texts:
            return _FILE.sub("[file]", self.redact(value))
        if key in _NAMING and value in self._words:
            return value
        return f"[{len(value)} chars]"

    def _mapping(self, value: Mapping[Any, Any], depth: int) -> dict[str, Any]:
        if value.get("role") == "tool" and isinstance(value.get("content"), Mapping):
            return {"role": "tool", "content": self._tool_offered(value["content"])}
        return {
            self._key(str(key)): self.shape(item, str(key), depth + 1)
            for key, item in value.items()
            if key not in _LEFT_OUT
        }

    def _key(self, key: str) -> str:
        if self.texts:
            return self.redact(key)
        return key if key in self._words else f"[{len(key)} chars]"

    def _tool_offered(self, definition: Mapping[str, Any]) -> str:
        """Tools are offered to the model with every call: their names are enough."""
        name = str((definition.get("function") or definition).get("name"))
        return name if self.texts or name in self._words else f"[{len(name)} chars]"

    def _message(self, message: BaseMessage, depth: int) -> dict[str, Any]:
        shown = {"role": message.type, "content": self.shape(message.content, "content", depth)}
        if message.name:
            shown["name"] = self.shape(message.name, "name", depth)
        if calls := getattr(message, "tool_calls", None):
            requested = [{"name": call["name"], "args": call["args"]} for call in calls]
            shown["tool_calls"] = self.shape(requested, "tool_calls", depth)
        if isinstance(message, ToolMessage) and (status := _status(message.content)):
            shown["status"] = status
        return shown


def without_numbers(text: str) -> str:
    """The text with `[number]` for whatever may be a phone."""
    return _NUMBER.sub("[number]", text)


def _status(content: Any) -> str | None:
    """How a tool's answer calls its outcome ("booked", "taken"): a word of our own code."""
    try:
        answer = json.loads(content)
    except (TypeError, ValueError):
        return None
    status = answer.get("status") if isinstance(answer, dict) else None
    return status if isinstance(status, str) and _STATUS.match(status) else None
