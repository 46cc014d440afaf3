"""A yes to reminders that is bound to a condition, and what only looks like one."""

import pytest

from agent.language.consent_answers import Accepted, accepts_reminders


@pytest.mark.parametrize(
    ("text", "timing"),
    [
        ("pode mandar, mas só um dia antes, não precisa mais que isso", True),
        ("ya, pero puro mensajito nomás, nada de llamadas ni propagandas", False),
        ("sí, pero solo el día antes", True),
        ("si pero nada de publicidad", False),
        ("yes but only a day before", True),
        ("sure, just no marketing", False),
        ("manden, pero no me llamen", False),
        ("sim, só não quero propaganda. 2 horas antes tá bom", True),
    ],
)
def test_accepted(text: str, timing: bool) -> None:
    assert accepts_reminders(text) == Accepted(timing=timing)


@pytest.mark.parametrize(
    "text",
    [
        "sí",
        "no, solo quería saber el precio",
        "sí, pero no voy a poder ir",
        "solo si es antes de las 5",
        "¿me mandan solo un mensaje?",
        "pode ser, mas quero mudar para sexta",
    ],
)
def test_not(text: str) -> None:
    assert accepts_reminders(text) is None
