"""Words that want what is always had, and words that want its hour, place or person."""

import pytest

from agent.language.readings.usual import wants_the_usual

THE_USUAL = [
    "quiero lo de siempre",
    "lo mismo de siempre porfa",
    "agéndame la de siempre",
    "el turno de siempre",
    "me hago lo de siempre",
    "quisiera repetir lo de la última vez",
    "lo mismo que me hice la vez pasada",
    "lo mismo que la última vez",
    "o de sempre",
    "quero o mesmo da última vez",
    "o mesmo de sempre",
    "marca o de sempre pra mim",
    "a mesma coisa da última vez",
    "the usual please",
    "my usual",
    "just the usual",
    "same as last time",
    "same thing as last visit",
    "book me my usual appointment",
    "I'll have the usual",
    "repetir o que fiz da última vez",
    "otra vez lo mismo de la otra vez",
    "lo de la última vez",
    "o que eu sempre faço",
    "lo que siempre me hago",
    "what I always get",
    "what I had last time",
    "lo que me hice la última vez",
]
SOMETHING_ELSE = [
    "a la hora de siempre",
    "con la de siempre",
    "com a de sempre",
    "at the usual time",
    "la dirección de siempre",
    "my usual place",
    "the usual dentist please",
    "same time as last time",
    "a misma hora que la última vez",
    "la última vez me dolió",
    "última vez que voy",
    "the last time was awful",
    "como siempre muy amables",
    "as usual great service",
    "con el doctor de siempre",
    "mi dentista de siempre",
    "los precios de siempre",
    "el mismo precio de siempre?",
    "a que horas abrem sempre",
    "no quiero lo de siempre",
    "not the usual this time",
    "quiero algo distinto a lo de siempre",
]


@pytest.mark.parametrize("text", THE_USUAL)
def test_wants_it(text: str) -> None:
    assert wants_the_usual(text)


@pytest.mark.parametrize("text", SOMETHING_ELSE)
def test_wants_something_else(text: str) -> None:
    assert not wants_the_usual(text)
