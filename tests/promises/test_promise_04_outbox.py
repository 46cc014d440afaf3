"""A customer never gets the same reply twice: what the outbox does when a provider is in trouble."""

from typing import Any

import pytest

from agent.types import Json
from tests.front import Customer, Front
from tests.gateway.pipeline.sending.failing_providers import notices, pass_hours, with_evidence
from tests.providers import evolution, gupshup
from tests.providers.server import ProviderServer

GRACE = 15.5

pytestmark = pytest.mark.parametrize("channel", ["gupshup", "evolution"])


async def test_promise_4_a_refused_connection_is_tried_again(plain: Front, channel: str) -> None:
    ana, server = _customer(plain, channel)
    port = server.close()
    await ana.say("hola")
    assert _outbox(plain) == [("queued", 1)]
    await server.reopen(port)
    await plain.settle()
    assert _outbox(plain) == [("sent", 2)]
    assert len(_sent(server)) == 1


async def test_promise_4_too_many_requests_are_tried_again_later(
    plain: Front, channel: str
) -> None:
    ana, server = _customer(plain, channel)
    server.answer_next(429, {"message": "Too Many Requests"}, times=3)
    await ana.say("hola")
    for _ in range(4):
        await plain.settle()
    assert _outbox(plain) == [("sent", 4)]
    assert len(_sent(server)) == 1


async def test_promise_4_a_definite_refusal_is_not_repeated_and_holds_up_nothing(
    plain: Front, channel: str
) -> None:
    ana, server = _customer(plain, channel)
    never: dict[str, Any] = {"message": "Invalid Destination"}
    if channel == "evolution":
        never = {"response": {"message": [{"exists": False, "number": ana.phone}]}}
    server.answer_next(400, never)
    await ana.say("hola")
    await ana.say("¿hay alguien?")
    assert _outbox(plain) == [("failed", 1), ("sent", 1)]
    assert len(_sent(server)) == 1


async def test_promise_4_with_a_wrong_key_replies_wait_until_it_is_right(
    plain: Front, channel: str, caplog: pytest.LogCaptureFixture
) -> None:
    ana, server = _customer(plain, channel)
    assert isinstance(server, gupshup.GupshupServer | evolution.EvolutionServer)
    right, server.api_key = server.api_key, "changed at the provider"
    await ana.say("hola")
    for _ in range(20):
        await plain.pass_time(61)
        await plain.work()
    assert [status for status, _ in _outbox(plain)] == ["queued"]
    server.api_key = right
    await plain.pass_time(15 * 60 * 1.2)
    await plain.work()
    assert [status for status, _ in _outbox(plain)] == ["sent"]
    assert [sent.text for sent in server.sent].count("De acuerdo.") == 1
    assert caplog.text.count("refuses the key of connection") == 1
    notices = plain.rows("select body from notifications where connection_id is not null")
    assert len({row["body"] for row in notices}) == 1
    assert "no se pudo usar la clave" in notices[0]["body"]


@pytest.mark.parametrize("fault", ["dropped", "500", "504"])
async def test_promise_4_what_was_taken_without_an_answer_is_not_sent_again(
    plain: Front, channel: str, fault: str
) -> None:
    """Gupshup names it by an id that nobody can tie to it: a person settles it."""
    await with_evidence(plain, channel)
    ana, server = _customer(plain, channel)
    _lose_the_answer(server, fault)
    await ana.say("hola")
    assert _outbox(plain) == [("unknown", 1)]
    await _show(plain, ana)
    for _ in range(8):
        await plain.pass_time(GRACE)
        await plain.work()
    assert _outbox(plain) == [("failed" if channel == "gupshup" else "sent", 1)]
    assert len(_sent(server)) == 1


async def test_promise_4_what_was_not_taken_is_sent_once_the_provider_had_its_time(
    plain: Front, channel: str
) -> None:
    await with_evidence(plain, channel)
    ana, server = _customer(plain, channel)
    server.drop_next()
    await ana.say("hola")
    await plain.pass_time(GRACE - 2)
    await plain.work()
    assert _sent(server) == []
    await plain.pass_time(2)
    await plain.work()
    assert _outbox(plain) == [("sent", 2)]
    assert len(_sent(server)) == 1


@pytest.mark.parametrize("evidence", [True, False])
async def test_promise_4_a_provider_that_never_answers_is_not_asked_for_ever(
    plain: Front, channel: str, evidence: bool
) -> None:
    """Where nothing shows what it has, once; Evolution's database shows each time that it has nothing."""
    if evidence:
        await with_evidence(plain, channel)
    ana, server = _customer(plain, channel)
    server.drop_next(times=100)
    await ana.say("hola")
    await pass_hours(plain, 2)
    tries = [r for r in server.requests if ana.phone in r.body.decode()]
    if evidence and channel == "evolution":
        assert 4 <= len(tries) <= 8
        server.recover()
        await pass_hours(plain, 3)
        assert [sent.text for sent in _sent(server)] == ["De acuerdo."]
    else:
        assert _outbox(plain) == [("failed", 2 if evidence else 1)]
        assert len(tries) == (2 if evidence else 1)
        assert len(notices(plain, "given_up")) == 1


async def test_promise_4_later_replies_wait_for_an_earlier_one(plain: Front, channel: str) -> None:
    ana, server = _customer(plain, channel)
    server.answer_next(429, times=1)
    await _reply(plain, ana, "uno")
    await _reply(plain, ana, "dos")
    for _ in range(3):
        await plain.settle()
    assert [s.text for s in _sent(server)] == ["uno", "dos"]


