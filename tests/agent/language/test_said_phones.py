"""A phone in a customer's words is read as one, and nothing else is."""

import pytest

from agent.language.said_phones import gives_no_phone, said_phone, wants_phone_forgotten
from agent.language.text import plain

DIANA = "573105550144"


@pytest.mark.parametrize(
    ("text", "country", "phone", "rest"),
    [
        ("3105550144", "CO", DIANA, ""),
        ("mi cel es 310 555 0144", "CO", DIANA, ""),
        ("Mi número es el 310.555.0144, gracias", "CO", DIANA, "gracias"),
        ("Diana Torres 3105550144", "CO", DIANA, "Diana Torres"),
        ("310-555-0144 Diana Torres", "CO", DIANA, "Diana Torres"),
        ("mi otro celular es 3105550144", "CO", DIANA, ""),
        ("me pueden llamar al 3105550144 y quiero una limpieza", "CO", DIANA, "y quiero una limpieza"),
        ("el lunes a las 3 310 555 0144", "CO", DIANA, "el lunes a las 3"),
        ("310 555 0144 15", "CO", DIANA, "15"),
        ("tel:+573105550144", "CO", DIANA, ""),
        ("whatsapp:+573105550144", "BR", DIANA, ""),
        ("\u202a+57 310 5550144\u202c", "CO", DIANA, ""),
        ("310\u00a0555\u00a00144", "CO", DIANA, ""),
        ("573105550144@s.whatsapp.net", "CO", DIANA, ""),
        ("573105550144:12@s.whatsapp.net", "CO", DIANA, ""),
        ("0057 310 555 0144", "BR", DIANA, ""),
        ("meu whatsapp é (31) 98765-4321", "BR", "5531987654321", ""),
        ("meu zap: 31 8765-4321", "BR", "5531987654321", ""),
        ("call me at (202) 555-0143 please", "US", "12025550143", "please"),
        ("310 555 0143, no, 310 555 0144", "CO", DIANA, "310 555 0143, no"),
        ("310 555, no: 3105550144", "CO", DIANA, "310 555, no"),
    ],
)  # fmt: skip
def test_it_is_read(text: str, country: str, phone: str, rest: str) -> None:
    said = said_phone(text, country)
    assert said is not None
    assert (said.phone, said.rest) == (phone, rest)


@pytest.mark.parametrize(
    "text",
    [
        "cédula 3105550144", "mi cédula es la 3105550144", "CPF 11987654321", "pedido 3105550144",
        "$3105550144", "vale $ 1.500.000", "quiero 1.500.000", "2026-11-30", "el 30/11/2026",
        "30.11.2026", "a las 3:00", "mañana 15 a las 16 30", "2 o 3", "la 1", "4155550133",
        "llámame al 123", "123", "ana3105550144@example.com", "https://example.com/3105550144",
        "#3105550144", "018000910110", "somos 2 adultos y 3 niños", "",
    ],
)  # fmt: skip
def test_other_numbers_are_none(text: str) -> None:
    assert said_phone(text, "CO") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mi cel es 310 555 01", False),
        ("310 555 01", True),
        ("5531987654321", True),
        ("018000910110", True),
        ("33105550144", True),
    ],
)
def test_what_was_meant_as_one_is_told_apart(text: str, expected: bool) -> None:
    """A digit too many makes no phone of another country."""
    said = said_phone(text, "CO", expected=expected)
    assert said is not None
    assert said.phone is None


@pytest.mark.parametrize(
    "text",
    ["borra mi número", "Elimina mi teléfono por favor", "apague o meu número", "delete my phone",
     "no guardes mi celular", "remove my number please"],
)  # fmt: skip
def test_taking_it_back(text: str) -> None:
    assert wants_phone_forgotten(plain(text))


@pytest.mark.parametrize("text", ["borra mi cita", "cancela mi número de turno", "mi número es 3"])
def test_not_taking_it_back(text: str) -> None:
    assert not wants_phone_forgotten(plain(text))


@pytest.mark.parametrize(
    "text", ["prefiero por aquí", "no tengo", "prefiro não passar", "rather not", "mejor no"]
)
def test_giving_none(text: str) -> None:
    assert gives_no_phone(plain(text))
