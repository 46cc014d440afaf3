"""Threads, turns and failed jobs are deleted when their time is over, and nothing that is needed."""

from gateway.pipeline.history_retention import HistoryRetention
from tests.front import Front
from tests.front_fixtures import Opening
from tests.scripted_model import ScriptedModel

DAY = 24 * 3600.0


async def forget(front: Front) -> None:
    container = front.container
    task = HistoryRetention(container.database, container.settings, container.clock)
    while await task.round():
        pass


def count(front: Front, table: str) -> int:
    return int(front.rows(f"select count(*) as n from {table}")[0]["n"])


async def test_the_thread_of_a_chat_at_rest_goes_and_is_made_anew(open_front_with: Opening) -> None:
    model = ScriptedModel()
    async with open_front_with(model) as front:
        ana, eva = front.customer(), front.customer("573005550102", name="Eva")
        await ana.say("me llamo Ana Pardo")
        await front.pass_time(29 * DAY)
        await eva.say("hola")
        await forget(front)
        assert ana.chat["checkpoint_id"]
        await front.pass_time(2 * DAY)
        await forget(front)
        assert ana.chat["checkpoint_id"] is None
        assert eva.chat["checkpoint_id"]
        thread = f"{ana.chat['id']}:%"
        left = front.rows("select 1 from checkpoints.checkpoints where thread_id like %s", thread)
        assert left == []
        await ana.say("¿y mi cita?")
        assert "Ana Pardo" in " ".join(str(message.content) for message in model.seen[-1])


async def test_turns_that_ended_go_after_a_year(open_front_with: Opening) -> None:
    async with open_front_with(ScriptedModel()) as front:
        ana = front.customer()
        await ana.say("hola")
        await ana.say("¿qué tal?")
        front.execute("update turns set status = 'failed' where token = 2")
        await front.pass_time(364 * DAY)
        await forget(front)
        assert count(front, "turns") == 2
        await front.pass_time(2 * DAY)
        await ana.say("hola otra vez")
        await forget(front)
        states = front.rows("select status from turns order by started_at")
        assert [row["status"] for row in states] == ["failed", "committed"]
        assert count(front, "chat_messages") == 6, "what was said stays"
        assert await ana.say("¿sigues ahí?") == "De acuerdo."


async def test_the_turn_after_which_a_thread_in_use_is_named_stays(
    open_front_with: Opening,
) -> None:
    async with open_front_with(ScriptedModel()) as front:
        ana = front.customer()
        await ana.say("hola")
        for _ in range(20):
            await front.pass_time(20 * DAY)
            await ana.say("¿qué tal?")
        await forget(front)
        thread = ana.chat["checkpoint_id"].partition("/")[0]
        there = front.rows("select id from turns where %s = chat_identity_id || ':' || id", thread)
        assert len(there) == 1, "erasing finds the thread by its turn"


async def test_failed_jobs_go_after_a_month(front: Front) -> None:
    await front.customer().write("hola")
    front.execute(
        "update procrastinate.procrastinate_jobs set status = 'failed'; "
        "update procrastinate.procrastinate_events set at = frontdesk.now()"
    )
    front.execute("insert into frontdesk.job_deaths values (-1, 1, frontdesk.now())")
    await front.pass_time(29 * DAY)
    await forget(front)
    assert count(front, "procrastinate.procrastinate_jobs") == 1
    assert count(front, "frontdesk.job_deaths") == 0
    await front.pass_time(2 * DAY)
    await forget(front)
    assert count(front, "procrastinate.procrastinate_jobs") == 0
