"""Each command of our image, as a plain process: nothing but the data folder and /tmp is writable.

Where this user may make a mount namespace, the whole file system is read-only for the process, as
in the container; elsewhere it only stands in a folder that must stay empty.
"""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from agent.databases.migrate import pending
from gateway.alive import alive
from tests.databases import server_folder
from tests.deployment.conftest import ROOT, ComposeServer
from tests.deployment.image import read_image

pytestmark = pytest.mark.xdist_group("compose-server")

_OWN_TMP = "mount -t tmpfs none /tmp && "
_READ_ONLY = 'mount -o bind,remount,ro / && {tmp}cd / && exec "$@"'


@cache
def _wrapper() -> tuple[str, ...]:
    """Makes the file system read-only; nothing where that is not allowed."""
    if shutil.which("unshare") is None or not Path("/dev/shm").is_mount():
        return ()
    # A /tmp of its own would hide a program that lies there; then even /tmp is read-only.
    below = any(path.is_relative_to("/tmp") for path in (ROOT, Path(sys.prefix)))
    script = _READ_ONLY.format(tmp="" if below else _OWN_TMP)
    wrapper = ("unshare", "--mount", "sh", "-c", script, "sh")
    tried = subprocess.run([*wrapper, "true"], capture_output=True, check=False)
    return wrapper if tried.returncode == 0 else ()


@dataclass
class Container:
    """How a service of docker-compose.yml would run; `url` is its PostgreSQL."""

    url: str
    data: Path
    port: int

    def environment(self, service: dict[str, Any]) -> dict[str, str]:
        image = read_image()[""].environment()
        given = dict.fromkeys(service["environment"], "")
        alive = {"WORKER_ALIVE_FILE": str(self.alive)} if "WORKER_ALIVE_FILE" in given else {}
        return {
            **image,
            **given,
            **alive,
            "PATH": os.defpath,
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": self.url,
            "FRONTDESK_DATA_DIR": str(self.data),
            "GATEWAY_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(self.port),
        }

    @property
    def alive(self) -> Path:
        """In the container this is in its own /tmp, which here belongs to the process alone."""
        return self.data / "worker.alive"

    @property
    def ready(self) -> str:
        return f"http://127.0.0.1:{self.port}/ready"

    def words(self, command: list[str]) -> list[str]:
        here = {
            "python": sys.executable,
            "/tmp/worker.alive": str(self.alive),
            "http://127.0.0.1:8080/ready": self.ready,
        }
        return [here.get(word, word) for word in command]

    @asynccontextmanager
    async def run(
        self, name: str, arguments: list[str]
    ) -> AsyncIterator[asyncio.subprocess.Process]:
        """The image with these arguments, in the environment of the service `name`."""
        command = self.words([*read_image()[""].words("ENTRYPOINT"), *arguments])
        process = await asyncio.create_subprocess_exec(
            *_wrapper(),
            *command,
            env=self.environment(services()[name]),
            cwd=self.data.parent / "empty",
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()

    async def healthy(self, name: str) -> bool:
        """The service's health check, run once."""
        command = self.words(services()[name]["healthcheck"]["test"][1:])
        process = await asyncio.create_subprocess_exec(
            *_wrapper(), *command, env=self.environment(services()[name])
        )
        return await process.wait() == 0


@cache
def services() -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe").load(ROOT / "docker-compose.yml")["services"]
    return found


@pytest.fixture
async def container(compose_server: ComposeServer) -> AsyncIterator[Container]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with server_folder() as folder:
        for name in ("data", "empty"):
            (folder / name).mkdir()
        yield Container(compose_server.url("frontdesk"), folder / "data", port)
        assert list((folder / "empty").iterdir()) == []


async def finished(process: asyncio.subprocess.Process) -> str:
    output, _ = await asyncio.wait_for(process.communicate(), 40)
    return output.decode()


async def test_the_services(container: Container) -> None:
    assert not await container.healthy("gateway")
    assert not await container.healthy("worker")
    async with container.run("migrate", services()["migrate"]["command"]) as process:
        said = await finished(process)
        assert process.returncode == 0, said
    assert pending(container.url) == []
    async with (
        container.run("gateway", services()["gateway"]["command"]) as gateway,
        container.run("worker", services()["worker"]["command"]) as worker,
    ):
        for process, sign in ((gateway, container.ready), (worker, str(container.alive))):
            async with asyncio.timeout(60):
                while not await asyncio.to_thread(alive, sign):
                    assert process.returncode is None, await finished(process)
        assert await container.healthy("gateway")
        assert await container.healthy("worker")
        for process in (gateway, worker):
            process.send_signal(signal.SIGTERM)
        for process in (gateway, worker):
            said = await finished(process)
            assert process.returncode in (0, -signal.SIGTERM), said
            assert "Traceback" not in said
    assert not await container.healthy("gateway")


def test_a_worker_that_stopped_is_not_alive(tmp_path: Path) -> None:
    file = tmp_path / "worker.alive"
    assert not alive(str(file))
    file.touch()
    assert alive(str(file))
    os.utime(file, (time.time() - 61, time.time() - 61))
    assert not alive(str(file))
    assert not alive("http://127.0.0.1:1/ready")
