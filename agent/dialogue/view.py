"""What a call of the model shows: the facts, the turn's messages, its tool results, the memo."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from langchain_core.messages import (
    AIMessage,
    BaseMessage,
    HumanMessage,
    SystemMessage,
    ToolMessage,
)

from agent.dialogue.memo import Memo, Plan
from agent.dialogue.quoted import quotes_in, recalled
from agent.dialogue.results import CALL_NUMBER, Result, results_of
from agent.dialogue.takeover import memo_before
from agent.facts import Facts, facts_in

_NOTE = re.compile(r"^(?:\[[^\]]*\]\s*)+")
READ_MESSAGE = 4_000


@dataclass(frozen=True)
class View:
    """Everything one step is a function of.

    `memo` is the state before this turn's first step in this node; `results` are the tool results
    since then; `handed_over` tells that another node passed the turn on, `receipt` that one did what it
    was for and the customer has it in writing, `quotes` that the memo is that of an earlier reply, which the
    customer quotes.
    """

    facts: Facts
    memo: Memo
    texts: tuple[str, ...] = ()
    choice: str = ""
    results: tuple[Result, ...] = ()
    handed_over: bool = False
    receipt: bool = False
    replies: tuple[str, ...] = ()
    calls: int = 0
    quotes: bool = False


def read(messages: Sequence[BaseMessage]) -> View:
    """The view of a conversation (system prompt first, then the thread)."""
    thread = [message for message in messages if not isinstance(message, SystemMessage)]
    begin, end = _newest_humans(thread)
    humans = [message for message in thread[begin:end] if isinstance(message, HumanMessage)]
    start = _after_hand_over(thread, end)
    earlier_replies = [
        text_of(message) for message in thread[:begin] if isinstance(message, AIMessage)
    ]
    facts = facts_in(messages) or Facts(greeted=any(earlier_replies))
    quotes = quotes_in(humans)
    return View(
        facts=facts,
        memo=memo_before(thread[:start])
        if start > end
        else recalled(memo_before(thread[:begin]), quotes)
        if quotes
        else _memo_at(thread[:begin], facts),
        texts=tuple(_customer_words(message)[:READ_MESSAGE] for message in humans),
        choice=next((choice for h in reversed(humans) if (choice := _choice(h))), ""),
        results=results_of(thread[start:]),
        handed_over=start > end,
        receipt=any(one.receipt for one in results_of(thread[end:start])),
        replies=tuple(text for text in earlier_replies if text)[-4:],
        calls=_calls(thread),
        quotes=bool(quotes),
    )


def text_of(message: BaseMessage) -> str:
    """The text of a message, whatever the form of its content."""
    content = message.content
    if isinstance(content, str):
        return content
    parts = [part if isinstance(part, str) else str(part.get("text") or "") for part in content]
    return "\n".join(part for part in parts if part)


def _customer_words(message: BaseMessage) -> str:
    """The customer's words, without the notes in brackets on what they sent besides or quote."""
    return _NOTE.sub("", text_of(message))


def _newest_humans(thread: Sequence[BaseMessage]) -> tuple[int, int]:
    """Where the last block of human messages begins and ends."""
    end = len(thread)
    while end and not isinstance(thread[end - 1], HumanMessage):
        end -= 1
    begin = end
    while begin and isinstance(thread[begin - 1], HumanMessage):
        begin -= 1
    return begin, end


def _after_hand_over(thread: Sequence[BaseMessage], end: int) -> int:
    """Where this node's own steps begin: after the newest hand-over of this turn."""
    start = end
    handed: set[str] = set()
    for position in range(end, len(thread)):
        message = thread[position]
        if isinstance(message, AIMessage):
            ids = {call["id"] or "" for call in message.tool_calls if call["name"] == "hand_over"}
            handed |= ids
            start = position + 1 if ids else start
        elif isinstance(message, ToolMessage) and message.tool_call_id in handed:
            start = position + 1
    return start


def _memo_at(thread: Sequence[BaseMessage], facts: Facts) -> Memo:
    """The memo at the turn's start. A question from before a reminder, or before a slot from the
    waiting list, waits no longer."""
    memo = memo_before(thread)
    if facts.focus or (facts.offered and facts.offered.last):
        memo.ask, memo.move, memo.fails = None, Plan(), 0
    return memo


def _choice(message: HumanMessage) -> str:
    choice = message.additional_kwargs.get("choice")
    return choice if isinstance(choice, str) else ""


def _calls(thread: Sequence[BaseMessage]) -> int:
    """The highest number of a tool call so far, so that ids stay unique when history is cut."""
    highest = 0
    for message in thread:
        for call in message.tool_calls if isinstance(message, AIMessage) else ():
            if match := CALL_NUMBER.match(call["id"] or ""):
                highest = max(highest, int(match.group(1)))
    return highest
