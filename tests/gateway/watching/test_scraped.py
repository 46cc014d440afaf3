"""A real Prometheus scrapes a running gateway with the configuration that the project ships."""

import asyncio
import os
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from ruamel.yaml import YAML

from tests.front_fixtures import Opening
from tests.gateway.web.page_app import serve

SHIPPED = Path(__file__).parents[3] / "deploy" / "prometheus"
PROMETHEUS = shutil.which("prometheus")
KEY = "for-prometheus-alone"
LOOKS = 600
"""So often, a fifth of a second apart, it is asked for what it scraped."""

pytestmark = pytest.mark.skipif(PROMETHEUS is None, reason="prometheus is not installed")


async def test_it_scrapes_what_the_gateway_shows(open_front_with: Opening, tmp_path: Path) -> None:
    async with open_front_with(metrics_key=SecretStr(KEY)) as front:
        await front.customer().say("hola")
        async with serve(front.app) as url, prometheus(tmp_path, url) as asked:
            [up] = await until(asked, "up{job='frontdesk'} == 1")
            assert up["metric"]["instance"] == url.removeprefix("http://")
            [turns] = await until(asked, "frontdesk_organization_turns_hour{organization='aurora'}")
            assert turns["value"][1] == "1"
            assert len((await told(asked, "rules"))["groups"]) > 0


@asynccontextmanager
async def prometheus(folder: Path, gateway: str) -> AsyncIterator[httpx.AsyncClient]:
    """The shipped files, but for where the gateway listens, where the key lies and how often it is asked."""
    yaml = YAML()
    shipped: Any = yaml.load(SHIPPED / "prometheus.yml")
    [scraped] = shipped["scrape_configs"]
    scraped["scrape_interval"] = "1s"
    scraped["static_configs"][0]["targets"] = [gateway.removeprefix("http://")]
    scraped["authorization"]["credentials_file"] = str(folder / "key")
    shipped["rule_files"] = [str(SHIPPED / "alerts.yml")]
    (folder / "key").write_text(KEY)
    yaml.dump(shipped, folder / "prometheus.yml")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    process = await asyncio.create_subprocess_exec(
        str(PROMETHEUS),
        f"--config.file={folder / 'prometheus.yml'}",
        f"--storage.tsdb.path={folder / 'data'}",
        f"--web.listen-address={address}",
        env={"PATH": os.environ["PATH"], "HOME": str(folder)},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with httpx.AsyncClient(base_url=f"http://{address}/api/v1/") as asked:
            yield asked
    finally:
        process.terminate()
        await process.wait()


async def until(asked: httpx.AsyncClient, query: str) -> list[Any]:
    """What it answers to a query, as soon as there is anything."""
    for _ in range(LOOKS):
        if result := (await told(asked, "query", query=query)).get("result"):
            return list(result)
        await asyncio.sleep(0.2)
    raise AssertionError(f"nothing was scraped for {query}")


async def told(asked: httpx.AsyncClient, path: str, **parameters: str) -> dict[str, Any]:
    """Nothing while it does not answer yet."""
    try:
        response = await asked.get(path, params=parameters)
    except httpx.TransportError:
        return {}
    return dict(response.json()["data"]) if response.is_success else {}
