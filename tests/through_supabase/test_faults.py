"""Supabase's API in trouble: the turn is tried again, nothing is lost, nothing is done twice."""

import logging
from pathlib import Path
from typing import Any

import pytest
from pydantic import HttpUrl, SecretStr

from agent.data.postgres import PostgresDatabase
from agent.data.supabase import SupabaseDatabase
from agent.errors import AccessRefused, DatabaseUnavailable, OperatorError
from gateway.api import health
from gateway.checks import check
from gateway.pipeline import apologies
from tests.databases import BARE, NOW, Server, execute
from tests.front import API_KEY, Customer, Front, open_front
from tests.protocols.postgrest import PostgREST
from tests.providers.server import Answer, Fault
from tests.supabase_project import Project

WISH = "Hola, quiero una cita de depilación láser para mañana a las 3 de la tarde"
LOST = Fault(taken=True)
"""The call is done; its answer is not heard."""
DROPPED = Fault()
HALF = Fault(Answer(200, b'{"status": "beg'), taken=True)
CUT = Fault(Answer(200, b'{"status"', {"content-length": "400"}), taken=True)
PAGE = Fault(Answer(200, b"<html>back soon</html>", {"content-type": "text/html"}))
BUSY = Fault(Answer(503, {"code": "PGRST000", "message": "no", "details": None, "hint": None}))
PROXY = Fault(Answer(502, b"<html>Bad Gateway</html>", {"content-type": "text/html"}))
SLOW = Fault(Answer(500, {"code": "57014", "message": "canceling statement", "hint": None}))
EMPTY = Fault(Answer(200, b""))
NOTHING = Fault(Answer(204, b""))
MOVED = Fault(Answer(301, b"{}", {"location": "https://elsewhere.example/"}))
DENIED = Fault(Answer(403, {"message": "blocked by a firewall"}))
LIMIT = Fault(Answer(429, b"slow down", {"content-type": "text/plain"}))


async def replies(customer: Customer, text: str) -> str:
    """What the customer gets in the end, however often it takes."""
    answer = await customer.say(text)
    for _ in range(5):
        answer = answer or await customer.listen()
    return answer


@pytest.mark.parametrize(
    ("function", "fault"),
    [
        ("turn_begin", LOST),
        ("availability", BUSY),
        ("offers_put", CUT),
        ("appointment_book", LOST),
        ("turn_commit", LOST),
    ],
)
async def test_one_call_goes_wrong_in_a_booking(
    front: Front, project: Project, function: str, fault: Fault
) -> None:
    project.rest.broken[function] = [fault]
    ana = front.customer()
    assert "3:00 p. m." in await replies(ana, WISH)
    assert "nombre" in await replies(ana, "sí")
    assert "✅" in await replies(ana, "Ana Pérez")
    assert project.rest.broken[function] == []
    assert len(front.appointments()) == 1
    assert len(ana.heard) == len(set(ana.heard))
    pending = "select 1 from chat_messages where status in ('pending', 'queued', 'sending')"
    assert front.rows(pending) == []


async def test_an_outage_longer_than_all_tries_loses_nothing(
    front: Front, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "READY_SECONDS", 0.0)
    ana = front.customer()
    port = project.rest.close()
    assert (await ana.write(WISH)).status_code == 200
    for _ in range(8):
        await front.settle()
        await front.container.worker.sweep()
    assert front.gupshup.sent == []
    assert front.rows("select status from turns") == []
    assert (await front.http.get("/ready")).json()["checks"]["supabase"] == "unreachable"
    await project.rest.reopen(port)
    for _ in range(3):
        await front.pass_time(30)
        await front.container.worker.sweep()
        await front.settle()
    [offer] = [sent.text for sent in front.gupshup.sent if sent.destination == ana.phone]
    assert "3:00 p. m." in offer
    assert (await front.http.get("/ready")).json()["checks"]["supabase"] == "ok"


async def test_what_fails_in_every_try_becomes_the_honest_sentence(
    front: Front, project: Project
) -> None:
    project.rest.broken["availability"] = [BUSY] * 20
    ana = front.customer()
    assert await replies(ana, WISH) == apologies.failed("es", told=True)
    assert len(front.rows("select 1 from escalations")) == 1
    project.rest.broken["availability"] = []
    assert "3:00 p. m." in await replies(ana, WISH)


