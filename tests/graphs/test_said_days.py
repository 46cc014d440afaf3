"""What a hosted model is told of days and hours, so that it computes none."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from agent.clock import FixedClock
from agent.context import TurnContext
from agent.data.store import Store
from agent.organization import Organization
from agent.types import Sent
from graphs.said_days import said_days

NOW = datetime(2026, 11, 30, 10, tzinfo=ZoneInfo("America/Bogota"))
"""A Monday."""
WEEK = ((time(8), time(12)), (time(14), time(19)))
HOUSE = Organization(
    id=UUID(int=1), slug="b", name="B", language="es", tone="", formality="tu", emoji=False,
    zone=ZoneInfo("America/Bogota"), country="CO", currency="COP", address=None, emergency=None,
    notice_minutes=60, horizon_days=60, services=("Masaje",), hours=dict.fromkeys(range(1, 6), WEEK),
    special_dates={date(2026, 12, 8): (), date(2026, 12, 24): ((time(8), time(12)),)},
    special_labels={date(2026, 12, 8): "Inmaculada"},
)  # fmt: skip


def said(words: str, **house: object) -> str:
    context = TurnContext(
        replace(HOUSE, **house),  # type: ignore[arg-type]
        UUID(int=2),
        UUID(int=3),
        cast(Store, None),
        FixedClock(NOW),
        "es",
        "web",
        sent=(Sent(NOW, words),),
    )
    return said_days(context)


@pytest.mark.parametrize("words", ["hola", "¿cuánto cuesta el masaje?", ""])
def test_words_without_a_day_say_nothing(words: str) -> None:
    assert said(words) == ""


def test_a_day_is_told_with_the_hours_then() -> None:
    told = said("quiero masaje mañana a las 3")
    assert told.startswith("2026-12-01 (martes 1 de diciembre), time 15:00; 2026-12-01 open ")
    assert "2:00 p. m.–7:00 p. m." in told


def test_holidays_and_special_dates_are_told_as_they_are() -> None:
    assert "2026-12-08 (Inmaculada) closed" in said("¿abren el martes 8 de diciembre?")
    assert said("¿y el 24 de diciembre?").endswith("2026-12-24 open 8:00 a. m.–12:00 p. m.")


def test_of_a_day_beyond_the_special_dates_no_hours_are_told() -> None:
    """They would be those of the week, and the day may be a holiday."""
    told = said("el miércoles 6 de enero a las 9")
    assert "2027-01-06" in told
    assert "open" not in told


def test_what_is_turned_down_is_told() -> None:
    assert "refused: wed" in said("el miércoles no puedo, el jueves sí").lower()


def test_what_is_unclear_is_to_be_asked() -> None:
    assert "unclear which: ask" in said("el 3 o el 4 de diciembre")


def test_what_cannot_be_is_said_to_be() -> None:
    assert "impossible" in said("el 30 de febrero")


def test_hours_that_are_not_published_are_no_closed_day() -> None:
    assert "closed" not in said("mañana a las 3", hours={})
