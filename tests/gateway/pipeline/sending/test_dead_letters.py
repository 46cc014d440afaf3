"""What waited for a day is given up, staff see it, and a command sends it again."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from agent.settings import Settings
from gateway.checks import Finding, check
from gateway.cli.outbox import outbox_app
from gateway.pipeline.maintenance import lease_of
from gateway.pipeline.sending_watch import SendingWatch
from tests.command_line import Deployment, command
from tests.front import API_KEY, Front
from tests.gateway.pipeline.sending.failing_providers import (
    STAFF,
    Down,
    chat_of,
    notices,
    pass_hours,
    put,
    server_of,
    states,
    texts,
)
from tests.providers.server import Answer


async def _outbox(front: Front, *words: object) -> str:
    done = await command(Deployment(front.url, clock=front.clock), outbox_app, *words)
    assert done.exit_code == 0, done.output
    return str(done.output)


async def test_after_a_day_a_reply_is_given_up_and_a_command_sends_it(plain: Front) -> None:
    ana = plain.customer(channel="evolution")
    chat = await chat_of(plain, ana)
    port = plain.evolution.close()
    await put(plain, chat, "uno", "dos")
    await plain.work()
    await pass_hours(plain, 23.5)
    assert states(plain) == {"queued": 2}
    await pass_hours(plain, 1.5)
    assert states(plain) == {"failed": 2}
    (told,) = notices(plain, "given_up")
    assert "2 respuestas" in told
    listed = await _outbox(plain, "list", "aurora")
    assert listed.count("given up") == 4  # the state, and the reason
    assert "no connection" in listed
    await plain.evolution.reopen(port)
    await pass_hours(plain, 1)
    assert texts(plain, "evolution", ana.phone) == [], "nobody asked for it"
    assert "sent again: 2" in await _outbox(plain, "retry", "aurora")
    await plain.work()
    assert texts(plain, "evolution", ana.phone) == ["uno", "dos"]
    assert "nothing waits" in await _outbox(plain, "list", "aurora")


async def test_one_of_several_is_sent_again(plain: Front) -> None:
    ana = plain.customer(channel="evolution")
    chat = await chat_of(plain, ana)
    port = plain.evolution.close()
    await put(plain, chat, "uno", "dos")
    await plain.work()
    await pass_hours(plain, 25)
    await plain.evolution.reopen(port)
    second = plain.rows("select id from chat_messages where body = 'dos'")[0]["id"]
    await _outbox(plain, "retry", "aurora", "--message", second)
    await plain.work()
    assert texts(plain, "evolution", ana.phone) == ["dos"]


async def test_a_command_does_not_wait_for_the_next_try(plain: Front) -> None:
    ana = plain.customer(channel="evolution")
    chat = await chat_of(plain, ana)
    port = plain.evolution.close()
    await put(plain, chat, "uno")
    await plain.work()
    await pass_hours(plain, 4)
    await plain.evolution.reopen(port)
    await _outbox(plain, "retry", "aurora")
    await plain.work()
    assert texts(plain, "evolution", ana.phone) == ["uno"]


async def test_a_receipt_that_was_given_up_is_told_to_a_person(plain: Front) -> None:
    ana = plain.customer(channel="evolution")
    chat = await chat_of(plain, ana)
    plain.evolution.close()
    await put(plain, chat, "Agendada: láser, viernes 9:00", receipt=True)
    await plain.work()
    await pass_hours(plain, 25)
    bodies = [str(s.content) for s in plain.gupshup.sent if s.destination == STAFF]
    (told,) = [body for body in bodies if "no le llegó esta confirmación" in body]
    assert "láser" in told
    assert ana.phone in told


async def test_a_notice_of_the_connection_settles_no_receipt(plain: Front) -> None:
    """It may come when the receipt's own call failed: that one is made in the next round."""
    chat = await chat_of(plain, plain.customer(channel="evolution"))
    await put(plain, chat, "Agendada: láser, viernes 9:00", receipt=True)
    await put(plain, chat, "uno")
    plain.execute(
        "update chat_messages set status = 'failed', given_up_at = frontdesk.now() "
        "where direction = 'outbound'"
    )
    database = plain.container.database
    connection = plain.rows("select distinct connection_id as id from chat_messages")
    await database.call(
        "sending_notice_put",
        organization=plain.organization("aurora"),
        connection=connection[0]["id"],
        topic="given_up",
        body="x",
        params=[],
    )
    untold = "select body from chat_messages where given_up_at is not null and not given_up_told"
    assert [row["body"] for row in plain.rows(untold)] == ["Agendada: láser, viernes 9:00"]
    await SendingWatch(database).round()
    assert plain.rows(untold) == []
    (case,) = plain.rows("select reason from escalations")
    assert case["reason"] == "undelivered"


