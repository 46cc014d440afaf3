"""Labels in the words of each place."""

from datetime import date, datetime, time

import pytest

from agent.dates.labels import day_label, slot_label, time_label

TUESDAY = datetime(2026, 11, 24, 15, 0)


@pytest.mark.parametrize(
    ("language", "country", "expected"),
    [
        ("es", "CO", "martes 24 de noviembre, 3:00 p. m."),
        ("es-MX", "MX", "martes 24 de noviembre, 3:00 p. m."),
        ("es", None, "martes 24 de noviembre, 3:00 p. m."),
        ("es", "ES", "martes 24 de noviembre, 15:00"),
        ("es", "ar", "martes 24 de noviembre, 15:00"),
        ("pt", "BR", "terça, 24/11, às 15h"),
        ("pt-BR", "BR", "terça, 24/11, às 15h"),
        ("en", "US", "Tue Nov 24, 3:00 pm"),
        ("en", "GB", "Tue Nov 24, 15:00"),
        ("fr", None, "Tue Nov 24, 3:00 pm"),
    ],
)
def test_slot(language: str, country: str | None, expected: str) -> None:
    assert slot_label(TUESDAY, language, country, date(2026, 11, 20)) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [("es", "sábado 2 de enero de 2027"), ("pt", "sábado, 02/01/2027"), ("en", "Sat Jan 2, 2027")],
)
def test_the_year_is_said_when_it_is_another_one(language: str, expected: str) -> None:
    day = date(2027, 1, 2)
    assert day_label(day, language, today=date(2026, 11, 20)) == expected
    assert "2027" not in day_label(day, language, today=day)
    assert day_label(day, language, with_year=True) == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (time(0, 0), ("12:00 a. m.", "00:00", "00h", "12:00 am")),
        (time(7, 30), ("7:30 a. m.", "07:30", "07h30", "7:30 am")),
        (time(9, 0), ("9:00 a. m.", "9:00", "9h", "9:00 am")),
        (time(12, 5), ("12:05 p. m.", "12:05", "12h05", "12:05 pm")),
        (time(23, 45), ("11:45 p. m.", "23:45", "23h45", "11:45 pm")),
    ],
)
def test_time(at: time, expected: tuple[str, str, str, str]) -> None:
    places = (("es", "CO"), ("es", "ES"), ("pt", "BR"), ("en", "US"))
    assert tuple(time_label(at, *place) for place in places) == expected
