"""After many random operations nothing overlaps, nothing leaks, and every history is legal."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from random import Random

import pytest

from tests.databases import BARE, Server, rows
from tests.scheduling.agendas import CHATS
from tests.scheduling.invariants import check_everything
from tests.scheduling.operations import Customer
from tests.scheduling.runs import Done, run_at_once, run_one_by_one
from tests.scheduling.shop import ANA, YOGA, Shop, open_shop, today


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
        await run_one_by_one(url, steps=100, seed=seed, done=done)
    assert done.bookings > 8, done


@pytest.fixture
async def shop(server: Server) -> AsyncIterator[Shop]:
    with server.database(template=BARE) as url:
        async with open_shop(url, turns=200) as opened:
            yield opened


async def test_a_group_session_ends_with_the_last_who_leaves_however_they_leave(
    shop: Shop,
) -> None:
    ana, eva, sol = (Customer(shop, chat, Random(0), Counter()) for chat in CHATS[:3])
    day = today(shop) + timedelta(days=1)
    found = await shop.call(
        "availability", services=[str(YOGA)], member=ANA, **{"from": day, "to": day}
    )
    for start in [row["at"] for row in found["starts"]][:8]:
        await _sit(ana, start)
        await _sit(eva, start)
        assert await sol.offered(YOGA, [start], ANA) == []
        # Both leave at once; then one leaves while another comes.
        await asyncio.gather(ana.leave(), eva.leave())
        assert rows(shop.url, "select 1 from group_sessions") == []
        await _sit(ana, start)
        (chosen,) = await sol.offered(YOGA, [start], ANA)
        await asyncio.gather(ana.leave(), sol.take(chosen))
        await sol.leave()
    check_everything(shop.url)
    assert sol.told["book: booked"] == 8


async def _sit(customer: Customer, start: str) -> None:
    (offer,) = await customer.offered(YOGA, [start], ANA)
    assert (await customer.take(offer))["status"] == "booked"
