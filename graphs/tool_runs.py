"""The tools of a node, run for a model: what it wrote wrongly is told to it, anything else is a bug."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from langchain_core.messages import AIMessage, ToolCall
from langchain_core.tools import BaseTool
from langgraph.prebuilt import ToolRuntime
from langgraph.runtime import Runtime
from pydantic import BaseModel, ValidationError

from agent.authorship import is_of_policy
from agent.context import TurnContext
from agent.tool_answers import ToolFault
from graphs.state import State

_UNKNOWN = "there is no such argument"
_UNREADABLE = "it has characters that are no text"


async def run_tool(
    call: ToolCall,
    answer: AIMessage,
    tools: Mapping[str, BaseTool],
    state: State,
    runtime: Runtime[TurnContext],
) -> str | ToolFault:
    """What the tool says to one call of a model's answer. A call that the model wrote wrongly is answered to the
    model."""
    chosen = tools.get(call["name"])
    if chosen is None:
        return ToolFault(error="there is no such tool", tools=tuple(sorted(tools)))
    by_policy = is_of_policy(answer)
    if not by_policy and (wrong := _problems(call, chosen)):
        return ToolFault(error="the arguments are not valid", problems=wrong)
    arguments = dict(call["args"])
    if "runtime" in cast(type[BaseModel], chosen.get_input_schema()).model_fields:
        context = replace(runtime.context, by_policy=by_policy)
        arguments["runtime"] = _tool_runtime(call, state, runtime, context)
    try:
        with _NamedInErrors(chosen.name):
            message = await chosen.ainvoke({**call, "args": arguments, "type": "tool_call"})
    except ValidationError as error:
        if error.title != chosen.get_input_schema().__name__:
            raise
        problems = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
        return ToolFault(error="the arguments are not valid", problems=tuple(problems))
    return str(message.text)


_NOTE = "in the tool "


class _NamedInErrors:
    """What a tool raises says which one it was: notes go with an error through the graph."""

    def __init__(self, tool: str) -> None:
        self._tool = tool

    def __enter__(self) -> None:
        pass

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if error is not None:
            error.add_note(_NOTE + self._tool)


def failed_tool(error: BaseException) -> str | None:
    """The tool in which an error of a turn was raised."""
    notes = [note for note in getattr(error, "__notes__", ()) if note.startswith(_NOTE)]
    return notes[0].removeprefix(_NOTE) if notes else None


def same_calls(messages: Sequence[Any], answer: AIMessage) -> int:
    """How often the answer makes a call that was made before in these messages (those of the turn), at most: 1 for
    a call that is new."""
    made = [_key(call) for one in messages if isinstance(one, AIMessage) for call in one.tool_calls]
    new = [_key(call) for call in answer.tool_calls]
    return max((made.count(key) + new.count(key) for key in new), default=0)


def _key(call: ToolCall) -> tuple[str, str]:
    return call["name"], repr(sorted(call["args"].items()))


def _problems(call: ToolCall, chosen: BaseTool) -> tuple[str, ...]:
    """Arguments that the tool does not have, which its schema would drop in silence, and texts that nothing can
    store."""
    taken = chosen.args.keys()
    names = ", ".join(sorted(taken))
    unknown = [
        f"{name}: {_UNKNOWN}; there are: {names}" for name in call["args"] if name not in taken
    ]
    return *unknown, *(
        f"{name}: {_UNREADABLE}" for name, one in call["args"].items() if not _stores(one)
    )


def _stores(value: object) -> bool:
    """Whether every text in it can be written to a database."""
    if isinstance(value, str):
        return "\x00" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)
    if isinstance(value, dict):
        return all(map(_stores, (*value.keys(), *value.values())))
    return all(map(_stores, value)) if isinstance(value, list) else True


def _tool_runtime(
    call: ToolCall, state: State, runtime: Runtime[TurnContext], context: TurnContext
) -> ToolRuntime[TurnContext, State]:
    return ToolRuntime(
        state=state,
        context=context,
        config={},
        stream_writer=runtime.stream_writer,
        tool_call_id=call["id"],
        store=runtime.store,
    )
