"""Two days or hours, numbers beside weekdays, later lines, and other weekdays, as the reader has them."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from agent.dates import Resolution, resolve

NOW = datetime(2026, 11, 29, 19, tzinfo=ZoneInfo("America/Bogota"))
DAY = [(time(8), time(12)), (time(14), time(18))]
HOURS = {**dict.fromkeys(range(1, 6), DAY), 6: [(time(9), time(13))]}


def read(language: str, text: str, *, asked: bool = False, hint: date | None = None) -> Resolution:
    others = [code for code in ("es", "pt", "en") if code != language]
    return resolve(
        text, NOW, languages=[language, *others], hours=HOURS, expecting_time=asked, day_hint=hint
    )


def told(found: Resolution) -> list[str]:
    return [
        " ".join(filter(None, (f"{w.start or ''}", f"{w.time:%H:%M}" if w.time else "")))
        for w in found.readings
    ]


@pytest.mark.parametrize(
    ("language", "text", "readings"),
    [
        ("en", "Dec 8 or 9", ["2026-12-08", "2026-12-09"]),
        ("en", "Dec 8th or the 9th", ["2026-12-08", "2026-12-09"]),
        ("es", "diciembre 8 o 9", ["2026-12-08", "2026-12-09"]),
        ("en", "Dec 8 or 9am", ["2026-12-08 09:00"]),
        ("en", "friday 9 or 10am", ["2026-12-04 09:00", "2026-12-04 10:00"]),
        ("en", "tuesday 9 or 10", ["2026-12-01 09:00", "2026-12-01 10:00"]),
        ("en", "friday 10", ["2026-12-04 10:00"]),
        ("pt", "sexta 10", ["2026-12-04 10:00"]),
        ("en", "thursday 10", ["2026-12-10", "2026-12-03 10:00"]),
        ("es", "el jueves 10", ["2026-12-10"]),
        ("en", "Wednesday at half four", ["2026-12-02 16:30"]),
        ("es", "a la una menos cuarto", ["12:45"]),
        ("es", "el lunes 7 a la una y media", ["2026-12-07 13:30"]),
        ("es", "el domingo?", ["2026-12-06"]),
        ("en", "the afternoon of the first", ["2026-12-01"]),
        ("es", "la mañana del 3", ["2026-12-03"]),
        ("pt", "a tarde do dia 2", ["2026-12-02"]),
    ],
)
def test_days_and_numbers(language: str, text: str, readings: list[str]) -> None:
    assert told(read(language, text)) == readings


@pytest.mark.parametrize(
    ("language", "text", "readings"),
    [
        ("pt", "na terça\nas dez\nnão, onze", ["2026-12-01 11:00"]),
        ("en", "on thursday\n3\nno 3:30", ["2026-12-03 15:30"]),
        ("en", "4:00\nsry 4:30", ["16:30"]),
        ("en", "friday 2\nsry 2:30", ["2026-12-04 14:30"]),
        ("es", "el lunes 30 a las 9\nno el lunes no\nel martes", ["2026-12-01 09:00"]),
        ("es", "a las 9\nno a las 10", ["10:00"]),
        ("en", "no wait thursday", ["2026-12-03"]),
        ("es", "no espera el jueves", ["2026-12-03"]),
        ("pt", "não pera, quinta", ["2026-12-03"]),
    ],
)
def test_what_a_later_line_says_anew(language: str, text: str, readings: list[str]) -> None:
    assert told(read(language, text)) == readings


def test_a_later_line_that_only_refuses_chooses_nothing() -> None:
    found = read("es", "el jueves a las 3\nno, a las 3 no puedo")
    assert found.status == "none"
    assert found.refused


@pytest.mark.parametrize(
    ("language", "text", "hint", "day"),
    [
        ("pt", "a outra quarta", None, "2026-12-09"),
        ("pt", "na outra segunda", date(2026, 12, 7), "2026-12-14"),
        ("es", "este martes no, el otro martes", None, "2026-12-08"),
        ("es", "el jueves no, el otro", date(2026, 12, 3), "2026-12-10"),
        ("pt", "terça não, a outra", date(2026, 12, 1), "2026-12-08"),
        ("en", "not this Tuesday, the other Tuesday", None, "2026-12-08"),
    ],
)
def test_another_weekday_is_a_week_later(
    language: str, text: str, hint: date | None, day: str
) -> None:
    found = read(language, text, hint=hint)
    assert told(found) == [day]
    assert all(not one.weekday for one in found.refused)


@pytest.mark.parametrize(
    ("language", "text", "hour"),
    [
        ("en", "4.30 is fine", "16:30"),
        ("es", "4.30 está bien", "16:30"),
        ("pt", "4.30 tá bom", "16:30"),
        ("en", "930 pls", "09:30"),
        ("en", "1030", "10:30"),
    ],
)
def test_an_hour_that_was_asked_for(language: str, text: str, hour: str) -> None:
    assert told(read(language, text, asked=True)) == [hour]


@pytest.mark.parametrize(
    ("language", "text"), [("en", "it costs 930"), ("es", "vivo en el 930 de la calle 4")]
)
def test_a_number_that_is_no_hour(language: str, text: str) -> None:
    assert "09:30" not in told(read(language, text, asked=True))
