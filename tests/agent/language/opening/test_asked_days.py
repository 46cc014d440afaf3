"""Which days a question is about."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.language.opening.questions import AskedDays, asked_days

NOW = datetime(2026, 11, 20, 10, tzinfo=ZoneInfo("America/Bogota"))


def asked(text: str, language: str = "es") -> AskedDays:
    languages = [language, *(c for c in ("es", "pt", "en") if c != language)]
    return asked_days(text, NOW, languages=languages, country="BR" if language == "pt" else "CO")


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("es", "¿abren el 24 y el 25 de diciembre?", "12-24..12-25"),
        ("es", "los días 24, 25 y 31 de diciembre", "12-24..12-25 12-31"),
        ("es", "mañana festivo atienden?", "11-21"),
        ("es", "el festivo del 8 de diciembre", "12-08"),
        ("es", "¿están abiertos mañana?", "11-21"),
        ("es", "del 20 al 23 de diciembre", "12-20..12-23"),
        ("es", "el lunes festivo", "11-23"),
        ("es", "el 25 de diciembre, Navidad", "12-25"),
        ("pt", "no feriado de 15 de novembro", "11-15"),
        ("pt", "dias 24 e 25 de dezembro", "12-24..12-25"),
        ("pt", "na segunda", "11-23"),
        ("en", "on the 24th and the 25th", "11-24..11-25"),
        ("en", "are you open Saturday?", "11-21"),
    ],
)
def test_days(language: str, text: str, days: str) -> None:
    found = asked(text, language)
    written = [f"{a:%m-%d}" if a == b else f"{a:%m-%d}..{b:%m-%d}" for a, b in found.spans]
    assert " ".join(written) == days
    assert not found.weekdays


@pytest.mark.parametrize(
    ("language", "text", "weekdays"),
    [
        ("es", "a qué hora cierran los sábados", (6,)),
        ("es", "sábados y domingos abren?", (6, 7)),
        ("es", "los lunes", (1,)),
        ("es", "todos los martes", (2,)),
        ("es", "los fines de semana", (6, 7)),
        ("es", "entre semana", (1, 2, 3, 4, 5)),
        ("es", "de martes a jueves", (2, 3, 4)),
        ("pt", "aos sábados", (6,)),
        ("pt", "às segundas-feiras", (1,)),
        ("pt", "todo sábado", (6,)),
        ("pt", "de segunda a sexta", (1, 2, 3, 4, 5)),
        ("pt", "nos fins de semana", (6, 7)),
        ("en", "do you open on Sundays?", (7,)),
        ("en", "every Monday", (1,)),
        ("en", "on weekdays", (1, 2, 3, 4, 5)),
        ("en", "Monday to Friday", (1, 2, 3, 4, 5)),
    ],
)
def test_every_week(language: str, text: str, weekdays: tuple[int, ...]) -> None:
    assert (asked(text, language).weekdays, asked(text, language).spans) == (weekdays, ())


@pytest.mark.parametrize(
    "text",
    ["¿están abiertos ahora?", "¿está abierto?", "tá aberto agora?", "vocês ainda estão abertos?",
     "are you open right now?", "are you open?", "¿todavía atienden hoy?", "ya están cerrados?"],
)  # fmt: skip
def test_this_moment(text: str) -> None:
    assert asked(text) == AskedDays(((NOW.date(), NOW.date()),), now=True)


@pytest.mark.parametrize(
    "text", ["¿cuál es el horario?", "qual o horário de atendimento?", "opening hours please",
             "¿atienden hasta las 8 de la noche?", ""]
)  # fmt: skip
def test_no_day_is_named(text: str) -> None:
    assert asked(text).none


@pytest.mark.parametrize(
    ("text", "reason"),
    [("¿abrieron ayer?", "past"), ("el 30 de febrero", "no_such_day"),
     ("25 de diciembre de 2031", "too_far"), ("el día del barbero", "unknown_day"),
     ("no dia do cabeleireiro", "unknown_day")],
)  # fmt: skip
def test_no_such_day(text: str, reason: str) -> None:
    assert asked(text).reason == reason


@pytest.mark.parametrize(
    "text", ["atienden festivos?", "abren los feriados?", "atendem nos feriados?",
             "are you open on public holidays?"]
)  # fmt: skip
def test_holidays_in_general(text: str) -> None:
    assert asked(text).holidays


@pytest.mark.parametrize("text", ["el próximo festivo", "no próximo feriado", "the next holiday"])
def test_the_next_holiday(text: str) -> None:
    assert asked(text).next_holiday


_WORDS = [
    "abren",
    "el",
    "los",
    "lunes",
    "sábados",
    "24",
    "25",
    "y",
    "e",
    "de",
    "a",
    "diciembre",
    "natal",
    "navidad",
    "semana",
    "santa",
    "festivo",
    "feriado",
    "mañana",
    "hoy",
    "ahora",
    "dia",
    "days",
    "the",
    "on",
    "between",
    "entre",
    "christmas",
    "eve",
    "next",
    "31/12",
    "'",
    "’",
    "?",
    "¿",
]


@given(st.lists(st.sampled_from(_WORDS), max_size=12).map(" ".join))
def test_any_words_are_read(text: str) -> None:
    found = asked(text)
    assert all(first <= last for first, last in found.spans)
    assert list(found.spans) == sorted(found.spans)
    assert all(first >= NOW.date() for first, _ in found.spans)


@given(st.text(max_size=80))
def test_anything_is_read(text: str) -> None:
    asked(text)


@pytest.mark.parametrize(
    ("language", "text"),
    [("es", "¿y el domingo hay alguien?"), ("pt", "abrem no domingo?"), ("en", "open Sunday?")],
)
def test_on_a_closed_sunday_the_next_one_is_meant(language: str, text: str) -> None:
    sunday = datetime(2026, 11, 29, 19, tzinfo=ZoneInfo("America/Bogota"))
    week = {day: [(time(8), time(18))] for day in range(1, 7)}
    found = asked_days(text, sunday, languages=[language], country="CO", hours=week)
    assert found.spans == ((date(2026, 12, 6), date(2026, 12, 6)),)
