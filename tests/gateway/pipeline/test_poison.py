"""Poison, work that fails every time or kills whoever does it, is put aside where staff see it."""

from datetime import timedelta

import pytest

from gateway.pipeline.dead_letters import MOST_DEATHS
from gateway.pipeline.late_messages import SETTLED_SECONDS
from gateway.pipeline.sending_watch import SendingWatch
from tests.front import Front
from tests.front_fixtures import Opening
from tests.gateway.pipeline.replies.test_beginnings import DEEP
from tests.gateway.pipeline.test_late_messages import late
from tests.providers import gupshup
from tests.scripted_model import ScriptedModel


async def deaths_at(front: Front, task: str) -> int:
    """Kills whoever runs such a job as often as it comes back; how often it was begun."""
    for count in range(20):
        front.execute(
            "update procrastinate.procrastinate_jobs set status = 'doing', scheduled_at = null "
            "where task_name = %s and status = 'todo'",
            task,
        )
        query = "select 1 from procrastinate.procrastinate_jobs where status = 'doing'"
        if not front.rows(query):
            return count
        await front.container.worker.sweep()
    return 20


def sent(front: Front, phone: str) -> list[str]:
    return [one.text for one in front.gupshup.sent if one.destination == phone]


async def test_a_file_at_which_processes_die_is_not_opened_again_and_again(
    open_front_with: Opening,
) -> None:
    async with open_front_with(ScriptedModel()) as front:
        ana = front.customer()
        payload = gupshup.text("x", phone=ana.phone, app=front.connection_name("aurora", "gupshup"))
        payload["payload"] |= {"type": "image", "payload": {"url": "http://127.0.0.1:1/a"}}
        assert (await front.post("gupshup", "aurora", payload)).status_code == 200
        assert await deaths_at(front, "media") == MOST_DEATHS
        assert await ana.listen() == "De acuerdo."
        states = front.rows(
            "select media_state, media_reason from chat_messages where kind = 'image'"
        )
        assert states == [{"media_state": "unread", "media_reason": "failed"}]


async def test_a_reply_at_which_processes_die_is_a_dead_letter_and_the_next_one_goes_out(
    open_front_with: Opening,
) -> None:
    async with open_front_with(ScriptedModel()) as front:
        ana = front.customer()
        await ana.write("hola")
        await front.pass_time(10.5)
        await front._work(["turns"])
        assert await deaths_at(front, "send") == MOST_DEATHS
        assert sent(front, ana.phone) == []
        await SendingWatch(front.container.database).round()
        notices = front.rows("select topic from notifications where topic = 'given_up'")
        assert notices
        assert await ana.say("¿hola?") == "De acuerdo."


async def test_a_reply_that_cannot_be_read_is_one_too(open_front_with: Opening) -> None:
    async with open_front_with(ScriptedModel()) as front:
        ana = front.customer()
        await ana.write("hola")
        await front.pass_time(10.5)
        await front._work(["turns"])
        front.execute(
            "update chat_messages set payload = jsonb_build_object('options', %s::text::jsonb) "
            "where direction = 'outbound'",
            DEEP,
        )
        await ana.write("¿hola?")
        for _ in range(15):
            await front.settle()
            await front.container.worker.sweep()
        assert sent(front, ana.phone) == ["De acuerdo."]
        [given_up] = front.rows("select error from chat_messages where given_up_at is not null")
        assert given_up["error"]


async def test_those_that_died_together_are_not_begun_together_again(front: Front) -> None:
    for number in range(4):
        await front.customer(f"5730055501{number:02}").write("hola")
    for _ in range(2):
        front.execute(
            "update procrastinate.procrastinate_jobs set status = 'doing', scheduled_at = null"
        )
        await front.container.worker.sweep()
    hours = front.rows("select distinct scheduled_at from procrastinate.procrastinate_jobs")
    assert len(hours) >= 3


