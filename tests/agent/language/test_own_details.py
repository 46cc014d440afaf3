"""What is asked of one's own appointment, and what is no such question."""

import pytest

from agent.language.intent import Intent
from agent.language.intents import intents
from agent.language.readings.own_details import Detail, details_asked

ASKED = {
    Detail.STANDS: (
        "¿sigue firme lo del jueves?",
        "a minha tá marcada mesmo?",
        "just making sure i'm still down for friday",
        "no me la habrán cancelado, ¿verdad?",
    ),
    Detail.WHEN: ("¿era hoy o mañana?", "o lembrete fala de amanhã?", "what time am i booked in?"),
    Detail.UNTIL: (
        "¿a qué hora me desocupo?",
        "que horas eu saio daí?",
        "when will i be finished?",
        "até que horas vai a minha?",
    ),
    Detail.LENGTH: ("¿cuánto voy a estar allá?", "does it take long?", "a minha demora muito?"),
    Detail.WHOM: ("¿con quién me toca?", "com qual dentista ficou?", "who've i got?"),
    Detail.NAME: (
        "¿a nombre de quién quedó?",
        "em que nome está?",
        "what have you put her down as?",
        "did you spell my name right?",
    ),
    Detail.PLACE: ("¿dónde es mi cita?", "where do i have to go?"),
    Detail.SERVICE: ("what am i booked for?", "¿para qué era mi cita?"),
}
OTHERS = (
    "¿a qué hora cierran?",
    "¿hasta qué hora puedo cancelar?",
    "vi uma promoção, ainda tá valendo?",
    "what's your name?",
    "my name is Ana Gil",
    "¿con quién hablo?",
    "há alguma hora livre amanhã?",
    "cancela mi cita de mañana",
    "de dónde sacaron mi número?",
)


@pytest.mark.parametrize(
    ("detail", "question"), [(detail, one) for detail, some in ASKED.items() for one in some]
)
def test_a_detail_is_asked_for(detail: Detail, question: str) -> None:
    assert details_asked(question) == (detail,)


@pytest.mark.parametrize("text", OTHERS)
def test_others_are_left_alone(text: str) -> None:
    assert details_asked(text) == ()


def test_whoever_asks_with_whom_it_is_does_not_ask_for_a_machine() -> None:
    assert Intent.BOT not in intents("igual, ¿con quién es?")
    assert Intent.BOT in intents("¿eres un robot?")
