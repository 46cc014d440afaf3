"""Several services in one wish: one visit, in the order that is asked for."""

import pytest

from agent.language import words
from agent.language.readings.services import named
from agent.language.readings.visits import in_order
from tests.agent.dialogue.scripts import Script, play

ANA = "Ana Pérez"
MONDAY, TUESDAY, THURSDAY = "2026-11-23", "2026-11-24", "2026-11-26"

SCRIPTS = (
    Script(
        "two services are one visit",
        (
            ("quiero limpieza facial y masaje para el martes", "Limpieza facial y Masaje|visita|•"),
            ("la primera", "8:00 a. m."),
            (ANA, "Limpieza facial, martes|Masaje relajante, martes"),
        ),
        (("limpieza-facial", f"{TUESDAY} 08:00"), ("masaje", f"{TUESDAY} 09:00")),
    ),
    Script(
        "in the order that is asked for",
        (
            (
                "el martes a las 9 un masaje, pero primero la limpieza facial",
                "9:00 a. m. Limpieza facial (Ana)|10:00 a. m. Masaje relajante (Ana)|visita",
            ),
            ("sí", "[scheduled]"),
        ),
        (("limpieza-facial", f"{TUESDAY} 09:00"), ("masaje", f"{TUESDAY} 10:00")),
        name=ANA,
    ),
    Script(
        "a service added on the way keeps the time",
        (
            ("masaje mañana a las 9", "9:00 a. m."),
            ("y también limpieza facial", "9:00 a. m. Masaje|10:00 a. m. Limpieza facial"),
            ("sí", "[scheduled]"),
        ),
        (("masaje", "2026-11-21 09:00"), ("limpieza-facial", "2026-11-21 10:00")),
        name=ANA,
    ),
    Script(
        "a service left out again",
        (
            ("limpieza facial y masaje el martes a las 9", "10:00 a. m. Masaje"),
            ("no, sin el masaje", "9:00 a. m.|!Masaje"),
            ("dale", "[scheduled]"),
        ),
        (("limpieza-facial", f"{TUESDAY} 09:00"),),
        name=ANA,
    ),
    Script(
        "one or the other is asked",
        (
            ("quiero limpieza facial o masaje el martes a las 9", "servicio|• Limpieza|• Masaje"),
            ("masaje", "9:00 a. m."),
            ("sí", "[scheduled]"),
        ),
        (("masaje", f"{TUESDAY} 09:00"),),
        name=ANA,
    ),
    Script(
        "dois serviços em português",
        (
            ("quero limpeza de pele e massagem na quinta às 14h", "às 14h|15h Massagem relaxante"),
            ("pode ser", "[scheduled]"),
        ),
        (("limpeza-de-pele", f"{THURSDAY} 14:00"), ("massagem", f"{THURSDAY} 15:00")),
        language="pt",
        name=ANA,
    ),
    Script(
        "a facial and then a massage",
        (
            ("I'd like a facial and then a massage on monday at 10", "10:00 am|11:00 am|visit"),
            ("yes", "[scheduled]"),
        ),
        (("facial", f"{MONDAY} 10:00"), ("massage", f"{MONDAY} 11:00")),
        language="en",
        name=ANA,
    ),
)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.id)
def test_visit(script: Script) -> None:
    play(script)


NAMES = (
    "Limpieza facial",
    "Masaje relajante",
    "Diseño de cejas",
    "Rejuvenecimiento facial",
    "Corte de dama",
    "Corte de caballero",
    "Barba",
)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("limpieza facial y masaje el martes", "Limpieza facial, Masaje relajante"),
        ("primero masaje y después cejas", "Masaje relajante, Diseño de cejas"),
        ("cejas, pero antes el masaje", "Masaje relajante, Diseño de cejas"),
        ("masaje después de las cejas", "Diseño de cejas, Masaje relajante"),
        ("antes del masaje las cejas", "Diseño de cejas, Masaje relajante"),
        ("a massage after a facial cleaning", "Limpieza facial, Masaje relajante"),
        ("corte e barba na quinta", "corte, Barba"),
        ("a facial and then a massage", "facial, Masaje relajante"),
        ("cejas y masaje pero sin barba", "Diseño de cejas, Masaje relajante"),
        ("masaje, las cejas no", "Masaje relajante"),
        ("rejuvenecimiento facial", "Rejuvenecimiento facial"),
    ],
)
def test_services_of_a_wish(said: str, wanted: str) -> None:
    """By their names; the customer's word where only the tools can tell which one it is."""
    found = in_order(words(said), list(named(said, NAMES).wanted))
    assert ", ".join(mention.name or mention.query for mention in found) == wanted
