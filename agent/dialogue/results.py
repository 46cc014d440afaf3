"""What the tools answered, as a thread holds it."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from langchain_core.messages import AIMessage, BaseMessage, ToolMessage

from agent.dialogue.memo import as_object
from agent.types import Json

CALL_NUMBER = re.compile(r"^offline_(\d+)$")


@dataclass(frozen=True)
class Result:
    """A tool call of this turn with what came of it. `foreign`: another model made the call."""

    tool: str
    args: Json
    result: Json
    foreign: bool = False


def results_of(thread: Sequence[BaseMessage]) -> tuple[Result, ...]:
    """In their order; calls of another model that no tool took are left out."""
    calls: dict[str, tuple[str, Json]] = {}
    results = []
    for message in thread:
        if isinstance(message, AIMessage):
            calls |= {c["id"] or "": (c["name"], as_object(c["args"])) for c in message.tool_calls}
        elif isinstance(message, ToolMessage) and message.tool_call_id in calls:
            name, args = calls[message.tool_call_id]
            foreign = CALL_NUMBER.match(message.tool_call_id) is None
            answer = _decoded(str(message.text))
            if not (foreign and "error" in answer):
                results.append(Result(name, args, answer, foreign))
    return tuple(results)


def _decoded(content: str) -> Json:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        found = None
    return found if isinstance(found, dict) else {"status": "error"}
