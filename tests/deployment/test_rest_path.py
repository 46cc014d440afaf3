"""deploy/rest/Caddyfile leads Supabase's path to PostgREST, tried where Caddy is installed."""

import asyncio
import re
import shutil
import socket
from pathlib import Path

import httpx
import pytest

from tests.deployment.conftest import ROOT
from tests.providers.server import Answer, ProviderServer, Request

CADDYFILE = ROOT / "deploy" / "rest" / "Caddyfile"
CADDY = shutil.which("caddy")


class PostgREST(ProviderServer):
    """Tells which path reached it."""

    def handle(self, request: Request) -> Answer:
        return Answer(200, {"path": request.path, "key": request.headers.get("authorization")})


def test_it_names_the_service_and_the_path() -> None:
    text = CADDYFILE.read_text()
    assert re.search(r"handle_path /rest/v1/\* \{\s+reverse_proxy postgrest:3000\s+\}", text)
    assert ":8000 {" in text


@pytest.mark.skipif(CADDY is None, reason="caddy is not installed")
async def test_the_path_is_taken_off(tmp_path: Path) -> None:
    assert CADDY
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    async with PostgREST() as postgrest:
        text = CADDYFILE.read_text().replace(
            "postgrest:3000", postgrest.url.removeprefix("http://")
        )
        (tmp_path / "Caddyfile").write_text(text.replace(":8000 {", f"http://127.0.0.1:{port} {{"))
        caddy = await asyncio.create_subprocess_exec(
            *(CADDY, "run", "--adapter", "caddyfile", "--config", tmp_path / "Caddyfile"),
            env={"HOME": str(tmp_path)},
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            assert caddy.stderr
            while b"serving initial configuration" not in await caddy.stderr.readline():
                assert caddy.returncode is None
            async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
                called = await http.post(
                    "/rest/v1/rpc/inbox_put", json={}, headers={"Authorization": "Bearer k"}
                )
                assert called.json() == {"path": "/rpc/inbox_put", "key": "Bearer k"}
                assert (await http.get("/health")).text == "ok"
                assert (await http.get("/storage/v1/object")).status_code == 404
        finally:
            caddy.terminate()
            await caddy.communicate()
