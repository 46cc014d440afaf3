"""Days and waits count from when a message was sent; what is past is judged when it is read."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from agent.dates import resolve
from tests.agent.dates.reading import as_line, preferring

ZONE = ZoneInfo("America/Bogota")
SENT = datetime(2026, 11, 20, 23, 40, tzinfo=ZONE)
READ = datetime(2026, 11, 21, 0, 30, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("es", "pasado mañana a las 3", "2026-11-22 15:00"),
        ("es", "mañana a las 3 de la tarde", "2026-11-21 15:00"),
        ("es", "mañana", "2026-11-21"),
        ("es", "hoy", "impossible: past"),
        ("es", "hoy a las 11:50 pm", "impossible: past"),
        ("es", "esta noche a las 11", "impossible: past"),
        ("es", "en 3 días", "2026-11-23"),
        ("es", "en una semana", "2026-11-27"),
        ("es", "en 2 horas", "2026-11-21 01:40"),
        ("es", "en media hora", "impossible: past"),
        ("es", "el viernes", "2026-11-27"),
        ("es", "el sábado", "2026-11-21"),
        ("es", "el próximo lunes", "2026-11-23"),
        ("es", "el 21", "2026-11-21"),
        ("es", "el 20", "2026-12-20"),
        ("es", "el 20 de noviembre", "impossible: past"),
        ("es", "la próxima semana", "2026-11-23..2026-11-29"),
        ("es", "esta semana", "2026-11-21..2026-11-22"),
        ("es", "hoy a medianoche", "impossible: past"),
        ("pt", "depois de amanhã às 15h", "2026-11-22 15:00"),
        ("pt", "amanhã de manhã", "2026-11-21 morning"),
        ("pt", "daqui a 3 dias", "2026-11-23"),
        ("pt", "hoje", "impossible: past"),
        ("en", "the day after tomorrow at 3pm", "2026-11-22 15:00"),
        ("en", "tomorrow", "2026-11-21"),
        ("en", "in 3 days", "2026-11-23"),
        ("en", "tonight at 11", "impossible: past"),
        ("en", "a week from today", "2026-11-27"),
    ],
)
def test_read_after_midnight(language: str, text: str, expected: str) -> None:
    found = resolve(text, READ, languages=preferring(language), sent=SENT)
    assert as_line(found) == expected


def test_it_may_have_been_sent_in_another_zone() -> None:
    sent = SENT.astimezone(ZoneInfo("UTC"))
    assert as_line(resolve("mañana", READ, sent=sent)) == "2026-11-21"


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        resolve("hoy", READ, sent=datetime(2026, 11, 20))


@pytest.mark.parametrize(
    ("text", "hint", "expected"),
    [
        ("mejor el 18", date(2027, 1, 15), "which_day: 2027-01-18 | 2026-12-18"),
        ("mejor el 18", date(2026, 12, 3), "2026-12-18"),
        ("mejor el lunes 18", date(2027, 1, 15), "2027-01-18"),
        ("mejor el 31", date(2027, 2, 3), "2026-12-31"),
        (
            "a las 12 de la noche",
            date(2026, 12, 4),
            "which_day: 2026-12-05 00:00 | 2026-12-04 00:00",
        ),
        ("a las 3", date(2026, 12, 4), "15:00"),
        ("para las dos", date(2026, 12, 4), "14:00"),
    ],
)
def test_beside_the_day_under_discussion(text: str, hint: date, expected: str) -> None:
    assert as_line(resolve(text, READ, day_hint=hint)) == expected
