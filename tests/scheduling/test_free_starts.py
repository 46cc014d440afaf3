"""The database finds the same free starts as the slow model, in random worlds."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings

from tests.databases import BARE, Server
from tests.scheduling.business import Question, World
from tests.scheduling.calendars import worlds
from tests.scheduling.comparing import Compared, compare
from tests.scheduling.world import Owner, open_connection


@pytest.fixture
def owner(server: Server) -> Iterator[Owner]:
    """The owner's connection to a database without any organization."""
    with server.database(template=BARE) as url, open_connection(url) as connection:
        yield connection


def test_random_calendars_have_the_same_free_starts(owner: Owner) -> None:
    seen = Compared()

    @given(drawn=worlds())
    @settings(
        max_examples=max(300, settings().max_examples),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    def same(drawn: tuple[World, Question]) -> None:
        compare(owner, *drawn, seen)

    same()
    print(seen)
