"""What is read back from Redis: messages and plain values, whatever somebody wrote there.

LangGraph's serializer for Redis imports and builds what a value names. Here a name only chooses among
the classes of messages; anything else is an error, and the thread is rebuilt without it.
"""

import base64
from typing import Any

from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    HumanMessage,
    SystemMessage,
    ToolMessage,
)
from langgraph.checkpoint.redis.jsonplus_redis import JsonPlusRedisSerializer

_MESSAGES: dict[tuple[str, ...], type[BaseMessage]] = {
    tuple(kind.lc_id()): kind
    for kind in (HumanMessage, AIMessage, AIMessageChunk, SystemMessage, ToolMessage)
}


class PlainValues(JsonPlusRedisSerializer):
    """Raises ValueError for a value that is neither plain nor a message."""

    def __init__(self) -> None:
        super().__init__(allowed_json_modules=None, allowed_msgpack_modules=None)

    def _revive_if_needed(self, obj: Any) -> Any:
        """The library's hook for every JSON value that it reads."""
        if isinstance(obj, list):
            return [self._revive_if_needed(item) for item in obj]
        if not isinstance(obj, dict):
            return obj
        if "lc" in obj:
            return _message(obj, self._revive_if_needed(obj.get("kwargs")))
        if obj.keys() == {"__bytes__"}:
            return base64.b64decode(obj["__bytes__"], validate=True)
        return {key: self._revive_if_needed(value) for key, value in obj.items()}


def _message(envelope: dict[str, Any], fields: Any) -> BaseMessage:
    name = envelope.get("id")
    kind = _MESSAGES.get(tuple(map(str, name))) if isinstance(name, list) else None
    if kind is None or envelope.get("type") != "constructor" or not isinstance(fields, dict):
        raise ValueError("the value names something that is no message")
    return kind(**fields)
