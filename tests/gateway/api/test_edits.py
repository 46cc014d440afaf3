"""A customer changes or deletes a message, before, during and after its answer."""

from typing import Any

from agent.records import Turn
from tests.front import Front
from tests.providers import evolution


async def test_an_edit_before_the_answer_replaces_the_words(plain: Front) -> None:
    payload = _evolution(plain, "el lunes")
    await plain.post("evolution", "aurora", payload)
    await _edit(plain, payload, "el martes")
    await plain.settle()
    assert _bodies(plain) == ["el martes", "De acuerdo."]


async def test_an_edit_after_the_answer_is_a_new_message_once(plain: Front) -> None:
    payload = _evolution(plain, "el lunes")
    await plain.post("evolution", "aurora", payload)
    await plain.settle()
    for _ in range(3):
        await _edit(plain, payload, "el martes")
    await plain.settle()
    assert _bodies(plain) == ["el lunes", "De acuerdo.", "el martes", "De acuerdo."]


async def test_an_edit_during_the_answer_is_answered_too(plain: Front) -> None:
    payload = _evolution(plain, "el lunes")
    await plain.post("evolution", "aurora", payload)
    await plain.pass_time(10.5)
    chat = plain.rows("select organization_id as o, id from chat_identities")[0]
    turn = await plain.container.store.begin_turn(chat["o"], chat["id"])
    assert isinstance(turn, Turn)
    await _edit(plain, payload, "el martes")
    await plain.container.store.abandon_turn(chat["o"], chat["id"], turn.turn)
    await plain.settle()
    assert sorted(_bodies(plain)) == ["De acuerdo.", "el lunes", "el martes"]


async def test_a_message_deleted_before_the_answer_is_not_answered(plain: Front) -> None:
    payload = _evolution(plain, "me equivoqué de chat")
    await plain.post("evolution", "aurora", payload)
    await _delete(plain, payload)
    await plain.settle()
    assert plain.evolution.sent == []
    assert _bodies(plain) == [""]
    assert not plain.rows("select * from chat_identities where first_pending_at is not null")


async def test_a_deletion_after_the_answer_changes_nothing(plain: Front) -> None:
    payload = _evolution(plain, "hola")
    await plain.post("evolution", "aurora", payload)
    await plain.settle()
    await _delete(plain, payload)
    await plain.settle()
    assert _bodies(plain) == ["hola", "De acuerdo."]


async def test_an_edit_that_comes_before_its_message_is_applied(plain: Front) -> None:
    payload = _evolution(plain, "el lunes")
    await _edit(plain, payload, "el martes")
    await _edit(plain, payload, "el miércoles")
    await plain.post("evolution", "aurora", payload)
    await plain.settle()
    assert _bodies(plain) == ["el miércoles", "De acuerdo."]
    assert plain.rows("select * from early_edits") == []


async def test_a_message_that_was_taken_back_before_it_came_is_not_answered(plain: Front) -> None:
    payload = _evolution(plain, "me equivoqué de chat")
    await _delete(plain, payload)
    await _edit(plain, payload, "esto tampoco")
    await plain.post("evolution", "aurora", payload)
    await plain.settle()
    assert _bodies(plain) == [""]
    assert plain.evolution.sent == []


async def test_an_early_edit_is_kept_for_a_day(plain: Front) -> None:
    payload = _evolution(plain, "el lunes")
    await _edit(plain, payload, "el martes")
    await plain.pass_time(25 * 3600)
    await _edit(plain, _evolution(plain, "otro"), "de otro")
    assert [row["body"] for row in plain.rows("select body from early_edits")] == ["de otro"]


async def test_an_edit_inside_an_upsert_is_an_edit(plain: Front) -> None:
    payload = _evolution(plain, "el lunes")
    await plain.post("evolution", "aurora", payload)
    key = payload["data"]["key"]
    changed = {"key": {"id": key["id"]}, "type": 14, "editedMessage": {"conversation": "el martes"}}
    carrier = evolution.upsert(
        {"editedMessage": {"message": {"protocolMessage": changed}}},
        jid=key["remoteJid"],
        instance=payload["instance"],
    )
    await plain.post("evolution", "aurora", carrier)
    await plain.settle()
    assert _bodies(plain) == ["el martes", "De acuerdo."]


def _undecrypted(front: Front, payload: Any) -> Any:
    data = {**payload["data"], "messageType": None, "messageStubType": 2}
    del data["message"]
    return {**payload, "data": data}


async def test_what_cannot_be_decrypted_and_comes_again_is_answered_once(plain: Front) -> None:
    payload = _evolution(plain, "quiero una cita")
    await plain.post("evolution", "aurora", _undecrypted(plain, payload))
    await plain.pass_time(20)
    await plain.work()
    assert plain.evolution.sent == [], "it may still come"
    await plain.post("evolution", "aurora", payload)
    await plain.post("evolution", "aurora", _undecrypted(plain, payload))
    await plain.settle()
    await plain.pass_time(120)
    await plain.work()
    rows = plain.rows(
        "select body, status from chat_messages where direction = 'inbound' order by seq"
    )
    assert [row["status"] for row in rows if row["body"]] == ["handled"]
    assert {row["status"] for row in rows if not row["body"]} == {"ignored"}
    assert len(plain.evolution.sent) == 1


async def test_what_cannot_be_decrypted_at_all_is_asked_for_again(front: Front) -> None:
    payload = _evolution(front, "quiero una cita")
    await front.post("evolution", "aurora", _undecrypted(front, payload))
    await front.pass_time(61)
    await front.work()
    [reply] = front.evolution.sent
    assert "No pude abrir" in reply.text or "no lo pude abrir" in reply.text


async def test_the_providers_opt_out_ends_reminders_and_not_answers(plain: Front) -> None:
    ana = plain.customer()
    await ana.say("hola")
    app = plain.connection_name("aurora", "gupshup")
    event = {"app": app, "type": "user-event", "payload": {"phone": ana.phone, "type": "opted-out"}}
    for _ in range(2):
        assert (await plain.post("gupshup", "aurora", event)).status_code == 200
    assert ana.chat["opted_out_at"] is not None
    back = {**event, "payload": {"phone": ana.phone, "type": "opted-in"}}
    await plain.post("gupshup", "aurora", back)
    assert ana.chat["opted_out_at"] is not None, "nobody said yes"
    assert await ana.say("¿me ayudan?"), "who writes is answered"


async def test_edits_and_deletions_of_unknown_messages_are_accepted(plain: Front) -> None:
    payload = _evolution(plain, "never stored")
    await _edit(plain, payload, "x")
    await _delete(plain, payload)
    assert _bodies(plain) == []


def _evolution(front: Front, words: str) -> dict[str, Any]:
    name = front.connection_name("aurora", "evolution")
    payload = evolution.text(words, instance=name)
    payload["data"]["messageTimestamp"] = int(front.clock.now().timestamp())
    return payload


async def _edit(front: Front, payload: dict[str, Any], words: str) -> None:
    event = evolution.edited(payload["data"]["key"]["id"], words, instance=payload["instance"])
    assert (await front.post("evolution", "aurora", event)).status_code == 200


async def _delete(front: Front, payload: dict[str, Any]) -> None:
    event = {
        "event": "messages.delete",
        "instance": payload["instance"],
        "data": payload["data"]["key"],
    }
    assert (await front.post("evolution", "aurora", event)).status_code == 200


def _bodies(front: Front) -> list[str]:
    return [row["body"] for row in front.rows("select body from chat_messages order by seq")]
