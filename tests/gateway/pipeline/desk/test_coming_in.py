"""What Chatwoot delivers is proven, taken once, and answered only when a customer wrote it."""

from typing import Any

import pytest

from tests.gateway.pipeline.desk.conftest import OpeningDesk
from tests.gateway.pipeline.desk.played_desk import BOT, BOT_SECRET, WEBHOOK_SECRET, Desk
from tests.providers import chatwoot
from tests.scripted_model import ScriptedModel

ANSWER = ["De acuerdo."]
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


async def test_webhook_and_bot_deliver_each_message_once(desk: Desk) -> None:
    ana = desk.server.conversation()
    payload = chatwoot.message(ana, "Hola", at=desk.now)
    for secret in (WEBHOOK_SECRET, BOT_SECRET, WEBHOOK_SECRET):
        assert (await desk.deliver(payload, secret)).status_code == 200
    assert await desk.listen(ana) == ANSWER
    assert (await desk.deliver(payload, BOT_SECRET)).status_code == 200
    assert await desk.listen(ana) == []
    assert desk.messages() == [("handled", "Hola")]


async def test_a_signature_is_needed_where_a_secret_is_kept(desk: Desk) -> None:
    payload = chatwoot.message(desk.server.conversation(), "Hola", at=desk.now)
    for secret in (None, "another-secret"):
        assert (await desk.deliver(payload, secret)).status_code == 401
    assert desk.messages() == []


async def test_of_an_older_server_the_addresss_token_is_the_proof(
    open_desk_with: OpeningDesk,
) -> None:
    async with open_desk_with(ScriptedModel(), signs=False) as desk:
        payload = chatwoot.message(desk.server.conversation(), "Hola", at=desk.now)
        assert (await desk.deliver(payload, None)).status_code == 200
        for path in ("/webhook/chatwoot?token=wrong", "/webhooks/chatwoot/wrong"):
            assert (await desk.front.http.post(path, json=payload)).status_code == 404
        known = "/webhook/chatwoot?token=chatwoot-token-for-tests"
        assert (await desk.front.http.post(known, json=payload)).status_code == 200


async def test_secrets_that_cannot_be_read_prove_nothing(desk: Desk) -> None:
    desk.front.execute("update connection_secrets set key_id = '00000000'")
    payload = chatwoot.message(desk.server.conversation(), "Hola", at=desk.now)
    for secret in (None, WEBHOOK_SECRET):
        assert (await desk.deliver(payload, secret)).status_code >= 500, "Chatwoot comes again"
    assert desk.messages() == []


async def test_another_account_and_another_inbox_are_not_ours(desk: Desk) -> None:
    payload = chatwoot.message(desk.server.conversation(), "Hola", at=desk.now)
    for wrong in ({"account": {"id": 8}}, {"inbox": {"id": 99}}):
        assert (await desk.deliver({**payload, **wrong})).status_code == 404
    assert desk.messages() == []


async def test_nothing_but_a_customers_message_is_answered(desk: Desk) -> None:
    ana = desk.server.conversation()
    about: dict[str, Any] = {"at": desk.now, "sender": None}
    await desk.send(
        chatwoot.message(ana, "Estamos cerrados", kind="template", **about),
        chatwoot.message(ana, "Bia fue asignada", kind="activity", **about),
        chatwoot.message(ana, "Oferta", kind="outgoing", additional_attributes={"campaign_id": 1}, **about),
        chatwoot.message(ana, "cliente nuevo", kind="outgoing", private=True, **about),
        chatwoot.message(ana, "¿Te ayudo?", kind="outgoing", at=desk.now, sender=BOT),
        chatwoot.conversation_event(ana, "conversation_created"),
        chatwoot.conversation_event(ana, "conversation_updated"),
    )  # fmt: skip
    assert await desk.listen(ana) == []
    assert desk.front.rows("select * from chat_messages") == []
    assert await desk.say(ana, "Hola") == ANSWER, "and none of it took the chat over"


async def test_our_own_echo_is_not_a_message_and_settles_what_nobody_saw_the_end_of(
    desk: Desk,
) -> None:
    ana = desk.server.conversation()
    desk.server.drop_next(taken=True)
    assert await desk.say(ana, "Hola") == ANSWER, "it was taken, and the answer broke off"
    assert [status for status, _ in desk.messages("outbound")] == ["unknown"]
    await desk.echo(ana)
    assert [status for status, _ in desk.messages("outbound")] == ["sent"]
    await desk.front.pass_time(3600)
    await desk.settle()
    assert len(desk.server.sent) == 1
    await desk.echo(ana)
    assert await desk.say(ana, "¿hola?") == ANSWER


