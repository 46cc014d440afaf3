"""What the waiting list says: the question, until when a slot is kept, what is waited for."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from agent.organization import Organization
from agent.records import WaitingQuestion
from agent.scheduling.criteria import SearchCriteria
from agent.scheduling.waiting_list_view import (
    criteria_label,
    until_label,
    waiting_params,
    waiting_question,
)
from tests import records

ZONE = ZoneInfo("America/Bogota")
NOW = datetime(2026, 11, 20, 10, 10, tzinfo=ZONE)
TODAY = NOW.date()
CLINIC = Organization(
    id=None,  # type: ignore[arg-type]
    slug="aurora",
    name="Clínica Aurora",
    language="es",
    tone="",
    formality="tu",
    emoji=True,
    zone=ZONE,
    country="CO",
    currency="COP",
    address=None,
    emergency=None,
    notice_minutes=60,
    horizon_days=60,
    hours={},
    special_dates={},
    services=(),
)


AT = datetime(2026, 11, 24, 15, tzinfo=ZONE)


def question(
    until: datetime, *items: tuple[str, str], name: str | None = "Ana Pérez"
) -> WaitingQuestion:
    return records.waiting_question(AT, until, *items, name=name)


SOON = question(NOW + timedelta(minutes=30), ("Limpieza facial", "Laura Méndez"))


@pytest.mark.parametrize(
    ("language", "formality", "said"),
    [
        (
            "es",
            "tu",
            "Hola, Ana: se liberó una hora para Limpieza facial con Laura Méndez, el martes 24 de "
            "noviembre, 3:00 p. m.\n¿La quieres? Te la guardo hasta las 10:40 a. m.",
        ),
        (
            "es",
            "usted",
            "Hola, Ana: se liberó una hora para Limpieza facial con Laura Méndez, el martes 24 de "
            "noviembre, 3:00 p. m.\n¿La quiere? Se la guardo hasta las 10:40 a. m.",
        ),
        (
            "es",
            "vos",
            "Hola, Ana: se liberó una hora para Limpieza facial con Laura Méndez, el martes 24 de "
            "noviembre, 3:00 p. m.\n¿La querés? Te la guardo hasta las 10:40 a. m.",
        ),
        (
            "pt",
            "voce",
            "Oi, Ana: abriu uma vaga para Limpieza facial com Laura Méndez, na terça, 24/11, às 15h."
            "\nQuer ficar com ela? Guardo para você até 10h40.",
        ),
        (
            "en",
            "neutral",
            "Hi Ana, a spot opened up for Limpieza facial with Laura Méndez, on Tue Nov 24, 3:00 pm."
            "\nWould you like it? I'll keep it for you until 10:40 am.",
        ),
    ],
)
def test_the_question(language: str, formality: str, said: str) -> None:
    organization = replace(CLINIC, formality=formality)
    reply = waiting_question(SOON, organization=organization, language=language, now=NOW)
    assert reply["text"] == said
    ids = [option["id"] for option in reply["payload"]["options"]]
    assert ids == ["waiting:abc:yes", "waiting:abc:no"]


def test_without_a_name_and_for_a_visit() -> None:
    visit = question(
        NOW + timedelta(minutes=30), ("Cejas", "Laura"), ("Iluminación", "Paula"), name=None
    )
    reply = waiting_question(visit, organization=CLINIC, language="es", now=NOW)
    assert reply["text"].startswith("Se liberó una hora para Cejas e Iluminación con Laura y Paula")
    params = waiting_params(visit, organization=CLINIC, language="es", now=NOW)
    assert params[0] == "cliente"
    assert all(params)


@pytest.mark.parametrize(
    ("until", "language", "said"),
    [
        (NOW.replace(hour=13, minute=5), "es", "la 1:05 p. m."),
        (NOW.replace(hour=11, minute=5), "es", "las 11:05 a. m."),
        (NOW + timedelta(days=1), "es", "el sábado 21 de noviembre, 10:10 a. m."),
        (NOW + timedelta(days=1), "pt", "sábado, 21/11, às 10h10"),
        (NOW + timedelta(days=1), "en", "Sat Nov 21, 10:10 am"),
    ],
)
def test_until_when(until: datetime, language: str, said: str) -> None:
    assert until_label(until, NOW, language, "CO") == said


TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("wish", "language", "said"),
    [
        ({}, "es", "martes 24 de noviembre"),
        ({"part": "afternoon"}, "es", "martes 24 de noviembre, por la tarde"),
        ({"part": "morning"}, "pt", "terça, 24/11, de manhã"),
        ({"part": "evening"}, "en", "Tue Nov 24, in the evening"),
        ({"at": time(15)}, "es", "martes 24 de noviembre, 3:00 p. m."),
        ({"not_before": time(15)}, "es", "martes 24 de noviembre, desde las 3:00 p. m."),
        ({"not_after": time(11)}, "pt", "terça, 24/11, até as 11h"),
        (
            {"not_before": time(9), "not_after": time(11)},
            "en",
            "Tue Nov 24, from 9:00 am until 11:00 am",
        ),
    ],
)
def test_what_is_waited_for(wish: dict[str, Any], language: str, said: str) -> None:
    label = criteria_label(
        TUESDAY,
        TUESDAY,
        SearchCriteria(**wish).bounds,
        language=language,
        country="CO",
        today=TODAY,
    )
    assert label == said


def test_several_days() -> None:
    label = criteria_label(
        TUESDAY, date(2026, 11, 26), (None, None), language="es", country="CO", today=TODAY
    )
    assert label == "martes 24 de noviembre – jueves 26 de noviembre"


def test_the_bounds_of_a_part_and_of_a_limit_meet() -> None:
    assert SearchCriteria(part="afternoon", not_before=time(15)).bounds == (time(15), time(18, 29))
    assert SearchCriteria(part="morning", not_after=time(10)).bounds == (time(0), time(10))
