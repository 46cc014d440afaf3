"""A conversation's thread: where it starts, what it keeps."""

from uuid import uuid4

import httpx

from tests.front import API_KEY, Front


async def test_old_checkpoints_are_forgotten_and_the_conversation_goes_on(front: Front) -> None:
    ana = front.customer()
    for turn in range(21):
        await ana.say(f"¿Dónde quedan? {turn}")
        await front.pass_time(600)
    kept = front.rows("select count(*) as n from checkpoints.checkpoints")[0]["n"]
    assert kept <= 3, "the twentieth turn leaves one checkpoint, the next adds its own"
    await ana.say("Quiero una limpieza facial mañana a las 10")
    await ana.say("sí")
    await ana.say("Ana Pérez")
    assert [a["service"] for a in front.appointments()] == ["limpieza-facial"]


async def test_a_thread_is_rebuilt_from_the_messages_when_its_checkpoints_are_gone(
    front: Front,
) -> None:
    ana = front.customer()
    await ana.say("Quiero una limpieza facial mañana a las 10")
    for table in ("checkpoints", "checkpoint_blobs", "checkpoint_writes"):
        front.execute(f"delete from checkpoints.{table}")
    await ana.say("sí")
    await ana.say("Ana Pérez")
    assert [a["service"] for a in front.appointments()] == ["limpieza-facial"]


async def test_checkpoints_that_cannot_be_deleted_cost_no_answer(front: Front) -> None:
    """The turn is committed by then, and whoever called /invoke waits for its words."""
    front.execute(
        "create function refuse() returns trigger language plpgsql as "
        "'begin raise serialization_failure; end'; "
        "create trigger refuse before delete on checkpoints.checkpoints "
        "for each row execute function refuse()"
    )
    chat = str(uuid4())

    async def ask(words: str) -> httpx.Response:
        body = {"organizationId": str(front.organization("aurora")), "chatIdentityId": chat}
        return await front.http.post(
            "/invoke",
            json={**body, "phone": "573005550123", "message": words},
            headers={"authorization": f"Bearer {API_KEY}"},
        )

    assert (await ask("Hola")).status_code == 200
    front.execute("update chat_identities set turn_token = 19")
    answer = await ask("¿Dónde quedan?")
    assert answer.status_code == 200
    assert "Bogotá" in answer.json()["response"]
    # A thread that is gone is replaced, and cannot be deleted either.
    front.execute("update chat_identities set checkpoint_id = replace(checkpoint_id, '/', '/0')")
    assert "Bogotá" in (await ask("¿Dónde quedan?")).json()["response"]
