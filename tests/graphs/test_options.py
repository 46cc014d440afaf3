"""The options of a hosted model's reply: what this turn's tools offer, and what of before it lists again."""

import json
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from agent.dialogue.memo import Ask, Memo, Plan
from agent.tool_views import Slot
from graphs.reply import read_outcome


def slot(token: str, day: str, time: str) -> dict[str, str]:
    short = f"{day[:3]}, {time}"
    return {"slot": token, "label": f"{day}, {time}", "short": short, "day": day, "time": time}


NINE, TEN, NOON = (
    slot("t9", "martes 24", "9:00"),
    slot("t10", "martes 24", "10:00"),
    slot("t12", "jueves 26", "12:00"),
)


def called(tool: str, **answer: Any) -> list[BaseMessage]:
    """A call of a tool and its result."""
    call = {"name": tool, "args": {}, "id": f"{tool}-{id(answer)}", "type": "tool_call"}
    return [
        AIMessage("", tool_calls=[call]),
        ToolMessage(json.dumps(answer), tool_call_id=str(call["id"]), name=tool),
    ]


def searched(*slots: dict[str, str]) -> list[BaseMessage]:
    return called("check_availability", status="free", slots=slots)


def options(past: list[BaseMessage], *new: BaseMessage) -> list[str]:
    reply = read_outcome(list(new), "es", past).replies[-1]
    return [option["id"] for option in reply["payload"].get("options", [])]


OFFERED = [
    HumanMessage("hola"),
    *searched(NINE, TEN, NOON),
    AIMessage("…"),
    HumanMessage("¿precio?"),
]
LISTED = "Vale $10. Tengo jueves 26, 12:00, o bien martes 24, 9:00, ¿cuál?"


def test_what_an_earlier_turn_offered_is_carried_again_in_the_order_of_the_words() -> None:
    assert options(OFFERED, AIMessage(LISTED)) == ["t12", "t9"]


def test_a_single_time_that_is_named_is_no_list() -> None:
    assert options(OFFERED, AIMessage("¿A nombre de quién dejo martes 24, 9:00?")) == []


def test_words_without_a_question_offer_nothing() -> None:
    assert options(OFFERED, AIMessage(LISTED.replace("?", "."))) == []


def test_what_was_offered_before_a_change_is_over() -> None:
    booked = called("book_appointment", status="booked")
    assert options([*OFFERED, *booked], AIMessage(LISTED)) == []
    assert "t12" not in options(OFFERED, *booked, AIMessage(LISTED))


def test_an_earlier_time_beside_one_of_this_turn_is_carried_too() -> None:
    found = searched(NOON | {"slot": "new12"})
    assert options(OFFERED, *found, AIMessage(LISTED)) == ["new12", "t9"]


def test_the_buttons_are_those_of_the_time_that_the_words_offer() -> None:
    """Of two wishes ("half past ten, or else eleven") the first that is free is offered, and the search for
    the other one brought times near it."""
    ten = Slot(slot="t10", label=TEN["label"], short=TEN["short"], date="2026-11-24", at="10:00")
    plan = Plan(slots=[ten])
    memo = Memo(booking=plan, ask=Ask("slot", "appointment")).write()
    found = [*searched(TEN), *searched(NINE, NOON)]
    offer = AIMessage("Tengo martes 24, 10:00. ¿Te la reservo?", additional_kwargs={"memo": memo})
    assert options([], *found, offer) == ["t10"]
