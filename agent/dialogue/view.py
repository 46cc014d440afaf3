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
from agent.texts import languages

_FACTS = "## Facts"
_FACT = re.compile(r"^([a-z_]+):[ \t]*(.*)$")
_UPCOMING = re.compile(r"^(?P<label>.*?)\s*\[(?P<id>[^\]]*)\]\s*(?P<rest>.*)$")
_NOTE = re.compile(r"^(?:\[[^\]]*\]\s*)+")
_ABSENT = frozenset({"", "unknown", "none", "no"})
READ_MESSAGE = 4_000


@dataclass(frozen=True)
class Upcoming:
    """An appointment ahead, as the facts tell it."""

    id: str
    label: str
    awaiting: bool


@dataclass(frozen=True)
class Waiting:
    """An entry of the waiting list, as the facts tell it."""

    id: str
    label: str


@dataclass(frozen=True)
class Offered:
    """A slot from the waiting list. `last`: it is what the customer was asked last."""

    slot: str
    label: str
    held: bool
    last: bool


@dataclass(frozen=True)
class Facts:
    """The "## Facts" block of the system prompt; "" and empty where it says unknown or none.

    `focus` is the id of the appointment that the customer was just asked about or reminded of.
    """

    node: str = ""
    language: str = "es"
    formality: str = "tu"
    emoji: bool = False
    business: str = ""
    hours: str = ""
    services: tuple[str, ...] = ()
    emergency: str = ""
    customer_name: str = ""
    profile_name: str = ""
    reminder_consent: str = "unknown"
    greeted: bool = False
    upcoming: tuple[Upcoming, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    offered: Offered | None = None
    focus: str = ""
    unreadable: str = ""
    unreadable_reason: str = ""
    unreadable_before: int = 0
    shown: str = ""
    country: str = ""
    now: str = ""


@dataclass(frozen=True)
class View:
    """Everything one step is a function of.

    `memo` is the state before this turn's first step in this node; `results` are the tool results
    since then; `handed_over` tells that another node passed the turn on, `quotes` that the memo is
    that of an earlier reply, which the customer quotes.
    """

    facts: Facts
    memo: Memo
    texts: tuple[str, ...] = ()
    choice: str = ""
    results: tuple[Result, ...] = ()
    handed_over: bool = False
    replies: tuple[str, ...] = ()
    calls: int = 0
    quotes: bool = False


def read(messages: Sequence[BaseMessage]) -> View:
    """The view of a conversation (system prompt first, then the thread)."""
    thread = [message for message in messages if not isinstance(message, SystemMessage)]
    begin, end = _newest_humans(thread)
    humans = [message for message in thread[begin:end] if isinstance(message, HumanMessage)]
    start = _after_hand_over(thread, end)
    said = [text_of(message) for message in thread[:begin] if isinstance(message, AIMessage)]
    facts = read_facts(messages, bool(any(said)))
    quotes = quotes_in(humans)
    return View(
        facts=facts,
        memo=memo_before(thread[:start])
        if start > end
        else recalled(memo_before(thread[:begin]), quotes)
        if quotes
        else _memo_at(thread[:begin], facts),
        texts=tuple(_said(message)[:READ_MESSAGE] for message in humans),
        choice=next((found for h in reversed(humans) if (found := _choice(h))), ""),
        results=results_of(thread[start:]),
        handed_over=start > end,
        replies=tuple(text for text in said if text)[-4:],
        calls=_calls(thread),
        quotes=bool(quotes),
    )


def read_facts(messages: Sequence[BaseMessage], spoke: bool) -> Facts:
    """The facts of the first system message that has the block."""
    raw: dict[str, str] = {}
    for message in messages:
        if isinstance(message, SystemMessage) and _FACTS in (text := text_of(message)):
            raw = _lines(text.rsplit(_FACTS, 1)[1])
            break
    known = {key: value for key, value in raw.items() if value.casefold() not in _ABSENT}
    language = known.get("language", "es")
    return Facts(
        node=known.get("node", ""),
        language=language if language in languages() else "es",
        formality=known.get("formality", "tu"),
        emoji=known.get("emoji") == "one",
        business=known.get("business", ""),
        hours=known.get("hours", ""),
        services=tuple(n for part in known.get("services", "").split(";") if (n := part.strip())),
        emergency=known.get("emergency", ""),
        customer_name=known.get("customer_name", ""),
        profile_name=known.get("profile_name", ""),
        reminder_consent=known.get("reminder_consent", "unknown"),
        greeted=raw.get("greeted", "yes" if spoke else "no") == "yes",
        upcoming=_upcoming(known.get("upcoming", "")),
        waiting=_waiting(known.get("waiting", "")),
        offered=_offered(known.get("waiting_offer", "")),
        focus="".join(found.id for found in _upcoming(known.get("focus", ""))[:1]),
        unreadable=known.get("unreadable", ""),
        unreadable_reason=known.get("unreadable_reason", ""),
        unreadable_before=_number(known.get("unreadable_before", "")),
        shown=known.get("shown", ""),
        country=known.get("country", ""),
        now=known.get("now", ""),
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def text_of(message: BaseMessage) -> str:
    """The text of a message, whatever the form of its content."""
    content = message.content
    if isinstance(content, str):
        return content
    parts = [part if isinstance(part, str) else str(part.get("text") or "") for part in content]
    return "\n".join(part for part in parts if part)


def _said(message: BaseMessage) -> str:
    """The customer's words, without the notes in brackets on what they sent besides or quote."""
    return _NOTE.sub("", text_of(message))


def _lines(block: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in block.splitlines():
        if match := _FACT.match(line.strip()):
            found.setdefault(match.group(1), match.group(2).strip())
    return found


def _upcoming(text: str) -> tuple[Upcoming, ...]:
    found = []
    for part in text.split(";"):
        if match := _UPCOMING.match(part.strip()):
            awaiting = "awaiting confirmation" in match["rest"]
            found.append(Upcoming(match["id"], match["label"], awaiting))
    return tuple(found)


def _waiting(text: str) -> tuple[Waiting, ...]:
    parts = (_UPCOMING.match(part.strip()) for part in text.split(";"))
    return tuple(Waiting(match["id"], match["label"]) for match in parts if match)


def _offered(text: str) -> Offered | None:
    match = _UPCOMING.match(text)
    if match is None:
        return None
    held, last = "no longer held" not in match["rest"], "asked last" in match["rest"]
    return Offered(match["id"], match["label"], held, last)


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
