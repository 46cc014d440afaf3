"""What a hosted model is sent of a conversation: its parts in their order, and no more than it needs."""

import json
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from langchain_core.messages import (
    AIMessage,
    AnyMessage,
    BaseMessage,
    HumanMessage,
    ToolCall,
    ToolMessage,
)

from agent.facts import Facts, Prompt
from agent.llm.requests import (
    CHARACTERS_A_TOKEN,
    DAYS,
    HISTORY_TOKENS,
    SENT_AT,
    request_of,
    tools_of,
)

FACTS = Facts(time_zone="America/Bogota", now=datetime(2026, 11, 20, 15, 30, tzinfo=UTC))
MONDAY = "2026-11-23T03:30+00:00"
"""Sunday evening in Bogotá."""


def prompt(**told: Any) -> Prompt:
    return Prompt.of("Instructions.", FACTS, **({"moment": "## Now\ntoday: x"} | told))


def asked(name: str, answer: dict[str, Any], number: int) -> list[AnyMessage]:
    call = ToolCall(name=name, args={"n": number}, id=f"c{number}")
    return [
        AIMessage("", tool_calls=[call]),
        ToolMessage(json.dumps(answer), tool_call_id=f"c{number}", name=name),
    ]


def contents(messages: list[BaseMessage]) -> list[str]:
    return [str(message.text) for message in messages]


def test_the_moment_stands_behind_the_conversation() -> None:
    parts = request_of([prompt(customer="[about] {}"), HumanMessage("hola")], splits=True)
    assert contents(parts) == ["Instructions.", "[about] {}", "hola", "## Now\ntoday: x"]
    assert [message.type for message in parts] == ["system", "human", "human", "system"]


def test_elsewhere_it_stands_in_the_first_message() -> None:
    parts = request_of([prompt(), HumanMessage("hola")], splits=False)
    assert contents(parts) == ["Instructions.\n\n## Now\ntoday: x", "hola"]


def test_a_note_is_of_the_moment_and_leaves_the_beginning_alone() -> None:
    noted = prompt().with_note("Your last answer was empty.")
    first, *_, last = request_of([noted, HumanMessage("hola")], splits=True)
    assert first.text == "Instructions."
    assert last.text.endswith("\n\nYour last answer was empty.")


def test_of_earlier_turns_only_offers_and_what_was_done_are_left() -> None:
    offer = {"status": "available", "slots": [{"slot": "t1", "label": "lunes 9", "short": "l"}]}
    thread = [
        HumanMessage("quiero una cita"),
        *asked("knowledge_search", {"status": "found", "entries": ["long"]}, 1),
        AIMessage("¿Cuál?"),
        HumanMessage("limpieza"),
        *asked("check_availability", {"status": "available", "slots": [{"slot": "old"}]}, 2),
        AIMessage("¿Otro día?"),
        HumanMessage("el lunes"),
        *asked("check_availability", offer, 3),
        *asked("record_consent", {"status": "recorded", "granted": True}, 4),
        AIMessage("Tengo lunes 9."),
        HumanMessage("sí"),
    ]
    parts = request_of([prompt(), *thread], splits=True)
    answers = [json.loads(m.text) for m in parts if isinstance(m, ToolMessage)]
    assert answers == [
        {"status": "available", "slots": [{"slot": "t1", "label": "lunes 9"}]},
        {"status": "recorded"},
    ]
    calls = [call["id"] for m in parts if isinstance(m, AIMessage) for call in m.tool_calls]
    assert calls == ["c3", "c4"], "every call has its answer"
    words = [m.text for m in parts if m.text and not isinstance(m, ToolMessage)]
    assert words[1:-1] == [m.text for m in thread if m.text and not isinstance(m, ToolMessage)]


def test_this_turn_is_whole() -> None:
    found = {"status": "found", "entries": ["long"]}
    parts = request_of(
        [prompt(), HumanMessage("¿precio?"), *asked("knowledge_search", found, 1)], splits=True
    )
    assert json.loads(parts[-2].text) == found


def test_a_long_conversation_is_cut_in_steps_before_a_message_of_the_customers() -> None:
    """Most of what one request begins with is what the one before began with."""
    line = "x" * (50 * CHARACTERS_A_TOKEN)
    thread: list[BaseMessage] = []
    begins = []
    for turn in range(40):
        thread.append(HumanMessage(f"{turn} {line}"))
        parts = request_of([prompt(), *thread], splits=True)
        shown = sum(len(m.text) for m in parts[1:-2]) / CHARACTERS_A_TOKEN
        assert shown <= HISTORY_TOKENS
        assert parts[-2].text == thread[-1].text
        assert isinstance(parts[1], HumanMessage)
        begins.append(parts[1].text)
        thread.append(AIMessage(f"{turn} {line}"))
    changes = sum(a != b for a, b in pairwise(begins))
    assert 2 <= changes <= 40 * 2 * 50 / (HISTORY_TOKENS / 2) + 1


def test_whoever_only_chooses_a_node_sees_texts() -> None:
    spoken: list[AnyMessage] = [
        m for n in range(8) for m in (HumanMessage(f"q{n}"), AIMessage(f"a{n}"))
    ]
    thread: list[AnyMessage] = [*spoken, HumanMessage("y"), HumanMessage("otra cosa")]
    thread[1:1] = asked("knowledge_search", {"status": "found"}, 1)
    parts = request_of([prompt(texts_only=True), *thread], splits=True)
    assert contents(parts)[1:-1] == ["q6", "a6", "q7", "a7", "y", "otra cosa"]


def test_days_and_authors_are_marked() -> None:
    told = {SENT_AT: MONDAY, DAYS: "2026-11-24 (martes 24), time 15:00"}
    thread = [
        HumanMessage("hola", additional_kwargs={SENT_AT: MONDAY}),
        AIMessage("Soy Marta, de la clínica.", name="staff"),
        HumanMessage("el martes a las 3", additional_kwargs=told),
    ]
    _, hello, staff, wish, _ = contents(request_of([prompt(), *thread], splits=True))
    assert hello == "[Sunday 2026-11-22] hola"
    assert staff == "[written by a person of the business] Soy Marta, de la clínica."
    assert wish == "el martes a las 3\n[days in these words: 2026-11-24 (martes 24), time 15:00]"


@pytest.mark.parametrize("splits", [True, False])
def test_messages_without_a_prompt_of_ours_stay_as_they_are(splits: bool) -> None:
    messages: list[BaseMessage] = [HumanMessage("hola")]
    assert request_of(messages, splits=splits) == messages


def test_tools_are_told_in_fewer_words() -> None:
    optional = {"anyOf": [{"type": "string"}, {"type": "null"}], "default": None, "title": "Member"}
    listed = {
        "anyOf": [{"items": {"type": "string"}, "type": "array"}, {"type": "null"}],
        "default": None,
    }
    count = {"default": 1, "type": "integer", "title": "People"}
    named_title = {"type": "string"}
    parameters = {
        "properties": {
            "member": optional,
            "exclude": listed,
            "people": count,
            "title": named_title,
        },
        "type": "object",
    }
    function = {"name": "look", "description": "Looks.", "parameters": parameters}
    date = {"name": "resolve_date", "description": "", "parameters": {}}
    tools = [{"type": "function", "function": one} for one in (function, date)]
    [slim] = tools_of(tools)
    assert slim["function"]["parameters"] == {
        "properties": {
            "member": {"type": "string"},
            "exclude": {"items": {"type": "string"}, "type": "array"},
            "people": {"default": 1, "type": "integer"},
            "title": {"type": "string"},
        },
        "type": "object",
    }
