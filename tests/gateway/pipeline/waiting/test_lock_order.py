"""Who asks locks the chat before the wish, as everything else does, or two would wait for each other."""

import asyncio

import psycopg

from tests.databases import rows
from tests.front import Front
from tests.gateway.pipeline.waiting.setting import CAMILA, DAY, LAURA, fill, free, waiters

_BLOCKED = (
    "select pid from pg_stat_activity where strpos(query, 'waiting_ask') > 0 "
    "and wait_event_type = 'Lock' and datname = current_database()"
)


async def test_a_question_that_waits_for_the_chat_holds_no_wish(clinic: Front) -> None:
    fill(clinic, [CAMILA, LAURA])
    (ana,) = await waiters(clinic, 1)
    await ana.waits()
    free(clinic, LAURA, "09:00")
    call = clinic.desk.database.call
    found = await call("waiting_claim", organization=ana.organization, day=DAY)
    question = {
        "entry": ana.entry["id"],
        "slot": found["slot"],
        "replies": [{"text": "¿La quieres?"}],
    }
    with psycopg.connect(clinic.url) as turn:
        turn.execute("select from chat_identities for update")
        asking = asyncio.create_task(call("waiting_ask", organization=ana.organization, **question))
        await _until_blocked(clinic)
        turn.execute("select from waiting_list for update nowait")
    assert await asking is True
    assert ana.entry["message_id"]


async def _until_blocked(front: Front) -> None:
    for _ in range(500):
        if await asyncio.to_thread(rows, front.url, _BLOCKED):
            return
    raise AssertionError("the question was put without the chat's lock")