async def test_a_wrong_key_keeps_messages_until_it_is_right(
    project: Project, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    wrong = project.rest.token("service_role", iss="somebody-else")
    configured = project.settings() | {"supabase_service_role_key": SecretStr(wrong)}
    async with open_front(project.url, tmp_path, NOW, **configured) as front:
        project.clock = front.clock
        assert (await front.customer().write(WISH)).status_code == 200
        await front.settle()
        await front.settle()
        body = {
            "organizationId": str(front.organization("aurora")),
            "chatIdentityId": "0b8f0f9c-0000-4000-8000-000000000001",
            "message": "hola",
        }
        headers = {"authorization": f"Bearer {API_KEY}"}
        assert (await front.http.post("/invoke", json=body, headers=headers)).status_code == 503
        [found] = [f for f in await check(front.container.settings) if f.what == "Supabase"]
        assert (found.state, "refused" in found.text) == ("bad", True)
        assert front.gupshup.sent == []
    assert wrong not in caplog.text
    assert wrong.split(".")[2] not in caplog.text
    async with open_front(project.url, tmp_path, NOW, **project.settings()) as front:
        project.clock = front.clock
        for _ in range(3):
            await front.pass_time(30)
            await front.container.worker.sweep()
            await front.settle()
        assert ["3:00 p. m." in sent.text for sent in front.gupshup.sent] == [True]


async def test_whatever_is_no_answer_of_the_function_is_unavailability(project: Project) -> None:
    database = await opened(project.rest, project.rest.service_key)
    for fault in (
        DROPPED, LOST, HALF, CUT, PAGE, BUSY, PROXY, SLOW, LIMIT, EMPTY, MOVED, DENIED, NOTHING,
    ):  # fmt: skip
        project.rest.broken["migrations_applied"] = [fault]
        with pytest.raises(DatabaseUnavailable) as raised:
            await database.ping()
        assert not isinstance(raised.value, AccessRefused), fault
        await database.ping()
    await database.close()
    impatient = await opened(project.rest, project.rest.service_key, seconds=0.3)
    project.rest.broken["migrations_applied"] = [Fault(hang=True)]
    with pytest.raises(DatabaseUnavailable):
        await impatient.ping()
    await impatient.close()


async def test_a_key_that_is_not_taken_is_named(project: Project) -> None:
    rest = project.rest
    for key in (rest.token("service_role", exp=1), "sb_secret_no", f"{rest.service_key}x"):
        database = await opened(rest, key)
        with pytest.raises(AccessRefused) as raised:
            await database.ping()
        said = f"{raised.value!r} {database!r} {raised.value.__cause__!r}"
        assert key not in said
        await database.close()
    execute(project.root, "revoke execute on function migrations_applied() from service_role")
    database = await opened(rest, rest.service_key)
    with pytest.raises(AccessRefused):
        await database.ping()
    await database.close()


async def opened(rest: PostgREST, key: str, *, seconds: float = 5.0) -> SupabaseDatabase:
    direct = PostgresDatabase("postgresql:///unused")
    database = SupabaseDatabase(rest.url, SecretStr(key), direct=direct, timeout_seconds=seconds)
    await database.open()
    return database


# Configuration


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"supabase_url": None}, "set SUPABASE_URL"),
        ({"supabase_service_role_key": None}, "set SUPABASE_SERVICE_ROLE_KEY"),
        ({"supabase_service_role_key": SecretStr("ключ")}, "characters that no key has"),
        ({"database_url": None}, "DATABASE_URL is not"),
    ],
)
async def test_half_of_the_configuration_is_refused_at_the_start(
    project: Project, tmp_path: Path, given: dict[str, Any], said: str
) -> None:
    with pytest.raises(OperatorError, match=said):
        async with open_front(project.url, tmp_path, NOW, **(project.settings() | given)):
            raise AssertionError("it started")
    assert not (tmp_path / "postgres").exists()


async def test_check_says_what_supabase_does(
    front: Front, project: Project, supabase_server: Server
) -> None:
    async def said(**changed: Any) -> tuple[str, str]:
        settings = front.container.settings.model_copy(update=changed)
        [found] = [f for f in await check(settings) if f.what == "Supabase"]
        return found.state, found.text

    assert (await said())[0] == "ok"
    state, words = await said(supabase_url=None, supabase_service_role_key=None)
    assert (state, "staff" in words) == ("off", True)
    state, words = await said(supabase_service_role_key=None)
    assert (state, "SUPABASE_SERVICE_ROLE_KEY" in words) == ("bad", True)
    state, words = await said(database_url=None)
    assert (state, "queue, inbox and migrations" in words) == ("bad", True)
    for key, public in (
        (project.rest.anon_key, True),
        ("sb_publishable_1", True),
        (project.rest.token(sub="x"), False),
        ("a.bnVsbA.b", False),
    ):
        state, words = await said(supabase_service_role_key=SecretStr(key))
        assert (state, "holds the public key" in words) == ("bad", public), words
    for key in ("sb_secret_…", "two words"):
        state, words = await said(supabase_service_role_key=SecretStr(key))
        assert (state, "no key has" in words) == ("bad", True), words
    state, words = await said(supabase_url=HttpUrl(f"{project.rest.url}/rest/v1/"))
    assert (state, "REST API says" in words) == ("bad", True)
    with supabase_server.database(template=BARE) as another:
        state, words = await said(database_url=SecretStr(another))
        assert (state, "another database" in words) == ("bad", True)
    project.rest.close()
    state, words = await said()
    assert (state, "does not answer" in words) == ("bad", True)
