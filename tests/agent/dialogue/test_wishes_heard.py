"""A wish for a service of the house is a wish, whatever the learned examples hear in its words."""

import pytest
from langchain_core.messages import HumanMessage

from agent.dialogue.converse import route
from agent.dialogue.view import read
from agent.facts import Facts, Prompt

HOUSE = Facts(language="es", services=("Limpieza facial", "Diseño de cejas"))


@pytest.mark.parametrize(
    ("words", "node"),
    [
        ("Quiero cejas pasado mañana", "appointment"),
        ("quiero quejarme de las cejas de ayer", "escalation"),
        ("necesito que me devuelvan el dinero de la limpieza", "escalation"),
    ],
)
def test_a_wish_is_no_complaint(words: str, node: str) -> None:
    assert route(read([Prompt.of("", HOUSE), HumanMessage(words)]))[0] == node
