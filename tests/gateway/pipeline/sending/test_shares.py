"""One connection's share of the sends on their way, and the deadline of each."""

import asyncio
import time
from collections.abc import AsyncIterator
from uuid import UUID

import httpx
import psycopg
import pytest

from agent.types import Connection, Outbound
from gateway.channels.registry import load_channels
from gateway.pipeline.delivery import DEADLINE, Delivery, Result
from tests.front import Front
from tests.gateway.pipeline.sending.failing_providers import chat_of, put, states
from tests.locks import until_blocked
from tests.providers.server import Answer, Request


async def test_a_connection_has_its_share_and_whoever_ends_calls_the_next(plain: Front) -> None:
    customers = [plain.customer(f"5730055507{n:02d}", channel="evolution") for n in range(4)]
    chats = [await chat_of(plain, one) for one in customers]
    database = plain.container.database
    for chat in chats:
        await put(plain, chat, "uno")
    plain.execute("delete from procrastinate.procrastinate_jobs")
    claims = [await database.call("outbox_claim", **chat, share=2) for chat in chats]
    assert [claim["status"] for claim in claims] == ["send", "send", "held", "held"]
    assert plain.rows("select * from chat_messages where waiting_since is not null") == []
    settled = {"organization": chats[0]["organization"], "message": claims[0]["message"]}
    await database.call("outbox_settle", **settled, attempt=1, status="sent", provider_id="one")
    jobs = plain.rows(
        "select args ->> 'conversation' as chat from procrastinate.procrastinate_jobs"
    )
    assert [job["chat"] for job in jobs] == [str(chats[2]["conversation"])], "the oldest of them"
    claim = await database.call("outbox_claim", **chats[2], share=2)
    assert claim["status"] == "send"
    assert states(plain) == {"sent": 1, "sending": 2, "queued": 1}


@pytest.mark.parametrize("end", ["withheld", "given up", "settled by an event"])
async def test_a_place_that_is_not_taken_is_passed_on(plain: Front, end: str) -> None:
    """Else whoever waits behind it waits for the next sweep."""
    customers = [plain.customer(f"5730055510{n:02d}", channel="evolution") for n in range(3)]
    chats = [await chat_of(plain, one) for one in customers]
    for chat in chats:
        await put(plain, chat, "uno")
    call = plain.container.database.call
    claims = [await call("outbox_claim", **chat, share=1) for chat in chats]
    assert [claim["status"] for claim in claims] == ["send", "held", "held"]
    plain.execute("delete from procrastinate.procrastinate_jobs")
    about = {"organization": chats[0]["organization"], "message": claims[0]["message"]}
    called = chats[1]
    if end == "settled by an event":
        plain.execute("update chat_messages set status = 'delivered' where status = 'sending'")
    await call("outbox_settle", **about, attempt=1, status="sent", provider_id="one")
    assert waiting_chats(plain) == [called["conversation"]]
    if end == "settled by an event":
        return
    plain.execute("delete from procrastinate.procrastinate_jobs")
    reply = "where direction = 'outbound' and chat_identity_id = %s"
    if end == "withheld":
        turn = (
            "insert into turns (organization_id, chat_identity_id, token, message_ids, started_at) "
        )
        turn += "select organization_id, id, 1, '{}', frontdesk.now() from chat_identities where id = %s"
        plain.execute(turn, called["conversation"])
        plain.execute(
            f"update chat_messages set turn_id = (select max(id::text) from turns)::uuid {reply}",
            called["conversation"],
        )
        await call("handoff_set", **called, by="person")
    else:
        plain.execute(
            f"update chat_messages set status = 'unknown', unknowns = 9 {reply}",
            called["conversation"],
        )
    claim = await call("outbox_claim", **called, share=1)
    assert claim["status"] == {"withheld": "withheld", "given up": "empty"}[end]
    assert chats[2]["conversation"] in waiting_chats(plain)


