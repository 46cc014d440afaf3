"""kill -9 at random moments: nothing is lost and nothing is said twice."""

import pytest

from tests.crash.run import run
from tests.databases import server_folder


@pytest.mark.timeout(240)  # processes that start again and again, beside other tests
async def test_killed_at_random_moments_every_customer_is_answered_once() -> None:
    with server_folder() as folder:
        figures = await run(folder, kills=4, customers_per_kill=12, seed=9)
    assert (figures.kills, figures.disconnects) == (3, 1)
    assert (figures.lost, figures.twice) == (0, 0), str(figures)
    assert figures.turns == {1: 48}, str(figures)
