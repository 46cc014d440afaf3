"""A provider's message is handled once, however often it is delivered."""

import asyncio
import random
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.front import Front, beside
from tests.promises.conftest import Opening
from tests.providers import evolution, gupshup
from tests.scripted_model import Line, Messages, ScriptedModel, words

LID = "100000000000077@lid"
PHONE = "573005550177@s.whatsapp.net"


# A busy machine answers some of so many at once with 503, and a provider then repeats them; here each
# is to be taken the first time.
PATIENT = {"database_wait_seconds": 60}


@pytest.fixture
async def plain(open_front_with: Opening) -> AsyncIterator[Front]:
    async with open_front_with(ScriptedModel(), **PATIENT) as front:
        yield front


async def echo(messages: Messages) -> Line:
    return "re: " + " | ".join(words(messages))


async def test_promise_2_a_message_delivered_five_times_on_two_gateways_is_answered_once(
    open_front_with: Opening,
) -> None:
    dice = random.Random(2)
    async with open_front_with(ScriptedModel(play=echo), **PATIENT) as one, beside(one) as two:
        payloads = [_text(one, f"m{n}", f"5730055501{n % 10:02d}") for n in range(40)]
        deliveries = [p for p in payloads for _ in range(dice.randint(1, 5))]
        dice.shuffle(deliveries)
        answers = await asyncio.gather(
            *(dice.choice((one, two)).post("gupshup", "aurora", p) for p in deliveries)
        )
        assert {answer.status_code for answer in answers} == {200}
        assert len(one.rows("select * from chat_messages")) == 40
        assert len(one.rows("select * from chat_identities")) == 10
        await one.settle()
        await asyncio.gather(
            *(front.post("gupshup", "aurora", payloads[0]) for front in (one, two))
        )
        await one.settle()
    answered = sorted(w for s in one.gupshup.sent for w in s.text.removeprefix("re: ").split(" | "))
    assert answered == sorted(f"m{n}" for n in range(40))
    assert len(one.gupshup.sent) == 10
    assert _turns_of_messages(one) == {1}


async def test_promise_2_a_person_under_two_ids_is_one_conversation(plain: Front) -> None:
    async with beside(plain) as two:
        for trial in range(15):
            about = [
                {"jid": _of(trial, LID), "alternative": _of(trial, PHONE)},
                {"jid": _of(trial, PHONE), "alternative": _of(trial, LID)},
                {"jid": _of(trial, PHONE), "alternative": _of(trial, LID)},
            ]
            await asyncio.gather(
                *(
                    front.post("evolution", "aurora", _evolution(front, **ids))
                    for front, ids in zip((plain, two, plain), about, strict=True)
                )
            )
            alone = _evolution(plain, jid=_of(trial, LID), alternative=None)
            assert (await plain.post("evolution", "aurora", alone)).status_code == 200
    chats = plain.rows(
        "select i.id, count(distinct m.id) as n from chat_identities i "
        "join chat_messages m on m.chat_identity_id = i.id group by i.id"
    )
    assert [row["n"] for row in chats] == [4] * 15


async def test_promise_2_an_album_of_a_new_contact_is_one_conversation_and_one_turn(
    plain: Front,
) -> None:
    async with beside(plain) as two:
        for trial in range(10):
            phone = f"5730055502{trial:02d}"
            album = [_image(plain, phone) for _ in range(10)]
            answers = await asyncio.gather(
                *(
                    (plain, two)[n % 2].post("gupshup", "aurora", image)
                    for n, image in enumerate(album)
                )
            )
            assert {answer.status_code for answer in answers} == {200}
        await plain.settle()
    assert len(plain.rows("select * from chat_identities")) == 10
    turns = plain.rows("select cardinality(message_ids) as n, status from turns")
    assert turns == [{"n": 10, "status": "committed"}] * 10
    assert len(plain.gupshup.sent) == 10


async def test_promise_2_a_replay_thirty_days_later_starts_no_turn(plain: Front) -> None:
    payload = _text(plain, "hola", "573005550101")
    await plain.post("gupshup", "aurora", payload)
    await plain.settle()
    await plain.pass_time(30 * 86400)
    assert (await plain.post("gupshup", "aurora", payload)).status_code == 200
    await plain.settle()
    assert len(plain.rows("select * from turns")) == 1
    assert len(plain.gupshup.sent) == 1


async def test_promise_2_the_same_id_at_another_tenant_is_another_message(plain: Front) -> None:
    for tenant in ("aurora", "sorriso"):
        payload = gupshup.text("oi", id="SAME", app=plain.connection_name(tenant, "gupshup"))
        payload["timestamp"] = int(plain.clock.now().timestamp() * 1000)
        await plain.post("gupshup", tenant, payload)
    assert len(plain.rows("select * from chat_messages where status = 'pending'")) == 2


def _turns_of_messages(front: Front) -> set[int]:
    """In how many committed turns a received message was."""
    counted = front.rows(
        "select count(t.id) as n from chat_messages m "
        "left join turns t on m.id = any (t.message_ids) and t.status = 'committed' "
        "where m.direction = 'inbound' group by m.id"
    )
    return {row["n"] for row in counted}


def _text(front: Front, text: str, phone: str) -> dict[str, Any]:
    payload = gupshup.text(text, phone=phone, app=front.connection_name("aurora", "gupshup"))
    payload["timestamp"] = int(front.clock.now().timestamp() * 1000)
    return payload


def _image(front: Front, phone: str) -> dict[str, Any]:
    app = front.connection_name("aurora", "gupshup")
    payload = gupshup.image("https://files.example/a.jpg", phone=phone, app=app)
    payload["timestamp"] = int(front.clock.now().timestamp() * 1000)
    return payload


def _evolution(front: Front, *, jid: str, alternative: str | None) -> dict[str, Any]:
    name = front.connection_name("aurora", "evolution")
    payload = evolution.text("hola", jid=jid, alternative=alternative, instance=name)
    payload["data"]["messageTimestamp"] = int(front.clock.now().timestamp())
    return payload


def _of(trial: int, address: str) -> str:
    return f"{trial}{address}"
