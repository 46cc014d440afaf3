"""A chat model that plays what a test wrote down, and keeps what it was shown."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, cast

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolCall
from pydantic import Field, PrivateAttr

from agent.facts import prompt_in
from tests.answering_model import AnsweringModel, Tool

Messages = list[BaseMessage]
Line = str | AIMessage | Exception
Play = Callable[[Messages], Awaitable[Line]]


class ScriptedModel(AnsweringModel):
    """Plays `lines` one after the other, then `otherwise`; with `play`, asks that instead.

    A line is what it says, a whole message (`call` makes one with a tool call), or an error that
    it raises. The supervisor is always sent to `node`; where code chose another one, which has not the tools of
    a line, the conversation is handed over to it.
    """

    lines: list[Any] = Field(default_factory=list)
    otherwise: str = "De acuerdo."
    node: str = "knowledge"
    play: Play | None = None
    _seen: list[Messages] = PrivateAttr(default_factory=list)
    _held: Line | None = PrivateAttr(default=None)

    @property
    def seen(self) -> list[Messages]:
        """The messages of every call of a node, oldest first."""
        return self._seen

    async def answer(self, messages: list[BaseMessage], tools: list[Tool]) -> AIMessage:
        names = {tool["function"]["name"] for tool in tools}
        if "Route" in names:
            return call("Route", node=self.node)
        self._seen.append(messages)
        line = await self._next(messages)
        if self._is_elsewhere(line, names, messages):
            self._held = line
            return call("hand_over", to=self.node, reason="as scripted")
        if isinstance(line, Exception):
            raise line
        return AIMessage(line) if isinstance(line, str) else line

    def _is_elsewhere(self, line: Line, tools: set[str], messages: Messages) -> bool:
        prompt = prompt_in(messages)
        wanted = {one["name"] for one in line.tool_calls} if isinstance(line, AIMessage) else set()
        return bool(
            wanted - tools and prompt and prompt.facts.node != self.node and "hand_over" in tools
        )

    async def _next(self, messages: Messages) -> Line:
        if (held := self._held) is not None:
            self._held = None
            return held
        if self.play is not None:
            return await self.play(messages)
        return cast(Line, self.lines.pop(0) if self.lines else self.otherwise)


class Pause:
    """A play that stops at its first `times` calls until `go`, so that a test can act meanwhile."""

    def __init__(self, then: str, times: int = 1) -> None:
        self.reached = asyncio.Event()
        self.go = asyncio.Event()
        self.then = then
        self._times = times

    async def __call__(self, messages: Messages) -> Line:
        if self._times:
            self._times -= 1
            self.reached.set()
            await self.go.wait()
        return self.then


def call(name: str, **args: Any) -> AIMessage:
    """A message that calls one tool."""
    return AIMessage("", tool_calls=[ToolCall(name=name, args=args, id=f"call_{name}")])


def words(messages: Messages) -> list[str]:
    """What the customer wrote since the last answer."""
    new: list[str] = []
    for message in reversed(messages):
        if not isinstance(message, HumanMessage):
            break
        new.append(str(message.text))
    return new[::-1]
