"""The services of other people's images as plain processes, where their programs are installed.

Each runs its command's own words; only port and address are added, for here they share a machine.
"""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.deployment.compose import ROOT
from tests.deployment.processes import Process, free_port, running, succeeds, until

REDIS = shutil.which("redis-server")
CADDY = shutil.which("caddy") if shutil.which("wget") else None
CADDYFILE = ROOT / "deploy" / "rest" / "Caddyfile"
_CADDY_COMMAND = ("run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile")
"""The image's own, for the file gives `rest` none (hub.docker.com/_/caddy and its Dockerfile)."""


@dataclass(frozen=True)
class Neighbour:
    """`check` is the health check's command, as it finds the process here."""

    process: Process
    port: int
    check: list[str]
    environment: dict[str, str]

    async def healthy(self, **environment: str) -> bool:
        return await succeeds(self.check, self.environment | environment)


@asynccontextmanager
async def open_redis(service: dict[str, Any], folder: Path) -> AsyncIterator[Neighbour]:
    """`redis` or `langfuse-redis`; `folder` is where it would write."""
    port = free_port()
    program, *words = service["command"]
    client, *question = service["healthcheck"]["test"][1:]
    environment = {"PATH": "/usr/bin:/bin", **service["environment"]}
    command = [program, "--port", str(port), "--bind", "127.0.0.1", *words]
    async with running(command, environment, folder) as process:
        check = [client, "-p", str(port), *question]
        yield await _started(Neighbour(process, port, check, environment))


@asynccontextmanager
async def open_rest(
    service: dict[str, Any], postgrest: str, folder: Path
) -> AsyncIterator[Neighbour]:
    """`rest`, with `postgrest` (host and port) behind it."""
    assert CADDY
    here = f"127.0.0.1:{free_port()}"
    text = CADDYFILE.read_text().replace("postgrest:3000", postgrest)
    (folder / "Caddyfile").write_text(text.replace(":8000 {", f"http://{here} {{"))
    for name in ("config", "data"):
        (folder / name).mkdir()
    environment = {
        "PATH": "/usr/bin:/bin",
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_DATA_HOME": str(folder / "data"),
    }
    words = [word.replace("/etc/caddy", str(folder)) for word in _CADDY_COMMAND]
    async with running([CADDY, *words], environment, folder) as process:
        question = service["healthcheck"]["test"][1:]
        check = [word.replace("127.0.0.1:8000", here) for word in question]
        yield await _started(Neighbour(process, int(here.partition(":")[2]), check, environment))


async def _started(neighbour: Neighbour) -> Neighbour:
    await until(neighbour.healthy, neighbour.process)
    return neighbour
