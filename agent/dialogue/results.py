"""What the tools answered, as a thread holds it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from langchain_core.messages import AIMessage, BaseMessage, ToolMessage

from agent.dialogue.memo import Stored, as_object
from agent.tool_answers import Answer
from agent.tool_results import Change, read_result

CALL_NUMBER = re.compile(r"^offline_(\d+)$")


@dataclass(frozen=True)
class Result:
    """A tool call of this turn with what came of it. `foreign`: another model made the call, and
    `args` are as it wrote them."""

    tool: str
    args: Stored
    answer: Answer
    foreign: bool = False

    @property
    def receipt(self) -> bool:
        """Whether the customer has what was done in writing."""
        return isinstance(self.answer, Change) and bool(self.answer.receipt)


def results_of(thread: Sequence[BaseMessage]) -> tuple[Result, ...]:
    """The results in order, without calls of another model that no tool took."""
    calls: dict[str, tuple[str, Stored]] = {}
    results = []
    for message in thread:
        if isinstance(message, AIMessage):
            calls |= {c["id"] or "": (c["name"], as_object(c["args"])) for c in message.tool_calls}
        elif isinstance(message, ToolMessage) and message.tool_call_id in calls:
            name, args = calls[message.tool_call_id]
            foreign = CALL_NUMBER.match(message.tool_call_id) is None
            answer = read_result(name, _whole(message))
            if not (foreign and answer.error):
                results.append(Result(name, args, answer, foreign))
    return tuple(results)


def _whole(message: ToolMessage) -> str:
    """The result with what models are not shown of it."""
    return message.artifact if isinstance(message.artifact, str) else str(message.text)