async def test_a_job_is_given_back_once_by_those_who_sweep_at_the_same_time(front: Front) -> None:
    await front.customer().write("hola")
    front.execute("update procrastinate.procrastinate_jobs set status = 'doing'")
    jobs = front.rows("select id from procrastinate.procrastinate_jobs")
    about = {"job": jobs[0]["id"], "most": MOST_DEATHS, "stalled_seconds": 20.0}
    answers = [await front.container.database.call("job_died", **about) for _ in range(2)]
    assert answers == [{"deaths": 1, "failed": False}, None]


@pytest.mark.parametrize("row", ["refused", "of an unknown zone"])
async def test_what_is_wrong_with_one_business_keeps_no_notice_of_another(
    open_front_with: Opening, row: str
) -> None:
    async with open_front_with(ScriptedModel()) as front:
        await front.container.maintenance.run_due()
        for tenant, phone in (("aurora", "573005550101"), ("sorriso", "5511987650101")):
            payload = late(front, "¿Hola?", hours=30, id=f"l-{tenant}", phone=phone)
            payload["app"] = front.connection_name(tenant, "gupshup")
            assert (await front.post("gupshup", tenant, payload)).status_code == 200
        if row == "refused":
            front.execute(
                "create function refuse() returns trigger language plpgsql as 'begin "
                "if new.organization_id = (select id from organizations where slug = ''aurora'') "
                "then raise division_by_zero; end if; return new; end'; "
                "create trigger refuse before insert on escalations for each row execute function refuse()"
            )
        else:
            front.execute(
                "update organizations set time_zone = 'Mars/Olympus' where slug = 'aurora'"
            )
        await front.pass_time(SETTLED_SECONDS + 5)
        await front.container.maintenance.run_due()
        told = front.rows(
            "select o.slug from escalations e join organizations o on o.id = e.organization_id"
        )
        assert "sorriso" in [one["slug"] for one in told]
        [task] = front.rows(
            "select next_at, error from frontdesk.maintenance_tasks where name = 'late_messages'"
        )
        assert task["next_at"] <= front.clock.now() + timedelta(seconds=60)
        assert (task["error"] or "").endswith("failed") is (row == "refused")


async def test_a_row_that_no_sweep_may_touch_keeps_nobody_elses(front: Front) -> None:
    for tenant, phone in (("aurora", "573005550101"), ("sorriso", "5511987650101")):
        await front.customer(phone, tenant=tenant).say("hola")
    front.execute("update chat_identities set visitor = 'near:1'")
    front.execute(
        "update chat_messages set status = 'queued', retry_at = %s, waiting_since = %s "
        "where direction = 'outbound'",
        front.clock.now(),
        front.clock.now(),
    )
    front.execute(
        "create function refuse() returns trigger language plpgsql as 'begin "
        "if new.organization_id = (select id from organizations where slug = ''aurora'') "
        "then raise division_by_zero; end if; return new; end'"
    )
    for table in ("chat_identities", "chat_messages"):
        front.execute(
            f"create trigger refuse before update on {table} for each row execute function refuse()"
        )
    await front.pass_time(3 * 24 * 3600)
    await front.container.worker.sweep()
    await front.container.worker.begin_day()
    left = front.rows(
        "select o.slug from chat_identities i join organizations o on o.id = i.organization_id "
        "where i.visitor is not null"
    )
    assert [row["slug"] for row in left] == ["aurora"]
    given_up = front.rows(
        "select distinct o.slug from chat_messages m join organizations o on o.id = m.organization_id "
        "where m.given_up_at is not null"
    )
    assert [row["slug"] for row in given_up] == ["sorriso"]
    tasks = front.rows(
        "select name, error from frontdesk.maintenance_tasks where error is not null"
    )
    assert {row["name"] for row in tasks} == {
        "frontdesk.sweep_visitors",
        "frontdesk.sweep_old_replies",
    }
    assert all("aurora" in row["error"] for row in tasks)
    for table in ("chat_identities", "chat_messages"):
        front.execute(f"drop trigger refuse on {table}")
    await front.container.worker.sweep()
    row = front.rows(
        "select error from frontdesk.maintenance_tasks where name = 'frontdesk.sweep_old_replies'"
    )
    assert row == [{"error": None}]
