"""Titles in little room, and options as lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.types import Option
from gateway.channels.kit.option_text import distinct_titles, shorten, with_numbered_options


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Martes 24, 9:00", "Martes 24, 9:00"),
        ("  Martes \n 24 ", "Martes 24"),
        ("Martes 24 de noviembre", "Martes 24 de…"),
        ("Otorrinolaringología", "Otorrinolaringolo…"),
        ("A bcdefghijklmnopqrstuvw", "A bcdefghijklmnop…"),
    ],
)
def test_a_title_is_cut_between_words_where_that_keeps_most_of_it(title: str, short: str) -> None:
    assert shorten(title, 18) == short


@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=10))
def test_titles_fit_and_differ(titles: list[str]) -> None:
    found = distinct_titles([Option(str(n), title) for n, title in enumerate(titles)], 20)
    assert all(len(title) <= 20 for title in found)
    assert len({title.casefold() for title in found}) == len(titles)


def test_options_follow_the_text_unless_it_names_them() -> None:
    options = (Option("a", "9:00"), Option("b", "10:00", "con Eva"))
    assert with_numbered_options("¿Cuál?", options) == "¿Cuál?\n\n1. 9:00\n2. 10:00 (con Eva)"
    assert with_numbered_options("¿9:00 o 10:00?", options) == "¿9:00 o 10:00?"
    assert with_numbered_options("¿Cuál?", ()) == "¿Cuál?"


LISTED = """Tengo:
• martes 24 de noviembre, 8:00 a. m. (Laura Méndez)
• martes 24 de noviembre, 2:30 p. m. (Camila Rojas)
¿Cuál te queda mejor?"""
TIMES = (Option("a", "mar 24, 8:00 a. m."), Option("b", "mar 24, 2:30 p. m."))


def test_a_list_of_the_text_itself_is_numbered_and_not_repeated() -> None:
    assert with_numbered_options(LISTED, TIMES) == LISTED.replace("•", "1.", 1).replace("•", "2.")


def test_an_option_that_the_list_does_not_have_follows_it() -> None:
    more = with_numbered_options(LISTED, (*TIMES, Option("c", "Otro día")))
    assert more.splitlines()[2:4] == [
        "2. martes 24 de noviembre, 2:30 p. m. (Camila Rojas)",
        "3. Otro día",
    ]
    assert more.endswith("¿Cuál te queda mejor?")


@pytest.mark.parametrize(
    "text",
    [
        LISTED.replace("8:00", "9:00"),  # a list of something else
        LISTED.replace("• martes 24 de noviembre, 2:30 p. m. (Camila Rojas)", "• nada más"),
        "Tengo:\n• martes 24, 2:30 p. m.\n• martes 24, 8:00 a. m.",  # in another order
        "Tengo:\n• martes 24, 8:00 a. m.\n\nTambién:\n• martes 24, 2:30 p. m.",
        "• martes 24, 8:00 a. m.\n• martes 24, 2:30 p. m.\n• martes 24, 5:00 p. m.",
    ],
)
def test_a_list_that_is_not_that_of_the_options_stays_and_they_follow(text: str) -> None:
    lines = with_numbered_options(text, TIMES).splitlines()
    assert lines[-2:] == ["1. mar 24, 8:00 a. m.", "2. mar 24, 2:30 p. m."]
    assert "\n".join(lines).startswith(text)


def test_a_single_time_that_the_text_names_is_read_once() -> None:
    text = "Tengo el martes 1 de diciembre, 3:00 p. m. con Laura. ¿Te la reservo?"
    assert with_numbered_options(text, [Option("x", "mar 1, 3:00 p. m.")]) == text
    assert "1. mar 2, 4:00 p. m." in with_numbered_options(text, [Option("x", "mar 2, 4:00 p. m.")])
