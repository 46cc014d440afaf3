"""The database finds the same free starts as the slow model, in random worlds."""

import pytest
from hypothesis import HealthCheck, given, settings

from tests.scheduling.business import Question, World
from tests.scheduling.calendars import worlds
from tests.scheduling.comparing import Compared, compare
from tests.scheduling.world import Owner

STATES = {"open", "past", "horizon", "closed", "member_off", "too_short", "too_soon", "full"}


@pytest.mark.timeout(1800)  # HYPOTHESIS_PROFILE=search compares thousands
def test_random_calendars_have_the_same_free_starts(owner: Owner) -> None:
    seen = Compared()

    @given(drawn=worlds())
    @settings(
        max_examples=max(200, settings().max_examples),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    def same(drawn: tuple[World, Question]) -> None:
        compare(owner, *drawn, seen)

    same()
    assert set(seen.days) == STATES
    assert seen.empty < seen.worlds * 0.6, seen
    assert seen.starts > seen.worlds * 10, seen
