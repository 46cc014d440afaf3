"""A time is taken of those on offer and something asked in the same message: both are seen to."""

import pytest

from tests.agent.dialogue.clinic import Clinic
from tests.agent.dialogue.dialogue import Dialogue

WISH = {
    "es": "quiero un masaje relajante el lunes",
    "pt": "quero uma massagem relaxante na segunda",
    "en": "i want to book a relaxing massage on monday",
}


def offered(language: str) -> Dialogue:
    """Times of Monday at 8, 10, 14 and 16 are on offer."""
    talk = Dialogue(Clinic(language=language))
    talk.say(WISH[language])
    assert [slot["at"] for slot in talk.slots] == ["08:00", "10:00", "14:00", "16:00"]
    return talk


@pytest.mark.parametrize(
    ("language", "message", "at", "told"),
    [
        ("es", "la de las 10, ¿y hay parqueadero?", "10:00", "parqueadero"),
        ("es", "la primera, ¿y con quién es?", "08:00", "Ana"),
        ("es", "¿cobran si cancelo? me quedo con la de las 10", "10:00", "24 horas"),
        ("pt", "o primeiro tá bom, quanto tempo leva?", "08:00", "60 min"),
        ("en", "the 10, do you have parking?", "10:00", "Parking"),
        ("en", "i'll take the 10, who will i see?", "10:00", "Ana"),
    ],
)
def test_both_are_seen_to(language: str, message: str, at: str, told: str) -> None:
    talk = offered(language)
    assert told in talk.say(message)
    plan = talk.memo["booking"]
    assert [slot["at"] for slot in plan["slots"] if slot["slot"] == plan["slot"]] == [at]
    assert talk.memo["ask"]["kind"] == "name"


@pytest.mark.parametrize(
    "message", ["no, a las 10 no, ¿y tienen parqueadero?", "¿y a las 3 no hay?"]
)
def test_what_takes_nothing_books_nothing(message: str) -> None:
    talk = offered("es")
    talk.say(message)
    assert not talk.memo["booking"].get("slot")
    assert not talk.clinic.booked()
