"""A provider in trouble for minutes or hours: every reply arrives afterwards, once and in order."""

import asyncio
from collections import Counter
from typing import Any

import pytest

from tests.front import Front
from tests.gateway.pipeline.sending.failing_providers import (
    CHANNELS,
    Down,
    chat_of,
    notices,
    pass_hours,
    put,
    server_of,
    states,
    texts,
    with_evidence,
)
from tests.providers.server import Answer

DISCONNECTED: dict[str, Any] = {
    "status": 400,
    "error": "Bad Request",
    "response": {
        "message": ["TypeError: Cannot read properties of undefined (reading 'onWhatsApp')"]
    },
}
TROUBLE = {
    "503": Answer(503),
    "429": Answer(429, {"message": "Too Many Requests"}),
    "403": Answer(403, {"message": "Forbidden"}),
    "no instance": Answer(404, {"response": {"message": ["The instance does not exist"]}}),
    "disconnected": Answer(400, DISCONNECTED),
    "a 400 that nobody knows": Answer(400, {"message": "Something is odd today"}),
}


@pytest.mark.parametrize(
    ("channel", "hours", "trouble"),
    [
        *((channel, 0.1, trouble) for channel in CHANNELS for trouble in TROUBLE),
        *(("evolution", 2, trouble) for trouble in TROUBLE),
        *(
            ("evolution", 20, trouble)
            for trouble in ("503", "disconnected", "a 400 that nobody knows")
        ),
        ("gupshup", 20, "429"),
        ("gupshup", 20, "503"),
    ],
)
async def test_replies_wait_for_a_provider_in_trouble(
    plain: Front, channel: str, hours: float, trouble: str
) -> None:
    customers = [plain.customer(f"5730055502{n:02d}", channel=channel) for n in range(3)]
    chats = [await chat_of(plain, one) for one in customers]
    down = Down(server_of(plain, channel), TROUBLE[trouble])
    for chat in chats:
        await put(plain, chat, "uno", "dos", receipt=True)
    await plain.work()
    await pass_hours(plain, hours)
    assert all(texts(plain, channel, one.phone) == [] for one in customers)
    assert down.posts < 40 + 10 * hours, "a provider in trouble is not hammered"
    down.end()
    await pass_hours(plain, 2)
    for one in customers:
        assert texts(plain, channel, one.phone) == ["uno", "dos"]
    assert states(plain) == {"sent": 6}


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("hours", [0.1, 2, 20])
async def test_replies_wait_for_a_provider_that_cannot_be_reached(
    plain: Front, channel: str, hours: float
) -> None:
    server = server_of(plain, channel)
    customers = [plain.customer(f"5730055502{n:02d}", channel=channel) for n in range(16)]
    port = server.close()
    for one in customers:
        await one.write("hola")
    await plain.settle()
    await pass_hours(plain, hours)
    assert states(plain) == {"queued": 16}
    await server.reopen(port)
    await pass_hours(plain, 0.5)
    assert [texts(plain, channel, one.phone) for one in customers] == [["De acuerdo."]] * 16


