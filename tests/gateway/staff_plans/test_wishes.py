"""What staff write in Spanish, Portuguese and English is read as a wish: whose time, on which days, from when until when."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from agent.language.staff_plans import plan_words
from gateway.staff_plans.wishes import read_wish, wish_of

NOW = datetime(2026, 11, 20, 10, tzinfo=ZoneInfo("America/Bogota"))
"""A Friday."""
NAMES = {"camila": "Camila Rojas", "laura": "Laura Méndez", "abril": "Abril Soto"}


def read(text: str, language: str = "es") -> str:
    words = plan_words(text)
    if words is None:
        return "no wish"
    if words.kind != "block":
        return words.kind
    found = read_wish(words, NAMES, ("x",), NOW, language)
    if found.problem:
        return found.problem
    return " or ".join(
        f"{','.join(str(day)[5:] for day in wish.days)} {wish.begins:%H:%M}-{wish.until:%H:%M}"
        for wish in found.wishes
    )


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("Camila está enferma hoy", "11-20 00:00-23:59"),
        ("Camila está enferma", "11-20 00:00-23:59"),
        ("hoy Camila amaneció enferma, no viene", "11-20 00:00-23:59"),
        ("Camila no viene mañana", "11-21 00:00-23:59"),
        ("mañana no puede venir Camila", "11-21 00:00-23:59"),
        ("Abril no viene mañana", "11-21 00:00-23:59"),
        ("Camila no viene el lunes ni el martes", "11-23,11-24 00:00-23:59"),
        ("Camila está de permiso del lunes al miércoles", "11-23,11-24,11-25 00:00-23:59"),
        ("Camila está de vacaciones del 1 al 20 de diciembre", "too_long"),
        ("cierra el lunes por la tarde", "11-23 12:00-23:59"),
        ("cierra el viernes por la tarde", "11-20 12:00-23:59 or 11-27 12:00-23:59"),
        ("cerramos el 24 de diciembre", "12-24 00:00-23:59"),
        ("no abrimos mañana", "11-21 00:00-23:59"),
        ("bloquea a Laura de 3 a 5", "11-20 15:00-17:00"),
        ("bloquea a Laura mañana desde las 4", "11-21 16:00-23:59"),
        ("bloquea a Laura mañana hasta las 11", "11-21 00:00-11:00"),
        ("bloquea a Laura mañana a las 3", "until_when"),
        ("bloquea a Laura hoy de 8 a 9 de la mañana", "past"),
        ("Camila se va a las 4", "11-20 16:00-23:59"),
        ("Camila llega tarde hoy, a las 11", "11-20 00:00-11:00"),
        ("estoy enferma hoy", "11-20 00:00-23:59"),
        ("bloquéame el lunes de 3 a 5", "11-23 15:00-17:00"),
        ("quita el bloqueo", "lift"),
        ("ya vuelve Camila", "lift"),
        ("Camila ya está bien", "lift"),
        ("desbloquea a Laura", "lift"),
        ("resultado", "result"),
        ("¿cómo va?", "result"),
        ("quiero una cita mañana", "no wish"),
        ("gracias", "no wish"),
    ],
)
def test_spanish(text: str, wish: str) -> None:
    assert read(text) == wish


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("a Camila está doente hoje", "11-20 00:00-23:59"),
        ("a Camila não vem amanhã", "11-21 00:00-23:59"),
        ("a Laura está de folga na segunda", "11-23 00:00-23:59"),
        ("fecha na segunda à tarde", "11-23 12:00-23:59"),
        ("bloqueia a Laura amanhã das 15h às 17h", "11-21 15:00-17:00"),
        ("a Laura sai às 16h", "11-20 16:00-23:59"),
        ("não vou amanhã", "11-21 00:00-23:59"),
        ("tira o bloqueio", "lift"),
        ("a Camila voltou", "lift"),
        ("quem respondeu?", "result"),
    ],
)
def test_portuguese(text: str, wish: str) -> None:
    assert read(text, "pt") == wish


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("Laura is off tomorrow", "11-21 00:00-23:59"),
        ("Camila can't come in today", "11-20 00:00-23:59"),
        ("Camila is sick", "11-20 00:00-23:59"),
        ("close on Monday afternoon", "11-23 12:00-23:59"),
        ("block Laura tomorrow from 3 to 5", "11-21 15:00-17:00"),
        ("Laura leaves at 4", "11-20 16:00-23:59"),
        ("I'm sick today", "11-20 00:00-23:59"),
        ("remove the block", "lift"),
        ("Camila is back", "lift"),
        ("how did it go?", "result"),
    ],
)
def test_english(text: str, wish: str) -> None:
    assert read(text, "en") == wish


@pytest.mark.parametrize(
    "written",
    [
        "",
        "camila",
        "camila/2026-13-01/00:00/10:00",
        "camila/2026-11-20/10:00/09:00",
        "a/b/c/d/e",
        "camila/" + ",".join(f"2026-12-{day:02}" for day in range(1, 10)) + "/00:00/10:00",
    ],
)
def test_a_made_up_button_is_no_wish(written: str) -> None:
    assert wish_of(written) is None


def test_a_wish_fits_into_a_button_and_comes_back() -> None:
    words = plan_words("cierra el lunes por la tarde")
    assert words is not None
    [wish] = read_wish(words, NAMES, tuple(NAMES), NOW, "es").wishes
    assert wish_of(wish.written) == wish
    assert len(f"staff:plan_wish:{wish.written}") < 200
