"""`/admin/clear-queue`: what it says, what it drops, what it leaves, and what it keeps of that."""

import asyncio
from typing import Any

import pytest

from tests.front import Front
from tests.gateway.callers import Program, operator, program
from tests.scripted_model import Pause, ScriptedModel

PATH = "/admin/clear-queue"


async def clear(caller: Program, **body: Any) -> dict[str, Any]:
    answer = await caller.post(PATH, **body)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def waiting(front: Front) -> int:
    return len(
        front.rows("select from chat_messages where direction = 'inbound' and status = 'pending'")
    )


async def test_with_nothing_waiting(plain: Front) -> None:
    nothing = {
        "dropped": False, "record": None, "messages": 0, "chats": 0, "oldest": None, "as_of": None,
    }  # fmt: skip
    admin = await program(plain, "admin")
    assert await clear(admin) == await clear(admin, confirm=True) == nothing
    assert (await admin.get(PATH)).json() == []


async def test_first_it_says_and_then_it_drops(plain: Front) -> None:
    ana, luz = plain.customer(), plain.customer("573005550202")
    for text in ("hola", "¿están?"):
        await ana.write(text)
    await luz.write("buenas")
    admin = await program(plain, "admin")
    told = await clear(admin)
    assert (told["dropped"], told["messages"], told["chats"]) == (False, 3, 2)
    assert waiting(plain) == 3
    assert told == await clear(admin), "asking changes nothing"
    dropped = await clear(admin, confirm=True)
    assert (dropped["dropped"], dropped["messages"], dropped["chats"]) == (True, 3, 2)
    await plain.settle()
    assert waiting(plain) == 0
    assert not plain.gupshup.sent
    assert plain.rows("select from turns") == []
    assert (await clear(admin, confirm=True))["dropped"] is False


async def test_who_writes_again_is_answered(plain: Front) -> None:
    ana = plain.customer()
    await ana.write("hola")
    await clear(await program(plain, "admin"), confirm=True)
    assert await ana.say("¿hola?") == "De acuerdo."
    [turn] = plain.rows("select message_ids from turns")
    assert len(turn["message_ids"]) == 1, "what was dropped is not answered with it"


async def test_the_record_says_who_when_and_what(plain: Front) -> None:
    await plain.customer().write("un secreto")
    admin = await program(plain, "admin")
    dropped = await clear(admin, confirm=True)
    answer = await admin.get(PATH)
    [record] = answer.json()
    [message] = plain.rows("select id, chat_identity_id, created_at from chat_messages")
    assert record["id"] == dropped["record"]
    assert record["by"] == f"site ({admin.key[:16]})"
    assert record["at"] == plain.clock.now().astimezone(message["created_at"].tzinfo).strftime(
        "%Y-%m-%dT%H:%M:%SZ"
    )
    assert [(one["message"], one["chat"]) for one in record["messages"]] == [
        (str(message["id"]), str(message["chat_identity_id"]))
    ]
    assert "secreto" not in answer.text
    await plain.customer("573005550202").write("x")
    own = {"organization_id": str(plain.organization("aurora"))}
    await plain.pass_time(60)
    assert (await clear(operator(plain), **own, confirm=True))["dropped"]
    newest = (await admin.get(PATH, limit=1)).json()
    assert [one["by"] for one in newest] == ["API_KEY of the deployment"]


async def test_what_came_after_the_look_is_left(plain: Front) -> None:
    ana, luz = plain.customer(), plain.customer("573005550202")
    await ana.write("hola")
    admin = await program(plain, "admin")
    told = await clear(admin)
    await ana.write("urgente")
    await luz.write("buenas")
    dropped = await clear(admin, confirm=True, as_of=told["as_of"])
    assert dropped["messages"] == 1
    await plain.settle()
    turns = plain.rows("select message_ids from turns where status = 'committed'")
    assert [len(turn["message_ids"]) for turn in turns] == [1, 1]
    assert {sent.destination for sent in plain.gupshup.sent} == {ana.phone, luz.phone}


async def test_replies_that_wait_to_be_sent_are_not_dropped(plain: Front) -> None:
    ana = plain.customer()
    await ana.write("hola")
    conversation, organization = ana.chat["id"], plain.organization("aurora")
    await plain.pass_time(11)
    await plain.container.turns.answer(organization, conversation)
    told = await clear(await program(plain, "admin"), confirm=True)
    assert (told["dropped"], told["messages"]) == (False, 0)
    await plain.work()
    assert [sent.text for sent in plain.gupshup.sent] == ["De acuerdo."]


async def test_what_is_being_answered_is_not_dropped(open_front_with: Any) -> None:
    pause = Pause("Aquí estoy.")
    async with open_front_with(ScriptedModel(play=pause)) as front:
        ana = front.customer()
        await ana.write("hola")
        await front.pass_time(11)
        answering = asyncio.create_task(
            front.container.turns.answer(front.organization("aurora"), ana.chat["id"])
        )
        await pause.reached.wait()
        told = await clear(await program(front, "admin"), confirm=True)
        pause.go.set()
        await answering
        await front.work()
        assert (told["dropped"], told["messages"]) == (False, 0)
        assert [sent.text for sent in front.gupshup.sent] == ["Aquí estoy."]


async def test_another_organizations_queue_is_untouched(plain: Front) -> None:
    await plain.customer().write("hola")
    await plain.customer(tenant="sorriso").write("oi")
    foreign = await program(plain, "admin", tenant="sorriso")
    aurora = str(plain.organization("aurora"))
    refused = await foreign.post(PATH, organization_id=aurora, confirm=True)
    assert refused.status_code == 404
    assert (await clear(foreign, confirm=True))["messages"] == 1
    left = plain.rows(
        "select o.slug from chat_messages m join organizations o on o.id = m.organization_id "
        "where m.status = 'pending'"
    )
    assert [row["slug"] for row in left] == ["aurora"]
    assert (await (await program(plain, "admin")).get(PATH)).json() == []
    assert (await foreign.get(PATH, organization_id=aurora)).status_code == 404


@pytest.mark.parametrize("scope", ["invoke", "notify", "read"])
async def test_it_needs_the_scope_admin(plain: Front, scope: str) -> None:
    await plain.customer().write("hola")
    caller = await program(plain, scope)
    assert (await caller.post(PATH, confirm=True)).status_code == 403
    assert (await caller.get(PATH)).status_code == 403
    assert waiting(plain) == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"confirm": "perhaps"}, "confirm"),
        ({"confirm": None}, "confirm"),
        ({"as_of": -1}, "as_of"),
        ({"as_of": 2**63}, "as_of"),
        ({"as_of": "x"}, "as_of"),
        ({"organization_id": "all"}, "organization_id"),
    ],
)
async def test_a_bad_body_drops_nothing(plain: Front, body: dict[str, Any], field: str) -> None:
    await plain.customer().write("hola")
    admin = await program(plain, "admin")
    answer = await admin.post(PATH, **({"confirm": True} | body))
    assert (answer.status_code, field in answer.json()["detail"]) == (422, True)
    assert (await plain.http.post(PATH, content=b"x", headers=admin.headers)).status_code == 422
    assert (await admin.get(PATH, limit=0)).status_code == 422
    assert waiting(plain) == 1


async def test_the_deployments_key_has_to_name_one(plain: Front) -> None:
    await plain.customer().write("hola")
    assert (await operator(plain).post(PATH, confirm=True)).status_code == 400
    assert waiting(plain) == 1
