"""`frontdesk failures`: what failed and what waits, from the tables, of one organization or of all."""

import json
from typing import Any

import typer

from gateway.cli.failures import failures
from tests.command_line import Deployment, command
from tests.front import Front
from tests.front_fixtures import Opening
from tests.scripted_model import ScriptedModel

app = typer.Typer()
app.command()(failures)


@app.callback()
def _group() -> None:
    """Keeps the command's name, as in `frontdesk`."""


async def listed(front: Front, *words: object) -> tuple[int, list[dict[str, Any]]]:
    done = await command(
        Deployment(front.url, clock=front.clock), app, "failures", *words, "--json"
    )
    return done.exit_code, json.loads(done.output)


async def test_a_quiet_desk_has_none(plain: Front) -> None:
    await plain.customer().say("hola")
    assert await listed(plain) == (0, [])
    shown = await command(Deployment(plain.url, clock=plain.clock), app, "failures", "aurora")
    assert (shown.exit_code, shown.output) == (
        0, "nothing failed in the last 24 hours and nothing waits\n",
    )  # fmt: skip


async def test_a_turn_that_fails_for_good_a_reply_and_a_notice_that_cannot_be_sent(
    open_front_with: Opening,
) -> None:
    broken = ScriptedModel(lines=[ValueError("Zenobia de 573009994321 dice xilófono")] * 20)
    async with open_front_with(broken) as front:
        ana = front.customer()
        await ana.write("hola, soy Zenobia")
        front.gupshup.answer_next(400, {"message": "bad destination 573005550101"}, times=9)
        for _ in range(6):
            await front.settle()
        await front.pass_time(200)
        code, rows = await listed(front, "aurora")
        shown = await command(Deployment(front.url, clock=front.clock), app, "failures", "aurora")
        assert await listed(front, "sorriso") == (0, []), "another organization's"
        await front.pass_time(3 * 86_400)
        late = {row["kind"] for row in (await listed(front))[1]}
    assert code == 1
    kinds = {row["kind"]: row for row in rows}
    assert {row["organization"] for row in rows} == {"aurora"}
    assert kinds["turn_failed"]["detail"] == "ValueError"
    (chat,) = front.rows("select id from chat_identities where phone is not null")
    assert kinds["turn_failed"]["chat"] == str(chat["id"])
    assert kinds["escalation_open"]["detail"].startswith("failed")
    assert {"reply_waits", "reply_failed"} & kinds.keys()
    assert "turn_failed" not in late, "three days ago"
    assert "turn failed, customer told: 1" in shown.output
    assert not [word for word in ("573005550101", "Zenobia", "xilófono") if word in shown.output]


async def test_jobs_that_were_given_up_and_chats_that_nobody_answers(plain: Front) -> None:
    await plain.customer().write("hola")
    plain.execute(
        "insert into procrastinate.procrastinate_jobs (queue_name, task_name, args, status, attempts) "
        "values ('sends', 'remind', jsonb_build_object('organization', %s::text), 'failed', 5)",
        str(plain.organization("aurora")),
    )
    plain.execute(
        "insert into procrastinate.procrastinate_events (job_id, type, at) "
        "select id, 'failed', %s from procrastinate.procrastinate_jobs where status = 'failed'",
        plain.clock.now(),
    )
    await plain.pass_time(200)
    code, rows = await listed(plain)
    assert (code, {(row["kind"], row["organization"], row["detail"]) for row in rows}) == (
        1, {("job_failed", "aurora", "remind, 5 tries"), ("chat_waits", "aurora", None)},
    )  # fmt: skip
