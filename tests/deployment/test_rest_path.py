"""deploy/rest/Caddyfile leads Supabase's path to PostgREST, tried where Caddy is installed."""

import re
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.deployment.neighbours import CADDY, CADDYFILE, open_rest
from tests.deployment.processes import stopped
from tests.providers.server import Answer, ProviderServer, Request


class PostgREST(ProviderServer):
    """Tells which path reached it."""

    def handle(self, request: Request) -> Answer:
        return Answer(200, {"path": request.path, "key": request.headers.get("authorization")})


def test_it_names_the_service_and_the_path() -> None:
    text = CADDYFILE.read_text()
    assert re.search(r"handle_path /rest/v1/\* \{\s+reverse_proxy postgrest:3000\s+\}", text)
    assert ":8000 {" in text


@pytest.mark.skipif(CADDY is None, reason="caddy or wget is not installed")
async def test_the_path_is_taken_off(compose: dict[str, Any], tmp_path: Path) -> None:
    async with PostgREST() as postgrest:
        behind = postgrest.url.removeprefix("http://")
        async with open_rest(compose["services"]["rest"], behind, tmp_path) as rest:
            async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{rest.port}") as http:
                called = await http.post(
                    "/rest/v1/rpc/inbox_put", json={}, headers={"Authorization": "Bearer k"}
                )
                assert called.json() == {"path": "/rpc/inbox_put", "key": "Bearer k"}
                assert (await http.get("/health")).text == "ok"
                assert (await http.get("/storage/v1/object")).status_code == 404
            said = await stopped(rest.process)
            assert rest.process.returncode == 0, said
            assert not await rest.healthy()
