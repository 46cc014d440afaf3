"""Ages of children, and from what age on a business sees anybody."""

import pytest

from agent.language.readings.ages import childs_age, least_age


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("una limpieza facial para mi hijo de 12 años el jueves a las 3", 12),
        ("cita pa mi hija de 14, q tiene mucho acné", 14),
        ("quero marcar pro meu filho Caio de 7 anos", 7),
        ("book a check-up for my daughter, she is 5 years old", 5),
        ("hace 5 años fui con mi hermana", None),
        ("my brother came 3 years ago", None),
        ("tengo 17 años de casada, quiero un masaje", None),
        ("para mi hija de 8 a 10 de la mañana", None),
        ("mi hija tiene 25 años", None),
    ],
)
def test_the_age_of_a_child(text: str, age: int | None) -> None:
    assert childs_age(text) == age


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("Atendemos desde los 15 años, siempre con un acudiente.", 15),
        ("We see children from age 6, with a parent in the room.", 6),
        ("Atendemos a partir dos 3 anos.", 3),
        ("Los niños son bienvenidos.", None),
    ],
)
def test_the_least_age(text: str, age: int | None) -> None:
    assert least_age(text) == age
