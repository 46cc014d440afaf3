"""A model that serves customers as the offline one does, and now and then does the worst that it can."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any
from uuid import uuid4

from langchain_core.messages import AIMessage, BaseMessage, ToolCall, ToolMessage
from pydantic import PrivateAttr

from agent.dialogue import offline_model
from agent.dialogue.converse import bound_names
from agent.facts import facts_in
from tests.answering_model import AnsweringModel, Tool

NODES = ("knowledge", "appointment", "cancellation", "confirmation", "reschedule", "escalation")
NAMES = ("null", "Cliente", "Unknown", "Roberto Falsedo", "😊")
Lies = Mapping[str, Sequence[str]]
"""Untrue replies by language."""


class BadModel(AnsweringModel):
    """Of `share` of its calls it makes a mischief; the rest is the offline model's answer, whose memo is kept
    aside, so that for the desk this is a hosted model."""

    share: float = 0.3
    _lies: Lies = PrivateAttr()
    _random: Random = PrivateAttr()
    _memos: dict[str, Any] = PrivateAttr(default_factory=dict)
    _done: Counter[str] = PrivateAttr(default_factory=Counter)
    _told: list[str] = PrivateAttr(default_factory=list)

    def __init__(self, lies: Lies, *, seed: int, share: float) -> None:
        super().__init__(share=share)
        self._lies = lies
        self._random = Random(seed)

    @property
    def done(self) -> Counter[str]:
        """How often it made each mischief."""
        return self._done

    @property
    def told(self) -> list[str]:
        """The untrue replies that it gave."""
        return self._told

    async def answer(self, messages: list[BaseMessage], tools: list[Tool]) -> AIMessage:
        bound = bound_names(tools)
        if self._random.random() < self.share:
            ways = list(self._mischiefs(messages, bound))
            name, message = self._random.choice(ways)
            self._done[name] += 1
            if name == "lie":
                self._told.append(str(message.text))
            return message
        return self._served(messages, bound)

    def _served(self, messages: list[BaseMessage], bound: frozenset[str]) -> AIMessage:
        given = offline_model.answer([self._remembered(message) for message in messages], bound)
        calls = [ToolCall({**call, "id": f"bad_{uuid4().hex[:8]}"}) for call in given.tool_calls]
        message = AIMessage(given.content, id=uuid4().hex, tool_calls=calls)
        self._memos[str(message.id)] = given.additional_kwargs.get("memo")
        return message

    def _remembered(self, message: BaseMessage) -> BaseMessage:
        memo = self._memos.get(str(message.id)) if isinstance(message, AIMessage) else None
        return message.model_copy(update={"additional_kwargs": {"memo": memo}}) if memo else message

    def _mischiefs(
        self, messages: list[BaseMessage], bound: frozenset[str]
    ) -> Iterator[tuple[str, AIMessage]]:
        if offline_model.ROUTE in bound:
            yield (
                "wrong node",
                _calling(offline_model.ROUTE, node=self._random.choice(NODES), reason=""),
            )
            return
        facts = facts_in(messages)
        yield "lie", AIMessage(self._random.choice(self._lies[facts.language if facts else "es"]))
        yield "no such tool", _calling("list_all_customers")
        results = [_object(m.text) for m in messages if isinstance(m, ToolMessage)]
        slots = [one["slot"] for r in results for one in r.get("slots") or () if one.get("slot")]
        proposals = [r["proposal"] for r in results if r.get("proposal")]
        ids = [one.id for one in facts.upcoming] if facts else []
        if slots and "book_appointment" in bound:
            yield "any slot", _calling("book_appointment", slot=self._random.choice(slots))
        if slots and ids and "reschedule_appointment" in bound:
            slot, appointment = self._random.choice(slots), self._random.choice(ids)
            yield "any move", _calling("reschedule_appointment", appointment=appointment, slot=slot)
        for tool in bound & {"cancel_appointment", "reschedule_appointment"}:
            if proposals:
                yield f"{tool} unasked", _calling(tool, proposal=proposals[-1])
        if "record_consent" in bound:
            yield "consent unasked", _calling("record_consent", kind="reminders", granted=True)
        if "resolve_contact_on_booking" in bound:
            name = self._random.choice(NAMES)
            yield "invented name", _calling("resolve_contact_on_booking", name=name)


def _calling(tool: str, **args: Any) -> AIMessage:
    call = ToolCall(name=tool, args=args, id=f"bad_{uuid4().hex[:8]}")
    return AIMessage("", id=uuid4().hex, tool_calls=[call])


def _object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
