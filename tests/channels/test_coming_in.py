"""What a provider delivers is stored once, for the right chat, whatever its order and form."""

import itertools
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from tests.channels.connected import Connected
from tests.channels.player import Call


def given(payload: Any, what: str) -> Any:
    """The payload, or the end of a test of something that this provider does not have."""
    if payload is None:
        pytest.skip(f"this provider has no {what}")
    return payload


def bodies(desk: Connected) -> list[str]:
    return [message["body"] for message in desk.messages()]


async def test_an_authentic_request_is_stored_and_acknowledged(plain: Connected) -> None:
    answer = await plain.deliver(plain.player.text("Hola", id="m-1", at=plain.now))
    assert answer.status_code == 200
    [message] = plain.messages()
    assert (message["body"], message["provider_id"], message["kind"]) == ("Hola", "m-1", "text")
    assert message["status"] == "pending"
    [chat] = plain.chats()
    assert chat["phone"] == plain.player.phone


async def test_a_forged_request_is_refused_and_stores_nothing(plain: Connected) -> None:
    forged = plain.player.forged(plain.player.text("Hola", id="m-1", at=plain.now), plain.url)
    if not forged:
        pytest.skip("this provider proves nothing beyond the address's token")
    for wrong, call in forged.items():
        answer = await plain.front.http.post(plain.path, content=call.body, headers=call.headers)
        assert answer.status_code in (401, 403), wrong
    assert plain.messages() == []