async def test_notices_of_one_business_have_a_share_too(front: Front) -> None:
    """Its provider hangs: two notices are on their way, the others take no place of the worker."""
    call = front.container.database.call
    organization = front.organization("aurora")
    front.execute(
        "insert into notifications (organization_id, connection_id, recipient_id, body, params, created_at) "
        "select r.organization_id, c.id, r.id, 'aviso ' || n, '{}', frontdesk.now() "
        "from internal_notifications_config r, platform_connections c, generate_series(1, 6) n "
        "where r.organization_id = %s and c.organization_id = r.organization_id and c.channel = r.channel "
        "and r.id = (select min(x.id::text)::uuid from internal_notifications_config x "
        "where x.organization_id = r.organization_id and x.channel <> 'web')",
        organization,
    )
    ids = [row["id"] for row in front.rows("select id from notifications order by created_at, id")]
    front.execute("delete from procrastinate.procrastinate_jobs")
    about = [{"organization": organization, "notification": id} for id in ids]
    claims = [await call("notice_claim", **one, share=2) for one in about[:4]]
    assert [claim["status"] for claim in claims] == ["send", "send", "wait", "wait"]
    await call("notice_settle", **about[0], attempt=1, status="sent")
    called = front.rows(
        "select args ->> 'notification' as id from procrastinate.procrastinate_jobs"
    )
    assert [row["id"] for row in called] == [str(ids[2])]
    assert (await call("notice_claim", **about[2], share=2))["status"] == "send"
    await call("notice_settle", **about[1], attempt=1, status="sent")
    assert (await call("notice_claim", **about[3], share=4))["status"] == "send"
    await front.pass_time(6)
    held = await call("notice_claim", **about[4], share=4)
    assert held["status"] == "wait", "two of them hang"


def waiting_chats(front: Front) -> list[UUID]:
    query = "select args ->> 'conversation' as chat from procrastinate.procrastinate_jobs where task_name = 'send'"
    return [UUID(job["chat"]) for job in front.rows(query)]


async def test_those_who_claim_in_one_moment_do_not_all_find_room(clinic: Front) -> None:
    customers = [clinic.customer(f"5730055508{n:02d}", channel="evolution") for n in range(6)]
    chats = [await chat_of(clinic, one) for one in customers]
    for chat in chats:
        await put(clinic, chat, "uno")
    claim = clinic.container.database.call
    claims = await asyncio.gather(*(claim("outbox_claim", **chat, share=2) for chat in chats))
    assert sorted(claim["status"] for claim in claims) == ["held"] * 4 + ["send"] * 2


async def test_who_is_just_being_put_down_to_wait_is_called_by_the_send_that_ends(
    plain: Front,
) -> None:
    """Else the last send of a connection ends without having seen who was told to wait for it."""
    customers = [plain.customer(f"5730055509{n:02d}", channel="evolution") for n in range(2)]
    chats = [await chat_of(plain, one) for one in customers]
    for chat in chats:
        await put(plain, chat, "uno")
    plain.execute("delete from procrastinate.procrastinate_jobs")
    call = plain.container.database.call
    claim = await call("outbox_claim", **chats[0], share=1)
    settled = {"organization": chats[0]["organization"], "message": claim["message"]}
    with psycopg.connect(plain.url) as claiming:
        claiming.execute(
            "select set_config('frontdesk.now', %s, true)", [plain.clock.now().isoformat()]
        )
        query = "select outbox_claim(%(organization)s, %(conversation)s, p_share => 1)"
        answer = claiming.execute(query, chats[1]).fetchone()
        assert answer == ({"status": "held"},)
        ends = call("outbox_settle", **settled, attempt=1, status="sent", provider_id="one")
        settling = asyncio.create_task(ends)
        await until_blocked(plain, "outbox_settle", unless=settling)
    assert await settling is True
    jobs = plain.rows(
        "select args ->> 'conversation' as chat from procrastinate.procrastinate_jobs"
    )
    assert [job["chat"] for job in jobs] == [str(chats[1]["conversation"])]


async def test_an_attempt_ends_in_time_however_its_answer_trickles(plain: Front) -> None:
    """The client's own limits are those of one read, and each read here brings something."""

    async def pieces() -> AsyncIterator[bytes]:
        while True:
            yield b" "
            await asyncio.sleep(0.02)

    async def respond(request: Request) -> Answer:
        return Answer(202, pieces=pieces())

    plain.gupshup.respond = respond  # type: ignore[method-assign]
    lease = 2.0
    channels = load_channels({"gupshup": plain.gupshup.url})
    connection = Connection(UUID(int=1), UUID(int=2), "gupshup", "App", "573005550100", "key")
    message = Outbound(UUID(int=3), "573005550101", "hola")
    began = time.monotonic()
    async with httpx.AsyncClient(timeout=20, trust_env=False) as http:
        delivery = Delivery(channels, plain.container.connections, http, lease)
        end = await delivery.attempt(message, connection, began)
    assert (end.result, end.answered) == (Result.UNKNOWN, False)
    assert lease * DEADLINE <= time.monotonic() - began < lease * 4