@pytest.mark.parametrize(("every", "lease"), [(1.0, 60), (30.0, 120), (3600.0, 600)])
def test_who_dies_in_a_round_keeps_it_from_the_others_no_longer_than_it_may_wait(
    every: float, lease: float
) -> None:
    task = SendingWatch.__new__(SendingWatch)
    task.every_seconds = every
    assert lease_of(task) == lease


async def test_a_window_that_closed_meanwhile_is_said(plain: Front) -> None:
    ana = plain.customer()
    chat = await chat_of(plain, ana)
    down = Down(plain.gupshup, Answer(403))
    await put(plain, chat, "uno", receipt=True)
    await plain.work()
    await pass_hours(plain, 25)
    down.end()
    await _outbox(plain, "retry", "aurora")
    await plain.work()
    assert texts(plain, "gupshup", ana.phone) == []
    (row,) = plain.rows("select status, error from chat_messages where direction = 'outbound'")
    assert (row["status"], row["error"]) == ("failed", "the 24-hour window is closed")


async def test_a_message_that_the_provider_alone_refuses_does_not_hold_up_its_chat(
    plain: Front,
) -> None:
    """Others go through, so the trouble is with this one: its chat goes on, and it is tried on."""
    ana, luis = (plain.customer(f"57300555080{n}", channel="evolution") for n in (1, 2))
    chat, other = await chat_of(plain, ana), await chat_of(plain, luis)
    usual = plain.evolution.respond

    async def refuses_one(request: Any) -> Answer:
        if "odd" in request.body.decode():
            return Answer(400, {"message": "no"})
        return await usual(request)

    plain.evolution.respond = refuses_one  # type: ignore[method-assign]
    await put(plain, chat, "odd")
    await plain.work()
    await put(plain, chat, "dos")
    for _ in range(8):
        await plain.pass_time(90)
        await put(plain, other, "hola")
        await plain.work()
    assert texts(plain, "evolution", ana.phone) == ["dos"]
    assert len(texts(plain, "evolution", luis.phone)) == 8
    plain.evolution.respond = usual  # type: ignore[method-assign]
    await pass_hours(plain, 3)
    assert texts(plain, "evolution", ana.phone) == ["dos", "odd"]


async def test_an_answer_without_an_end_is_no_waiting_reply(plain: Front) -> None:
    """Nobody knows whether the provider has it, and no evidence comes: it is for a person."""
    ana = plain.customer(channel="evolution")
    chat = await chat_of(plain, ana)
    plain.evolution.drop_next(taken=True, times=100)
    await put(plain, chat, "uno", receipt=True)
    await plain.work()
    await pass_hours(plain, 25)
    assert states(plain) == {"failed": 1}
    assert len(plain.evolution.requests) == 1
    assert "given up" in await _outbox(plain, "list", "aurora")


@pytest.mark.parametrize("late", [False, True])
async def test_check_and_ready_say_what_waits(plain: Front, tmp_path: Path, late: bool) -> None:
    ana = plain.customer(channel="evolution")
    plain.evolution.close()
    await ana.say("hola")
    if late:  # the check looks at the machine's clock
        plain.execute("update chat_messages set waiting_since = now() - interval '2 hours'")
    else:
        plain.execute("update chat_messages set waiting_since = now()")
    ready = await plain.http.get("/ready")
    assert ready.status_code == 200, "a provider's trouble does not make the gateway unready"
    assert "1 waiting at 1 connections" in ready.json()["checks"]["sends"]
    assert "aurora" not in ready.text
    found = await _checked(plain, tmp_path)
    finding = found["replies of aurora (evolution)"]
    assert finding.state == ("bad" if late else "warn")
    assert "1 waiting since" in finding.text
    assert "no connection" in finding.text


async def test_check_is_content_when_nothing_waits(plain: Front, tmp_path: Path) -> None:
    found = await _checked(plain, tmp_path)
    assert found["replies"].state == "ok"
    assert found["staff"].state == "ok"
    assert found["what becomes of messages"].state == "ok"


async def test_check_says_where_a_provider_tells_nothing_of_what_it_took(
    plain: Front, tmp_path: Path
) -> None:
    """The check looks at the machine's clock, by which the message went out long ago."""
    await plain.customer().say("hola")
    plain.execute("update connection_sending set silent_since = now() - interval '11 minutes'")
    found = await _checked(plain, tmp_path)
    silent = found["what becomes of messages of aurora (gupshup)"]
    assert silent.state == "warn"
    assert "a person settles it" in silent.text


async def _checked(front: Front, folder: Path) -> dict[str, Finding]:
    settings = Settings(
        database_url=SecretStr(front.url),
        frontdesk_data_dir=folder,
        api_key=SecretStr(API_KEY),
        gupshup_base_url=server_of(front, "gupshup").url,
    )
    return {f.what: f for f in await check(settings)}
