"""What holds for every text: no error, no past day, no reading too many, no endless search."""

from datetime import date, datetime, time, timedelta
from time import process_time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.dates import Resolution, resolve, slot_label
from tests.agent.dates.reading import LANGUAGES, preferring

NOW = datetime(2026, 11, 20, 10, tzinfo=ZoneInfo("America/Bogota"))
PLACES = [("es", "CO"), ("es", "ES"), ("pt", "BR"), ("en", "US"), ("en", "GB")]
VOCABULARY = (
    "hoy mañana el la las a de del al no o y en martes jueves segunda terça próximo que viene "
    "semana 24 3 31 99 2 noviembre 24/11 15:30 3pm tarde noche antes después entre hasta desde "
    "amanhã às 15h quinta ou dia mês next friday in 2 weeks the 3rd from to at noon half past , . - "
    "feb pasado último fin mes ahora ocho quince mejor 9999 30/02 a.m. p. m. 12 media cuarto para"
)
longest = settings(deadline=None, max_examples=300)


def check(found: Resolution) -> None:
    today = NOW.date()
    expected = {"ok": range(1, 2), "ambiguous": range(2, 100)}
    assert len(found.readings) in expected.get(found.status, range(1))
    assert (found.reason is None) == (found.status in ("ok", "none"))
    assert len(set(found.readings)) == len(found.readings)
    for when in found.readings:
        assert (when.start is None) == (when.end is None)
        if when.start and when.end:
            assert today <= when.start <= when.end
        assert not (when.time and when.part)
        assert when.text


@longest
@given(text=st.text(max_size=200), asked=st.booleans())
def test_any_text(text: str, asked: bool) -> None:
    check(resolve(text, NOW, expecting_time=asked))


@settings(deadline=None, max_examples=800)
@given(
    words=st.lists(st.sampled_from(VOCABULARY.split()), max_size=12),
    language=st.sampled_from(LANGUAGES),
    asked=st.booleans(),
)
def test_any_words_of_dates(words: list[str], language: str, asked: bool) -> None:
    languages = preferring(language)
    check(resolve(" ".join(words), NOW, languages=languages, expecting_time=asked))


@longest
@given(days=st.integers(0, 365), minutes=st.integers(0, 24 * 60 - 1), place=st.sampled_from(PLACES))
def test_a_label_is_understood_as_what_it_says(
    days: int, minutes: int, place: tuple[str, str]
) -> None:
    local = datetime.combine(NOW.date() + timedelta(days=days), time(minutes // 60, minutes % 60))
    if local.replace(tzinfo=NOW.tzinfo) <= NOW:
        return
    label = slot_label(local, *place, NOW.date())
    found = resolve(label, NOW, languages=preferring(place[0]))
    assert [(when.start, when.time) for when in found.readings] == [(local.date(), local.time())], (
        label
    )


@pytest.mark.parametrize("place", PLACES)
def test_every_day_of_a_year_is_understood_from_its_label(place: tuple[str, str]) -> None:
    for days in range(1, 366):
        local = datetime.combine(NOW.date() + timedelta(days=days), time(15))
        found = resolve(slot_label(local, *place, NOW.date()), NOW, languages=preferring(place[0]))
        assert [(when.start, when.time) for when in found.readings] == [(local.date(), time(15))]


@longest
@given(day=st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_every_date_with_a_year_is_that_date_past_or_too_far(day: date) -> None:
    found = resolve(day.isoformat(), NOW)
    if found.status == "ok":
        assert found.readings[0].start == day
    else:
        assert found.reason == ("past" if day < NOW.date() else "too_far")


@pytest.mark.parametrize(
    "text",
    [
        "1 " * 5000,
        "9" * 10_000,
        "de la " * 1700,
        "a " * 5000,
        "no " * 3300,
        "24 y " * 2000,
        "el 24, " * 1400,
        "martes o jueves " * 620,
        "a las 3 o " * 1000,
        "😀" * 10_000,
        "مرحبا ٢٤ " * 1100,
        "﷽" * 10_000,
        "\x00" * 10_000,
        "-" * 10_000,
        "1-" * 5000,
        "mñana " * 1600,
        "\u202e24/11\u202c " * 1000,
    ],
    ids=lambda text: ascii(text[:8]),
)
def test_a_long_message_takes_as_much_time_for_each_letter(text: str) -> None:
    part = text[: len(text) // 8]
    # Eight times as long, and 64 times where the time grew with the square; at least what a clock tells.
    assert any(seconds_for(text) < 24 * max(seconds_for(part), 0.005) for _ in range(3))


def seconds_for(text: str) -> float:
    started = process_time()
    check(resolve(text, NOW))
    return process_time() - started
