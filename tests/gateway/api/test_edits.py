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
