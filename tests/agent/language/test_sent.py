"""Which message a text is of, and when that was sent."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from agent.language.sent_at import sent_time
from agent.types import Sent

ZONE = ZoneInfo("America/Bogota")
NOW = datetime(2026, 11, 21, 0, 30, tzinfo=ZONE)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


LATE, EARLY = at("2026-11-20T23:58"), at("2026-11-21T00:02")


@pytest.mark.parametrize(
    ("text", "messages", "expected"),
    [
        ("mañana a las 3", [Sent(LATE, "quiero cita mañana a las 3")], LATE),
        ("mañana", [Sent(LATE, "hola"), Sent(EARLY, "para mañana")], EARLY),
        ("mañana", [Sent(LATE, "para mañana"), Sent(EARLY, "gracias")], LATE),
        ("para mañana\ngracias", [Sent(LATE, "para mañana"), Sent(EARLY, "gracias")], LATE),
        ("hola\npara mañana", [Sent(LATE, "hola"), Sent(EARLY, "para mañana")], EARLY),
        ("tomorrow", [Sent(LATE, "mañana, por favor")], LATE),
        ("mañana", [], NOW),
        ("mañana", [Sent(at("2026-11-23T10:00"), "mañana")], NOW),
        ("", [Sent(LATE, "")], LATE),
    ],
)
def test_sent_time(text: str, messages: list[Sent], expected: datetime) -> None:
    assert sent_time(text, messages, NOW) == expected


def test_it_is_told_in_the_zone_of_the_organization() -> None:
    utc = LATE.astimezone(ZoneInfo("UTC"))
    assert sent_time("mañana", [Sent(utc, "mañana")], NOW).date() == LATE.date()
