"""One service of a visit is cancelled, and the others stay."""

import pytest

from tests.conversations.agenda_rules import booked
from tests.front import Front

BOOKING = {
    "es": ("aurora", ("Hola, cejas y peeling el martes a las 9", "sí", "Ana Pérez", "no")),
    "pt": ("sorriso", ("Oi, limpeza e restauração na terça às 9h", "sim", "Bia Nogueira", "não")),
    "en": (
        "aurora",
        ("Hi, eyebrows and a peeling on Tuesday at 9 am", "yes", "Kate Winters", "no"),
    ),
}
YES = {"es": "sí", "pt": "sim", "en": "yes"}


@pytest.mark.parametrize(
    ("language", "said", "left"),
    [
        ("es", ("quiero cancelar el peeling",), "diseno-de-cejas"),
        ("es", ("cancela solo las cejas, déjame el peeling",), "peeling"),
        (
            "es",
            ("quiero cancelar mi cita", "no, solo las cejas cancela, el peeling lo dejo"),
            "peeling",
        ),
        ("es", ("quiero cancelar mi cita", "Peeling superficial"), "diseno-de-cejas"),
        ("pt", ("cancela só a limpeza, a restauração eu mantenho",), "restauracao"),
        ("pt", ("quero cancelar minha consulta", "não, só a limpeza"), "restauracao"),
        ("en", ("just cancel the eyebrows then",), "peeling"),
        ("en", ("I want to cancel my appointment", "No, only the eyebrows"), "peeling"),
        ("en", ("remove the peeling only, I will do just the eyebrows",), "diseno-de-cejas"),
    ],
)
async def test_the_rest_of_the_visit_stays(
    front: Front, language: str, said: tuple[str, ...], left: str
) -> None:
    tenant, wish = BOOKING[language]
    ana = front.customer(tenant=tenant)
    for text in wish:
        await ana.say(text)
    before = {row[0]: row for row in booked(front, tenant)}
    assert len(before) == 2
    for text in said:
        await ana.say(text)
        assert len(booked(front, tenant)) == 2, "nothing is cancelled without a yes to just that"
    await ana.say(YES[language])
    assert booked(front, tenant) == [before[left]]
