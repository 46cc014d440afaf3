"""What can be wrong with a model's answer, and what the model is told about it."""

import re
from collections.abc import Sequence
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from agent.llm.streaming import ENDS

_CUT = frozenset({"length", "max_tokens", "MAX_TOKENS"})
_FILTERED = frozenset(
    {"content_filter", "content_filtered", "guardrail_intervened", "refusal", "SAFETY",
     "PROHIBITED_CONTENT", "BLOCKLIST"}
)  # fmt: skip
_NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")
"""What providers take as a tool's name, also in the history."""
MOST_CALLS = 8
"""Tools in one answer."""


def refused(answer: AIMessage) -> bool:
    """Whether the model, or its provider's filter, will not answer this."""
    if answer.additional_kwargs.get("refusal"):
        return True
    return _end(answer) in _FILTERED and not answer.tool_calls


def fault(answer: AIMessage, before: Sequence[BaseMessage]) -> str | None:
    """What to tell the model about an answer that cannot be used; None when it can.

    `before`: the messages that it answers.
    """
    if _end(answer) in _CUT:
        return (
            "Your last answer was cut off because it was too long, and was thrown away. "
            "Answer again in at most three short lines."
        )
    if answer.invalid_tool_calls:
        names = ", ".join(sorted({str(c["name"]) for c in answer.invalid_tool_calls}))
        return (
            f"Your last call of {names} did not have a valid JSON object as its arguments; no tool "
            "ran. Call again with valid JSON."
        )
    if len(answer.tool_calls) > MOST_CALLS:
        return (
            f"Your last answer called {len(answer.tool_calls)} tools at once; none of them ran. Call "
            f"at most {MOST_CALLS}."
        )
    if not all(_NAME.fullmatch(call["name"]) for call in answer.tool_calls):
        return "Your last call named no tool; none ran. Call one of the tools that you have."
    if answer.tool_calls or str(answer.text).strip() or _receipt_goes_out(before):
        return None
    return "Your last answer was empty. Answer the customer, or call a tool."


def _end(answer: AIMessage) -> str | None:
    ends = (answer.response_metadata.get(key) for key in ENDS)
    return next((end for end in ends if isinstance(end, str)), None)


def _receipt_goes_out(before: Sequence[BaseMessage]) -> bool:
    """Whether the customer hears of this turn without the model's words."""
    for message in reversed(before):
        if isinstance(message, HumanMessage):
            return False
        if isinstance(message, ToolMessage) and '"receipt":"' in str(message.content):
            return True
    return False


def without_words(message: AIMessage) -> AIMessage:
    """A message that calls tools, without the words beside the calls, which nobody was sent."""
    if not message.text:
        return message
    return message.model_copy(update={"content": _wordless(message.content)})


def _wordless(content: str | list[Any]) -> str | list[Any]:
    """Blocks that are no text (a model's reasoning) belong to the calls."""
    if isinstance(content, str):
        return ""
    return [part for part in content if isinstance(part, dict) and part.get("type") != "text"]
