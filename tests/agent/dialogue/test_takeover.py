"""The offline model goes on where another model stopped, from what the thread shows alone."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from agent.authorship import ANSWERED_BY
from agent.dialogue.memo import Ask, AskData, Memo
from agent.dialogue.offline_model import answer
from agent.dialogue.takeover import memo_before
from tests.agent.dialogue.anything import JSON, SLOT, STATUSES, prompt

OTHER = {ANSWERED_BY: "openai:gpt-x"}
TOOLS = frozenset(
    {"check_availability", "book_appointment", "resolve_date", "list_services", "hand_over",
     "resolve_contact_on_booking", "cancel_appointment", "escalate_to_human"}
)  # fmt: skip
LATER = {**SLOT, "slot": "t2", "label": "martes 24 de noviembre, 4:00 p. m.", "time": "4:00 p. m."}
FOUND = {
    "status": "available",
    "service": {"service": "masaje", "name": "Masaje relajante"},
    "slots": [SLOT, LATER],
}


def called(tool: str, args: Any, result: Any, number: str = "call_1") -> list[BaseMessage]:
    call = {"name": tool, "args": args, "id": number, "type": "tool_call"}
    return [
        AIMessage("", tool_calls=[call], response_metadata=OTHER),
        ToolMessage(json.dumps(result), tool_call_id=number, name=tool),
    ]


def said(text: str, memo: Memo | None = None) -> AIMessage:
    if memo is None:
        return AIMessage(text, response_metadata=OTHER)
    return AIMessage(text, additional_kwargs={"memo": memo.write()})


def step(*thread: BaseMessage, node: str = "appointment") -> AIMessage:
    return answer([prompt(node), *thread], TOOLS)


def asked_for(reply: str) -> Memo:
    search = called("check_availability", {"service": "masaje", "time": "15:00"}, FOUND)
    return memo_before([HumanMessage("masaje el martes a las 3"), *search, said(reply)])


def test_the_time_that_the_reply_names_is_on_offer() -> None:
    memo = asked_for("Tengo martes 24 de noviembre, 3:00 p. m. ¿La reservo?")
    assert memo.ask
    assert (memo.ask.kind, memo.ask.node) == ("slot", "appointment")
    assert [slot.slot for slot in memo.booking.slots] == ["t1"]
    assert memo.booking.names == ["Masaje relajante"]


@pytest.mark.parametrize(
    "reply",
    [
        "¿Te sirve por la tarde?",
        "Te espero martes 24 de noviembre, 3:00 p. m.",
        "Los martes abrimos a las 3:00 p. m. ¿Algo más?",
    ],
)
def test_what_is_not_a_question_about_a_named_time_waits_for_nothing(reply: str) -> None:
    assert asked_for(reply).ask is None


def test_a_proposal_to_cancel_waits_for_its_yes() -> None:
    result = {"status": "proposed", "proposal": "p1", "appointment": {"appointment": "id-0"}}
    cancel = called("cancel_appointment", {}, result)
    memo = memo_before([HumanMessage("cancela"), *cancel, said("¿La cancelo?")])
    assert memo.ask
    assert memo.ask.data == AskData(proposal="p1", appointment="id-0")
    again = step(
        HumanMessage("cancela"), *cancel, said("¿La cancelo?"), HumanMessage("sí"),
        node="cancellation",
    )  # fmt: skip
    assert again.tool_calls[0]["args"] == {"appointment": None, "proposal": "p1"}


def test_an_own_question_is_dropped_when_another_model_spoke_since() -> None:
    own = Memo(ask=Ask("slot", "appointment", "which_slot"), name="Ana", address="usted")
    memo = memo_before([said("¿Cuál?", own), HumanMessage("¿duele?"), said("No. ¿Algo más?")])
    assert memo.ask is None
    assert (memo.name, memo.address) == ("Ana", "usted"), "who they are is not forgotten"
    kept = memo_before([said("¿Cuál?", own), HumanMessage("x"), AIMessage("…", name="staff")])
    assert kept.ask, "staff's words are for the routing to judge"


@pytest.mark.parametrize("status", ["booked", "moved", "cancelled", "recorded", "joined"])
def test_what_another_model_did_in_this_turn_is_not_done_again(status: str) -> None:
    done = called("book_appointment", {"slot": "t1"}, {"status": status, "receipt": "✅"})
    reply = step(HumanMessage("sí, esa"), *done)
    assert reply.tool_calls == []
    assert "servicio" not in reply.text
    assert "?" not in reply.text


def test_that_a_person_was_called_is_said_as_it_is() -> None:
    for status, word in (("notified", "avis"), ("no_recipient", "no ")):
        done = called("escalate_to_human", {"reason": "asked"}, {"status": status})
        reply = step(HumanMessage("algo raro"), *done, node="escalation")
        assert reply.tool_calls == []
        assert word in reply.text.lower()


def test_a_call_that_no_tool_took_does_not_count() -> None:
    bad = called("book_appointment", {}, {"error": "the arguments are not valid"})
    offered = called("check_availability", {"service": "masaje"}, FOUND, "call_0")
    reply = step(
        HumanMessage("masaje el martes a las 3"),
        *offered,
        said("Tengo martes 24 de noviembre, 3:00 p. m. ¿La reservo?"),
        HumanMessage("sí"),
        *bad,
    )
    assert [(c["name"], c["args"]) for c in reply.tool_calls] == [
        ("book_appointment", {"slot": "t1"})
    ]


@given(
    tool=st.sampled_from(sorted(TOOLS)),
    args=st.dictionaries(st.sampled_from(["service", "slot", "appointment", "time"]), JSON),
    result=st.dictionaries(
        st.sampled_from(["slots", "service", "visit", "proposal", "appointment", "error"]), JSON
    ),
    status=STATUSES,
    ends=st.booleans(),
)
def test_any_history_of_another_model_is_read(
    tool: str, args: Any, result: Any, status: str, ends: bool
) -> None:
    thread = [HumanMessage("sí"), *called(tool, args, result | {"status": status})]
    if ends:
        thread += [said("¿Martes 24 de noviembre, 3:00 p. m.?"), HumanMessage("sí")]
    step(*thread)
