"""Yes and no, positions, names, the language, and the folding below them."""

import pytest

from agent.language import (
    bare_name,
    clauses,
    close,
    detect,
    fold,
    introduced_name,
    looks_like_date,
    ordinal,
    plain,
    sentences,
    words,
    yes_no,
)
from agent.language.mending import mend

YES = """
    sí | si porfa | dale | listo | de una | claro | va | bueno | ok | perfecto | 👍 | simón
    sim | isso | pode ser | beleza | blz | yes | yep | sure | siii | sip | claro que sí
    por supuesto | hágale pues | vale | me sirve | está bien | sí, por favor | sí gracias
    ok perfecto | dale, gracias | de acuerdo | no hay problema | como no | yes please
    sounds good | go ahead | that works | com certeza | pode marcar | tá bom | fechado
    combinado | sí, confirmo | sí, agéndala | bueno dale | 👍🏽 | ✅ | Si! | OK. | va que va
    órale | sim, por favor | isso mesmo | yeah sure | sí, pero a las 5
"""
NO = """
    no | nop | mejor no | não | nao quero | nope | no gracias | ya no | no, gracias
    todavía no | ahora no | claro que no | no quiero | déjala así | não, obrigada
    agora não | deixa pra lá | no thanks | not now | never mind | 👎 | noo | nel
    no por ahora | para nada | bueno no | no, déjala | no puedo
"""
NEITHER = """
    no sé | tal vez | cuánto cuesta? | Ana Pérez | el martes | maybe | não sei
    quiero una cita | limpieza facial | 😀 | a las 3 | no entiendo | no estoy segura
    la segunda
"""


def phrases(table: str) -> list[str]:
    return [part.strip() for part in table.replace("\n", "|").split("|") if part.strip()]


@pytest.mark.parametrize("text", phrases(YES))
def test_yes(text: str) -> None:
    assert yes_no(text) is True


@pytest.mark.parametrize("text", phrases(NO))
def test_no(text: str) -> None:
    assert yes_no(text) is False


@pytest.mark.parametrize("text", [*phrases(NEITHER), ""])
def test_neither(text: str) -> None:
    assert yes_no(text) is None


@pytest.mark.parametrize(
    ("text", "current", "language"),
    [
        ("hola buenas", "en", "es"),
        ("ok", "pt", "pt"),
        ("bom dia, quanto custa?", "es", "pt"),
        ("hello how are you", "es", "en"),
        ("thanks", "es", "es"),
        ("Ana Pérez", "en", "en"),
        ("quero marcar", "es", "pt"),
        ("obrigado", "es", "pt"),
        ("quiero una cita", "pt", "es"),
        ("I'd like to book a massage", "es", "en"),
        ("oi", "es", "pt"),
        ("👍", "pt", "pt"),
        ("", "en", "en"),
        ("15:30", "en", "en"),
        ("Hi", "es", "es"),
        ("where are you located?", "es", "en"),
        ("não", "es", "pt"),
        ("sí", "pt", "pt"),
        ("mañana a las 3", "en", "es"),
        ("amanhã às 15h", "es", "pt"),
        ("tomorrow at 3", "es", "en"),
        ("ok thanks", "es", "es"),
        ("limpeza de pele", "es", "es"),
        ("¿cuánto vale?", "pt", "es"),
        ("cancelar", "pt", "pt"),
        ("a", "es", "es"),
        ("xx", "fr", "en"),
        ("no", "en", "en"),
        ("facial", "en", "en"),
        ("tem horário amanhã?", "es", "pt"),
        ("yes please", "es", "en"),
        ("can I book for monday", "pt", "en"),
        ("consulta", "es", "es"),
        ("quanto custa", "es", "pt"),
        ("boa tarde", "es", "pt"),
        ("buenos días", "en", "es"),
        ("good morning", "es", "en"),
        ("me llamo João", "es", "es"),
        ("Muchas gracias, hasta luego", "pt", "es"),
        ("o preço da consulta", "es", "pt"),
    ],
)
def test_the_language(text: str, current: str, language: str) -> None:
    assert detect(text, current) == language