async def test_a_missing_key_is_waited_for(plain: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = plain.customer(channel="evolution")
    monkeypatch.delenv("AURORA_EVOLUTION_API_KEY")
    await ana.say("hola")
    await pass_hours(plain, 3)
    assert states(plain) == {"queued": 1}
    monkeypatch.setenv("AURORA_EVOLUTION_API_KEY", plain.evolution.api_key)
    await pass_hours(plain, 0.5)
    assert texts(plain, "evolution", ana.phone) == ["De acuerdo."]


async def test_after_an_outage_the_rate_is_bounded(plain: Front) -> None:
    """500 replies wait; one message at a time tries the provider, then they drain by and by."""
    chat = await chat_of(plain, plain.customer("573005550300", channel="evolution"))
    plain.execute(
        "insert into chat_identities (organization_id, connection_id, address, phone, created_at) "
        "select i.organization_id, i.connection_id, '57301' || lpad(n::text, 7, '0') || '@s.whatsapp.net', "
        "'57301' || lpad(n::text, 7, '0'), now() from chat_identities i, generate_series(1, 500) n "
        "where i.id = %s",
        chat["conversation"],
    )
    plain.execute(
        "insert into chat_messages (organization_id, chat_identity_id, connection_id, direction, status, "
        "body, created_at, retry_at, waiting_since) select organization_id, id, connection_id, 'outbound', "
        "'queued', 'hola', frontdesk.now(), frontdesk.now(), frontdesk.now() "
        "from chat_identities where phone like '57301%%'"
    )
    down = Down(plain.evolution, Answer(403))
    for _ in range(20):
        await plain.pass_time(5)
        await plain.work()
    assert down.posts <= 12
    down.end()
    await plain.pass_time(900)
    before, rounds = 0, []
    for _ in range(30):
        await plain.work()
        rounds.append(len(plain.evolution.sent) - before)
        before = len(plain.evolution.sent)
        await plain.pass_time(5)
    assert max(rounds) <= 31, "the one that tried, and a batch"
    assert before == 500
    assert states(plain) == {"sent": 500}


async def test_one_tenants_provider_is_down_and_the_others_answers_go_out(plain: Front) -> None:
    """The two tenants' instances share the queue and the workers."""
    ana = plain.customer("573005550401", channel="evolution")
    joao = plain.customer("5511955550402", channel="evolution", tenant="sorriso")
    usual = plain.evolution.respond

    async def only_aurora_is_down(request: Any) -> Answer:
        if "aurora" in request.path:
            return Answer(503)
        return await usual(request)

    plain.evolution.respond = only_aurora_is_down  # type: ignore[method-assign]
    for round_ in range(5):
        await ana.write("hola")
        assert await joao.say("oi") == "De acuerdo.", round_
    assert texts(plain, "evolution", ana.phone) == []


async def test_a_provider_that_hangs_holds_up_nobody_else(plain: Front) -> None:
    """Two calls that hang are enough: the third message waits instead of taking a worker."""
    customers = [plain.customer(f"5730055505{n:02d}", channel="evolution") for n in range(5)]
    chats = [await chat_of(plain, one) for one in customers]
    for chat in chats:
        await put(plain, chat, "uno")
    for chat in chats[:2]:
        assert (await plain.container.database.call("outbox_claim", **chat))["status"] == "send"
    await plain.pass_time(6)
    for chat in chats[2:]:
        assert (await plain.container.database.call("outbox_claim", **chat))["status"] == "held"


async def test_two_workers_find_the_same_waiting_replies(plain: Front) -> None:
    chats = [
        await chat_of(plain, plain.customer(f"5730055506{n:02d}", channel="evolution"))
        for n in range(6)
    ]
    port = plain.evolution.close()
    for chat in chats:
        await put(plain, chat, "uno", "dos")
    await plain.work()
    await plain.evolution.reopen(port)
    await plain.pass_time(60)
    await asyncio.gather(*(plain.container.database.call("outbox_due") for _ in range(4)))
    await plain.work()
    await plain.pass_time(60)
    await plain.work()
    assert Counter(s.text for s in plain.evolution.sent) == {"uno": 6, "dos": 6}


@pytest.mark.parametrize("channel", CHANNELS)
async def test_a_sender_that_dies_while_replies_wait_costs_none(plain: Front, channel: str) -> None:
    server = server_of(plain, channel)
    await with_evidence(plain, channel)
    ana = plain.customer(channel=channel)
    chat = await chat_of(plain, ana)
    port = server.close()
    await put(plain, chat, "uno", "dos", "tres")
    await plain.work()
    await plain.pass_time(30)
    claim = await plain.container.database.call("outbox_claim", **chat)
    assert claim["status"] == "send"  # and nobody hears of it again
    await pass_hours(plain, 1)
    await server.reopen(port)
    await pass_hours(plain, 1)
    assert texts(plain, channel, ana.phone) == ["uno", "dos", "tres"]


async def test_staff_hear_of_it_once_and_again_when_it_works(plain: Front) -> None:
    ana = plain.customer(channel="evolution")
    port = plain.evolution.close()
    await ana.say("hola")
    await pass_hours(plain, 0.15)
    assert notices(plain, "stuck") == []
    await pass_hours(plain, 5)
    (stuck,) = notices(plain, "stuck")
    assert "1 respuesta" in stuck
    assert "no se puede conectar" in stuck
    await plain.evolution.reopen(port)
    await pass_hours(plain, 1)
    (works,) = notices(plain, "works")
    assert "volvió a funcionar" in works
    assert sum("volvió a funcionar" in str(s.content) for s in plain.gupshup.sent) == 1
