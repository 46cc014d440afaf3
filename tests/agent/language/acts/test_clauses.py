"""Where a message may be cut: every part keeps its place, and sure cuts are few."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.language.acts.clauses import MOST_PARTS, READ_AT_MOST, joined, level, sentences


def parts_of(message: str) -> list[list[str]]:
    return [[part.words for part in parts] for parts in sentences(message)]


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("Dr. Pérez está?", [["Dr. Pérez está?"]]),
        ("a las 10.30 o 3,5", [["a las 10.30 o 3,5"]]),
        ("Hola. ¿Cuánto cuesta?", [["Hola."], ["¿Cuánto cuesta?"]]),
        ("sim, pode ser\nobrigada", [["sim", "pode ser"], ["obrigada"]]),
        ("hola buenas tardes quiero una cita", [["hola", "buenas tardes", "quiero una cita"]]),
        ("book it and do you take cards", [["book it", "and", "do you take cards"]]),
        ("é pra hoje, e quanto fica", [["é", "pra hoje", "e", "quanto", "fica"]]),
        ("👍", [["👍"]]),
        ("...", []),
        ("", []),
    ],
)
def test_sure_and_possible_cuts(message: str, wanted: list[list[str]]) -> None:
    assert parts_of(message) == wanted


@given(st.text(max_size=400))
def test_every_part_stands_in_the_message_where_it_says(message: str) -> None:
    end = 0
    for parts in sentences(message):
        for part in parts:
            assert part.start >= end
            end = part.start + len(part.words)
            assert message[part.start : end] == part.words
        whole = joined(message, parts)
        assert whole.words.startswith(parts[0].words)
        assert whole.words.endswith(parts[-1].words)


@given(st.text(max_size=100))
def test_levelling_keeps_the_places(text: str) -> None:
    assert len(level(text)) == len(text)


@given(st.text(max_size=200))
def test_no_letter_is_lost(message: str) -> None:
    kept = "".join(part.words for parts in sentences(message) for part in parts)
    assert [one for one in kept if one.isalnum()] == [one for one in message if one.isalnum()]


def test_a_long_message_is_cut_into_so_many_parts_and_no_more() -> None:
    [parts] = sentences("hola y quiero y " * 60)
    assert len(parts) == MOST_PARTS
    assert (
        sum(len(part.words) for parts in sentences("ab. " * 9_000) for part in parts)
        <= READ_AT_MOST
    )
