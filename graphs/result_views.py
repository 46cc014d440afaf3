"""Tool results as a model is shown them: what is to be said or passed on, and what to do about a refusal.

The thread keeps the whole result. Code that is asked as a model (the offline one) reads it there, too.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import orjson
from langchain_core.messages import BaseMessage, ToolMessage

from agent.tool_hints import hint_of

_SLOT = ("slot", "label", "with", "parts")
_PART = ("service", "with", "time")
_OF_CODE = frozenset({"short", "service_key", "at"})
"""Keys for buttons and comparisons."""
_FALSE_MATTERS = frozenset({"granted", "kept", "open_now"})


def for_models(messages: Sequence[BaseMessage]) -> list[BaseMessage]:
    """The messages with slim results; the whole one of each is its artifact."""
    return [_slim_message(one) if isinstance(one, ToolMessage) else one for one in messages]


def _slim_message(message: ToolMessage) -> ToolMessage:
    whole = message.content
    if not isinstance(whole, str):
        return message
    slim = slim_result(message.name or "", whole)
    return message.model_copy(update={"content": slim, "artifact": whole})


@lru_cache(maxsize=512)
def slim_result(tool: str, whole: str) -> str:
    """A result (JSON) with what a model needs of it; text that is no JSON object stays as it is."""
    try:
        result = orjson.loads(whole)
    except orjson.JSONDecodeError:
        return whole
    if not isinstance(result, dict):
        return whole
    slim = _slim(result, lists=tool in ("list_services", "knowledge_search"))
    if hint := hint_of(str(result.get("status", ""))):
        slim["hint"] = hint
    return orjson.dumps(slim).decode()


def _slim(value: Mapping[str, object], *, lists: bool) -> dict[str, object]:
    return {
        key: told
        for key, one in value.items()
        if key not in _OF_CODE and _says(key, told := _told(key, one, lists=lists))
    }


def _told(key: str, value: object, *, lists: bool) -> object:
    if key == "receipt" and value:
        return "is sent to them by the system"
    if key == "slots" and isinstance(value, list):
        return [_picked(one, _SLOT) for one in value]
    if isinstance(value, list):
        return [_told("", one, lists=lists) for one in value]
    if not isinstance(value, dict):
        return value
    return _slim(_of_service(value, lists=lists), lists=lists)


def _of_service(value: Mapping[str, object], *, lists: bool) -> Mapping[str, object]:
    """A service is called by its name; it is described where it is asked about."""
    if "duration" not in value:
        return value
    left = {"service"} if lists else {"service", "description"}
    return {key: one for key, one in value.items() if key not in left}


def _picked(slot: object, keys: Sequence[str]) -> object:
    if not isinstance(slot, dict):
        return slot
    parts = slot.get("parts")
    told = {key: slot[key] for key in keys if slot.get(key)}
    if isinstance(parts, list) and parts:
        told["parts"] = [_picked(part, _PART) for part in parts]
    return told


def _says(key: str, value: object) -> bool:
    if value is None or value in ("", [], {}):
        return False
    if key == "bookable":
        return value is False
    return value is not False or key in _FALSE_MATTERS
