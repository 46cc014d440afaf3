"""Asking for another language, and services named in one."""

import pytest

from agent.language import detect, wanted_language
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
