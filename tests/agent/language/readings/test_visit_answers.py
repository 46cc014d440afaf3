"""What is read as an answer to a question before a visit, and what is none."""

import pytest

from agent.language.readings.visit_answers import What, hear

SKINS = ("Seca", "Mixta", "Grasa")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("sí", "yes"),
        ("Sí, tomo losartán", "yes"),
        ("claro que sí", "yes"),
        ("👍", "yes"),
        ("sim, desde ontem", "yes"),
        ("yes I am", "yes"),
        ("no", "no"),
        ("no, gracias", "no"),
        ("para nada", "no"),
        ("claro que no", "no"),
        ("ninguna", "no"),
        ("não, nenhuma", "no"),
        ("never", "no"),
        ("of course not", "no"),
    ],
)
def test_a_yes_and_a_no(text: str, value: str) -> None:
    heard = hear(text, "yes_no")
    assert (heard.what, heard.value) == (What.ANSWER, value)


@pytest.mark.parametrize("text", ["azul", "a veces", "creo que sí", "no sé si cuenta", "sometimes"])
def test_what_is_neither(text: str) -> None:
    assert hear(text, "yes_no").what is What.UNREAD


@pytest.mark.parametrize("text", ["ok", "dale, gracias", "perfecto", "beleza", "great"])
@pytest.mark.parametrize("kind", ["yes_no", "number"])
def test_agreeing_says_nothing_about_oneself(text: str, kind: str) -> None:
    assert hear(text, kind).what in (What.ELSE, What.UNREAD)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("omitir", What.SKIP),
        ("prefiero no decirlo", What.SKIP),
        ("no sé", What.SKIP),
        ("pular", What.SKIP),
        ("prefiro não responder", What.SKIP),
        ("I'd rather not say", What.SKIP),
        ("skip this one", What.SKIP),
        ("después", What.LATER),
        ("ahora no puedo", What.LATER),
        ("mais tarde", What.LATER),
        ("not now", What.LATER),
        ("no quiero responder", What.REFUSE),
        ("no más preguntas", What.REFUSE),
        ("não quero responder", What.REFUSE),
        ("I don't want to answer that", What.REFUSE),
        ("none of your business", What.REFUSE),
    ],
)
@pytest.mark.parametrize("kind", ["yes_no", "choice", "number", "text"])
def test_what_declines_it(text: str, what: What, kind: str) -> None:
    assert hear(text, kind, SKINS).what is what


@pytest.mark.parametrize(
    "text",
    [
        "mejor cancélala",
        "no, cancélala por favor",
        "¿dónde queda?",
        "quiero otra cita el viernes",
        "quero remarcar",
        "I want to talk to a person",
        "no puedo respirar",
        "hola",
        "gracias",
    ],
)
@pytest.mark.parametrize("kind", ["yes_no", "choice", "number", "text"])
def test_what_is_something_else(text: str, kind: str) -> None:
    assert hear(text, kind, SKINS).what is What.ELSE


@pytest.mark.parametrize(
    ("text", "kind", "value", "rest"),
    [
        ("no, ¿y dónde queda?", "yes_no", "no", "¿y dónde queda?"),
        ("sí. ¿cuánto dura?", "yes_no", "yes", "¿cuánto dura?"),
        ("34. ¿cuánto dura?", "number", "34", "¿cuánto dura?"),
        ("Losartán. ¿Eso importa?", "text", "Losartán", "¿Eso importa?"),
    ],
)
def test_an_answer_and_a_question(text: str, kind: str, value: str, rest: str) -> None:
    heard = hear(text, kind)
    assert (heard.what, heard.value, heard.rest) == (What.ANSWER, value, rest)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("34", "34"),
        ("tengo 34 años", "34"),
        ("treinta y cuatro", "34"),
        ("vinte e dois", "22"),
        ("thirty four", "34"),
        ("1,70", "1.70"),
        ("1.200", "1200"),
        ("ninguno", "0"),
    ],
)
def test_a_number(text: str, value: str) -> None:
    heard = hear(text, "number")
    assert (heard.what, heard.value) == (What.ANSWER, value)


@pytest.mark.parametrize("text", ["2 o 3", "muchos", "azul"])
def test_no_number(text: str) -> None:
    assert hear(text, "number").what is What.UNREAD


@pytest.mark.parametrize(
    ("text", "value"),
    [("mixta", "Mixta"), ("mi piel es grasa", "Grasa"), ("la segunda", "Mixta"), ("3", "Grasa")],
)
def test_a_choice(text: str, value: str) -> None:
    heard = hear(text, "choice", SKINS)
    assert (heard.what, heard.value) == (What.ANSWER, value)


@pytest.mark.parametrize("text", ["grasa o mixta", "no es grasa", "azul"])
def test_no_choice(text: str) -> None:
    assert hear(text, "choice", SKINS).what is What.UNREAD


def test_a_choice_that_is_part_of_another() -> None:
    assert (
        hear("mixta y sensible", "choice", ("Mixta", "Mixta y sensible")).value
        == "Mixta y sensible"
    )
