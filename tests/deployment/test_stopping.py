"""SIGTERM and SIGINT end every process alike, closed and with exit code 0; a taken port is said."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from tests.databases import SECRETS, server_folder
from tests.deployment.compose import ROOT
from tests.deployment.processes import Process, finished, free_port, running, until


class Home:
    """A data folder whose embedded PostgreSQL is this process's alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.alive = folder / "worker.alive"

    @asynccontextmanager
    async def start(self, *command: str) -> AsyncIterator[Process]:
        environment = {
            **os.environ,
            **SECRETS,
            "PYTHONPATH": str(ROOT),
            "FRONTDESK_DATA_DIR": str(self.folder),
            "GATEWAY_PORT": str(self.port),
            "WORKER_ALIVE_FILE": str(self.alive),
        }
        called = [sys.executable, "-m", "gateway", *command]
        async with running(called, environment, self.folder) as process:
            yield process

    async def answers(self) -> bool:
        async with httpx.AsyncClient(trust_env=False) as http:
            try:
                return (await http.get(f"http://127.0.0.1:{self.port}/health")).status_code == 200
            except httpx.HTTPError:
                return False

    async def works(self) -> bool:
        return self.alive.exists()

    async def database_runs(self) -> bool:
        try:
            pid = int((self.folder / "postgres" / "postmaster.pid").read_text().split()[0])
            os.kill(pid, 0)
        except (OSError, ValueError, IndexError):
            return False
        return True


@pytest.fixture(scope="module")
def home() -> Iterator[Home]:
    with server_folder() as folder:
        yield Home(folder)


async def ended(home: Home, process: Process, number: signal.Signals) -> str:
    """Sends the signal; what was said. Everything is closed."""
    process.send_signal(number)
    said = await finished(process)
    assert process.returncode == 0, said
    assert "Traceback" not in said
    assert "ERROR" not in said
    assert not await home.database_runs()
    return said


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda n: n.name)
async def test_it_ends_while_it_starts(home: Home, number: signal.Signals) -> None:
    """First, for then the database is new: its server starts, and the migrations take their time."""
    async with home.start("serve") as process:
        await until(home.database_runs, process)
        await ended(home, process, number)


@pytest.mark.parametrize(
    ("command", "number"),
    [
        (("serve",), signal.SIGTERM),
        (("serve", "--no-worker"), signal.SIGINT),
        (("worker",), signal.SIGTERM),
    ],
    ids=str,
)
async def test_it_ends_in_order(
    home: Home, command: tuple[str, ...], number: signal.Signals
) -> None:
    home.alive.unlink(missing_ok=True)
    async with home.start(*command) as process:
        await until(home.works if command == ("worker",) else home.answers, process)
        said = await ended(home, process, number)
    assert "closing" in said


async def test_a_second_signal_ends_it_at_once(home: Home) -> None:
    async with home.start("serve") as process:
        await until(home.answers, process)
        async with httpx.AsyncClient(trust_env=False) as http:
            # A connection that is kept open with half a request holds up the closing.
            _, writer = await asyncio.open_connection("127.0.0.1", home.port)
            writer.write(
                b"POST /webhooks/web/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n"
            )
            await http.get(f"http://127.0.0.1:{home.port}/health")
            process.send_signal(signal.SIGTERM)
            process.send_signal(signal.SIGINT)
            await finished(process)
            writer.close()
    assert process.returncode in (128 + signal.SIGINT, 128 + signal.SIGTERM)


async def test_the_echo_of_a_signal_is_no_second_one(home: Home) -> None:
    """A stopped process group: once from whoever stops it, once more from make."""
    async with home.start("serve") as process:
        await until(home.answers, process)
        process.send_signal(signal.SIGTERM)
        await ended(home, process, signal.SIGTERM)


async def test_who_was_killed_is_no_user_of_the_database(home: Home) -> None:
    """The server goes on after a kill; the next process that ends in order stops it."""
    async with home.start("serve") as process:
        await until(home.answers, process)
        process.kill()
        await finished(process)
    assert await home.database_runs()
    async with home.start("serve") as process:
        await until(home.answers, process)
        await ended(home, process, signal.SIGTERM)


async def test_a_taken_port_is_said_in_one_line(home: Home) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", home.port))
        other.listen()
        async with home.start("serve") as process:
            said = await finished(process)
    assert process.returncode == 1
    (line,) = said.splitlines()
    assert line.startswith(f"127.0.0.1:{home.port} is taken")
    assert not await home.database_runs()
