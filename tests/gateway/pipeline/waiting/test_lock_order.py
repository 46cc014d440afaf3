"""Who asks locks the chat before the wish, as everything else does, or two would wait for each other."""

import asyncio

import psycopg

from tests.front import Front
from tests.gateway.pipeline.waiting.full_day import CAMILA, DAY, LAURA, fill, free, waiters
from tests.locks import until_blocked


async def test_a_question_that_waits_for_the_chat_holds_no_wish(clinic: Front) -> None:
    fill(clinic, [CAMILA, LAURA])
    (ana,) = await waiters(clinic, 1)
    await ana.waits()
    free(clinic, LAURA, "09:00")
    call = clinic.container.database.call
    found = await call("waiting_claim", organization=ana.organization, day=DAY)
    question = {
        "entry": ana.entry["id"],
        "slot": found["slot"],
        "replies": [{"text": "¿La quieres?"}],
    }
    with psycopg.connect(clinic.url) as turn:
        turn.execute("select from chat_identities for update")
        asking = asyncio.create_task(call("waiting_ask", organization=ana.organization, **question))
        await until_blocked(clinic, "waiting_ask")
        turn.execute("select from waiting_list for update nowait")
    assert await asking is True
    assert ana.entry["message_id"]


async def test_a_question_that_is_just_being_sent_is_not_taken_for_one_that_was_seen(
    full: Front,
) -> None:
    """Between the look at the list and its end a sender claims the question; the provider is too busy, so
    it comes back to the queue, and would reach the customer when the slot is somebody else's."""
    ana = (await waiters(full, 1, channel="gupshup"))[0]
    await ana.waits()
    full.gupshup.refused.add(str(ana.phone))
    free(full, LAURA, "09:00")
    await full.work()
    await full.pass_time(31 * 60)
    call = full.container.database.call
    with psycopg.connect(full.url) as sender:
        sender.execute(
            "update chat_messages set status = 'sending', attempted_at = %s where id = %s",
            (full.clock.now(), ana.entry["message_id"]),
        )
        settling = asyncio.create_task(call("waiting_settle", organization=ana.organization))
        await until_blocked(full, "waiting_settle")
    assert await settling == 0
    assert ana.entry["status"] == "offered"
    full.execute("update chat_messages set status = 'queued' where status = 'sending'")
    assert await call("waiting_settle", organization=ana.organization) == 1
    assert ana.entry["status"] == "waiting"
