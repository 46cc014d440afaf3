"""`POST /test/message`: the desk's answer, with nothing sent and nothing changed."""

from typing import Any
from uuid import uuid4

import pytest

from tests.front import Front
from tests.gateway.callers import Program, operator, program

AGENDA = ("appointments", "appointment_events", "occupancies", "holds", "reminders", "waiting_list",
    "escalations", "notifications", "contact_authorizations", "knowledge_gaps")  # fmt: skip


async def tried(caller: Program, *messages: str, user: str = "u-1") -> list[dict[str, Any]]:
    answers = []
    for message in messages:
        answer = await caller.post("/test/message", message=message, user_id=user)
        assert answer.status_code == 200, answer.text
        answers.append(answer.json())
    return answers


def left_behind(front: Front) -> dict[str, int]:
    counts = {table: front.rows(f"select count(*) as n from {table}")[0]["n"] for table in AGENDA}
    return {table: count for table, count in counts.items() if count}


TALKS = {
    "aurora": ["hola, quiero una limpieza facial el lunes", "la primera", "Ana Pérez", "sí"],
    "sorriso": ["oi, quero uma limpeza na segunda de manhã", "a primeira", "Ana Souza", "sim"],
}


@pytest.mark.parametrize("tenant", sorted(TALKS))
async def test_a_booking_is_answered_as_one_and_leaves_nothing(front: Front, tenant: str) -> None:
    caller = await program(front, "invoke", tenant=tenant)
    answers = await tried(caller, *TALKS[tenant])
    changes = [change for answer in answers for change in answer["changes"]]
    assert changes[0]["kind"] == "booked"
    assert changes[0]["appointment"]["status"] == "scheduled"
    assert all(answer["undone"] for answer in answers)
    booked = next(answer for answer in answers if answer["changes"])
    assert "✅" in booked["response"], "what a customer would read"
    assert answers[0]["options"], "and what they could tap"
    assert left_behind(front) == {}
    await front.settle()
    assert not front.gupshup.sent
    assert not front.evolution.sent


async def test_a_person_is_called_in_words_only(front: Front) -> None:
    caller = await program(front, "invoke")
    await tried(caller, "quiero hablar con una persona", "me tomé algo y no puedo respirar")
    await front.settle()
    assert left_behind(front) == {}
    assert not front.gupshup.sent
    assert not front.evolution.sent


async def test_customers_are_offered_all_that_a_test_was_offered(front: Front) -> None:
    """A test keeps no slot from anybody."""
    asked = "quiero una limpieza facial el lunes"
    before = await front.customer().say(asked)
    caller = await program(front, "invoke")
    for number in range(3):
        await tried(caller, asked, "la primera", user=f"u-{number}")
    assert await front.customer("573005550909").say(asked) == before


async def test_a_user_is_one_conversation_and_users_are_apart(front: Front) -> None:
    caller = await program(front, "invoke")
    await tried(caller, "quiero una limpieza facial el lunes")
    [other] = await tried(caller, "la primera", user="u-2")
    assert "8:00" not in other["response"]
    [own] = await tried(caller, "la primera")
    assert "8:00" in own["response"]


async def test_the_same_user_of_another_organization_is_another_conversation(front: Front) -> None:
    aurora = await program(front, "invoke")
    sorriso = await program(front, "invoke", tenant="sorriso")
    await tried(aurora, "quiero una limpieza facial el lunes")
    [other] = await tried(sorriso, "a primeira")
    assert not other["options"]
    rows = front.rows("select distinct organization_id, id from chat_identities")
    assert len(rows) == len({row["organization_id"] for row in rows}) == 2


async def test_a_users_name_cannot_reach_a_customers_chat(front: Front) -> None:
    ana = front.customer()
    await ana.say("hola")
    caller = await program(front, "invoke")
    await tried(caller, "hola", user=ana.phone)
    await tried(caller, "hola", user=str(ana.chat["id"]))
    assert len(front.rows("select * from chat_identities")) == 3


async def test_a_test_is_no_chat_in_the_list(front: Front) -> None:
    caller = await program(front)
    await tried(caller, "hola")
    assert (await caller.get("/api/chats/")).json()["chats"] == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "message"),
        ({"message": "hola"}, "user_id"),
        ({"message": " ", "user_id": "u"}, "message"),
        ({"message": "\x00", "user_id": "u"}, "message"),
        ({"message": "x" * 20_001, "user_id": "u"}, "message"),
        ({"message": "hola", "user_id": ""}, "user_id"),
        ({"message": "hola", "user_id": "a\x00b"}, "user_id"),
        ({"message": "hola", "user_id": "u" * 201}, "user_id"),
        ({"message": "hola", "user_id": 7}, "user_id"),
        ({"message": "hola", "user_id": "u", "organization_id": "x"}, "organization_id"),
    ],
)
async def test_a_bad_body_is_named(plain: Front, body: dict[str, Any], field: str) -> None:
    answer = await (await program(plain, "invoke")).post("/test/message", **body)
    assert answer.status_code == 422
    assert field in answer.json()["detail"]
    assert plain.rows("select * from chat_messages") == []


async def test_who_may_try_which_organization(plain: Front) -> None:
    body: dict[str, Any] = {"message": "hola", "user_id": "u"}
    aurora = str(plain.organization("aurora"))
    foreign = await program(plain, "invoke", tenant="sorriso")
    assert (await foreign.post("/test/message", **body, organization_id=aurora)).status_code == 404
    everybody = operator(plain)
    unnamed = await everybody.post("/test/message", **body)
    assert (unnamed.status_code, "organization_id" in unnamed.json()["detail"]) == (400, True)
    unknown = await everybody.post("/test/message", **body, organization_id=str(uuid4()))
    assert unknown.status_code == 404
    named = await everybody.post("/test/message", **body, organization_id=aurora)
    assert named.status_code == 200
    reader = await program(plain, "read", "notify", "admin")
    assert (await reader.post("/test/message", **body)).status_code == 403


async def test_with_one_organization_the_deployments_key_need_not_name_it(plain: Front) -> None:
    plain.execute("delete from organizations where slug = 'sorriso'")
    answer = await operator(plain).post("/test/message", message="hola", user_id="u")
    assert answer.json()["response"] == "De acuerdo."