async def test_promise_4_a_sender_killed_before_its_call_leaves_a_message_that_is_sent_once(
    plain: Front, channel: str
) -> None:
    await with_evidence(plain, channel)
    ana, server = _customer(plain, channel)
    await _claimed_by_a_dead_sender(plain, ana)
    await plain.work()
    assert _sent(server) == []
    for _ in range(4):
        await plain.pass_time(GRACE)
        await plain.work()
    assert [s.text for s in _sent(server)] == ["uno"]


async def test_promise_4_a_sender_killed_after_its_call_is_not_repeated(
    plain: Front, channel: str
) -> None:
    await with_evidence(plain, channel)
    ana, server = _customer(plain, channel)
    await _claimed_by_a_dead_sender(plain, ana)
    await _show(plain, ana, text="uno")
    for _ in range(6):
        await plain.pass_time(GRACE)
        await plain.work()
    assert _outbox(plain) == [("failed" if channel == "gupshup" else "sent", 1)]
    assert _sent(server) == []


async def test_promise_4_a_sender_slower_than_its_lease_still_settles_its_message(
    plain: Front, channel: str
) -> None:
    ana, server = _customer(plain, channel)
    claim = await _claimed_by_a_dead_sender(plain, ana)
    await plain.pass_time(30.5)
    await plain.work()
    assert _outbox(plain) == [("unknown", 1)]
    await plain.container.database.call(
        "outbox_settle",
        organization=plain.organization("aurora"),
        message=claim["message"],
        attempt=1,
        status="sent",
        provider_id="slow",
    )
    for _ in range(3):
        await plain.pass_time(GRACE)
        await plain.work()
    assert _outbox(plain) == [("sent", 1)]
    assert _sent(server) == []


async def test_promise_4_a_status_before_the_answer_of_the_send_call_is_the_same_message(
    plain: Front, channel: str
) -> None:
    ana, server = _customer(plain, channel)
    claim = await _claimed_by_a_dead_sender(plain, ana)
    await _show(plain, ana, text="uno", provider_id="early")
    settled = await plain.container.database.call(
        "outbox_settle",
        organization=plain.organization("aurora"),
        message=claim["message"],
        attempt=1,
        status="sent",
        provider_id="early",
    )
    assert settled is (channel == "gupshup"), "an echo has settled it before"
    assert _outbox(plain) == [("delivered" if channel == "gupshup" else "sent", 1)]
    assert _sent(server) == []


async def test_promise_4_receipts_of_other_messages_settle_nothing(
    plain: Front, channel: str
) -> None:
    await with_evidence(plain, channel)
    ana, server = _customer(plain, channel)
    server.drop_next()
    await ana.say("hola")
    await _status(plain, ana, "an-old-message", "read")
    assert _outbox(plain) == [("unknown", 1)]
    await plain.pass_time(GRACE)
    await plain.work()
    assert len(_sent(server)) == 1


def _customer(front: Front, channel: str) -> tuple[Customer, ProviderServer]:
    server: ProviderServer = front.gupshup if channel == "gupshup" else front.evolution
    return front.customer(channel=channel), server


def _sent(server: ProviderServer) -> list[Any]:
    assert isinstance(server, gupshup.GupshupServer | evolution.EvolutionServer)
    return list(server.sent)


def _outbox(front: Front) -> list[tuple[str, int]]:
    """Without the message that `with_evidence` sent."""
    query = (
        "select m.status, m.attempts from chat_messages m join chat_identities i on i.id = m.chat_identity_id "
        "where m.direction = 'outbound' and i.phone <> '573005550999' order by m.seq"
    )
    return [(row["status"], row["attempts"]) for row in front.rows(query)]


def _lose_the_answer(server: ProviderServer, fault: str) -> None:
    if fault == "dropped":
        server.drop_next(taken=True)
    else:
        server.answer_next(int(fault), taken=True)


async def _reply(front: Front, customer: Customer, text: str) -> None:
    """The business says this by itself."""
    if not front.rows("select * from chat_identities"):
        await customer.write("hola")
        front.execute("update chat_messages set status = 'handled' where direction = 'inbound'")
    await front.container.database.call(
        "outbox_put",
        organization=front.organization("aurora"),
        conversation=customer.chat["id"],
        replies=[{"text": text, "payload": {}}],
    )
    await front.work()


async def _claimed_by_a_dead_sender(front: Front, customer: Customer) -> Json:
    await customer.write("hola")
    front.execute("update chat_messages set status = 'handled' where direction = 'inbound'")
    conversation = {
        "organization": front.organization("aurora"),
        "conversation": customer.chat["id"],
    }
    replies = [{"text": "uno", "payload": {}}]
    await front.container.database.call("outbox_put", **conversation, replies=replies)
    claim: Json = await front.container.database.call("outbox_claim", **conversation)
    assert claim["status"] == "send"
    return claim


async def _show(
    front: Front,
    customer: Customer,
    *,
    text: str = "De acuerdo.",
    provider_id: str = "by-evidence",
) -> None:
    """The provider shows that it has a message: Gupshup by a status, Evolution by its echo."""
    if customer.channel == "gupshup":
        await _status(front, customer, provider_id, "delivered")
        return
    payload = evolution.echo(
        provider_id,
        text,
        jid=f"{customer.phone}@s.whatsapp.net",
        instance=front.connection_name("aurora", "evolution"),
    )
    assert (await front.post("evolution", "aurora", payload)).status_code == 200


async def _status(front: Front, customer: Customer, provider_id: str, status: str) -> None:
    name = front.connection_name("aurora", customer.channel)
    if customer.channel == "gupshup":
        payload = gupshup.message_event(provider_id, status, destination=customer.phone, app=name)
    else:
        payload = evolution.receipt(
            provider_id, status.upper(), jid=f"{customer.phone}@s.whatsapp.net", instance=name
        )
    assert (await front.post(customer.channel, "aurora", payload)).status_code == 200
