"""The offline policy's table: what each act comes to while each thing is expected."""

import pytest

from agent.dialogue.conditions import NODES
from agent.dialogue.policy import (
    ANSWERS,
    BY_ITSELF,
    HERE,
    INTERRUPTS,
    REMINDERS,
    TAPS,
    WORDS,
)
from agent.dialogue.routing import choose_node, of_words
from agent.language.acts import Act
from tests.agent.dialogue.policy_page import EXPECTED, PAGE, SAYS, comes_to, page, turn_of

QUESTIONS = [title for title, (ask, _) in EXPECTED.items() if ask]
FOR_A_PERSON = (
    Act.HUMAN,
    Act.COMPLAINT,
    Act.EMERGENCY,
    Act.HEALTH,
    Act.PRIVACY,
    Act.FOLLOW_UP,
    Act.NOTE,
)
ABOUT_THE_DESK = (Act.ARE_YOU_BOT, Act.LANGUAGE, Act.ATTACK, Act.ASK_POLICY)


def test_the_page_is_what_the_table_comes_to() -> None:
    """Else: python -m tests.agent.dialogue.policy_page"""
    assert PAGE.read_text("utf-8") == page()


def test_every_act_is_tried() -> None:
    assert SAYS.keys() == {*Act}


@pytest.mark.parametrize("expected", EXPECTED)
def test_a_person_and_the_desk_itself_are_heard_whatever_is_expected(expected: str) -> None:
    persons = {comes_to(SAYS[act], expected) for act in FOR_A_PERSON}
    assert persons == {HERE if expected == "whether a person is wanted" else "escalation"}
    assert {comes_to(SAYS[act], expected) for act in ABOUT_THE_DESK} == {"knowledge"}


@pytest.mark.parametrize("expected", QUESTIONS)
def test_a_word_against_reminders_stays_on_the_way_to_a_booking(expected: str) -> None:
    on_the_way = expected in {"a time", "a day", "a service", "a name"}
    assert comes_to(SAYS[Act.OPT_OUT], expected) == (HERE if on_the_way else "knowledge")


@pytest.mark.parametrize("expected", QUESTIONS)
def test_a_yes_belongs_to_who_asked(expected: str) -> None:
    assert comes_to("sí", expected) == HERE
    assert comes_to("sí, pero primero quiero hablar con una persona", expected) in (
        HERE if expected == "whether a person is wanted" else "escalation",
    )


def test_what_stands_above_goes_first() -> None:
    """A complaint beside an answer is heard; a name that sounds like a wish is a name."""
    assert comes_to("la segunda, y quiero poner una queja", "a time") == "escalation"
    assert comes_to("Me llamo Consuelo Citas", "a name") == HERE
    assert comes_to("¿y cuánto cuesta?", "whether to cancel") == "knowledge"
    assert comes_to("mejor el viernes", "whether to cancel") == HERE
    assert comes_to("mejor el viernes", "after a reminder") == "reschedule"


def test_an_answer_beside_another_question_is_told_by_its_words_alone() -> None:
    turn = turn_of("quiero cancelar mi cita", "a time")
    assert choose_node(turn)[0] == "appointment"  # there is nothing to cancel: it gives up
    assert of_words(turn) == ("cancellation", "wants to cancel")


def test_rows_lead_to_nodes_and_give_reasons() -> None:
    rows = (*TAPS, *INTERRUPTS, *ANSWERS, *REMINDERS, *WORDS)
    assert {row.node for row in rows} == {*NODES, HERE, BY_ITSELF}
    assert all(row.reason and row.expected.title for row in rows)
    assert not any(row.node in (HERE, BY_ITSELF) for row in WORDS), "these look at no question"
    assert not any(row.node == HERE for row in (*INTERRUPTS, *REMINDERS))


@pytest.mark.parametrize("expected", EXPECTED)
def test_something_is_decided_about_nothing(expected: str) -> None:
    assert comes_to("", expected) in (*NODES, HERE)
