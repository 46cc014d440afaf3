"""A customer who wants nothing booked, and one who wants somebody told."""

import pytest

from agent.language import Intent
from agent.language.intents import intents
from agent.language.readings.let_know import says_let_them_know
from agent.language.readings.not_booking import wants_nothing_booked


@pytest.mark.parametrize(
    ("text", "nothing"),
    [
        ("no! don't book anything. what appointments have we got?", True),
        ("no me agendes nada todavía", True),
        ("que no quiero otra cita, ¿puedo ir con crema?", True),
        ("não marque nada ainda", True),
        ("none! already booked. what do I avoid after it?", True),
        ("no me agendes a las 8", False),
        ("don't book me with Owen", False),
        ("quiero otra cita", False),
        ("book it", False),
    ],
)
def test_nothing_is_to_be_booked(text: str, nothing: bool) -> None:
    assert wants_nothing_booked(text) is nothing
    if nothing:
        assert Intent.BOOK not in intents(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("pode avisar sim por favor. tchau, até amanhã", True),
        ("avísale, gracias", True),
        ("please let them know", True),
        ("no hace falta que avises", False),
        ("no le avises a nadie", False),
        ("não precisa avisar", False),
        ("¿me avisas el precio?", False),
        ("mañana a las 8", False),
    ],
)
def test_somebody_is_to_be_told(text: str, told: bool) -> None:
    assert says_let_them_know(text) is told
