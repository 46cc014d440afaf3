"""What a hosted model is sent: the prompt in its parts, and no more of the conversation than it needs.

    instructions and business | about the customer | history | this turn | the moment

What changes least stands first, because providers charge little for a beginning that they have seen. Of earlier
turns a model sees what was said, what was done and the last offers; what tools answered besides is left out.
docs/decisions/models.md
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage

from agent.facts import Prompt, prompt_in
from agent.tool_answers import WRITES

CHARACTERS_A_TOKEN = 4
"""Roughly, in the languages that are spoken here."""
HISTORY_TOKENS = 900
"""Of what was said before this turn. More is cut off in halves of this, so that the beginning of two requests
in a row is mostly the same."""
ROUTED_TEXTS = 6
"""What whoever only chooses a node sees of a conversation."""
SENT_AT = "sent_at"
"""Key of a message's additional_kwargs: when it was sent (ISO, with its offset)."""
DAYS = "days"
"""Key of the same: what the words say of days and hours, as code reads them."""
STAFF = "staff"
"""The name of messages that a person of the business wrote."""

_OFFERS = ("slots", "proposal", "can_wait")
_KEPT_SLOT = ("slot", "label", "with")
_DONE = ("status", "label", "service", "with", "name")


def request_of(messages: Sequence[BaseMessage], *, splits: bool) -> list[BaseMessage]:
    """The messages of one request. `splits`: this provider takes a second system message behind the
    conversation; elsewhere the moment stands at the end of the first one."""
    prompt = prompt_in(messages)
    if prompt is None:
        return list(messages)
    thread = [message for message in messages if not isinstance(message, SystemMessage)]
    shown = _texts(thread) if prompt.texts_only else _shortened(thread)
    told = [HumanMessage(prompt.customer)] if prompt.customer else []
    apart = splits and bool(prompt.moment)
    first = SystemMessage(prompt.stable if apart else prompt.text)
    last = [SystemMessage(prompt.moment)] if apart else []
    return [first, *told, *_marked(shown, prompt), *last]


def _texts(thread: Sequence[BaseMessage]) -> list[BaseMessage]:
    """The last texts, and all that the customer wrote since the last answer."""
    spoken = [m for m in thread if not isinstance(m, ToolMessage) and m.text.strip()]
    newest = _newest_turn(spoken)
    first = min(newest, max(0, len(spoken) - ROUTED_TEXTS))
    return [
        AIMessage(m.text, name=m.name) if isinstance(m, AIMessage) else m for m in spoken[first:]
    ]


def _newest_turn(thread: Sequence[BaseMessage]) -> int:
    """Where the customer's messages that are answered now begin."""
    position = len(thread)
    while position and not isinstance(thread[position - 1], HumanMessage):
        position -= 1
    while position and isinstance(thread[position - 1], HumanMessage):
        position -= 1
    return position


def _shortened(thread: Sequence[BaseMessage]) -> list[BaseMessage]:
    begins = _newest_turn(thread)
    past = list(_without_traffic(thread[:begins]))
    return [*past[_cut(past) :], *thread[begins:]]


