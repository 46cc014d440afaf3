"""One connection's share of the sends on their way, and the deadline of each."""

import asyncio
import time
from collections.abc import AsyncIterator
from uuid import UUID

import httpx
import psycopg

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
