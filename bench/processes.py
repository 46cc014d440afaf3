"""Servers under measurement, each in a process of its own."""

import asyncio
import socket
import sys
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from agent.errors import OperatorError
from agent.settings import child_environment
from bench.load import Client

_ROOT = Path(__file__).parents[1]
_POLL_SECONDS = 0.01
_LONGEST_START = 120.0

GATEWAY = ("gateway", "serve", "--no-worker")
GATEWAY_WITH_WORKER = ("gateway", "serve")
YARDSTICK = ("bench.yardstick",)


@dataclass(frozen=True, slots=True)
class Served:
    """A server that answers. `seconds`: from the start of its process to the first 200 of /ready."""

    port: int
    pid: int
    seconds: float

    def memory(self) -> float:
        """Resident memory in MiB."""
        return float(psutil.Process(self.pid).memory_info().rss) / 2**20


@asynccontextmanager
async def running(
    module: tuple[str, ...], database: str, folder: Path, **environment: str
) -> AsyncIterator[Served]:
    """`python -m *module` over `database`, with data of its own in `folder`.

    It finds no .env file, no model and no provider but those that `environment` names. Raises
    OperatorError when it does not start.
    """
    port = free_port()
    started = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        *module,
        cwd=folder,
        env=_environment(database, port, folder) | environment,
    )
    try:
        await _ready(process, port)
        yield Served(port, process.pid, time.perf_counter() - started)
    finally:
        await _stop(process)


def _environment(database: str, port: int, folder: Path) -> dict[str, str]:
    nowhere = "http://127.0.0.1:9"
    return child_environment(
        PYTHONPATH=str(_ROOT),
        DATABASE_URL=database,
        FRONTDESK_DATA_DIR=str(folder),
        GATEWAY_HOST="127.0.0.1",
        GATEWAY_PORT=str(port),
        GUPSHUP_BASE_URL=nowhere,
        EVOLUTION_BASE_URL=nowhere,
        OPENAI_API_KEY="",
        GEMINI_API_KEY="",
        LOG_LEVEL="ERROR",
    )


async def _ready(process: Process, port: int) -> None:
    deadline = time.monotonic() + _LONGEST_START
    while process.returncode is None and time.monotonic() < deadline:
        with suppress(OSError, asyncio.IncompleteReadError):
            async with Client.connected(port) as client:
                if await client.get("/ready") == 200:
                    return
        await asyncio.sleep(_POLL_SECONDS)
    raise OperatorError("a server under measurement did not start; its output says why")


async def _stop(process: Process) -> None:
    if process.returncode is None:
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), 15)
    except TimeoutError:
        process.kill()
        await process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
