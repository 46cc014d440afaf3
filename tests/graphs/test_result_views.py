"""What a model is shown of a tool's result, and that code still reads the whole."""

import json
from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage

from agent.dialogue.results import results_of
from agent.tool_results import SlotSearch
from graphs.result_views import for_models, slim_result

SLOT = {
    "slot": "a" * 20, "label": "martes 24 de noviembre, 3:00 p. m.", "short": "mar 24, 3:00 p. m.",
    "day": "martes 24 de noviembre", "time": "3:00 p. m.", "date": "2026-11-24", "at": "15:00", "with": "Camila",
}  # fmt: skip
SERVICE = {
    "service": "laser", "name": "Láser", "duration": "40 min", "price": "$1", "description": "Por zona.",
    "group_of": None, "bookable": True,
}  # fmt: skip


def slim(tool: str, **result: Any) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(slim_result(tool, json.dumps(result)))
    return told


def test_a_slot_is_its_token_its_label_and_with_whom() -> None:
    part = {"service": "Cejas", "with": "Laura", "time": "3:40 p. m.", "at": "15:40"}
    told = slim("check_availability", status="available", slots=[SLOT, SLOT | {"parts": [part]}])
    assert told["slots"] == [
        {"slot": "a" * 20, "label": SLOT["label"], "with": "Camila"},
        {
            "slot": "a" * 20,
            "label": SLOT["label"],
            "with": "Camila",
            "parts": [{"service": "Cejas", "with": "Laura", "time": "3:40 p. m."}],
        },
    ]


def test_a_search_describes_no_service_and_a_list_does() -> None:
    told = slim("check_availability", service=SERVICE, status="available")
    assert told["service"] == {"name": "Láser", "duration": "40 min", "price": "$1"}
    assert slim("list_services", services=[SERVICE])["services"][0]["description"] == "Por zona."
    refused = slim("check_availability", service=SERVICE | {"bookable": False})
    assert refused["service"]["bookable"] is False


@pytest.mark.parametrize(("granted", "open_now"), [(False, True), (True, False)])
def test_a_no_that_is_an_answer_stays(granted: bool, open_now: bool) -> None:
    told = slim(
        "record_consent", status="recorded", granted=granted, open_now=open_now, noted=False
    )
    assert told == {"status": "recorded", "granted": granted, "open_now": open_now}


def test_a_receipt_is_not_told_twice() -> None:
    told = slim("book_appointment", status="booked", receipt="✅ *Cita agendada* …", also=[])
    assert told == {"status": "booked", "receipt": "is sent to them by the system"}


def test_a_refusal_says_what_to_do() -> None:
    assert slim("book_appointment", status="taken", slots=[])["hint"]
    assert "hint" not in slim("book_appointment", status="booked")


@pytest.mark.parametrize("text", ["handed over", "[1]", "3", '"x"', "{", "null"])
def test_what_is_no_result_stays_as_it_is(text: str) -> None:
    assert slim_result("hand_over", text) == text


def test_code_reads_the_whole() -> None:
    whole = json.dumps({"status": "available", "exact": True, "slots": [SLOT]})
    call = {"name": "check_availability", "args": {}, "id": "offline_1"}
    thread = [
        HumanMessage("hola"),
        AIMessage("", tool_calls=[call]),
        ToolMessage(whole, tool_call_id="offline_1", name="check_availability"),
    ]
    shown = for_models(thread)
    assert "short" not in str(shown[-1].content)
    [result] = results_of(shown)
    assert isinstance(result.answer, SlotSearch)
    assert result.answer.slots[0].at == "15:00"
    assert str(thread[-1].content) == whole
