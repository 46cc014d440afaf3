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
