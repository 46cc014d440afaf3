"""What customers write, and what it means on Friday 20 November 2026 at 10:00 in Bogotá."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from agent.dates import resolve
from tests.agent.dates.reading import LANGUAGES, as_line, preferring

TABLES = Path(__file__).parent / "phrases"


def phrases() -> Iterator[tuple[str, str, str]]:
    for language in LANGUAGES:
        for line in (TABLES / f"{language}.txt").read_text(encoding="utf-8").splitlines():
            phrase, _, expected = line.partition("=>")
            yield language, phrase.strip(), expected.strip()


@pytest.mark.parametrize(("language", "phrase", "expected"), list(phrases()))
def test_phrase(language: str, phrase: str, expected: str, now: datetime) -> None:
    assert as_line(resolve(phrase, now, languages=preferring(language))) == expected


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("3", "15:00"),
        ("4:30", "16:30"),
        ("16", "16:00"),
        ("tres", "15:00"),
        ("una", "13:00"),
        ("12", "12:00"),
        ("8", "08:00"),
        ("7", "am_or_pm: 07:00 | 19:00"),
        ("9:00", "09:00"),
        ("4 30", "16:30"),
        ("las 3", "15:00"),
        ("a la 1", "13:00"),
        ("3 y media", "15:30"),
        ("10-12", ">=10:00 <=12:00"),
        ("10 to 4", ">=10:00 <=16:00"),
        ("jueves 3", "2026-11-26 15:00"),
        ("el jueves 26", "2026-11-26"),
        ("mañana", "2026-11-21"),
        ("el 24", "2026-11-24"),
        ("la 2", "none"),
        ("el 2", "none"),
        ("opción 2", "none"),
        ("2 horas", "none"),
        ("quiero 2 sesiones", "none"),
        ("45", "none"),
    ],
)
def test_after_being_asked_for_an_hour(phrase: str, expected: str, now: datetime) -> None:
    assert as_line(resolve(phrase, now, expecting_time=True)) == expected


def test_the_words_understood_are_kept(now: datetime) -> None:
    found = resolve("Hola! ¿Tienes cupo MAÑANA a las 3 p. m. por favor?", now)
    assert found.readings[0].text == "MAÑANA a las 3 p. m."


def test_the_first_language_wins_a_clash(now: datetime) -> None:
    assert resolve("segunda", now, languages=("pt", "es")).status == "ok"
    assert resolve("segunda", now, languages=("es", "pt")).status == "none"
    assert resolve("tomorrow", now, languages=("es-CO", "xx")).status == "none"
