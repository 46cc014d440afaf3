"""A start with every combination of configured parts: it works and says so, or it is refused clearly.

Redis, Langfuse, Supabase and the models are configured with addresses where nobody listens. None of
them may keep the desk from opening, and what `/ready` says must be true.
"""

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from agent.databases.migrate import migrate
from agent.errors import DatabaseUnavailable, OperatorError
from agent.settings import Settings
from gateway.app import create_app
from gateway.desk import database_url, open_desk
from tests.databases import Server, server_folder

CLOSED = "http://127.0.0.1:1"
PARTS: dict[str, dict[str, Any]] = {
    "redis": {"redis_url": SecretStr("redis://:secret@127.0.0.1:1/0")},
    "openai": {"openai_api_key": SecretStr("sk-test"), "openai_base_url": CLOSED},
    "gemini": {"gemini_api_key": SecretStr("test"), "gemini_base_url": CLOSED},
    "langfuse": {
        "langfuse_host": CLOSED,
        "langfuse_public_key": "pk-lf-test",
        "langfuse_secret_key": SecretStr("sk-lf-test"),
    },
    "supabase": {
        "supabase_url": CLOSED,
        "supabase_service_role_key": SecretStr("test"),
    },
}
COMBINATIONS = [
    chosen for size in range(len(PARTS) + 1) for chosen in itertools.combinations(PARTS, size)
]


@pytest.fixture(scope="module")
def migrated(server: Server) -> Iterator[str]:
    """One database for all: a start writes nothing."""
    with server.database() as url:
        yield url


def configured(folder: Path, chosen: tuple[str, ...], **settings: Any) -> Settings:
    for name in chosen:
        settings |= PARTS[name]
    return Settings(
        frontdesk_data_dir=folder,
        worker_concurrency=1,
        listen_notify=False,
        **settings,
    )


async def ready(settings: Settings) -> tuple[int, dict[str, str]]:
    """What /ready says of a desk that was opened with these settings."""
    async with open_desk(settings) as desk:
        transport = httpx.ASGITransport(create_app(desk, with_worker=False))
        async with httpx.AsyncClient(transport=transport, base_url="http://frontdesk") as http:
            assert (await http.get("/health")).status_code == 200
            answer = await http.get("/ready")
    checks: dict[str, str] = answer.json()["checks"]
    assert (answer.json()["status"] == "ready") == (answer.status_code == 200)
    return answer.status_code, checks


@pytest.mark.parametrize("chosen", COMBINATIONS, ids=lambda chosen: "+".join(chosen) or "nothing")
async def test_with_its_database(chosen: tuple[str, ...], migrated: str, tmp_path: Path) -> None:
    settings = configured(tmp_path, chosen, database_url=SecretStr(migrated))
    status, checks = await ready(settings)
    assert (status, checks["database"], checks["migrations"]) == (200, "ok", "ok")
    assert checks["model"].startswith("openai:") == ("openai" in chosen)


@pytest.mark.parametrize("chosen", [(), tuple(PARTS)], ids=["nothing", "everything"])
async def test_without_its_database_it_is_refused(chosen: tuple[str, ...], tmp_path: Path) -> None:
    url = SecretStr("postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(DatabaseUnavailable, match="cannot be reached"):
        await ready(configured(tmp_path, chosen, database_url=url))


async def test_a_database_without_tables_is_refused(
    empty_database_url: str, tmp_path: Path
) -> None:
    url = SecretStr(empty_database_url)
    with pytest.raises(OperatorError, match="run `frontdesk migrate`"):
        await ready(configured(tmp_path, (), database_url=url))


async def test_the_embedded_database_is_enough() -> None:
    with server_folder() as folder:
        settings = configured(folder, tuple(name for name in PARTS if name != "supabase"))
        migrate(database_url(settings))
        assert (await ready(settings))[0] == 200


async def test_supabase_alone_is_refused(tmp_path: Path) -> None:
    """Its API cannot keep the queue."""
    with pytest.raises(OperatorError, match="DATABASE_URL is not"):
        await ready(configured(tmp_path, ("supabase",)))
    assert not (tmp_path / "postgres").exists()
