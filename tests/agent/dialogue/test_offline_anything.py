"""Any history, any text, any tool result: the model answers, and keeps its rules."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from langchain_core.messages import BaseMessage, HumanMessage, ToolMessage

from agent.dialogue.memo import Memo
from agent.dialogue.offline_model import answer
from tests.agent.dialogue.anything import JSON, LANGUAGES, MESSAGES, NODES, RESULTS, TEXTS, prompt
from tests.agent.dialogue.dialogue import NODE_TOOLS, Dialogue


def talk(node: str, language: str, turns: list[list[str]], results: list[dict[str, Any]]) -> str:
    """A few turns against tools that answer anything at all; the last reply."""
    messages: list[BaseMessage] = []
    reply = ""
    left = list(results)
    for texts in turns:
        messages += [HumanMessage(text) for text in texts]
        for _ in range(14):
            bound = frozenset(NODE_TOOLS[node].split())
            message = answer([prompt(node, language), *messages], bound)
            messages.append(message)
            if not message.tool_calls:
                reply = message.text
                break
            call = message.tool_calls[0]
            assert call["name"] in bound
            if call["name"] == "hand_over":
                node = call["args"]["to"]
            result = left.pop(0) if left else {"status": "ok"}
            messages.append(ToolMessage(json.dumps(result), tool_call_id=call["id"] or ""))
        else:
            raise AssertionError("never ends")
    return reply


@settings(max_examples=150, deadline=None)
@given(
    NODES,
    LANGUAGES,
    st.lists(st.lists(TEXTS, min_size=1, max_size=3), min_size=1, max_size=4),
    st.lists(RESULTS, max_size=12),
)
def test_any_conversation_ends_in_a_reply(
    node: str, language: str, turns: list[list[str]], results: list[dict[str, Any]]
) -> None:
    reply = talk(node, language, turns, results)
    receipts = {"booked", "cancelled", "moved", "confirmed", "already_booked"}
    assert reply or any(result["status"] in receipts for result in results)


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=7))
def test_any_dialogue_with_the_clinic_keeps_the_rules(texts: list[str]) -> None:
    chat = Dialogue()
    for text in texts:
        chat.say(text)


@settings(max_examples=150, deadline=None)
@given(st.lists(MESSAGES, max_size=8), NODES, st.booleans())
def test_any_history_can_be_read(history: list[BaseMessage], node: str, bound: bool) -> None:
    tools = frozenset(NODE_TOOLS[node].split()) if bound else frozenset()
    message = answer([prompt(node), *history], tools)
    assert message.text or message.tool_calls
    route = answer([prompt("supervisor"), *history], frozenset({"Route"}))
    assert route.tool_calls[0]["args"]["node"] in NODE_TOOLS


@given(JSON)
def test_any_memo_can_be_read(raw: Any) -> None:
    memo = Memo.read({"ask": raw, "booking": raw, "move": raw, "phrase_uses": raw, "fails": raw})
    assert Memo.read(json.loads(json.dumps(memo.write()))) == memo
