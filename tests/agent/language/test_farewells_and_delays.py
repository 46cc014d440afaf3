"""A farewell until a day wishes for no day; a question about being late moves nothing."""

import pytest

from agent.language.readings.coming import asks_whether_late, takes_leave_until


@pytest.mark.parametrize(
    "text",
    [
        "perfect thanks, see you tomorrow",
        "thanks, see you on the 15th",
        "gracias, hasta el miercoles",
        "nada, gracias, hasta el miércoles",
        "obrigada, ate dia 14",
        "obrigada! ate ano que vem",
        "see you tomorrow!",
        "nos vemos el martes",
        "ok, nos vemos entonces",
        "agora sim obrigado, tchau",
        "ahora si, mil gracias! chau",
        "ta certo brigada, ate sabado",
        "valeu viu, ate quarta",
        "gracias majo, hasta el jueves",
    ],
)
def test_farewell(text: str) -> None:
    assert takes_leave_until(text)


@pytest.mark.parametrize(
    "text",
    [
        "hasta el viernes",
        "puedo hasta las 5",
        "gracias, ¿hasta qué hora?",
        "see you tomorrow at 5pm then, can you book it",
        "mejor hasta el martes porque viajo",
        "gracias, el miércoles a las 3",
    ],
)
def test_no_farewell(text: str) -> None:
    assert not takes_leave_until(text)


@pytest.mark.parametrize(
    "text",
    [
        "y puedo llegar 10 minutitos tarde?",
        "e se eu atrasar 10 min tem problema?",
        "no no, no cambie nada, solo pregunto si puedo llegar 10 min tarde",
        "nao muda nada, so quero saber se posso chegar 10 min atrasada",
        "what if i'm running 10 minutes late?",
        "can I be 15 min late?",
    ],
)
def test_asks(text: str) -> None:
    assert asks_whether_late(text)


@pytest.mark.parametrize(
    "text", ["puedo ir más tarde?", "voy tarde", "can I come later?", "posso chegar mais tarde?"]
)
def test_does_not_ask(text: str) -> None:
    assert not asks_whether_late(text)
