"""`GET /stats`: figures of the running desk, for those whose they are."""

from typing import Any
from uuid import uuid4

import pytest

from tests.databases import NOW
from tests.front import Front
from tests.gateway.callers import operator, program
from tests.scripted_model import ScriptedModel


async def figures(front: Front, tenant: str | None = None) -> dict[str, Any]:
    caller = await program(front, "read", tenant=tenant) if tenant else operator(front)
    answer = await caller.get("/stats")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def test_a_desk_at_rest(plain: Front) -> None:
    assert await figures(plain) == {
        "organization_id": None,
        "uptime_seconds": 0.0,
        "messages_per_minute": 0.0,
        "turns_last_hour": 0,
        "error_rate": 0.0,
        "unsaid": {"vetoed": 0, "withheld": 0},
        "queue": {
            "waiting": 0, "oldest_seconds": None, "unsent": 0, "oldest_unsent_seconds": None,
        },
        "active_chats": {"five_minutes": 0, "hour": 0},
        "workers": {"queue_workers": 0, "running": 0, "use": None},
    }  # fmt: skip


async def test_what_waits_and_what_was_done(plain: Front) -> None:
    await figures(plain)  # the process has begun
    ana, luz = plain.customer(), plain.customer("573005550202")
    for text in ("hola", "¿están?"):
        await ana.write(text)
    await plain.pass_time(40)
    await luz.write("buenas")
    waiting = await figures(plain)
    assert waiting["queue"]["waiting"] == 2
    assert waiting["queue"]["oldest_seconds"] == pytest.approx(40)
    assert waiting["messages_per_minute"] == pytest.approx(3 / 5)
    assert waiting["uptime_seconds"] == pytest.approx(40)
    await plain.settle()
    done = await figures(plain)
    assert done["queue"] == {
        "waiting": 0, "oldest_seconds": None, "unsent": 0, "oldest_unsent_seconds": None,
    }  # fmt: skip
    assert (done["turns_last_hour"], done["error_rate"]) == (2, 0.0)
    assert done["active_chats"] == {"five_minutes": 2, "hour": 2}
    await plain.pass_time(600)
    later = await figures(plain)
    assert later["messages_per_minute"] == 0.0
    assert later["active_chats"] == {"five_minutes": 0, "hour": 2}
    await plain.pass_time(3600)
    assert (await figures(plain))["turns_last_hour"] == 0


async def test_failures_and_replies_that_cannot_be_sent_are_counted(open_front_with: Any) -> None:
    async with open_front_with(ScriptedModel(lines=[RuntimeError("down")])) as front:
        await front.customer().write("hola")
        caller = operator(front)
        body = {
            "organization_id": str(front.organization("aurora")),
            "chat_identity_id": str(uuid4()),
            "message": "hola",
        }
        assert (await caller.post("/invoke", **body)).status_code == 500
        assert (await caller.post("/invoke", **body)).status_code == 200
        front.execute(
            "insert into chat_messages (organization_id, chat_identity_id, connection_id, direction, "
            "status, body, created_at) select organization_id, id, connection_id, 'outbound', 'queued', "
            "'x', %s from chat_identities where phone is not null",
            NOW,
        )
        told = await figures(front)
    assert (told["turns_last_hour"], told["error_rate"]) == (2, 0.5)
    assert (told["queue"]["unsent"], told["queue"]["oldest_unsent_seconds"]) == (1, 0.0)


async def test_the_workers_and_their_use(plain: Front) -> None:
    plain.execute(
        "insert into procrastinate.procrastinate_workers (last_heartbeat) "
        "values (clock_timestamp()), (clock_timestamp()), (clock_timestamp() - interval '1 hour')"
    )
    await plain.customer().write("hola")
    plain.execute("update procrastinate.procrastinate_jobs set status = 'doing'")
    assert (await figures(plain))["workers"] == {"queue_workers": 2, "running": 1, "use": 1 / 8}
    own = await figures(plain, "aurora")
    assert own["workers"] == {"queue_workers": 2, "running": None, "use": None}, (
        "jobs are everybody's"
    )


async def test_an_organization_sees_its_own_figures(plain: Front) -> None:
    await plain.customer().write("hola")
    assert (await figures(plain, "aurora"))["queue"]["waiting"] == 1
    other = await figures(plain, "sorriso")
    assert other["queue"]["waiting"] == 0
    assert (other["messages_per_minute"], other["active_chats"]["hour"]) == (0.0, 0)
    foreign = await (await program(plain, "read", tenant="sorriso")).get(
        "/stats", organization_id=plain.organization("aurora")
    )
    assert foreign.status_code == 404


async def test_the_deployments_key_may_name_one(plain: Front) -> None:
    await plain.customer().write("hola")
    for tenant, waiting in (("aurora", 1), ("sorriso", 0)):
        own = plain.organization(tenant)
        told = (await operator(plain).get("/stats", organization_id=own)).json()
        assert (told["organization_id"], told["queue"]["waiting"]) == (str(own), waiting)
    assert (await operator(plain).get("/stats", organization_id=uuid4())).status_code == 404
    assert (await operator(plain).get("/stats", organization_id="x")).status_code == 422


@pytest.mark.parametrize("scope", ["invoke", "notify", "admin"])
async def test_it_needs_the_scope_read(plain: Front, scope: str) -> None:
    assert (await (await program(plain, scope)).get("/stats")).status_code == 403


async def test_chats_of_callers_wait_for_the_caller(plain: Front) -> None:
    """A call that failed leaves its message; it is no work of the queue's."""
    plain.execute(
        "insert into platform_connections (organization_id, key, channel, name, token_hash, token_env) "
        "select id, 'api', 'api', 'api', sha256('x'), '' from organizations where slug = 'aurora'"
    )
    plain.execute(
        "insert into chat_identities (organization_id, connection_id, address, created_at, "
        "first_pending_at, due_at, last_inbound_at) select organization_id, id, 'x', %s, %s, %s, %s "
        "from platform_connections where channel = 'api'",
        NOW, NOW, NOW, NOW,
    )  # fmt: skip
    told = await figures(plain)
    assert (told["queue"]["waiting"], told["active_chats"]["hour"]) == (0, 1)


async def test_answers_that_were_not_said_are_counted(open_front_with: Any) -> None:
    lie = "La limpieza facial cuesta $89.000."
    lines = [lie, lie, "¡Hasta luego!"]
    async with open_front_with(ScriptedModel(lines=lines)) as front:
        ana = front.customer()
        await ana.say("¿cuánto vale la limpieza facial?")
        assert (await figures(front))["unsaid"] == {"vetoed": 2, "withheld": 1}
        await front.pass_time(3_700)
        assert (await figures(front))["unsaid"] == {"vetoed": 0, "withheld": 0}