@pytest.mark.parametrize(
    ("text", "count", "position"),
    [
        ("el segundo", 3, 1),
        ("la última", 4, 3),
        ("2", 3, 1),
        ("la primera opción", 3, 0),
        ("opción 3", 3, 2),
        ("5", 3, None),
        ("a las 2", 3, None),
        ("el primero porfa", 2, 0),
        ("dale la primera", 4, 0),
        ("o segundo", 3, 1),
        ("the last one", 2, 1),
        ("the second", 2, 1),
        ("segunda", 3, None),
        ("la segunda", 3, 1),
        ("quinta", 5, None),
        ("dos personas", 3, None),
        ("el martes", 3, None),
        ("", 3, None),
        ("la 2", 3, 1),
        ("number 2", 3, 1),
        ("quiero la tercera", 3, 2),
        ("el de las 4", 4, None),
        ("primera", 0, None),
    ],
)
def test_positions(text: str, count: int, position: int | None) -> None:
    assert ordinal(text, count) == position


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("me llamo Ana Pérez", "Ana Pérez"),
        ("soy ana", "Ana"),
        ("a nombre de mi hija Lucía Gómez", "Lucía Gómez"),
        ("mi nombre es Juan Carlos Ruiz, gracias", "Juan Carlos Ruiz"),
        ("meu nome é João Silva", "João Silva"),
        ("my name is Jane Doe", "Jane Doe"),
        ("I'm Jane", "Jane"),
        ("es para mi mamá Rosa Díaz", "Rosa Díaz"),
        ("é para minha filha Júlia", "Júlia"),
        ("soy alérgica a la penicilina", None),
        ("soy nueva", None),
        ("hola", None),
        ("quiero una cita a nombre de Pedro Páramo para mañana", "Pedro Páramo"),
        ("me chamo Bia", "Bia"),
        ("it's for my son Tom Doe", "Tom Doe"),
        ("soy diabético", None),
        ("soy paciente nuevo", None),
        ("soy de Bogotá", None),
        ("me llamo ana pérez y quiero una cita", "Ana Pérez"),
        ("em nome de Carla Dias", "Carla Dias"),
        ("i'm not sure", None),
        ("soy María de los Ángeles", "María de los Ángeles"),
        ("nombre: Luis Pérez", "Luis Pérez"),
    ],
)
def test_introduced_names(text: str, name: str | None) -> None:
    assert introduced_name(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ana Pérez", "Ana Pérez"),
        ("ana perez", "Ana Perez"),
        ("Ana Pérez porfa", "Ana Pérez"),
        ("sí", None),
        ("quien atiende?", None),
        ("ok", None),
        ("mañana", None),
        ("María de los Ángeles Ruiz", "María de los Ángeles Ruiz"),
        ("D'Angelo Smith", "D'Angelo Smith"),
        ("12345", None),
        ("", None),
        ("cuánto cuesta", None),
        ("no sé", None),
        ("José Luis O'Neil", "José Luis O'Neil"),
        ("Lucía", "Lucía"),
        ("quiero cancelar", None),
        ("a las 3", None),
        ("😀", None),
        ("Ana Pérez, cédula 123", "Ana Pérez"),
        ("limpieza facial", None),
    ],
)
def test_bare_names(text: str, name: str | None) -> None:
    assert bare_name(text) == name


def test_folding() -> None:
    assert fold("  ¡MAÑANA   será!  ") == "¡manana sera!"
    assert fold("siiiii") == "si"
    assert plain("Sí, ¿a las 15:30? 🌸 can't") == "si a las 15:30 cant"
    assert words("às 15h30") == ["as", "15h30"]


def test_clauses_and_sentences() -> None:
    assert clauses("no quiero cancelar, quiero cambiarla") == [
        "no quiero cancelar",
        "quiero cambiarla",
    ]
    assert sentences("Sí, ¿cuánto vale? Gracias.\nChao") == [
        "Sí,",
        "¿cuánto vale?",
        "Gracias",
        "Chao",
    ]
    assert sentences("a las 3:00 p. m. mejor") == ["a las 3:00 p. m. mejor"]


def test_one_slip_is_forgiven_in_long_words_only() -> None:
    assert close("limpieza", "limpiesa")
    assert close("agendar", "agenadr")
    assert not close("cita", "cite")
    assert not close("limpieza", "limpeisas")
    assert mend("quiero canselar mi sita") == "quiero cancelar mi cita"
    assert mend("cuenta") == "cuenta"
    assert mend("agendamentos") == "agendamentos"


@pytest.mark.parametrize(
    "text",
    [
        "mañana",
        "el 24",
        "a las 3",
        "15:30",
        "24/11",
        "el jueves",
        "na sexta",
        "tomorrow",
        "3pm",
        "más tarde",
    ],
)
def test_dates_and_times_are_noticed(text: str) -> None:
    assert looks_like_date(text)


@pytest.mark.parametrize("text", ["Ana Pérez", "limpieza facial", "sí", "cuánto cuesta", ""])
def test_and_only_they(text: str) -> None:
    assert not looks_like_date(text)
