"""Addresses in the answer to "where?", kept as they were written, and what is none."""

import pytest

from agent.language.said_places import SaidPlace, is_too_long, said_place, says_same_place
from agent.places import Place


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Calle 10 # 5-20, apto 301", "Calle 10 # 5-20, apto 301"),
        ("calle 8 # 10-30", "calle 8 # 10-30"),
        ("Es en la carrera 15 #93-47 apto 501 por favor", "la carrera 15 #93-47 apto 501"),
        ("Sí, claro: mi dirección es Av. Siempre Viva 742", "Av. Siempre Viva 742"),
        ("Mi dirección es Cra 7 # 12-4\ncasa verde", "Cra 7 # 12-4, casa verde"),
        ("No, ahora vivo en la Calle 22 # 3-11", "la Calle 22 # 3-11"),
        ("Conjunto Los Almendros torre 3", "Conjunto Los Almendros torre 3"),
        ("av 9 de julio 1200", "av 9 de julio 1200"),
        ("Rua das Flores, 123, Pinheiros", "Rua das Flores, 123, Pinheiros"),
        ("o endereço é Rua Augusta 1500 ap 32, obrigada", "Rua Augusta 1500 ap 32"),
        ("Moro na Alameda Santos 88", "Alameda Santos 88"),
        ("742 Evergreen Terrace", "742 Evergreen Terrace"),
        ("I live at 12 Main Street, Apt 4", "12 Main Street, Apt 4"),
        ("It's 221 Baker St, thanks", "221 Baker St"),
    ],
)
def test_an_address_is_read_as_it_was_written(text: str, address: str) -> None:
    assert said_place(text) == SaidPlace(address, sure=True)


@pytest.mark.parametrize(
    "text",
    ["al lado del Éxito de Laureles", "Los Alpes 12-34", "perto do mercado municipal"],
)
def test_what_may_be_one_is_not_sure(text: str) -> None:
    assert said_place(text) == SaidPlace(text, sure=False)


@pytest.mark.parametrize(
    "text",
    [
        *("no", "sí", "sim", "yes", "hola", "gracias", "4567", "", "👍"),
        *("mañana a las 3", "mejor a las 5", "el 24/11", "jueves 3 de diciembre"),
        *("El martes, 3 de la tarde", "na terça às 15h", "Tuesday at 3 pm"),
        *("¿y cuánto cuesta?", "why do you need it?", "¿la calle 10?"),
        *("ahorita te la mando", "No la tengo a mano", "não sei ainda", "I'll send it later"),
        "Calle 10 # 5-20 " + "a" * 300,
    ],
)
def test_anything_else_is_no_address(text: str) -> None:
    assert said_place(text) is None


def test_too_long_is_known() -> None:
    assert is_too_long("Calle 10 # 5-20 " + "a" * 300)
    assert not is_too_long("Calle 10 # 5-20")


@pytest.mark.parametrize("text", ["a la misma", "La de siempre", "no mesmo endereço", "same place"])
def test_the_place_of_before(text: str) -> None:
    assert says_same_place(text)


def test_another_house_of_the_same_street_is_another_place() -> None:
    assert not says_same_place("la misma calle, número 12")


def test_a_place_has_a_line_and_a_map() -> None:
    assert Place(text="Calle 10 # 5-20").map_url.endswith("query=Calle+10+%23+5-20")
    point = Place(text="Casa", latitude=4.6512, longitude=-74.0553)
    assert (point.line, point.map_url.rpartition("=")[2]) == ("Casa", "4.6512%2C-74.0553")
    assert Place(latitude=0.0, longitude=0.0).line == "0,0"
