"""What holds of whole kinds: waits and periods of every length, feasts of every year, ranges of
days, and hours in every spelling."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.dates import calendar, resolve
from agent.dates.holidays import RULES
from tests.agent.dates.reading import LANGUAGES, preferring
from tests.agent.dates.spoken import MONTHS

NOW = datetime(2026, 11, 20, 10, tzinfo=ZoneInfo("America/Bogota"))
TODAY = NOW.date()
many = settings(deadline=None, max_examples=200)

WAITS = {
    "es": "en {n} días | dentro de {n} días | de acá a {n} días",
    "pt": "em {n} dias | daqui a {n} dias | dentro de {n} dias",
    "en": "in {n} days | {n} days from now | {n} days hence",
}
COMING = {
    "es": "los próximos {n} días | {n} días siguientes | {n} próximos días",
    "pt": "os próximos {n} dias | {n} dias seguintes | {n} próximos dias",
    "en": "the next {n} days | the {n} upcoming days",
}
WITHIN_MONTH = {
    "es": "del {a} al {b} de {m} | {a}-{b} de {m} | entre el {a} y el {b} de {m}",
    "pt": "de {a} a {b} de {m} | {a}-{b} de {m} | desde {a} até {b} de {m}",
    "en": "{m} {a}-{b} | {m} {a} to {b} | from {a} to {b} {m}",
}
SPELT = "{h}:{m:02d} pm | {h}{m:02d} pm | {h:02d}:{m:02d} pm | {h}.{m:02d} pm | {h}: {m:02d} pm"


def days(text: str, language: str) -> list[tuple[date | None, date | None]]:
    found = resolve(text, NOW, languages=preferring(language))
    return [(when.start, when.end) for when in found.readings]


@many
@given(language=st.sampled_from(LANGUAGES), n=st.integers(2, 60), data=st.data())
def test_a_wait_of_days_ends_on_its_day(language: str, n: int, data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(WAITS[language].split(" | ")))
    day = TODAY + timedelta(days=n)
    assert days(form.format(n=n), language) == [(day, day)]


@many
@given(language=st.sampled_from(LANGUAGES), n=st.integers(2, 60), data=st.data())
def test_the_next_days_begin_tomorrow(language: str, n: int, data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(COMING[language].split(" | ")))
    expected = (TODAY + timedelta(days=1), TODAY + timedelta(days=n))
    assert days(form.format(n=n), language) == [expected]


@many
@given(
    language=st.sampled_from(LANGUAGES),
    month=st.integers(1, 12),
    ends=st.lists(st.integers(1, 28), min_size=2, max_size=2, unique=True),
    data=st.data(),
)
def test_days_of_one_month(language: str, month: int, ends: list[int], data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(WITHIN_MONTH[language].split(" | ")))
    first, last = sorted(ends)
    year = TODAY.year if date(TODAY.year, month, last) >= TODAY else TODAY.year + 1
    text = form.format(a=first, b=last, m=MONTHS[language][month - 1])
    expected = (max(date(year, month, first), TODAY), date(year, month, last))
    assert days(text, language) == [expected], text


@many
@given(
    language=st.sampled_from(LANGUAGES),
    hour=st.integers(1, 11),
    minute=st.sampled_from(range(10, 60, 5)),
    data=st.data(),
)
def test_an_hour_in_every_spelling(
    language: str, hour: int, minute: int, data: st.DataObject
) -> None:
    form = data.draw(st.sampled_from(SPELT.split(" | ")))
    found = resolve(form.format(h=hour, m=minute), NOW, languages=preferring(language))
    assert [when.time for when in found.readings] == [time(hour + 12, minute)]


@pytest.mark.parametrize(
    ("year", "easter"),
    [(2024, date(2024, 3, 31)), (2025, date(2025, 4, 20)), (2026, date(2026, 4, 5)),
     (2027, date(2027, 3, 28)), (2038, date(2038, 4, 25))],
)  # fmt: skip
def test_easter(year: int, easter: date) -> None:
    assert RULES["easter"][0](year) == (easter, easter)
    assert RULES["good_friday"][0](year)[0] == easter - timedelta(days=2)


@pytest.mark.parametrize("name", sorted(RULES))
@pytest.mark.parametrize("year", [1, 1999, 2026, 2028, 9998])
def test_a_feast_lies_in_its_year(name: str, year: int) -> None:
    for rule in RULES[name]:
        first, last = rule(year)
        assert first <= last
        assert first.year == last.year == year


@many
@given(start=st.dates(date(2020, 1, 1), date(2040, 1, 1)), count=st.integers(1, 60))
def test_so_many_workdays_later(start: date, count: int) -> None:
    end = calendar.after_workdays(start, count)
    between = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    assert end.isoweekday() <= 5
    assert sum(day.isoweekday() <= 5 for day in between) == count