async def test_a_wrong_token_and_an_unknown_channel_get_the_same_answer(plain: Connected) -> None:
    call = plain.player.call(plain.player.text("Hola", id="m-1", at=plain.now), plain.url)
    for path in (f"{plain.path}x", f"/webhooks/no-such-channel/{'t' * 20}"):
        answer = await plain.front.http.post(path, content=call.body, headers=call.headers)
        assert answer.status_code == 404
    assert plain.messages() == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe\x00", b"{" * 50_000])
async def test_a_body_that_is_none_is_refused_without_a_fault(
    plain: Connected, body: bytes
) -> None:
    call = plain.player.call(plain.player.text("Hola", id="m-1", at=plain.now), plain.url)
    answer = await plain.front.http.post(plain.path, content=body, headers=call.headers)
    assert 400 <= answer.status_code < 500
    assert plain.messages() == []


async def test_a_message_that_is_delivered_again_is_stored_once(plain: Connected) -> None:
    payload = plain.player.text("Hola", id="m-1", at=plain.now)
    for _ in range(3):
        assert (await plain.deliver(payload)).status_code == 200
    await plain.front.settle()
    assert (await plain.deliver(payload)).status_code == 200
    await plain.front.settle()
    assert bodies(plain) == ["Hola"]
    assert len(plain.player.received()) == 1


async def test_every_order_of_delivery_stores_the_same_messages(plain: Connected) -> None:
    words = ("uno", "dos", "tres")
    orders = list(itertools.permutations(range(3)))
    for round_, order in enumerate(orders):
        for place in order:
            sent = plain.now + timedelta(seconds=place)
            id_ = f"r{round_}-{place}"
            payload = plain.player.text(words[place], id=id_, at=sent)
            assert (await plain.deliver(payload)).status_code == 200
    assert sorted(bodies(plain)) == sorted(words * len(orders))
    assert len(plain.chats()) == 1


async def test_several_messages_in_one_request(plain: Connected) -> None:
    messages = [
        plain.player.text(f"parte {number}", id=f"b-{number}", at=plain.now) for number in range(3)
    ]
    together = given(plain.player.together(messages), "request with several messages")
    assert (await plain.deliver(together)).status_code == 200
    assert bodies(plain) == ["parte 0", "parte 1", "parte 2"]


async def test_two_customers_are_two_chats(plain: Connected) -> None:
    for number in range(2):
        phone = f"57300555017{number}"
        payload = plain.player.text("Hola", id=f"c-{number}", at=plain.now, phone=phone)
        assert (await plain.deliver(payload)).status_code == 200
    assert {chat["phone"] for chat in plain.chats()} == {"573005550170", "573005550171"}


async def test_what_nobody_wrote_is_taken_and_not_answered(plain: Connected) -> None:
    for name, payload in plain.player.others().items():
        assert (await plain.deliver(payload)).status_code == 200, name
    await plain.front.settle()
    assert plain.player.received() == []


async def test_a_message_of_an_invented_type_is_answered_if_it_is_kept(desk: Connected) -> None:
    """It is somebody's message: it is kept as one that nobody could read, and asked for in words."""
    [answer] = await desk.hear(desk.player.invented(id=desk.new_id(), at=desk.now))
    assert "pude abrir" in answer.text
    assert "escri" in answer.text
    [message] = desk.messages()
    assert (message["kind"], message["status"]) == ("unsupported", "handled")


async def test_a_payload_of_a_later_version_is_read_as_far_as_it_is_known(plain: Connected) -> None:
    [reply] = await plain.hear(
        plain.player.widened(plain.player.text("Hola", id="v-1", at=plain.now))
    )
    [message] = plain.messages()
    assert (message["body"], message["provider_id"], message["kind"]) == ("Hola", "v-1", "text")
    event = plain.player.status(reply.id, "read", at=plain.now)
    if event is not None:
        assert (await plain.deliver(plain.player.widened(event))).status_code == 200
        assert [sent["status"] for sent in plain.messages("outbound")] == ["read"]


async def test_a_group_is_never_answered(plain: Connected) -> None:
    payload = given(plain.player.group("Hola a todos", id="g-1", at=plain.now), "groups")
    assert (await plain.deliver(payload)).status_code == 200
    await plain.front.settle()
    assert plain.messages() == []
    assert plain.player.server_sends() == 0


async def test_a_picture_is_fetched_and_kept(plain: Connected) -> None:
    await plain.deliver(plain.player.picture(id="p-1", at=plain.now, caption="Mira esto"))
    await plain.front.settle()
    [message] = plain.messages()
    assert (message["kind"], message["body"]) == ("image", "Mira esto")
    assert message["payload"]["media"]["state"] == "stored", message["payload"]


async def test_a_picture_that_is_not_the_one_that_was_sent_is_not_kept(plain: Connected) -> None:
    payload = plain.player.picture(id="p-1", at=plain.now)
    if not plain.player.damage_files():
        pytest.skip("this provider tells no digest of a file")
    await plain.deliver(payload)
    for _ in range(4):
        await plain.front.pass_time(15)
        await plain.front.work()
    [message] = plain.messages()
    assert message["payload"]["media"]["state"] == "failed"
    assert "path" not in message["payload"]["media"]


async def test_a_message_of_yesterday_is_kept_for_staff_and_not_answered(
    plain: Connected,
) -> None:
    sent = plain.now - timedelta(hours=20)
    payload = plain.player.text("¿Tienen cita hoy?", id="old-1", at=sent)
    if not plain.player.tells_times:
        pytest.skip("this provider does not say when a message was written")
    assert await plain.hear(payload) == []
    assert [message["status"] for message in plain.messages()] == ["ignored"]


async def test_the_answer_to_a_webhook_is_what_the_provider_expects(plain: Connected) -> None:
    answer = await plain.deliver(plain.player.text("Hola", id="m-1", at=plain.now))
    assert (answer.content, answer.headers.get("content-type")) == plain.player.acknowledged


async def test_a_request_of_another_account_is_not_taken(plain: Connected) -> None:
    strange: Mapping[str, Call] = plain.player.of_others(plain.url)
    if not strange:
        pytest.skip("this provider's payloads name no account")
    for wrong, call in strange.items():
        answer = await plain.front.http.post(plain.path, content=call.body, headers=call.headers)
        assert answer.status_code in (401, 403, 404), wrong
    assert plain.messages() == []
