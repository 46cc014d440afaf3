"""Which day a question is about that goes on from another one."""

from datetime import date

import pytest

from agent.language.opening.references import going_on, on_that_day, says_that_day

TODAY = date(2026, 11, 29)  # a Sunday


@pytest.mark.parametrize(
    ("words", "told", "day"),
    [
        ("¿y el sábado?", "2026-12-25", "26 de diciembre de 2026"),
        ("e sábado?", "2026-12-25", "26 de diciembre de 2026"),
        ("e na segunda-feira?", "2026-12-25", "28 de diciembre de 2026"),
        ("and Monday?", "2026-12-25", "28 de diciembre de 2026"),
        ("y el viernes", "2026-12-25", "25 de diciembre de 2026"),
        ("y el domingo?", "2026-12-05", "6 de diciembre de 2026"),
        ("e domingo?", "2026-12-04", "6 de diciembre de 2026"),
        ("and Saturday?", "2026-12-04", "5 de diciembre de 2026"),
        # the coming one, a settled one, every one
        ("and Tuesday?", "2026-12-04", ""),
        ("y el próximo sábado?", "2026-12-25", ""),
        ("y los sábados?", "2026-12-25", ""),
        ("e aos sábados?", "2026-12-25", ""),
        ("and this Saturday?", "2026-12-25", ""),
        ("y el sábado 5?", "2026-12-25", ""),
        ("y sábado y domingo?", "2026-12-25", ""),
    ],
)
def test_a_weekday_goes_on(words: str, told: str, day: str) -> None:
    found = going_on(words, date.fromisoformat(told), TODAY)
    assert day in found if day else found == words


@pytest.mark.parametrize(
    "words",
    [
        "¿a qué hora cierran ese día?",
        "y ese mismo dia abren?",
        "que horas fecham nesse dia?",
        "and what time do you close that day?",
        "are you open on that same day?",
    ],
)
def test_that_day(words: str) -> None:
    assert says_that_day(words)
    assert "4 de diciembre de 2026" in on_that_day(words, date(2026, 12, 4))
    assert not says_that_day("¿qué días abren?")
