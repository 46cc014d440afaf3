"""Questions with two ways to choose between."""

import pytest

from agent.language.alternatives import asks_which


@pytest.mark.parametrize(
    "text",
    [
        "¿La cancelo o prefieres moverla?",
        "Es la del martes. ¿La cancelo, o la pasamos a otro día?",
        "¿Cancelo la de Ana u otra?",
        "Quer que eu cancele ou prefere remarcar?",
        "Shall I cancel it, or would you rather move it?",
        "Do you want *Monday* or Tuesday?",
    ],
)
def test_two_ways_are_no_yes_or_no(text: str) -> None:
    assert asks_which(text)


@pytest.mark.parametrize(
    "text",
    [
        "¿La cancelo?",
        "¿La cancelo o no?",
        "Puedo cancelarla o moverla. ¿La cancelo?",
        "¿Cancelo la cita de Sofía?",
        "Cancelo a consulta de amanhã?",
        "Shall I cancel it or not?",
        "Martes o jueves.",
        "",
    ],
)
def test_the_rest_may_be(text: str) -> None:
    assert not asks_which(text)
