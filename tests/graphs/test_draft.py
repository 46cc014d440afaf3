"""A draft: which beginnings of an answer are judged, and when nothing more is."""

from collections.abc import Callable

import pytest
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage

from agent.language.sentence_ends import sentence_ends
from graphs.draft import LONGEST, Draft
from graphs.reply import Outcome

REPLY = "Con gusto. Atendemos de lunes a sábado. ¿Te agendo?"


def draft_of(judge: Callable[[str], bool] = lambda _: True) -> tuple[Draft, list[str]]:
    judged: list[str] = []

    def release(outcome: Outcome) -> bool:
        judged.append(outcome.replies[-1]["text"])
        return judge(judged[-1])

    return Draft(release, "es"), judged


def write(draft: Draft, text: str) -> None:
    draft.begins()
    for end in range(1, len(text) + 1):
        draft.hears(text[:end])


def beginnings(text: str) -> list[str]:
    return [text[:end].strip() for end in sentence_ends(text)]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        (REPLY, ["Con gusto.", "Con gusto. Atendemos de lunes a sábado."]),
        ("Una sola frase.", []),
        ("Una frase. ", []),
        ("Te atiende la Dra. Ruiz a las 3:00 p. m. ¿Va?", []),
        ("Cuesta $ 140.000. ¿Va?", ["Cuesta $ 140.000."]),
        ("Tengo:\n- lunes 3\n- martes 4\n", ["Tengo:", "Tengo:\n- lunes 3"]),
        ("¡Hola! 😊 ¿Cómo vas?", ["¡Hola!"]),
        ("Dijo «claro.» Y se fue", ["Dijo «claro.»"]),
        ("Visita www.ejemplo.com y listo", []),
        ("Bueno… pues sí", []),
        ("\n\n", []),
        ("", []),
    ],
)
def test_where_sentences_end(text: str, ends: list[str]) -> None:
    assert beginnings(text) == ends


def test_each_beginning_is_judged_once_and_the_last_sentence_never() -> None:
    draft, judged = draft_of()
    write(draft, REPLY)
    assert judged == beginnings(REPLY)
    assert draft.passed_on


def test_after_one_that_fails_nothing_is_judged() -> None:
    draft, judged = draft_of(lambda text: "lunes" not in text)
    write(draft, f"{REPLY} Te espero. Hasta luego.")
    assert judged == beginnings(REPLY)
    write(draft, REPLY)
    assert judged == beginnings(REPLY), "not in another answer either"


def test_an_answer_after_one_of_which_something_left_is_not_judged() -> None:
    draft, judged = draft_of()
    write(draft, "Con gusto. Atendemos")
    write(draft, REPLY)
    assert judged == ["Con gusto."]
    assert not draft.passed_on


def test_an_answer_after_one_of_which_nothing_left_is() -> None:
    draft, judged = draft_of()
    write(draft, "Con gusto")
    write(draft, REPLY)
    assert judged == beginnings(REPLY)


def test_what_the_tools_of_the_turn_answered_is_judged_with_it() -> None:
    seen: list[Outcome] = []
    call = {"name": "hand_over", "args": {}, "id": "c", "type": "tool_call"}
    before = [
        HumanMessage("hola"),
        AIMessage("", tool_calls=[{**call, "id": "old"}]),
        ToolMessage('{"status":"handed_over"}', tool_call_id="old", name="hand_over"),
        HumanMessage("quiero una cita"),
        AIMessage("", tool_calls=[call]),
        ToolMessage('{"status":"handed_over"}', tool_call_id="c", name="hand_over"),
    ]

    def release(outcome: Outcome) -> bool:
        seen.append(outcome)
        return True

    write(Draft(release, "es").of(before), "Con gusto. Atendemos")
    assert [[run.name for run in outcome.tools] for outcome in seen] == [["hand_over"]]


def test_what_is_too_long_comes_whole() -> None:
    draft, judged = draft_of()
    draft.begins()
    draft.hears("Con gusto. " * (LONGEST // 10))
    assert judged == []
