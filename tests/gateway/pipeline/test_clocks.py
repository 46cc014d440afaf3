"""A database clock that jumps is noticed, swallows no message and lets nobody wait for it."""

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from agent.clock import FixedClock
from gateway.pipeline.clocks import Clocks
from gateway.pipeline.inbox import Inbox
from tests.front import Application, Front
from tests.providers import gupshup

HOUR = 3600.0


async def test_what_waits_is_moved_along_with_a_clock_that_goes_back(
    front: Front, caplog: pytest.LogCaptureFixture
) -> None:
    """Ten minutes back: the pending chat would wait ten minutes."""
    ana = front.customer()
    await front.container.worker.sweep()
    assert (await ana.write("hola")).status_code == 200
    front.clock.advance(-600)
    before = front.rows("select extract(epoch from due_at - %s) as due from chat_identities "
                        "where phone = %s", front.clock.now(), ana.phone)  # fmt: skip
    assert before[0]["due"] > 600
    await front.container.worker.sweep()
    await front.container.worker.sweep()
    after = front.rows("select extract(epoch from due_at - %s) as due from chat_identities "
                       "where phone = %s", front.clock.now(), ana.phone)  # fmt: skip
    assert after[0]["due"] == 10, "once, not at every look"
    assert await ana.listen()
    assert "went back by 600 s: 1 that wait" in caplog.text


async def test_a_reply_on_its_way_and_regular_work_are_moved_along(front: Front) -> None:
    ana = front.customer()
    await ana.say("hola")
    await front.container.maintenance.run_due()
    await front.container.worker.sweep()
    front.execute(
        "update chat_messages set status = 'queued', waiting_since = %s, retry_at = %s "
        "where direction = 'outbound'",
        front.clock.now(),
        front.clock.now() + timedelta(seconds=30),
    )
    front.clock.advance(-13 * HOUR)
    await front.container.worker.sweep()
    retry = front.rows("select retry_at from chat_messages where direction = 'outbound'")
    assert all(row["retry_at"] - front.clock.now() == timedelta(seconds=30) for row in retry)
    tasks = front.rows("select next_at from frontdesk.maintenance_tasks")
    assert all(row["next_at"] <= front.clock.now() + timedelta(hours=6) for row in tasks)


@pytest.mark.parametrize("wrong", ["the database's", "the gateway's"])
async def test_one_wrong_clock_swallows_no_message(front: Front, wrong: str) -> None:
    """Thirteen hours ahead, every message seems to be older than half a day."""
    ana = front.customer()
    here = FixedClock(front.clock.now())
    ahead = front.clock if wrong == "the database's" else here
    true = front.clock.now()
    ahead.advance(13 * HOUR)
    inbox = Inbox(front.container.database, front.container.settings, here)
    application = Application(replace(front.container, inbox=inbox))
    transport = httpx.ASGITransport(application)
    payload = gupshup.text("hola", phone=ana.phone, app=front.connection_name("aurora", "gupshup"))
    payload["timestamp"] = int(true.timestamp() * 1000)
    async with httpx.AsyncClient(transport=transport, base_url="http://frontdesk") as http:
        there = replace(front, http=http)
        assert (await there.post("gupshup", "aurora", payload)).status_code == 200
    assert await ana.listen()


async def test_ready_and_the_log_name_a_wrong_clock_and_once(
    front: Front, caplog: pytest.LogCaptureFixture
) -> None:
    here = FixedClock(front.clock.now() - timedelta(hours=13))
    application = Application(replace(front.container, clock=here))
    transport = httpx.ASGITransport(application)
    async with httpx.AsyncClient(transport=transport, base_url="http://frontdesk") as http:
        ready = (await http.get("/ready")).json()
    assert ready["checks"]["clock"] == "the database's clock is 46800 s ahead of this process's"
    assert "clock" not in (await front.http.get("/ready")).json()["checks"]
    clocks = Clocks(front.container.database, here)
    await clocks.look()
    await clocks.look()
    assert caplog.text.count("ahead of this process's") == 1
    here.advance(13 * HOUR)
    await clocks.look()
    assert "agree again" in caplog.text
