"""What a finished run says to the customer, and what it did."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypedDict

import orjson
from langchain_core.messages import AIMessage, BaseMessage, ToolMessage

from agent.authorship import answered_by
from agent.dialogue.memo import Memo
from agent.tool_answers import WRITES, Answer
from agent.tool_results import Change, read_result
from agent.types import Option, Reply
from graphs.options import asks_to_move, named_besides, of_move, offered, shown_again

_TAP = "needs_tap"
_MOST_SHOWN = 20


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


def read_outcome(
    new: Sequence[BaseMessage], language: str, past: Sequence[BaseMessage] = ()
) -> Outcome:
    """`new`: the messages of this turn after the customer's; `past`: the thread before them. Raises
    EmptyReply."""
    tools = list(_tool_runs(new))
    replies: list[Reply] = [
        {
            "text": run.answer.receipt,
            "payload": {"receipt": True, "of": run.answer.id or None}
            | ({"also": list(run.answer.also)} if run.answer.also else {}),
        }
        for run in tools
        if isinstance(run.answer, Change) and run.answer.receipt
    ]
    last = new[-1] if new else None
    if isinstance(last, AIMessage):
        text = str(last.text).strip()
        payload = _payload(last, text, tools, language, past)
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
    """What the outbox keeps with a model's reply. `shown`: tokens of times that it names beside its options."""

    options: list[dict[str, str]]
    shown: list[str]
    asks: Literal["place"]
    memo: object
    model: str


def _payload(
    message: AIMessage,
    text: str,
    tools: Sequence[ToolRun],
    language: str,
    past: Sequence[BaseMessage],
) -> _Payload:
    payload: _Payload = {}
    memo = message.additional_kwargs.get("memo")
    asks = "?" in text or _needs_tap(tools)
    options = _options(text, tools, language, memo, past) if asks else []
    if options:
        payload["options"] = [option.stored for option in options]
    elif "?" in text and _asks_place(memo, tools):
        payload["asks"] = "place"
    answers = [run.answer for run in (*_tool_runs(past), *tools)]
    if shown := named_besides(text, options, answers):
        payload["shown"] = shown[-_MOST_SHOWN:]
    if memo:
        payload["memo"] = memo
    if model := answered_by(message):
        payload["model"] = model
    return payload


def _needs_tap(tools: Sequence[ToolRun]) -> bool:
    """Whether a change waits for a tap: its buttons go along whatever the words are."""
    told = [run.answer.status for run in tools if run.answer.status in WRITES | {_TAP}]
    return told[-1:] == [_TAP]


def _asks_place(memo: object, tools: Sequence[ToolRun]) -> bool:
    """Whether the reply asks where a home visit is: the last tool lacked that, or the offline model's
    question says so. A place that is only to be confirmed is not asked for."""
    if tools and tools[-1].answer.status == "needs_place":
        return True
    ask = Memo.read(memo).ask
    return bool(ask and ask.kind == "place" and not (ask.data.about or ask.data.name))


def _options(
    text: str,
    tools: Sequence[ToolRun],
    language: str,
    memo: object,
    past: Sequence[BaseMessage],
) -> list[Option]:
    """What this turn's tools offer; with what stands in the reply of an earlier offer, if it lists that, too."""
    answers = [run.answer for run in tools]
    options = offered(text, answers, language, memo)
    moves = asks_to_move(memo, tools[-1].args if tools else {})
    if any(answer.status in WRITES for answer in answers):
        return of_move(options, language) if moves else options
    listed = shown_again(text, memo, [*_since_last_write(past), *answers])
    here, last = {option.id for option in listed}, {option.id for option in options}
    # A second search of the turn may have brought other times than the words name.
    shown = listed if here > last or (here and not here & last) else options
    return of_move(shown, language) if moves else shown


def _since_last_write(past: Sequence[BaseMessage]) -> list[Answer]:
    """What the tools answered in earlier turns, from the last change on: what was offered before it is over."""
    answers: list[Answer] = []
    for run in _tool_runs(past):
        answers = [] if run.answer.status in WRITES else [*answers, run.answer]
    return answers
