"""What a finished run says to the customer, and what it did."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypedDict

import orjson
from langchain_core.messages import AIMessage, BaseMessage, ToolMessage

from agent.authorship import answered_by
from agent.dialogue.memo import as_object
from agent.texts import texts
from agent.tool_results import (
    Answer,
    Change,
    Knowledge,
    NameHeard,
    OwnAppointments,
    Services,
    SlotSearch,
    read_result,
)
from agent.tool_views import ServiceView, Slot
from agent.types import Option, Reply

WRITES = frozenset(
    {"booked", "already_booked", "moved", "cancelled", "confirmed", "recorded", "notified",
     "notice_waits", "joined", "declined", "left", "renamed"}
)  # fmt: skip
"""Statuses of tools that changed something: a turn with one of them is never given up as stale."""
_MOST_OPTIONS = 5


class EmptyReply(RuntimeError):
    """The run ended without a word for the customer."""


@dataclass(frozen=True, slots=True)
class ToolRun:
    """One tool that ran: its name, the arguments as the model wrote them, what it answered, and the
    same JSON as it is stored with the turn."""

    name: str
    args: Mapping[str, object]
    answer: Answer
    stored: object


@dataclass(frozen=True, slots=True)
class Outcome:
    """`tools` are in the order in which they ran."""

    replies: list[Reply]
    tools: list[ToolRun] = field(default_factory=list)

    @property
    def statuses(self) -> set[str]:
        return {run.answer.status for run in self.tools}

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
            "text": run.answer.receipt,
            "payload": {"receipt": True, "of": run.answer.id or None},
        }
        for run in tools
        if isinstance(run.answer, Change) and run.answer.receipt
    ]
    last = new[-1] if new else None
    if isinstance(last, AIMessage):
        text = str(last.text).strip()
        payload = _payload(last, text, tools, language)
        if text:
            replies.append({"text": text, "payload": {**payload}})
        elif replies:
            replies[-1]["payload"] |= payload
    if not replies:
        raise EmptyReply
    return Outcome(replies, tools)


def _tool_runs(new: Iterable[BaseMessage]) -> Iterable[ToolRun]:
    calls: dict[str, tuple[str, Mapping[str, object]]] = {}
    for message in new:
        if isinstance(message, AIMessage):
            calls |= {str(c["id"]): (c["name"], dict(c["args"])) for c in message.tool_calls}
        elif isinstance(message, ToolMessage) and message.tool_call_id in calls:
            name, args = calls[message.tool_call_id]
            text = str(message.text)
            yield ToolRun(name, args, read_result(name, text), _stored(text))


def _stored(text: str) -> object:
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        return {"result": text}
    return value if isinstance(value, dict) else {"result": value}


class _Payload(TypedDict, total=False):
    """What the outbox keeps with a model's reply."""

    options: list[dict[str, str]]
    asks: Literal["place"]
    memo: object
    model: str


def _payload(message: AIMessage, text: str, tools: Sequence[ToolRun], language: str) -> _Payload:
    payload: _Payload = {}
    options = _options(text, tools, language) if "?" in text else []
    if options:
        payload["options"] = [option.stored for option in options]
    memo = message.additional_kwargs.get("memo")
    if "?" in text and not options and _asks_place(memo, tools):
        payload["asks"] = "place"
    if memo:
        payload["memo"] = memo
    if model := answered_by(message):
        payload["model"] = model
    return payload


def _asks_place(memo: object, tools: Sequence[ToolRun]) -> bool:
    """Whether the reply asks where a home visit is: the last tool lacked that, or the offline model's
    question says so. A place that is only to be confirmed is not asked for."""
    if tools and tools[-1].answer.status == "needs_place":
        return True
    ask = as_object(as_object(memo).get("ask"))
    data = as_object(ask.get("data"))
    return ask.get("kind") == "place" and not (data.get("about") or data.get("name"))


def _options(text: str, tools: Sequence[ToolRun], language: str) -> list[Option]:
    """Buttons for what the last telling tool of this turn offers."""
    offers = (_offered(run.answer, text, language) for run in reversed(tools))
    return next(filter(None, offers), [])


def _offered(answer: Answer, text: str, language: str) -> list[Option]:
    if isinstance(answer, Change) and answer.proposal:
        return _yes_no(answer.proposal, language)
    if isinstance(answer, Change | SlotSearch) and answer.slots:
        return _slots(text, answer.slots)
    for choices in _listed(answer):
        named = [option for option, label in choices if label in text]
        if len(named) > 1:
            return named[:_MOST_OPTIONS]
    if answer.status == "unsure" and isinstance(answer, Change | NameHeard) and answer.name:
        return _yes_no("name", language)
    if answer.status == "needs_place" and isinstance(answer, Change) and answer.place:
        return _yes_no("place", language)
    asks_phone = isinstance(answer, Change) and answer.ask_phone
    return _yes_no("consent", language) if answer.status == "booked" and not asks_phone else []


def _listed(answer: Answer) -> Iterable[list[tuple[Option, str]]]:
    """What a result lists, as buttons, and by what a reply names each."""
    match answer:
        case Change(appointments=own) | OwnAppointments(appointments=own):
            yield [(Option(f"appointment:{a.appointment}", a.short), a.label) for a in own]
        case SlotSearch():
            yield _of_services(answer.options)
            yield _of_services(answer.suggestions)
        case Services(services=services) | Knowledge(services=services):
            yield _of_services(services)


def _of_services(services: Iterable[ServiceView]) -> list[tuple[Option, str]]:
    return [(Option(f"service:{s.service}", s.name), s.name) for s in services]


def _slots(text: str, slots: Sequence[Slot]) -> list[Option]:
    """Those that the reply names; all of them when a model worded them in its own way.

    By their labels first: a visit's reply names the times of its parts, too.
    """
    named = [s for s in slots if s.label in text] or [
        s for s in slots if s.day in text and s.time in text
    ]
    return [Option(s.slot, s.short) for s in (named or slots)[:_MOST_OPTIONS]]


def _yes_no(key: str, language: str) -> list[Option]:
    return [
        Option(f"{key}:{answer}", texts(language).line(f"reminders.button.{answer}"))
        for answer in ("yes", "no")
    ]