async def test_with_a_persons_token_our_echo_looks_human_and_is_known_all_the_same(
    open_desk_with: OpeningDesk,
) -> None:
    async with open_desk_with(ScriptedModel(), token="agent-token") as desk:
        ana = desk.server.conversation()
        await desk.say(ana, "Hola")
        [sent] = desk.server.sent
        await desk.send(
            chatwoot.message(
                ana, sent.content, kind="outgoing", sender=chatwoot.BIA, id=sent.id, at=desk.now
            )
        )
        assert await desk.say(ana, "¿hola?") == ANSWER


@pytest.mark.parametrize("first", [True, False])
async def test_a_file_that_comes_after_its_message_is_kept_with_it(desk: Desk, first: bool) -> None:
    ana = desk.server.conversation()
    desk.server.files["/rails/active_storage/receta.png"] = (PNG, "image/png")
    url = f"{desk.server.url}/rails/active_storage/receta.png"
    created = chatwoot.message(ana, None, at=desk.now)
    await desk.send(created)
    if not first:
        await desk.listen(ana)
    updated = {
        **created,
        "event": "message_updated",
        "attachments": [chatwoot.attachment("image", url)],
    }
    for _ in range(2):
        await desk.send(updated)
    await desk.listen(ana)
    [row] = desk.front.rows("select kind, payload from chat_messages where direction = 'inbound'")
    assert (row["kind"], row["payload"]["media"]["state"]) == ("image", "stored")


async def test_a_file_that_is_seen_before_its_message_deletes_nothing(desk: Desk) -> None:
    ana = desk.server.conversation()
    desk.server.files["/rails/active_storage/receta.png"] = (PNG, "image/png")
    url = f"{desk.server.url}/rails/active_storage/receta.png"
    files = [chatwoot.attachment("image", url)]
    created = chatwoot.message(ana, None, at=desk.now, attachments=files)
    await desk.send({**created, "event": "message_updated"}, created)
    assert await desk.listen(ana) == ANSWER
    [row] = desk.front.rows("select kind, payload from chat_messages where direction = 'inbound'")
    assert (row["kind"], row["payload"]["media"]["state"]) == ("image", "stored")


async def test_edits_and_deletions_before_the_answer_count(desk: Desk) -> None:
    ana = desk.server.conversation()
    one = await desk.write(ana, "quiero una cita")
    two = await desk.write(ana, "me equivoqué de chat")
    gone = {"content": "This message was deleted", "content_attributes": {"deleted": True}}
    await desk.send(
        {**one, "event": "message_updated", "content": "quiero dos citas"},
        {**two, "event": "message_updated", **gone},
    )
    assert await desk.listen(ana) == ANSWER
    assert desk.messages() == [("handled", "quiero dos citas"), ("ignored", "")]


async def test_a_reply_that_failed_there_is_known_to_have_failed(desk: Desk) -> None:
    ana = desk.server.conversation()
    await desk.say(ana, "Hola")
    [sent] = desk.server.sent
    await desk.send(chatwoot.status_of(ana, sent.id, "delivered", at=desk.now))
    assert desk.messages("outbound") == [("delivered", "De acuerdo.")]
    await desk.say(ana, "¿hola?")
    error = "131026: Message undeliverable"
    number = desk.server.sent[-1].id
    await desk.send(chatwoot.status_of(ana, number, "failed", at=desk.now, error=error))
    assert [status for status, _ in desk.messages("outbound")] == ["delivered", "failed"]
    assert await desk.say(ana, "¿siguen ahí?") == ANSWER


async def test_a_closed_window_is_believed_until_the_customer_writes(desk: Desk) -> None:
    ana = desk.server.conversation()
    await desk.say(ana, "Hola")
    await desk.change(ana, can_reply=False)
    chat = desk.chat()
    about = {"organization": chat["organization_id"], "conversation": chat["id"]}
    await desk.front.container.database.call(
        "outbox_put", **about, replies=[{"text": "Recordatorio", "payload": {}}]
    )
    await desk.settle()
    assert desk.received(ana) == ANSWER
    assert desk.messages("outbound")[-1] == ("failed", "Recordatorio")
    ana.change(desk.now, can_reply=True)
    assert await desk.say(ana, "¿hola?") == ANSWER
