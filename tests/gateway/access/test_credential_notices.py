"""Staff are told, once a day and connection, that its stored credential cannot be read."""

import asyncio
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from gateway.cli.secrets import secrets_app
from tests.databases import NOW
from tests.front import Front, open_front
from tests.gateway.access.conftest import KEY, OTHER_KEY, command
from tests.gateway.media import files
from tests.gateway.media.sending import post, rows, sender
from tests.scripted_model import ScriptedModel

VALUE = "sk-planted-77aa41"
HOUR = 3600.0


async def keep(front: Front, channel: str = "gupshup") -> None:
    done = await command(front, secrets_app, "set", "aurora", channel, typed=f"{VALUE}\n")
    assert done.exit_code == 0, done.output


def reopened(front: Front, key: str) -> Any:
    """Another process over the same database, which has this key."""
    return open_front(
        front.url,
        Path(front.desk.settings.data_dir),
        NOW,
        ScriptedModel(),
        frontdesk_secret_key=SecretStr(key),
    )


def notices(front: Front) -> list[tuple[str, str]]:
    """(recipient, status), oldest first"""
    found = front.rows(
        "select r.key, n.status from notifications n join internal_notifications_config r "
        "on r.id = n.recipient_id where n.connection_id is not null order by n.created_at, r.key"
    )
    return [(row["key"], row["status"]) for row in found]


async def test_one_notice_a_day_says_what_is_stuck_and_nothing_of_the_credential(
    desk: Front,
) -> None:
    await keep(desk)
    told = [("console", "failed"), ("coordinator", "queued")]
    async with reopened(desk, OTHER_KEY) as front:
        for number in range(3):
            assert await front.customer(f"57300555010{number}").say("hola") == ""
        assert notices(front) == told, "nobody looks at the console; the other waits like replies"
        for _ in range(3):
            await front.pass_time(61)
            await front.work()
        (connection,) = front.rows(
            "select c.id from platform_connections c join connection_secrets s on s.connection_id = c.id"
        )
        await front.desk.connections.tell_staff(front.organization("aurora"), connection["id"])
        assert notices(front) == told
        for row in front.rows("select n.* from notifications n"):
            assert "Aurora" in row["body"], row["body"]
            assert "AuroraLumbreApp (gupshup)" in row["body"]
            assert "2026-11-20 10:00" in row["body"], "the hour at the business"
            kept = front.rows("select key_id from connection_secrets")[0]["key_id"]
            assert not [s for s in (VALUE, KEY, OTHER_KEY, kept) if s in str(row["body"])]
            assert len(row["params"]) == 3
        assert front.rows("select 1 from escalations") == [], "no customer asked for a person"
    async with reopened(desk, KEY) as front:
        front.clock.advance(HOUR)
        front.gupshup.api_key = VALUE
        await front.pass_time(61)
        await front.work()
        sent = [message.text for message in front.gupshup.sent]
        assert sent.count("De acuerdo.") == 3, "every customer was answered in the end"
        assert len(sent) == 4
    assert notices(desk) == [("console", "failed"), ("coordinator", "sent")]


async def test_the_next_day_there_is_another_and_several_senders_tell_once(desk: Front) -> None:
    await keep(desk)
    async with reopened(desk, OTHER_KEY) as front:
        (row,) = front.rows("select organization_id, connection_id from connection_secrets")
        for expected in (2, 4):
            tellers = [front.desk.connections.tell_staff(*row.values()) for _ in range(6)]
            await asyncio.gather(*tellers)
            assert len(notices(front)) == expected
            await front.pass_time(24 * HOUR + 1)
        front.execute("update internal_notifications_config set active = false")
        await front.desk.connections.tell_staff(*row.values())
        assert len(notices(front)) == 4
        other = front.organization("sorriso")
        await front.desk.connections.tell_staff(other, row["connection_id"])
        assert len(front.rows("select 1 from notifications")) == 4, "it is not theirs"


async def test_another_connection_of_the_channel_carries_the_notice(desk: Front) -> None:
    await keep(desk)
    desk.execute(
        "insert into platform_connections (organization_id, key, channel, name, phone, token_hash, "
        "token_env, secret_env) select organization_id, 'second', channel, 'SecondApp', c.phone, "
        "sha256('x'), 'X_TOKEN', secret_env from platform_connections c join organizations o on o.id = c.organization_id "
        "where o.slug = 'aurora' and c.channel = 'gupshup'"
    )
    async with reopened(desk, OTHER_KEY) as front:
        assert await front.customer().say("hola") == ""
        (notice,) = front.gupshup.sent
        assert (notice.form["src.name"], "AuroraLumbreApp" in notice.text) == ("SecondApp", True)
        assert notices(front) == [("console", "failed"), ("coordinator", "sent")]


async def test_a_file_waits_for_the_key_as_replies_do(desk: Front) -> None:
    await keep(desk, "evolution")
    async with reopened(desk, OTHER_KEY) as front:
        identity = await post(sender(front), "document", None)
        await front.settle()
        [row] = rows(front)
        assert (row["state"], row["reason"]) == ("unread", "late")
        assert notices(front)[0] == ("console", "failed")
        for _ in range(3):
            await front.pass_time(HOUR)
            await front.work()
    async with reopened(desk, KEY) as front:
        front.clock.advance(4 * HOUR)
        front.evolution.api_key = VALUE
        front.evolution.stored[identity] = files.pdf(
            "Orden de laboratorio para la paciente Ana Pérez"
        )
        await front.pass_time(61)
        await front.work()
        [row] = rows(front)
        assert (row["state"], row["media"]["state"]) == ("read", "stored")
        assert [sent.text for sent in front.evolution.sent] == ["De acuerdo."]


async def test_a_file_that_waited_for_a_day_has_failed(desk: Front) -> None:
    await keep(desk, "evolution")
    async with reopened(desk, OTHER_KEY) as front:
        await post(sender(front), "document", None)
        await front.pass_time(24 * HOUR + 61)
        await front.work()
        [row] = rows(front)
        assert row["media"]["state"] == "failed"
        assert (
            front.rows(
                "select 1 from procrastinate.procrastinate_jobs where task_name = 'media' and status = 'todo'"
            )
            == []
        )
