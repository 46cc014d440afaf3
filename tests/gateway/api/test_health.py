"""Is the process alive, and can it do its work."""

import asyncio
from pathlib import Path
from typing import Any

import psycopg
import pytest

from gateway.api import health
from tests.databases import NOW, Server, refuse_connections
from tests.front import Front, open_front
from tests.scripted_model import ScriptedModel


async def test_alive_and_ready(plain: Front) -> None:
    assert (await plain.http.get("/health")).json() == {"status": "ok"}
    ready = await plain.http.get("/ready")
    assert ready.status_code == 200
    assert ready.json() == {
        "status": "ready",
        "checks": {
            "database": "ok",
            "migrations": "ok",
            "model": "ScriptedModel",
            "checkpoints": "postgresql: REDIS_URL is not set",
            "workers": "none is alive",
        },
    }


async def test_without_its_database_it_is_alive_and_not_ready(
    server: Server, database_url: str, tmp_path: Path
) -> None:
    async with open_front(database_url, tmp_path, NOW, ScriptedModel()) as front:
        with refuse_connections(server, database_url):
            assert (await front.http.get("/health")).status_code == 200
            ready = await front.http.get("/ready")
    assert ready.status_code == 503
    assert ready.json()["checks"]["database"] == "unreachable"


async def test_a_database_that_does_not_answer_is_told_in_time(
    plain: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "PATIENCE", 0.05)
    monkeypatch.setattr(health, "READY_SECONDS", 0.0)
    with psycopg.connect(plain.url) as other:
        other.execute("lock table frontdesk.schema_migrations in access exclusive mode")
        ready = await plain.http.get("/ready")
        assert (ready.status_code, ready.json()["checks"]["database"]) == (503, "does not answer")
    monkeypatch.setattr(health, "PATIENCE", 5.0)
    assert (await plain.http.get("/ready")).status_code == 200


async def test_many_who_ask_at_once_cost_one_look(
    plain: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = 0
    count = plain.container.database.fetch

    async def counted(kind: Any, function: str, **args: Any) -> Any:
        nonlocal looks
        looks += function == "work_state"
        return await count(kind, function, **args)

    monkeypatch.setattr(plain.container.database, "fetch", counted)
    answers = await asyncio.gather(*(plain.http.get("/ready") for _ in range(50)))
    assert {answer.status_code for answer in answers} == {200}
    assert looks == 1
    monkeypatch.setattr(health, "READY_SECONDS", 0.0)
    plain.execute("delete from frontdesk.schema_migrations where name like 'tables/0008%%'")
    assert (await plain.http.get("/ready")).status_code == 503, "an answer is good for a moment"


async def test_a_missing_migration_is_named(plain: Front) -> None:
    plain.execute("delete from frontdesk.schema_migrations where name like 'tables/0008%%'")
    ready = await plain.http.get("/ready")
    assert ready.status_code == 503
    assert ready.json()["checks"]["migrations"] == "missing: tables/0008_knowledge.sql"


async def test_functions_of_another_version_are_named(plain: Front) -> None:
    plain.execute(
        "update frontdesk.schema_migrations set name = 'functions 0' where name like 'functions %%'"
    )
    ready = await plain.http.get("/ready")
    assert ready.status_code == 503
    assert ready.json()["checks"]["migrations"].startswith("missing: functions ")


async def test_an_unknown_page_is_a_problem(plain: Front) -> None:
    answer = await plain.http.get("/nowhere")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
