"""A chat model that gives a script's answers, and keeps what it was asked."""

import json
import re
from collections import deque
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from langchain_core.messages import (
    AIMessage,
    BaseMessage,
    SystemMessage,
    ToolCall,
    ToolMessage,
    convert_to_openai_messages,
)
from pydantic import PrivateAttr

from agent.llm.requests import request_of, tools_of
from tests.answering_model import AnsweringModel, Tool
from tests.graphs.played.counting import Call
from tests.graphs.played.script import (
    Answer,
    Results,
    ScriptedTurn,
    ScriptFault,
    filled,
    references,
)

ROUTE, HAND_OVER = "Route", "hand_over"


class PlayedModel(AnsweringModel):
    """Answers as the turn that `begin` was given says.

    A supervisor is sent to the turn's node, and may as well never ask. A node that lacks the tool
    that comes next hands over to the turn's node, as a good model does.
    """

    _turn: ScriptedTurn | None = PrivateAttr(default=None)
    _left: deque[Answer] = PrivateAttr(default_factory=deque)
    _results: Results = PrivateAttr(default_factory=Results)
    _calls: list[Call] = PrivateAttr(default_factory=list)
    _faults: list[str] = PrivateAttr(default_factory=list)
    _unshown: list[str] = PrivateAttr(default_factory=list)
    _handed_over: bool = PrivateAttr(default=False)

    @property
    def calls(self) -> list[Call]:
        """Everything that it was asked, oldest first."""
        return self._calls

    @property
    def faults(self) -> list[str]:
        """Where script and desk did not fit together."""
        return self._faults

    @property
    def unshown(self) -> list[str]:
        """References to a token that the request did not show any more: a real model could not know it."""
        return self._unshown

    def begin(self, turn: ScriptedTurn) -> None:
        """The next calls are of this turn."""
        self._turn, self._left, self._handed_over = turn, deque(turn.answers), False

    def end(self) -> None:
        """Answers that nobody asked for are a fault."""
        for answer in self._left:
            self._faults.append(f"nobody asked for {answer}")
        self._turn, self._left = None, deque()

    async def answer(self, messages: list[BaseMessage], tools: list[Tool]) -> AIMessage:
        names = {tool["function"]["name"] for tool in tools}
        request = request_of(messages, splits=True)
        call = _call(tools_of(tools), request, of_supervisor=names == {ROUTE})
        self._calls.append(call)
        for message in messages:
            if isinstance(message, ToolMessage) and message.name:
                self._results.learn(message.name, str(message.text))
        try:
            return self._answer(names, call.request)
        except ScriptFault as fault:
            self._faults.append(str(fault))
            raise

    def _answer(self, names: set[str], request: str) -> AIMessage:
        if self._turn is None:
            raise ScriptFault("a call outside of any turn")
        if names == {ROUTE}:
            return _calling((ROUTE, {"node": self._turn.node, "reason": "as scripted"}))
        if not self._left:
            raise ScriptFault(f"one more call than the script of {self._turn.customer} has")
        missing = {name for name, _ in self._left[0].calls} - names
        if missing and HAND_OVER in names and not self._handed_over:
            self._handed_over = True
            return _calling((HAND_OVER, {"to": self._turn.node, "reason": "as scripted"}))
        if missing:
            raise ScriptFault(f"no tools {missing} among {sorted(names)}")
        return self._say(self._left.popleft(), request)

    def _say(self, answer: Answer, request: str) -> AIMessage:
        if not answer.calls:
            return AIMessage(filled(answer.text, self._results))
        for path in references([arguments for _, arguments in answer.calls]):
            if str(self._results.value(path)) not in request:
                self._unshown.append(path)
        days = (one for _, args in answer.calls for one in args.values() if _is_day(one))
        self._unshown.extend(str(day) for day in days if str(day) not in request)
        return _calling(*((name, filled(args, self._results)) for name, args in answer.calls))


def _is_day(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value) is not None


def _calling(*calls: tuple[str, dict[str, Any]]) -> AIMessage:
    listed = [ToolCall(name=name, args=args, id=f"call_{uuid4().hex[:12]}") for name, args in calls]
    return AIMessage("", tool_calls=listed)


def _call(tools: Sequence[Any], messages: Sequence[BaseMessage], *, of_supervisor: bool) -> Call:
    system = [message for message in messages if isinstance(message, SystemMessage)]
    return Call(
        request=_text([*tools, *convert_to_openai_messages(messages)]),
        tools=len(_text(tools)),
        system=len(_text(convert_to_openai_messages(system))),
        of_supervisor=of_supervisor,
    )


def _text(parts: Sequence[Any]) -> str:
    """As it is sent: one JSON a line."""
    return "\n".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in parts)
