"""What a finished run says to the customer, and what it did."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from langchain_core.messages import AIMessage, BaseMessage, ToolMessage

from agent.authorship import answered_by
from agent.texts import texts
from agent.types import Json, Reply

WRITES = frozenset(
    {"booked", "already_booked", "moved", "cancelled", "confirmed", "recorded", "notified",
     "notice_waits", "joined", "declined", "left", "renamed"}
)  # fmt: skip
"""Statuses of tools that changed something: a turn with one of them is never given up as stale."""
_MOST_OPTIONS = 5
_LISTS = (
    ("appointments", "appointment", "label", "short"),
    ("options", "service", "name", "name"),
    ("suggestions", "service", "name", "name"),
    ("services", "service", "name", "name"),
)
"""What a tool's result lists, the kind of the choice, by what a reply names it, its title."""


class EmptyReply(RuntimeError):
    """The run ended without a word for the customer."""


@dataclass(frozen=True, slots=True)
class ToolRun:
    """One tool that ran: its name, what it was asked and what it answered."""

    name: str
    args: Json
    result: Json


@dataclass(frozen=True, slots=True)
class Outcome:
    """`tools` are in the order in which they ran."""

    replies: list[Reply]
    tools: list[ToolRun] = field(default_factory=list)

    @property
    def statuses(self) -> set[str]:
        return {str(run.result.get("status")) for run in self.tools}

    @property
    def booked(self) -> bool:
        """Also when a repeated turn found its own booking."""
        return bool(self.statuses & {"booked", "already_booked"})

    @property
    def escalated(self) -> bool:
        return bool(self.statuses & {"notified", "already_notified", "notice_waits"})

    @property
    def wrote(self) -> bool:
        return bool(self.statuses & WRITES)


def read_outcome(new: Sequence[BaseMessage], language: str) -> Outcome:
    """`new`: the messages of this turn after the customer's. Raises EmptyReply."""
    tools = list(_tool_runs(new))
    replies: list[Reply] = [
        {
            "text": str(run.result["receipt"]),
            "payload": {"receipt": True, "of": run.result.get("appointment")},
        }
        for run in tools
        if run.result.get("receipt")
    ]
    last = new[-1] if new else None
    if isinstance(last, AIMessage):
        text = str(last.text).strip()
        payload = _payload(last, text, tools, language)
        if text:
            replies.append({"text": text, "payload": payload})
        elif replies:
            replies[-1]["payload"] |= payload
    if not replies:
        raise EmptyReply
    return Outcome(replies, tools)


def _tool_runs(new: Iterable[BaseMessage]) -> Iterable[ToolRun]:
    asked: dict[str, tuple[str, Json]] = {}
    for message in new:
        if isinstance(message, AIMessage):
            asked |= {str(c["id"]): (c["name"], dict(c["args"])) for c in message.tool_calls}
        elif isinstance(message, ToolMessage) and message.tool_call_id in asked:
            name, args = asked[message.tool_call_id]
            yield ToolRun(name, args, _object(message.content))


def _object(content: Any) -> Json:
    try:
        value = orjson.loads(content) if isinstance(content, str) else content
    except orjson.JSONDecodeError:
        return {"result": content}
    return value if isinstance(value, dict) else {"result": value}


def _payload(message: AIMessage, text: str, tools: Sequence[ToolRun], language: str) -> Json:
    payload: Json = {}
    options = _options(text, tools, language) if "?" in text else []
    if options:
        payload["options"] = options
    memo = message.additional_kwargs.get("memo")
    if memo:
        payload["memo"] = memo
    if model := answered_by(message):
        payload["model"] = model
    return payload


def _options(text: str, tools: Sequence[ToolRun], language: str) -> list[Json]:
    """Buttons for what the last telling tool of this turn offers."""
    for run in reversed(tools):
        result = run.result
        if result.get("proposal"):
            return _yes_no(result["proposal"], language)
        if result.get("slots"):
            return _slots(text, result["slots"])
        for key, prefix, said, title in _LISTS:
            found = [row for row in result.get(key) or [] if str(row[said]) in text]
            if len(found) > 1:
                return [
                    {"id": f"{prefix}:{row[prefix]}", "title": row[title]}
                    for row in found[:_MOST_OPTIONS]
                ]
        if result.get("status") == "unsure" and result.get("name"):
            return _yes_no("name", language)
        if result.get("status") == "booked":
            return _yes_no("consent", language)
    return []


def _slots(text: str, slots: Sequence[Json]) -> list[Json]:
    """Those that the reply names; all of them when a model worded them in its own way.

    By their labels first: a visit's reply names the times of its parts, too.
    """
    named = [s for s in slots if s["label"] in text] or [
        s for s in slots if s["day"] in text and s["time"] in text
    ]
    return [{"id": s["slot"], "title": s["short"]} for s in (named or slots)[:_MOST_OPTIONS]]


def _yes_no(key: str, language: str) -> list[Json]:
    return [
        {"id": f"{key}:{answer}", "title": texts(language).line(f"reminders.button.{answer}")}
        for answer in ("yes", "no")
    ]
