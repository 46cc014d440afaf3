"""The played conversations end in the right rows, and cost no more calls than they did."""

from pathlib import Path

import pytest
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage

from tests.graphs.played.counting import Call, figures
from tests.graphs.played.model import PlayedModel
from tests.graphs.played.play import play
from tests.graphs.played.script import (
    Answer,
    Dialogue,
    Results,
    ScriptedTurn,
    ScriptFault,
    dialogues,
    filled,
)
from tools.dates import resolve_date

MOST_CALLS_A_TURN = 2.5


@pytest.mark.parametrize("dialogue", dialogues(), ids=lambda dialogue: dialogue.name)
async def test_a_played_conversation_ends_in_its_rows(
    database_url: str, tmp_path: Path, dialogue: Dialogue
) -> None:
    played = await play(database_url, tmp_path, dialogue)
    assert played.faults == ()
    assert played.rows == dialogue.rows
    assert played.consent == dialogue.consent
    assert played.unshown == ()
    assert figures([(len(played.turns), played.calls)]).calls <= MOST_CALLS_A_TURN * len(
        played.turns
    )


def turn(*answers: Answer, node: str = "knowledge") -> ScriptedTurn:
    return ScriptedTurn(("hola",), node, answers, ())


SAYS = Answer(text="Buenas.")
RESOLVES = Answer(calls=(("resolve_date", {"text": "el lunes"}),))


async def test_a_node_without_the_next_tool_hands_over_once() -> None:
    model = PlayedModel()
    model.begin(turn(RESOLVES, node="appointment"))
    bound = model.bind_tools([{"name": "hand_over", "description": "", "parameters": {}}])
    answer = await bound.ainvoke([HumanMessage("hola")])
    assert [(c["name"], c["args"]["to"]) for c in answer.tool_calls] == [
        ("hand_over", "appointment")
    ]
    with pytest.raises(ScriptFault, match="no tools"):
        await bound.ainvoke([HumanMessage("hola")])


async def test_a_call_too_many_and_an_answer_too_many_are_faults() -> None:
    model = PlayedModel()
    model.begin(turn(SAYS))
    assert (await model.ainvoke([HumanMessage("hola")])).text == "Buenas."
    with pytest.raises(ScriptFault, match="one more call"):
        await model.ainvoke([HumanMessage("hola")])
    model.begin(turn(SAYS))
    model.end()
    assert len(model.faults) == 2


async def test_a_reference_that_is_not_shown_any_more_is_noted() -> None:
    model = PlayedModel()
    asks = Answer(calls=(("resolve_date", {"text": "{check.slots[~martes].slot}"}),))
    shown = '{"status": "ok", "slots": [{"slot": "a1", "label": "lunes"}, {"slot": "b2", "label": "martes"}]}'
    model.begin(turn(asks, asks))
    bound = model.bind_tools([resolve_date])
    request = [
        HumanMessage("hola"),
        AIMessage("", tool_calls=[{"name": "check", "args": {}, "id": "1"}]),
        ToolMessage(shown, tool_call_id="1", name="check"),
    ]
    answer = await bound.ainvoke(request)
    assert answer.tool_calls[0]["args"] == {"text": "b2"}
    assert model.unshown == []
    await bound.ainvoke(request[:1])
    assert model.unshown == ["check.slots[~martes].slot"]


def test_references_keep_the_type_of_what_they_name() -> None:
    results = Results()
    results.learn("search", '{"status": "ok", "count": 3, "on": {"day": "lunes"}}')
    results.learn("search", "[a stub]")
    assert filled({"n": "{search.count}", "w": ["el {last.on.day}"]}, results) == {
        "n": 3,
        "w": ["el lunes"],
    }
    with pytest.raises(ScriptFault):
        filled("{search.slots[0]}", results)


def call(request: str) -> Call:
    return Call(request, tools=0, system=0, of_supervisor=False)


def test_what_was_seen_before_is_cacheable() -> None:
    first, second = "a" * 8000, "a" * 6000 + "b" * 2000
    sums = figures([(1, [call(first), call(second)]), (1, [call(first)])])
    assert (sums.calls, sums.tokens) == (3, 6000)
    assert (sums.previous, sums.earlier) == (1500, 1500 + 2000)
    assert sums.busy == 1500 + 2000 + 2000
    assert sums.cached == 1500 // 128 * 128 + 2000 // 128 * 128
