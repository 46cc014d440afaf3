"""Asking for another language, and services named in one."""

import pytest

from agent.language import detect, spoken_names, wanted_language, wants_unspoken
from agent.language.trade import same_trade_word


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("could you write in English please?", "en"),
        ("¿me puedes escribir en inglés?", "en"),
        ("english please", "en"),
        ("você fala português?", "pt"),
        ("do you speak Spanish", "es"),
        ("español por favor", "es"),
        ("¿tienen el consentimiento en inglés?", None),
        ("quiero una cita mañana", None),
        ("Inglés es mi segundo apellido", None),
        ("", None),
    ],
)
def test_a_language_is_asked_for(said: str, language: str | None) -> None:
    assert wanted_language(said) == language
    if language:
        assert detect(said, "es") == language


@pytest.mark.parametrize(
    ("said", "unspoken"),
    [
        ("¿me puedes escribir en francés?", True),
        ("in French please", True),
        ("can you answer me in German?", True),
        ("podem me responder em italiano?", True),
        ("en alemán por favor", True),
        ("¿me puedes escribir en inglés?", False),
        ("in Spanish please", False),
        ("me hablaron del masaje sueco", False),
        ("masaje tailandés por favor", False),
        ("escríbeme en la mañana", False),
        ("do you speak French?", False),
        ("", False),
    ],
)
def test_one_that_is_not_spoken_is_asked_for(said: str, unspoken: bool) -> None:
    assert wants_unspoken(said) is unspoken
    assert wanted_language(said) is None or not unspoken


def test_the_languages_that_are_spoken_have_names_in_each_of_them() -> None:
    assert spoken_names("es") == ["español", "inglés", "portugués"]
    assert spoken_names("en") == ["English", "Spanish", "Portuguese"]


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("massage", "masaje", True),
        ("cejas", "sobrancelhas", True),
        ("masaje", "limpieza", False),
        ("unknown", "unknown", False),
    ],
)
def test_words_of_the_trade(left: str, right: str, same: bool) -> None:
    assert same_trade_word(left, right) is same
