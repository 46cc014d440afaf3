"""Whatever is said where the name is asked for: names book in that name, other words book nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.language import fold
from agent.language.name_words import words_of
from tests.agent.dialogue.dialogue import Dialogue
from tests.agent.language.name_grammar import ALONE, INTRODUCED, NAMES, PLAIN, clauses

NO_SIGN = "Nguyen Van An"
WISH = "quiero una limpieza el martes a las 9"
# A time said along with the name is a choice of its own, and is tried where times are on offer.
WITHOUT_TIME = [
    form for form in ALONE if not any(c.isdigit() for c in form.replace("3102223344", ""))
]


def asked_for_name() -> Dialogue:
    chat = Dialogue()
    chat.say(WISH)
    assert "nombre" in chat.say("sí")
    return chat


@given(clauses())
@settings(max_examples=150)
def test_chat_books_in_nobodys_name(said: str) -> None:
    chat = asked_for_name()
    chat.say(said)
    assert chat.clinic.booked() == []
    assert chat.clinic.customer_name == ""


@pytest.mark.parametrize("said", PLAIN)
def test_nor_when_it_is_said_twice(said: str) -> None:
    """Twice an odd answer is a question about it, or a person; never a booking."""
    chat = asked_for_name()
    chat.say(said)
    chat.say(said)
    assert chat.clinic.booked() == []


@given(
    st.sampled_from(NAMES),
    st.sampled_from([form for form in (*INTRODUCED, *WITHOUT_TIME) if "mañana" not in form]),
)
@settings(max_examples=150)
def test_a_name_books_in_that_name(name: str, form: str) -> None:
    chat = asked_for_name()
    chat.say(form.format(name=name))
    assert [booked[2] for booked in chat.clinic.booked()] == [name]


@given(
    st.sampled_from(NAMES),
    st.sampled_from(["sí, {name}", "sí. {name}", "dale, a nombre de {name}", "si porfa {name} 3102223344", "ok, {name}"]),
)  # fmt: skip
@settings(max_examples=80)
def test_a_name_with_the_yes_is_not_asked_for(name: str, form: str) -> None:
    chat = Dialogue()
    chat.say(WISH)
    chat.say(form.format(name=name))
    assert [booked[2] for booked in chat.clinic.booked()] == [name]


@given(
    st.sampled_from(NAMES),
    # Two days in one message are asked about, whoever it is for.
    st.sampled_from([form for form in INTRODUCED if "mañana" not in form]),
    st.booleans(),
)
@settings(max_examples=80)
def test_said_first_it_is_remembered(name: str, form: str, small: bool) -> None:
    chat = Dialogue()
    chat.say(f"{form.format(name=name.lower() if small else name)}. {WISH}")
    chat.say("sí")
    if not chat.clinic.booked():
        chat.say("sí")
    if small and name == NO_SIGN:
        return
    if chat.clinic.booked() or not small:
        assert [fold(booked[2]) for booked in chat.clinic.booked()] == [fold(name)]
    else:
        assert any(word.ordinary for word in words_of(name)), "only a word is asked about"
