"""Which passwords may be chosen."""

import pytest

from gateway.access.password_rules import SHORTEST, refusal

CONTEXT = [
    "Clínica Aurora",
    "aurora",
    "Cra. 15 #93-60, Bogotá",
    "Dra. Lucía Peña",
    "ana@aurora.example",
]


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("cuatro lanchas", "short"),
        ("x" * 201, "short"),
        ("123456789012345", "common"),
        ("iloveyouiloveyou", "common"),
        ("qwertyuiopasdfgh", "common"),
        ("aaaaaaaaaaaaaaaaaaaaaaaa", "common"),
        ("Password123456!!", "context"),
        ("Contraseña-2026!", "context"),
        ("Clinica Aurora 2026!", "context"),
        ("CLÍNICAAURORA12345678", "context"),
        ("lucia.pena.93-60", "context"),
        ("ana@aurora.example", "context"),
        ("correct horse battery", None),
        ("perro azul mesa norte", None),
        ("en aurora llueve sopa de tomate", None),
        ("🐴🔋📎🦷🌧️🍅🧷🪥🎺🛶🧀🌵🪁🥁🧊", None),
        ("ñandú «¿qué?» 雨の日", None),
    ],
)
def test_what_may_be_chosen(password: str, why: str | None) -> None:
    assert refusal(password, CONTEXT) == why


def test_no_rule_but_length_and_guessing() -> None:
    assert SHORTEST == 15
    assert refusal("kfwqzmtrlxhbvgd", []) is None, "small letters alone will do"
    assert refusal("(){}[]||!!11" * 16, []) is None, "and the longest is rated in time"
