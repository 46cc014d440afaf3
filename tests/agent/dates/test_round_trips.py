"""What is spoken from a day and an hour is read as that day and that hour."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.dates import resolve
from agent.dates.order import DateOrder
from tests.agent.dates.reading import preferring
from tests.agent.dates.spoken import combinations, day_forms, time_forms

NOW = datetime(2026, 11, 20, 10, tzinfo=ZoneInfo("America/Bogota"))
COMBINED = list(combinations())
DAYS = st.integers(1, 364).map(lambda n: NOW.date() + timedelta(days=n))
TIMES = st.builds(time, st.integers(6, 21), st.sampled_from(range(0, 60, 5)))


def check(language: str, text: str, day: date, at: time) -> None:
    order = DateOrder.MONTH_FIRST if language == "en" else DateOrder.DAY_FIRST
    found = resolve(text, NOW, languages=preferring(language), order=order)
    assert [(w.start, w.end, w.time) for w in found.readings] == [(day, day, at)], text


@settings(deadline=None, max_examples=800)
@given(
    forms=st.sampled_from(COMBINED), day=DAYS, at=TIMES, order=st.sampled_from(["day", "time", ","])
)
def test_a_day_and_an_hour(forms: tuple[str, str, str], day: date, at: time, order: str) -> None:
    language, day_form, time_form = forms
    hour = time_forms(language)[time_form](at)
    if hour is None:
        return
    said = day_forms(language)[day_form](day)
    text = {"day": f"{said} {hour}", "time": f"{hour} {said}", ",": f"{said}, {hour}"}[order]
    check(language, text, day, at)


@pytest.mark.parametrize(("language", "day_form", "time_form"), COMBINED)
def test_every_form_once(language: str, day_form: str, time_form: str) -> None:
    day, at = date(2026, 12, 3), time(15, 45)
    for when in (at, time(15, 30), time(9, 15)):
        hour = time_forms(language)[time_form](when)
        if hour:
            check(language, f"{day_forms(language)[day_form](day)} {hour}", day, when)


@pytest.mark.parametrize(
    ("language", "text", "at"),
    [
        ("es", "mañana cuarto para las doce de la tarde", time(11, 45)),
        ("es", "mañana a las doce menos cuarto de la tarde", time(11, 45)),
        ("es", "mañana diez para las 12 pm", time(11, 50)),
        ("pt", "amanhã quinze para as doze da tarde", time(11, 45)),
        ("en", "tomorrow a quarter to twelve in the afternoon", time(11, 45)),
        ("es", "mañana cuarto para las doce de la noche", time(23, 45)),
        ("en", "tomorrow a quarter to one in the afternoon", time(12, 45)),
        ("en", "tomorrow a quarter past twelve in the afternoon", time(12, 15)),
        ("es", "mañana cuarto para las doce de la mañana", time(11, 45)),
    ],
)
def test_minutes_before_an_hour_may_lie_in_the_other_half_of_the_day(
    language: str, text: str, at: time
) -> None:
    check(language, text, date(2026, 11, 21), at)
