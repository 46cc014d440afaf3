"""The state of a conversation's thread."""

from collections.abc import Sequence
from typing import Annotated, Any, TypedDict

from langchain_core.messages import AnyMessage, BaseMessage, HumanMessage
from langgraph.graph.message import add_messages

KEPT_MESSAGES = 60
"""What a thread remembers. Older messages stay in the database, not in every checkpoint."""


def keep_recent(left: list[AnyMessage], right: Any) -> list[AnyMessage]:
    """Adds messages, then forgets the oldest ones; never begins inside an exchange with a tool."""
    merged: Any = add_messages(left, right)  # type: ignore[arg-type]
    return recent(merged, KEPT_MESSAGES)


def recent(messages: Sequence[Any], most: int) -> list[Any]:
    """The last `most` messages, from the first customer message among them on; more, when more have
    been said since the customer's last one."""
    if len(messages) <= most:
        return list(messages)
    first = len(messages) - most
    theirs = [i for i, message in enumerate(messages) if isinstance(message, HumanMessage)]
    last = theirs[-1] if theirs else first
    return list(messages[next((i for i in theirs if i >= first), last) :])


def since_last_reply(messages: Sequence[BaseMessage]) -> list[HumanMessage]:
    """The customer's messages that nothing has answered yet."""
    unanswered: list[HumanMessage] = []
    for message in reversed(messages):
        if not isinstance(message, HumanMessage):
            break
        unanswered.append(message)
    return unanswered[::-1]


def since_the_customer(messages: Sequence[AnyMessage]) -> list[AnyMessage]:
    """What follows the customer's last message."""
    theirs = [n for n, message in enumerate(messages) if isinstance(message, HumanMessage)]
    return list(messages[theirs[-1] + 1 :]) if theirs else []


class State(TypedDict):
    """`awaiting`: the node whose question waits for an answer. `path`: nodes run in this turn."""

    messages: Annotated[list[AnyMessage], keep_recent]
    awaiting: str | None
    path: list[str]