def _cut(past: Sequence[BaseMessage]) -> int:
    """How many messages are left out: whole halves of HISTORY_TOKENS, from the beginning, up to a message
    of the customer's."""
    sizes = [_tokens(message) for message in past]
    half, total = HISTORY_TOKENS // 2, sum(sizes)
    if total <= HISTORY_TOKENS:
        return 0
    left_out = -(-(total - HISTORY_TOKENS) // half) * half
    counted = 0
    for position, message in enumerate(past):
        if counted >= left_out and isinstance(message, HumanMessage):
            return position
        counted += sizes[position]
    return len(past)


def _tokens(message: BaseMessage) -> int:
    calls = message.tool_calls if isinstance(message, AIMessage) else []
    return (len(message.text) + len(json.dumps(calls) if calls else "")) // CHARACTERS_A_TOKEN + 4


def _without_traffic(past: Sequence[BaseMessage]) -> Iterator[BaseMessage]:
    """What was said, and of the tools what was done, and what was offered last."""
    answers = {m.tool_call_id: m for m in past if isinstance(m, ToolMessage)}
    stubs = _stubs(answers)
    for message in past:
        if isinstance(message, ToolMessage):
            if stub := stubs.get(message.tool_call_id):
                yield message.model_copy(update={"content": stub})
        elif isinstance(message, AIMessage) and message.tool_calls:
            calls = [call for call in message.tool_calls if call["id"] in stubs]
            if calls or message.text.strip():
                yield AIMessage(message.text if not calls else "", id=message.id, tool_calls=calls)
        else:
            yield message


def _stubs(answers: Mapping[str, ToolMessage]) -> dict[str, str]:
    """What is left of each answer, by the call's id; nothing of what was only looked up."""
    stubs: dict[str, str] = {}
    offered = False
    for identifier, message in reversed(list(answers.items())):
        answer = _object(message.text)
        offers = None if offered else _offer(answer)
        offered = offered or bool(offers) or bool(answer.get("receipt"))
        done = {key: answer[key] for key in _DONE if answer.get(key)} if _was_done(answer) else None
        if left := offers or done:
            stubs[identifier] = json.dumps(left, ensure_ascii=False)
    return stubs


def _offer(answer: Mapping[str, Any]) -> dict[str, Any] | None:
    """The tokens of what was offered, without which nothing of it can be booked or changed."""
    if not any(answer.get(key) for key in _OFFERS):
        return None
    slots = [
        {key: slot[key] for key in _KEPT_SLOT if slot.get(key)}
        for slot in answer.get("slots") or ()
        if isinstance(slot, dict)
    ]
    left = {key: answer.get(key) for key in ("status", *_OFFERS)} | {"slots": slots}
    return {key: value for key, value in left.items() if value}


def _was_done(answer: Mapping[str, Any]) -> bool:
    return answer.get("status") in WRITES


def _object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _marked(thread: Sequence[BaseMessage], prompt: Prompt) -> Iterator[BaseMessage]:
    """With the day of the first of their messages on each, what they say of days, and who wrote what no model did."""
    zone = ZoneInfo(prompt.facts.time_zone) if prompt.facts.time_zone else None
    day = ""
    for message in thread:
        if isinstance(message, HumanMessage):
            sent = _day(message, zone)
            mark = f"[{sent}] " if sent and sent != day else ""
            day = sent or day
            days = message.additional_kwargs.get(DAYS)
            told = f"\n[days in these words: {days}]" if days else ""
            yield HumanMessage(f"{mark}{message.text}{told}", id=message.id)
        elif isinstance(message, AIMessage) and message.name == STAFF:
            yield AIMessage(f"[written by a person of the business] {message.text}", id=message.id)
        else:
            yield message


def _day(message: HumanMessage, zone: ZoneInfo | None) -> str:
    told = message.additional_kwargs.get(SENT_AT)
    if not zone or not isinstance(told, str):
        return ""
    return f"{datetime.fromisoformat(told).astimezone(zone):%A %Y-%m-%d}"


LEFT_OUT = frozenset({"resolve_date"})
"""Tools that a hosted model is not shown: what their answers would be stands beside the customer's words."""


def tools_of(tools: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The same functions in fewer tokens: no titles, and `null` not said where an argument may be left out."""
    return [
        {"type": "function", "function": _slim_function(tool["function"])}
        for tool in tools
        if tool["function"]["name"] not in LEFT_OUT
    ]


def _slim_function(function: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: _slim_schema(part) if key == "parameters" else part for key, part in function.items()
    }


def _slim_schema(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_slim_schema(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    told = {
        key: {name: _slim_schema(one) for name, one in part.items()}
        if key == "properties"
        else _slim_schema(part)
        for key, part in schema.items()
        if key != "title" and not (key == "default" and not part)
    }
    choices = [one for one in told.get("anyOf", ()) if one != {"type": "null"}]
    if len(choices) != 1:
        return told
    return {key: part for key, part in told.items() if key != "anyOf"} | choices[0]
