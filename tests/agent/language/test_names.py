"""A name is taken on evidence; what is neither a name nor a word is asked about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.language import fold
from agent.language.name_words import words_of
from agent.language.names import read_name
from tests.agent.language.name_grammar import ALONE, INTRODUCED, NAMES, PLAIN, clauses, spoken

NO_SIGN = "Nguyen Van An"
"""Written small, nothing shows that it is a name: "van" and "an" are words."""


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", INTRODUCED)
def test_an_introduced_name_is_taken_as_it_is(form: str, name: str) -> None:
    heard = read_name(form.format(name=name))
    assert heard is not None
    assert (heard.value, heard.sure) == (name, True)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", ALONE)
def test_a_name_alone_answers(form: str, name: str) -> None:
    heard = read_name(form.format(name=name), expected=True)
    assert heard is not None
    assert (heard.value, heard.sure) == (name, True)


@given(
    name=st.sampled_from(NAMES),
    form=st.sampled_from(ALONE),
    how=st.sampled_from(["small", "large"]),
)
def test_however_it_is_typed_it_is_the_right_one(name: str, form: str, how: str) -> None:
    heard = read_name(form.format(name=spoken(name, how)), expected=True)
    if heard is None:
        assert name == NO_SIGN
        return
    assert fold(heard.value) == fold(name)
    assert heard.sure or how == "small" or not any(word.sure for word in words_of(name))


@given(
    name=st.sampled_from(NAMES),
    form=st.sampled_from(INTRODUCED),
    how=st.sampled_from(["small", "large"]),
)
def test_introduced_however_it_is_typed(name: str, form: str, how: str) -> None:
    heard = read_name(form.format(name=spoken(name, how)), expected=True)
    assert heard is not None
    assert fold(heard.value) == fold(name) or (name == NO_SIGN and heard.value == "Nguyen")


@pytest.mark.parametrize("said", PLAIN)
def test_ordinary_words_are_no_name(said: str) -> None:
    assert read_name(said, expected=True) is None
    assert read_name(said, bare=True) is None


@given(clauses())
def test_no_clause_of_chat_is_a_name(said: str) -> None:
    heard = read_name(said, expected=True)
    assert heard is None, heard
    assert read_name(said, bare=True) is None


@given(clauses(), st.sampled_from(NAMES))
def test_beside_a_sentence_only_a_full_name_counts(said: str, name: str) -> None:
    heard = read_name(f"{said}. {name}", expected=True)
    assert heard is not None
    assert heard.value == name


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Sol", "Sol"), ("luz", "Luz"), ("Flor", "Flor"), ("esperanza", "Esperanza"), ("Amor", "Amor"), ("Will", "Will"),
        ("Mark", "Mark"), ("hope", "Hope"), ("Bela", "Bela"), ("Vitória", "Vitória"), ("Socorro", "Socorro"), ("dolores", "Dolores"),
        ("Ñandú", "Ñandú"), ("citlalmina", "Citlalmina"), ("O'Neil", "O'Neil"), ("Pérez", "Pérez"), ("Lua", "Lua"),
        ("Ana Pérez y Luis Gómez", "Ana Pérez"), ("ana real", "Ana"), ("soy Kiran", "Kiran"), ("李小龙", "李小龙"),
    ],
)  # fmt: skip
def test_what_may_be_a_name_is_asked_about(said: str, name: str) -> None:
    heard = read_name(said, expected=True)
    assert heard is not None
    assert (heard.value, heard.sure) == (name, False)


@pytest.mark.parametrize(
    "said", ["Ana", "mateo", "Bruna", "Kevin", "JOÃO", "Lucy", "Xóchitl", "guadalupe"]
)
def test_a_common_given_name_is_enough_where_it_was_asked_for(said: str) -> None:
    heard = read_name(said, expected=True)
    assert heard is not None
    assert heard.sure
    assert read_name(said, bare=True) is None


@pytest.mark.parametrize(
    ("said", "others"),
    [
        ("la de las 3, Laura Méndez", "laura mendez"),
        ("con Laura Méndez", ""),
        ("para Laura", "laura mendez"),
        ("sí, Masaje Relajante", "masaje relajante"),
        ("la chica que me atendió se llama Paula", ""),
        ("¿cómo se llama la doctora?", ""),
        ("¿es Ana la que atiende?", ""),
    ],
)
def test_professionals_and_services_are_not_whom_it_is_for(said: str, others: str) -> None:
    assert read_name(said, bare=True, others=frozenset(others.split())) is None


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        ("la 1, Ana Gil", "la 1, "),
        ("2pm. Kevin Lozano CC 1032456789", "2pm. "),
        ("3:30, for Greg Hall, and send the address", "3:30, , and send the address"),
        ("sí, Ana Gil 300 123 4567 gracias", "sí,  gracias"),
    ],
)
def test_what_introduces_and_numbers_a_name_belongs_to_it(said: str, rest: str) -> None:
    heard = read_name(said, bare=True)
    assert heard is not None
    assert said[: heard.start] + said[heard.end :] == rest


@pytest.mark.parametrize(
    "said", ["", "?", "123", "😀", "a" * 10_000, "\u202e\u0000", "-" * 999, "ana " * 900]
)
def test_anything_can_be_read(said: str) -> None:
    read_name(said, expected=True, bare=True)
