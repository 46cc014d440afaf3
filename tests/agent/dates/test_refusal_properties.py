"""Whatever is refused is never a reading, and always an exclusion."""

from datetime import date, datetime, time
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.dates import Exclusion, excluded, resolve
from tests.agent.dates.reading import preferring
from tests.refusing import Refusing, every_sentence, instead, of_day, of_hour

NOW = datetime.fromisoformat("2026-11-20T10:00:00-05:00")
OPEN = {weekday: [(time(8), time(18))] for weekday in range(1, 7)}


def check(said: Refusing) -> None:
    found = resolve(said.text, NOW, languages=preferring(said.language), hours=OPEN)
    hour = said.at or time(11)
    for day in range(23, 30):
        start = datetime.combine(date(2026, 11, day), hour)
        if said.refuses(start.date(), start.time()):
            assert excluded(start, found.refused), (said, found)
    for when in found.readings:
        if said.at is None and when.start and when.start == when.end:
            assert when.start.weekday() != said.weekday, (said, found)
        assert said.at is None or when.time != said.at, (said, found)


@pytest.mark.parametrize("said", every_sentence(), ids=lambda said: said.text)
def test_every_form(said: Refusing) -> None:
    check(said)


@given(of_day() | of_hour())
def test_any_refusal(said: Refusing) -> None:
    check(said)


@pytest.mark.parametrize(
    "small", ["a mi ", "la verdad ", "no ", "y ", "menos ", "que no sea ", "muy "]
)
def test_a_text_of_small_words_is_read_at_once(small: str) -> None:
    began = perf_counter()
    resolve(small * 2_000 + "el lunes " + small * 2_000 + "no", NOW)
    assert perf_counter() - began < 2


@given(instead())
def test_what_is_wanted_instead_is_the_reading(said: tuple[Refusing, time]) -> None:
    refusing, wanted = said
    check(refusing)
    found = resolve(refusing.text, NOW, languages=preferring(refusing.language), hours=OPEN)
    assert [when.time for when in found.readings] == [wanted], (refusing.text, found)
    assert not excluded(datetime.combine(date(2026, 11, 24), wanted), found.refused), found


@given(
    st.builds(
        Exclusion,
        first=st.none(),
        last=st.none(),
        weekday=st.none() | st.integers(1, 7),
        low=st.integers(0, 1439),
        high=st.none() | st.integers(1, 1440),
    )
    | st.builds(lambda day: Exclusion(day, day), st.dates(date(2026, 1, 1), date(2028, 1, 1)))
)
def test_an_exclusion_survives_its_text(exclusion: Exclusion) -> None:
    assert Exclusion.parse(str(exclusion)) == exclusion
