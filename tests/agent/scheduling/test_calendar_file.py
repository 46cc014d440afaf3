"""The calendar file, read back with the library and line by line."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.scheduling.calendar_file import (
    CalendarVisit,
    calendar_url,
    file_name,
    is_token,
    render_calendar,
)
from agent.types import Json
from tests.calendars import events_in

ID = "5f0c1f6e-6c1e-4f0a-9d5b-2f6f1f9f3a11"


def part(**changed: Any) -> Json:
    return {
        "id": ID,
        "service": "Limpieza facial",
        "member": "Camila Rojas",
        "starts_at": "2026-11-24T15:00:00-05:00",
        "ends_at": "2026-11-24T16:00:00-05:00",
        "status": "scheduled",
        "sequence": 0,
        "modified": "2026-11-20T10:00:00-05:00",
        **changed,
    }


def facts(*parts: Json, **changed: Any) -> CalendarVisit:
    row = {
        "organization": "Aurora & Lumbre",
        "address": "Cra. 11 # 82-71, Bogotá",
        "language": "es",
        "parts": list(parts or [part()]),
        **changed,
    }
    return msgspec.convert(row, CalendarVisit)


def events(found: CalendarVisit) -> list[Any]:
    return events_in(render_calendar(found))


def test_an_appointment_is_one_event() -> None:
    (event,) = events(facts())
    assert event["UID"] == f"{ID}@frontdesk"
    assert event["SUMMARY"] == "Limpieza facial · Aurora & Lumbre"
    assert event["LOCATION"] == "Cra. 11 # 82-71, Bogotá"
    assert event["STATUS"] == "CONFIRMED"
    assert event["SEQUENCE"] == 0
    assert event["DTSTART"].dt == datetime(2026, 11, 24, 20, tzinfo=UTC)
    assert event["DTEND"].dt == datetime(2026, 11, 24, 21, tzinfo=UTC)
    assert (
        event["LAST-MODIFIED"].dt == event["DTSTAMP"].dt == datetime(2026, 11, 20, 15, tzinfo=UTC)
    )
    assert event["DESCRIPTION"].startswith("Con Camila Rojas, en Aurora & Lumbre.\n")


def test_a_home_visit_is_where_the_customer_is() -> None:
    place = {"text": "Calle 10 # 5-20,\nBogotá", "latitude": 4.6512, "longitude": -74.0553}
    (event,) = events(facts(part(place=place)))
    assert event["LOCATION"] == "Calle 10 # 5-20, Bogotá"
    assert (event["GEO"].latitude, event["GEO"].longitude) == (4.6512, -74.0553)
    assert "a domicilio" in event["DESCRIPTION"]
    (bare,) = events(facts(part(place={"text": "Calle 10 # 5-20"})))
    assert "GEO" not in bare


def test_a_cancelled_one_keeps_its_id_and_takes_no_time() -> None:
    (event,) = events(facts(part(status="cancelled", sequence=2)))
    assert event["UID"] == f"{ID}@frontdesk"
    assert (event["STATUS"], event["TRANSP"]) == ("CANCELLED", "TRANSPARENT")
    assert event["SEQUENCE"] == 2
    assert event["SUMMARY"].startswith("Cancelada: ")
    assert "chat" not in event["DESCRIPTION"]


def test_a_visit_is_several_events() -> None:
    second = "7d1f7d52-98a5-4a4e-a0f2-6f0c4f9b8a22"
    found = events(facts(part(), part(id=second, service="Diseño de cejas")))
    assert [e["UID"] for e in found] == [f"{ID}@frontdesk", f"{second}@frontdesk"]


@pytest.mark.parametrize(
    ("language", "name", "described"),
    [
        ("es", "cita.ics", "Con "),
        ("pt", "consulta.ics", "Com "),
        ("en", "appointment.ics", "With "),
    ],
)
def test_languages(language: str, name: str, described: str) -> None:
    (event,) = events(facts(language=language))
    assert file_name(language) == name
    assert event["DESCRIPTION"].startswith(described)


def test_without_an_address_the_place_is_the_business() -> None:
    (event,) = events(facts(address=None))
    assert event["LOCATION"] == "Aurora & Lumbre"


@pytest.mark.parametrize(
    "starts",
    [
        datetime(2026, 3, 8, 1, 30, tzinfo=ZoneInfo("America/New_York")),
        datetime(2026, 11, 1, 1, 30, fold=0, tzinfo=ZoneInfo("America/New_York")),
        datetime(2026, 11, 1, 1, 30, fold=1, tzinfo=ZoneInfo("America/New_York")),
        datetime(2026, 9, 5, 23, 30, tzinfo=ZoneInfo("America/Santiago")),
    ],
)
def test_over_the_clock_change_it_lasts_as_long_as_ever(starts: datetime) -> None:
    ends = starts.astimezone(UTC) + timedelta(hours=1)
    (event,) = events(facts(part(starts_at=starts.isoformat(), ends_at=ends.isoformat())))
    assert event["DTSTART"].dt == starts.astimezone(UTC)
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(hours=1)


def test_long_names_are_folded_and_come_back_whole() -> None:
    long = "Depilación láser de cuerpo entero; ñandú, " * 12
    raw = render_calendar(facts(part(service=long)))
    assert raw.endswith(b"\r\n")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert events(facts(part(service=long)))[0]["SUMMARY"].startswith(long.strip())


HOSTILE = (
    "Facial\r\nATTENDEE:mailto:x@example.com",
    "Facial\nEND:VEVENT\nBEGIN:VALARM",
    'a;b,c\\n"d": e',
    "Facial\u2028STATUS:CANCELLED",
    "\u202eaicaF\x07\x0b",
)


@pytest.mark.parametrize("name", HOSTILE)
def test_names_stay_names(name: str) -> None:
    raw = render_calendar(facts(part(service=name, member=name), organization=name, address=name))
    (component,) = events_in(raw)
    assert component["STATUS"] == "CONFIRMED"
    assert "ATTENDEE" not in component
    assert component.subcomponents == []
    assert not any(ord(letter) < 32 for letter in component["SUMMARY"])
    assert "\u202e" not in component["SUMMARY"]


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=120))
def test_any_name_makes_a_file_that_can_be_read(name: str) -> None:
    (event,) = events(facts(part(service=name, member=name), organization=name, address=name))
    assert sorted(event.keys()) == [
        "DESCRIPTION",
        "DTEND",
        "DTSTAMP",
        "DTSTART",
        "LAST-MODIFIED",
        "LOCATION",
        "SEQUENCE",
        "STATUS",
        "SUMMARY",
        "TRANSP",
        "UID",
    ]


def test_addresses_and_tokens() -> None:
    token = "0123456789abcdef" * 2
    assert calendar_url("https://desk.example/", token) == (
        f"https://desk.example/calendar/{token}.ics"
    )
    assert is_token(token)
    assert not any(map(is_token, ("", token[:-1], token + "0", token.upper(), token[:-1] + "g")))
    assert not is_token(token + "\n")
