"""After many random operations nothing overlaps, nothing leaks, and every history is legal."""

import pytest

from tests.databases import BARE, Server
from tests.scheduling.runs import Done, run_at_once, run_one_by_one


@pytest.mark.parametrize("seed", [1, 2])
async def test_concurrent_sessions_leave_the_agenda_whole(server: Server, seed: int) -> None:
    done = Done()
    with server.database(template=BARE) as url:
        await run_at_once(url, steps=40, seed=seed, done=done)
    assert done.bookings > 20, done


@pytest.mark.parametrize("seed", [1, 2])
async def test_what_is_booked_was_free_by_the_model(server: Server, seed: int) -> None:
    done = Done()
    with server.database(template=BARE) as url:
        await run_one_by_one(url, steps=150, seed=seed, done=done)
    assert done.bookings > 10, done
