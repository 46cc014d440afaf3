"""A start with every combination of configured parts: each answers a customer, with the parts at work
and when they have gone, or is refused clearly.
"""

import itertools
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from agent.data.migrate import migrate
from agent.errors import DatabaseUnavailable, OperatorError
from agent.settings import Settings
from gateway.app import create_app
from gateway.container import database_url, open_desk
from tests.agent.observability.setting import langfuse_settings
from tests.databases import NOW, Server, server_folder
from tests.front import Customer, open_front
from tests.hosted import KNOWLEDGE, hosted_settings, without_pauses
from tests.protocols.gemini import GeminiServer
from tests.protocols.langfuse import LangfuseServer
from tests.protocols.openai import OpenAIServer
from tests.protocols.redis_server import RedisServer
from tests.providers.server import ProviderServer
from tests.supabase_project import Project, open_project

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


QUESTION = "Hola, ¿cuánto cuesta la limpieza facial?"


@pytest.fixture(scope="module")
def project_url(supabase_server: Server) -> Iterator[str]:
    """One database of a Supabase project for all combinations; each has a customer of its own."""
    with supabase_server.database() as url:
        yield url


@dataclass
class Parts:
    """The configured parts, played: `settings` lead to them."""

    settings: dict[str, Any] = field(default_factory=dict)
    openai: OpenAIServer | None = None
    redis: RedisServer | None = None
    langfuse: LangfuseServer | None = None
    gemini: GeminiServer | None = None
    supabase: Project | None = None
    ports: dict[ProviderServer, int] = field(default_factory=dict)

    def go(self) -> None:
        """All of them are gone."""
        for server in (self.openai, self.langfuse, self.gemini):
            if server:
                self.ports[server] = server.close()
        if self.redis:
            self.redis.lost = True
        if self.supabase:
            self.ports[self.supabase.rest] = self.supabase.rest.close()

    async def come_back(self, server: ProviderServer | None) -> None:
        if server:
            await server.reopen(self.ports[server])


@asynccontextmanager
async def played(chosen: tuple[str, ...], server: Server, url: str) -> AsyncIterator[Parts]:
    parts = Parts()
    async with AsyncExitStack() as stack:
        if "openai" in chosen:
            parts.openai = await stack.enter_async_context(OpenAIServer())
            parts.settings |= hosted_settings(parts.openai)
        if "redis" in chosen:
            parts.redis = await stack.enter_async_context(RedisServer())
            parts.settings["redis_url"] = SecretStr(parts.redis.url)
        if "langfuse" in chosen:
            parts.langfuse = await stack.enter_async_context(LangfuseServer())
            parts.settings |= langfuse_settings(parts.langfuse.url)
        if "gemini" in chosen:
            parts.gemini = await stack.enter_async_context(GeminiServer())
            key = SecretStr(parts.gemini.api_key)
            parts.settings |= {"gemini_api_key": key, "gemini_base_url": parts.gemini.url}
        if "supabase" in chosen:
            parts.supabase = await stack.enter_async_context(open_project(server, url))
            parts.settings |= parts.supabase.settings()
        yield parts


@pytest.mark.parametrize("chosen", COMBINATIONS, ids=lambda chosen: "+".join(chosen) or "nothing")
async def test_every_combination_answers_with_its_parts_and_without_them(
    chosen: tuple[str, ...], supabase_server: Server, project_url: str, tmp_path: Path
) -> None:
    async with (
        played(chosen, supabase_server, project_url) as parts,
        open_front(project_url, tmp_path, NOW, model=without_pauses, **parts.settings) as front,
    ):
        if parts.supabase:
            parts.supabase.clock = front.clock
        state = (await front.http.get("/ready")).json()
        assert state["status"] == "ready"
        assert state["checks"]["model"].startswith("openai:") == ("openai" in chosen)
        assert state["checks"]["checkpoints"].startswith("redis") == ("redis" in chosen)
        assert state["checks"].get("supabase") == ("ok" if "supabase" in chosen else None)

        ana = front.customer(f"57300666{COMBINATIONS.index(chosen):04}")
        if parts.openai:
            parts.openai.plays(KNOWLEDGE, "Cuesta ciento cuarenta mil.")
        heard = await ana.say(QUESTION)
        assert ("140.000" in heard) != ("Cuesta ciento cuarenta mil." in heard)
        assert ("140.000" in heard) != ("openai" in chosen)
        if parts.redis:
            assert "json.set" in parts.redis.asked

        parts.go()
        heard = await ana.say("¿Y el peeling?")
        if parts.supabase:
            assert heard == "", "kept until its way to the data is back"
            await parts.come_back(parts.supabase.rest)
            heard = await until_answered(ana)
        assert "190.000" in heard
        assert "no logré" not in heard
        await parts.come_back(parts.langfuse)  # the end of the process would wait for it


async def until_answered(customer: Customer) -> str:
    """A turn that failed is tried again, a little later each time."""
    for _ in range(5):
        if heard := await customer.listen():
            return heard
    return ""


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


@pytest.mark.parametrize("chosen", [*zip(PARTS, strict=True), tuple(PARTS)], ids="+".join)
async def test_no_part_has_to_be_there_at_the_start(
    chosen: tuple[str, ...], project_url: str, tmp_path: Path
) -> None:
    settings = configured(tmp_path, chosen, database_url=SecretStr(project_url))
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
