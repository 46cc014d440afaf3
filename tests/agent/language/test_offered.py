"""Whether a question asks if something is done here, and what comes nearest to it."""

import pytest

from agent.language.near_names import by_likeness
from agent.language.readings.offered import asked_if_done, asked_if_there

NAMES = ("Limpieza facial", "Masaje relajante", "Lifting de pestañas", "Diseño de cejas")


@pytest.mark.parametrize(
    ("text", "done", "there"),
    [
        ("¿hacen acupuntura?", "acupuntura", "acupuntura"),
        ("hola, una pregunta, ¿ustedes hacen tatuajes ahí?", "tatuajes", "tatuajes"),
        ("do you guys do thai massage?", "thai massage", "thai massage"),
        ("vocês fazem botox?", "botox", "botox"),
        ("¿tienen masaje tailandés?", "", "masaje tailandes"),
        ("do you have lash lift?", "", "lash lift"),
        ("¿cómo hacen la limpieza?", "", ""),
        ("¿me hacen un favor?", "", ""),
        ("¿hacen descuentos?", "", ""),
        ("do you have any appointments tomorrow?", "", ""),
        ("a qué hora hacen masajes", "", ""),
        ("quiero una limpieza", "", ""),
    ],
)
def test_what_is_asked_for_as_a_service(text: str, done: str, there: str) -> None:
    assert (asked_if_done(text), asked_if_there(text)) == (done, there)


@pytest.mark.parametrize(
    ("spoken", "name"),
    [
        ("lash lift", "Lifting de pestañas"),
        ("thai massage", "Masaje relajante"),
        ("limpeza de pele", "Limpieza facial"),
        ("masaje tailandes", "Masaje relajante"),
    ],
)
def test_the_likest_name_comes_first_in_any_language(spoken: str, name: str) -> None:
    assert by_likeness(spoken, NAMES)[0][0] == name
