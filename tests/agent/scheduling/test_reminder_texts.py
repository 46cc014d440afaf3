"""The words of confirmation requests and reminders."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from agent.records import Appointment
from agent.scheduling.reminder_buttons import Answer, answer_options, read_answer
from agent.scheduling.reminders import render_reminder, template_params
from gateway.channels.kit.option_text import with_numbered_options
from tests import records
from tests.records import organization

TODAY = date(2026, 11, 23)


def appointment(*parts: tuple[str, str, str], **changed: Any) -> Appointment:
    """`parts`: service, member and local hour of 24 November 2026."""
    return records.appointment(
        *(
            (service, member, f"2026-11-24T{hour}:00-05:00")
            for service, member, hour in parts or (("Limpieza facial", "Laura", "15:00"),)
        ),
        **changed,
    )


def said(kind: str, row: Appointment, language: str = "es", **changed: Any) -> list[str]:
    text = render_reminder(
        kind, row, organization=organization(**changed), language=language, today=TODAY
    )
    return text.split("\n")


@pytest.mark.parametrize(
    ("formality", "first", "last"),
    [
        ("tu", "¡Hola, Ana! ¿Nos confirmas tu cita?", "Responde «sí», «no» o «mover»."),
        ("usted", "¡Hola, Ana! ¿Nos confirma su cita?", "Responda «sí», «no» o «mover»."),
        ("vos", "¡Hola, Ana! ¿Nos confirmás tu cita?", "Respondé «sí», «no» o «mover»."),
    ],
)
def test_a_request_in_the_businesss_form_of_address(formality: str, first: str, last: str) -> None:
    lines = said("confirmation", appointment(), formality=formality)
    assert (lines[0], lines[-1]) == (first, last)


def test_a_reminder_says_who_what_when_where_and_how_to_answer() -> None:
    assert said("reminder", appointment(), emoji=True) == [
        "⏰ ¡Hola, Ana! Te recordamos tu cita:",
        "Limpieza facial con Laura",
        "martes 24 de noviembre, 3:00 p. m.",
        "Clínica Aurora, Carrera 13",
        "Responde «confirmo», «mover» o «cancelar».",
    ]
    confirmed = said("reminder", appointment(status="confirmed"))
    assert confirmed[-1] == "Si algo cambió, responde «mover» o «cancelar»."


@pytest.mark.parametrize(
    ("language", "kind", "first", "last"),
    [
        (
            "pt",
            "confirmation",
            "Olá, Ana! Você confirma o seu horário?",
            "Responda «sim», «não» ou «remarcar».",
        ),
        (
            "pt",
            "reminder",
            "Olá, Ana! Passando para lembrar do seu horário:",
            "Responda «confirmo», «remarcar» ou «cancelar».",
        ),
        (
            "en",
            "confirmation",
            "Hi Ana! Can you confirm your appointment?",
            "Reply “yes”, “no” or “move”.",
        ),
        (
            "en",
            "reminder",
            "Hi Ana! A reminder of your appointment:",
            "Reply “confirm”, “move” or “cancel”.",
        ),
    ],
)
def test_other_languages(language: str, kind: str, first: str, last: str) -> None:
    lines = said(kind, appointment(), language)
    assert (lines[0], lines[-1]) == (first, last)


def test_a_visit_for_somebody_else() -> None:
    row = appointment(("Facial", "Laura", "15:00"), ("Cejas", "Camila", "16:00"), attendee="Lucía")
    assert said("confirmation", row)[1:5] == [
        "3:00 p. m.: Facial con Laura",
        "4:00 p. m.: Cejas con Camila",
        "martes 24 de noviembre, 3:00 p. m.",
        "Clínica Aurora, Carrera 13",
    ]
    assert "A nombre de Lucía" in said("confirmation", row)


def test_without_a_name_nobody_is_greeted_by_one() -> None:
    assert said("confirmation", appointment(contact=None))[0] == "¿Nos confirmas tu cita?"


def test_what_fills_a_template_is_never_empty_and_of_one_line() -> None:
    row = appointment(("Facial", "Laura", "15:00"), ("Cejas", "Laura", "16:00"), contact=None)
    where = organization(address="Carrera 13\nlocal 4")
    params = template_params(row, organization=where, language="es", today=TODAY)
    assert params == [
        "cliente",
        "Clínica Aurora",
        "Facial y Cejas (Laura)",
        "martes 24 de noviembre, 3:00 p. m.",
        "Carrera 13 local 4",
    ]
    bare = template_params(
        appointment(), organization=organization(address=None), language="en", today=TODAY
    )
    assert bare[0] == "Ana"
    assert bare[4] == "Clínica Aurora"


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_without_buttons_the_text_names_every_answer(language: str) -> None:
    """A channel without buttons adds no numbered lines."""
    text = "\n".join(said("confirmation", appointment(), language))
    options = answer_options("id", language)
    assert with_numbered_options(text, options) == text
    assert [read_answer(option.id) for option in options] == [
        Answer("id", said_) for said_ in ("yes", "no", "move")
    ]


@pytest.mark.parametrize(
    "choice", [None, "", "confirm", "confirm:", "confirm::yes", "confirm:id:maybe", "p0:yes", "Sí"]
)
def test_other_taps_are_no_answers(choice: str | None) -> None:
    assert read_answer(choice) is None


def test_the_hour_is_that_of_the_business() -> None:
    row = appointment(starts_at=datetime(2026, 11, 24, 20, tzinfo=ZoneInfo("UTC")).isoformat())
    assert "martes 24 de noviembre, 15:00" in said("reminder", row, country="AR")[2]


def test_a_home_visit_is_reminded_of_where_it_is() -> None:
    place = {"text": "Calle 10 # 5-20", "latitude": None, "longitude": None}
    row = appointment(place=place)
    parts = tuple(msgspec.structs.replace(part, at_customer=True) for part in row.parts)
    row = msgspec.structs.replace(row, parts=parts)
    lines = said("reminder", row)
    assert "A domicilio: Calle 10 # 5-20" in lines
    assert not any("Carrera 13" in line for line in lines)
    params = template_params(row, organization=organization(), language="es", today=TODAY)
    assert params[-1] == "Calle 10 # 5-20"


def test_a_visit_at_both_places_says_both() -> None:
    services = ("Masaje", "Laura", "15:00"), ("Peeling", "Laura", "17:00")
    row = appointment(*services, place={"latitude": 4.6512, "longitude": -74.0553})
    first, second = row.parts
    parts = msgspec.structs.replace(first, at_customer=True), second
    lines = said("reminder", msgspec.structs.replace(row, parts=parts))
    assert "A domicilio: ubicación compartida (4.6512,-74.0553)" in lines
    assert any("Carrera 13" in line for line in lines)
