"""The stack of docker-compose.yml as plain processes: each service's own command, health check and
interpolated environment, on a new .env.

PostgREST is not to be had for a test: its place is taken by the stand-in of tests/protocols. Redis
and Caddy are real where they are installed.
"""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx

from agent.data.migrate import pending
from gateway.alive import alive
from tests.databases import PROVIDER_KEY, SECRETS, apply_demo
from tests.deployment.compose import ROOT, pairs
from tests.deployment.container import Containers, open_containers
from tests.deployment.neighbours import CADDY, REDIS, open_redis, open_rest
from tests.deployment.postgres import ComposeServer
from tests.deployment.processes import finished, stopped
from tests.protocols.postgrest import PostgREST
from tests.protocols.redis_server import RedisServer
from tests.providers import gupshup
from tests.providers.gupshup import GupshupServer
from tests.providers.server import Answer, Request

APP = "AuroraLumbreApp"
QUICKLY = {"DEBOUNCE_SECONDS": "0.1", "DEBOUNCE_MAX_SECONDS": "1"}


class PostgRESTStandIn(PostgREST):
    """Without Supabase's gateway before it, whose path Caddy has taken off."""

    async def respond(self, request: Request) -> Answer:
        if CADDY:
            request = replace(request, path=f"/rest/v1{request.path}")
        return await super().respond(request)


@dataclass
class Stack:
    containers: Containers
    provider: GupshupServer
    rest: PostgRESTStandIn
    checkpoints: str
    """What /ready is to say of them."""


@asynccontextmanager
async def open_stack(
    compose: dict[str, Any], server: ComposeServer, folder: Path
) -> AsyncIterator[Stack]:
    """Everything but our own services, which find it where Compose would tell them."""
    services = compose["services"]
    async with AsyncExitStack() as opened:
        redis, checkpoints = await _redis(opened, services["redis"], folder)
        rest = PostgRESTStandIn(
            services["postgrest"]["environment"]["PGRST_DB_URI"].replace(
                "db:5432", f"127.0.0.1:{server.port}"
            ),
            services["postgrest"]["environment"]["PGRST_JWT_SECRET"],
        )
        rest.service_key = services["gateway"]["environment"]["SUPABASE_SERVICE_ROLE_KEY"]
        await opened.enter_async_context(rest)
        front = rest.url.removeprefix("http://")
        if CADDY:
            caddy = await opened.enter_async_context(open_rest(services["rest"], front, folder))
            front = f"127.0.0.1:{caddy.port}"
        provider = await opened.enter_async_context(GupshupServer(PROVIDER_KEY))
        places = {
            "db:5432": f"127.0.0.1:{server.port}",
            "redis:6379": redis,
            "rest:8000": front,
        }
        # As somebody has it who copied .env.example and filled in their secrets.
        settings = pairs((ROOT / ".env.example").read_text())
        settings |= {"GUPSHUP_BASE_URL": provider.url, **QUICKLY, **SECRETS}
        containers = await opened.enter_async_context(open_containers(services, places, settings))
        yield Stack(containers, provider, rest, checkpoints.format(redis))


async def _redis(opened: AsyncExitStack, service: dict[str, Any], folder: Path) -> tuple[str, str]:
    """Its address, and what is said of checkpoints with it."""
    if REDIS:
        (folder / "redis").mkdir()
        redis = await opened.enter_async_context(open_redis(service, folder / "redis"))
        said = "postgresql: the Redis at {} has no JSON module"
        return f"127.0.0.1:{redis.port}", said
    stand_in = RedisServer(password=service["environment"]["REDISCLI_AUTH"])
    await opened.enter_async_context(stand_in)
    return stand_in.url.removeprefix("redis://").removesuffix("/0"), "redis"


async def test_the_stack(
    compose: dict[str, Any], env_file: str, compose_server: ComposeServer, tmp_path: Path
) -> None:
    secrets = [value for value in pairs(env_file).values() if len(value) >= 40]
    url = compose_server.url("frontdesk")
    async with open_stack(compose, compose_server, tmp_path) as stack:
        here = stack.containers
        assert not await here.healthy("gateway")
        async with here.run("migrate") as migrate:
            said = await finished(migrate)
            assert migrate.returncode == 0, said
        assert pending(url) == []
        async with here.run("gateway") as gateway, here.run("worker") as worker:
            await apply_demo(url)
            await _healthy(stack, gateway, f"{here.gateway}/ready")
            await _healthy(stack, worker, here.places["/tmp/worker.alive"])
            assert all(await asyncio.gather(*map(here.healthy, ("gateway", "worker"))))
            await _ready(stack)
            await _answered(stack)
            for process in (gateway, worker):
                said = await stopped(process)
                assert process.returncode == 0, said
                assert "Traceback" not in said
                assert not any(secret in said for secret in secrets)


async def _healthy(stack: Stack, process: Any, sign: str) -> None:
    async with asyncio.timeout(60):
        while not await asyncio.to_thread(alive, sign):
            assert process.returncode is None, await finished(process)


async def _ready(stack: Stack) -> None:
    async with httpx.AsyncClient(trust_env=False, base_url=stack.containers.gateway) as http:
        checks = (await http.get("/ready")).json()["checks"]
    assert checks["checkpoints"] == stack.checkpoints
    assert checks["supabase"] == "ok"


async def _answered(stack: Stack) -> None:
    """A customer's message comes through the webhook and is answered, by way of the REST path."""
    payload = gupshup.text("Hola", app=APP)
    payload["timestamp"] = int(time.time() * 1000)
    webhook = f"{stack.containers.gateway}/webhooks/gupshup/{SECRETS['AURORA_GUPSHUP_TOKEN']}"
    answer = await stack.provider.deliver(webhook, payload)
    assert answer.status_code == 200
    async with asyncio.timeout(30):
        while not stack.provider.sent:
            stack.provider.received.clear()
            await stack.provider.received.wait()
    assert stack.provider.sent[0].destination == gupshup.CUSTOMER
    assert any(request.path.endswith("/rpc/turn_commit") for request in stack.rest.requests)


def test_a_worker_that_stopped_is_not_alive(tmp_path: Path) -> None:
    file = tmp_path / "worker.alive"
    assert not alive(str(file))
    file.touch()
    assert alive(str(file))
    os.utime(file, (time.time() - 61, time.time() - 61))
    assert not alive(str(file))
    assert not alive("http://127.0.0.1:1/ready")
