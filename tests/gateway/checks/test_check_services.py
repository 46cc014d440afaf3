"""`frontdesk check` asks the configured services; here they are played on loopback."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from pydantic import SecretStr

from agent.settings import Settings
from gateway.checks import Check, Finding
from gateway.checks.access import check_address
from gateway.checks.data import check_redis
from gateway.checks.media import check_gemini
from gateway.checks.model import check_model
from gateway.checks.supabase import check_supabase
from gateway.checks.tracing import check_langfuse
from tests.protocols.redis_server import RedisServer
from tests.providers.server import Answer, Request

CLOSED = "http://127.0.0.1:1"
KEY = "the-right-key"


@dataclass(frozen=True)
class Service:
    """A listening service."""

    url: str


@asynccontextmanager
async def played(play: Callable[[Request], Answer]) -> AsyncIterator[Service]:
    """Answers every request as `play` says."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().strip()
        first, *lines = head.split("\r\n")
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        method, path, _ = first.split()
        writer.write(play(Request(method, path, headers, body)).encoded())
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        yield Service(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")


async def found(one: Check, **settings: Any) -> Finding:
    return (await one(Settings(**settings)))[0]


def bearer(request: Request) -> bool:
    return request.headers.get("authorization") == f"Bearer {KEY}"


@pytest.mark.parametrize(
    ("key", "model", "state", "said"),
    [
        (KEY, "openai:gpt-one", "ok", "the key is taken"),
        (KEY, "gpt-two", "bad", "not among the 2 models"),
        ("wrong", "openai:gpt-one", "bad", "the key is refused"),
    ],
)
async def test_the_model(key: str, model: str, state: str, said: str) -> None:
    def play(request: Request) -> Answer:
        if not bearer(request):
            return Answer(401)
        models = {"data": [{"id": "gpt-one"}, {"id": "text-embedding-3-small"}]}
        return Answer(200, models) if request.path == "/models" else Answer(404)

    async with played(play) as service:
        finding = await found(
            check_model,
            openai_api_key=SecretStr(key),
            openai_base_url=service.url,
            openai_chat_model=model,
        )
    assert finding.state == state
    assert said in finding.text


async def test_models_that_the_endpoint_does_not_offer_or_that_are_not_asked() -> None:
    async with played(lambda _: Answer(200, {"data": [{"id": "gpt-one"}]})) as service:
        found = await check_model(
            Settings(
                openai_api_key=SecretStr(KEY),
                openai_base_url=service.url,
                openai_chat_model="gpt-one",
                openai_fallback_models="google_genai:gemini-2.5-flash",
                gemini_api_key=SecretStr(KEY),
            )
        )
    model, embedding, _ = found  # the last one is about prices
    assert (model.state, embedding.state) == ("ok", "warn")
    assert model.text.endswith("the key is taken; not asked: google_genai:gemini-2.5-flash")
    assert "text-embedding-3-small is not among" in embedding.text


async def test_a_key_that_only_embeds_is_tried_too() -> None:
    async with played(lambda _: Answer(401)) as service:
        finding = await found(
            check_model,
            openai_api_key=SecretStr("wrong"),
            openai_base_url=service.url,
            openai_chat_model="google_genai:gemini-2.5-flash",
            gemini_api_key=SecretStr(KEY),
        )
    assert finding.text.endswith("the key is refused")


async def test_a_model_without_a_list_of_models_may_still_answer() -> None:
    async with played(lambda _: Answer(404)) as service:
        finding = await found(
            check_model, openai_api_key=SecretStr(KEY), openai_base_url=service.url
        )
    assert finding.state == "warn"


@pytest.mark.parametrize(
    ("one", "settings", "state"),
    [
        (check_model, {"openai_api_key": SecretStr(KEY), "openai_base_url": CLOSED}, "bad"),
        (check_gemini, {"gemini_api_key": SecretStr(KEY), "gemini_base_url": CLOSED}, "bad"),
        (
            check_langfuse,
            {
                "langfuse_host": CLOSED,
                "langfuse_public_key": "pk",
                "langfuse_secret_key": SecretStr("sk"),
            },
            "warn",
        ),
        (
            check_supabase,
            {
                "supabase_url": CLOSED,
                "supabase_service_role_key": SecretStr(KEY),
                "database_url": SecretStr("postgresql://nobody@127.0.0.1:1/none"),
                "database_wait_seconds": 0.2,
            },
            "bad",
        ),
        (check_redis, {"redis_url": SecretStr("redis://127.0.0.1:1/0")}, "warn"),
        (check_redis, {"redis_url": SecretStr("nonsense")}, "warn"),
        (check_address, {"public_url": CLOSED}, "warn"),
        (check_address, {"public_url": "http://front.desk.example"}, "bad"),
        (check_address, {"public_url": "front.desk.example"}, "bad"),
    ],
)
async def test_what_does_not_answer(one: Check, settings: dict[str, Any], state: str) -> None:
    finding = await found(one, **settings)
    assert finding.state == state
    assert finding.do
    assert KEY not in finding.text


@pytest.mark.parametrize(
    "one", [check_model, check_gemini, check_langfuse, check_supabase, check_redis]
)
async def test_what_is_not_configured_is_off(one: Check) -> None:
    assert (await found(one)).state == "off"


async def test_gemini() -> None:
    def play(request: Request) -> Answer:
        if request.headers.get("x-goog-api-key") != KEY:
            return Answer(400, {"error": {"status": "INVALID_ARGUMENT"}})
        return Answer(200 if request.path == "/v1beta/models/gemini-2.5-flash" else 404, {})

    async with played(play) as service:
        for key, model, state in (
            (KEY, "gemini-2.5-flash", "ok"),
            (KEY, "gemini-0", "bad"),
            ("wrong", "gemini-2.5-flash", "bad"),
        ):
            finding = await found(
                check_gemini,
                gemini_api_key=SecretStr(key),
                gemini_base_url=service.url,
                gemini_model=model,
            )
            assert finding.state == state


async def test_langfuse() -> None:
    def play(request: Request) -> Answer:
        right = request.headers.get("authorization") == "Basic cGs6c2s="
        return Answer(200 if right and request.path == "/api/public/projects" else 401, {})

    async with played(play) as service:
        host: dict[str, Any] = {"langfuse_host": service.url, "langfuse_public_key": "pk"}
        assert (await found(check_langfuse, **host)).state == "bad"
        wrong = await found(check_langfuse, **host, langfuse_secret_key=SecretStr("no"))
        assert wrong.text == "the keys are refused"
        right = Settings(**host, langfuse_secret_key=SecretStr("sk"), langfuse_texts=True)
        states = {f.what: f.state for f in await check_langfuse(right)}
    assert states == {"Langfuse": "ok", "trace texts": "warn"}


async def test_a_redis_for_rate_limits_only_and_one_for_nothing() -> None:
    async with RedisServer(modules=()) as server:
        plain = await found(check_redis, redis_url=SecretStr(server.url))
        assert plain.state == "warn"
        assert "has no JSON module: it keeps the rate limits" in plain.text
        assert "Redis 8" in plain.do
        server.refused = {"*": "READONLY You can't write against a read only replica."}
        refused = await found(check_redis, redis_url=SecretStr(server.url))
        assert refused.state == "warn"
        assert "read-only replica: threads are kept in PostgreSQL, rate" in refused.text
        assert "without a restart" in refused.do


@pytest.mark.parametrize(
    ("body", "state"),
    [
        (b'{"status": "ok"}', "ok"),
        (b"somebody else's page", "warn"),
        (b"{" * 2_000_000, "warn"),
        (b"[" * 500_000, "warn"),
    ],
)
async def test_whether_the_address_leads_here(body: bytes, state: str) -> None:
    async with played(lambda _: Answer(200, body)) as service:
        assert (await found(check_address, public_url=service.url)).state == state
