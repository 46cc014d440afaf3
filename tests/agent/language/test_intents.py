"""Intentions: what customers write, and what it means."""

import pytest

from agent.language import Intent, intents, is_answer
from tests.agent.language.customer_sentences import TABLE

ANSWERS = """
    sí | no | la segunda | el de las 4 | mañana a las 3 | Ana Pérez | me llamo Ana Pérez
    el martes por la tarde | con Ana | mejor el jueves | más tarde | otro día | cualquiera
    me da igual | limpieza facial | 2 | 15:30 | sí, confirmo | reservame el de las 4
    a nombre de mi hija Lucía | o primeiro | pode ser | the first one | thursday at 9 | esa
    no puedo a esa hora | el que sea | ¿y el jueves? | la de las 10 porfa | amanhã de manhã
"""
NO_ANSWERS = """
    quiero cancelar la cita | cuánto cuesta? | dónde quedan? | quiero hablar con una persona
    eres un robot? | gracias | hola | me sangra la herida | no me escriban más
    quiero cambiar mi cita | tengo una queja | 😀 | ¿aceptan tarjeta de crédito?
    how much is it? | onde fica? | cuándo es mi cita? | chao
"""


def is_question(text: str) -> bool:
    return Intent.QUESTION in intents(text)


def phrases(table: str) -> list[str]:
    return [part.strip() for part in table.replace("\n", "|").split("|") if part.strip()]


def test_the_table_is_large_enough_to_mean_something() -> None:
    assert len(TABLE) > 200
    assert {intent for _, intent in TABLE} == set(Intent)


@pytest.mark.parametrize(("text", "intent"), TABLE)
def test_the_surest_intention(text: str, intent: Intent) -> None:
    assert next(iter(intents(text)), None) is intent


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("no quiero cancelar, quiero cambiarla", {Intent.RESCHEDULE}, {Intent.CANCEL}),
        ("não quero cancelar, quero remarcar", {Intent.RESCHEDULE}, {Intent.CANCEL}),
        ("I don't want to cancel, I want to move it", set(), {Intent.CANCEL}),
        ("quiero confirmar si abren el sábado", {Intent.HOURS}, {Intent.CONFIRM}),
        ("me confirmas la dirección?", {Intent.LOCATION}, {Intent.CONFIRM}),
        ("cuánto cuesta cancelar", {Intent.PRICE, Intent.QUESTION}, {Intent.CANCEL}),
        ("qué pasa si cancelo?", {Intent.QUESTION}, {Intent.CANCEL}),
        ("quiero cambiar la cita", {Intent.RESCHEDULE}, {Intent.BOOK}),
        ("cancela mi cita y agéndame otra el viernes", {Intent.RESCHEDULE}, {Intent.CANCEL}),
        ("hola, cuánto vale y quiero agendar", {Intent.PRICE, Intent.BOOK, Intent.GREETING}, set()),
        ("necesito una cita urgente", {Intent.BOOK}, {Intent.HEALTH}),
        ("cuál es el número de cuenta", {Intent.QUESTION}, {Intent.PRICE}),
        ("no quiero agendar", set(), {Intent.BOOK}),
        ("eres una persona?", {Intent.BOT}, {Intent.HUMAN}),
        ("gracias, chao", {Intent.THANKS, Intent.GOODBYE}, set()),
    ],
)
def test_overlaps(text: str, wanted: set[Intent], unwanted: set[Intent]) -> None:
    found = intents(text)
    assert wanted <= found.keys()
    assert not unwanted & found.keys()


def test_an_urgent_wish_for_an_appointment_is_no_emergency() -> None:
    assert intents("necesito una cita urgente").get(Intent.URGENT, 0.0) < 0.5
    assert intents("es una emergencia")[Intent.URGENT] > 0.9


@pytest.mark.parametrize("text", phrases(ANSWERS))
def test_what_can_be_an_answer(text: str) -> None:
    assert is_answer(text)


@pytest.mark.parametrize("text", [*phrases(NO_ANSWERS), ""])
def test_what_cannot(text: str) -> None:
    assert not is_answer(text)


def test_questions_are_told_from_wishes() -> None:
    assert is_question("cuánto cuesta")
    assert is_question("¿duele?")
    assert not is_question("quiero el de las cuatro")


@pytest.mark.parametrize("text", ["a" * 10_000, "\u202e\u0000", "مرحبا", "𓀀" * 300, "?" * 5000])
def test_anything_can_be_read(text: str) -> None:
    assert isinstance(intents(text), dict)
    assert is_answer(text) in {True, False}


@pytest.mark.parametrize("text", ["Hola, ¿tienen parqueadero?", "Hola, hay wifi?", "Oi, tem wifi?"])
def test_a_greeting_before_a_short_question_leaves_it_one(text: str) -> None:
    assert is_question(text)


@pytest.mark.parametrize("text", ["Hola ¿cómo estás?", "Hola, están ahí?", "Oi, tudo bem?"])
def test_a_polite_question_is_a_greeting(text: str) -> None:
    assert not is_question(text)


@pytest.mark.parametrize(
    ("text", "urgent"),
    [
        ("não é emergência! até quando dá pra cancelar a consulta", False),
        ("no es una emergencia, quiero una cita", False),
        ("it's not an emergency, I just want a cleaning", False),
        ("e se ele ficar gripado, posso desmarcar até quando?", False),
        ("não é emergência mas ela desmaiou", True),
        ("isn't this an emergency??", True),
        ("no es una emergencia, pero sangra mucho", True),
    ],
)
def test_a_denied_emergency_is_none_and_what_is_told_beside_it_counts(
    text: str, urgent: bool
) -> None:
    assert (intents(text).get(Intent.URGENT, 0.0) >= 0.5) is urgent
