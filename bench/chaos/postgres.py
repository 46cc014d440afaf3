"""The real PostgreSQL of a run, and what can happen to it."""

import asyncio
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from agent.data import embedded_server, scratch
from agent.data.embedded import remove_embedded, start_embedded
from agent.errors import OperatorError

_DISK = 3 * 2**29
"""Bytes of the file system that can be filled."""


class Server:
    """An embedded server in a folder of its own. `url` is the superuser's, on its socket; `small`: its disk is
    a file system of its own, which can be filled."""

    def __init__(self, folder: Path, small: bool) -> None:
        self.folder = folder
        self.directory = folder / "data" / "postgres"
        self.small = small
        self.url = start_embedded(self.directory)

    @classmethod
    @contextmanager
    def running(cls) -> Iterator["Server"]:
        with ExitStack() as stack:
            name = stack.enter_context(
                tempfile.TemporaryDirectory(prefix="frontdesk-chaos-", ignore_cleanup_errors=True)
            )
            disk = Path(name, "disk")
            disk.mkdir()
            small = stack.enter_context(_own_disk(disk))
            server = cls(disk, small)
            try:
                yield server
            finally:
                server.thaw()
                remove_embedded(server.directory)

    @property
    def socket(self) -> str:
        """The path of its socket."""
        about = conninfo_to_dict(self.url)
        return f"{about['host']}/.s.PGSQL.{about['port']}"

    def over(self, port: int, database: str) -> str:
        """The address of a database through a port of this machine."""
        return make_conninfo(
            self.url,
            host="127.0.0.1",
            port=port,
            dbname=database,
            sslmode="disable",
            gssencmode="disable",
        )

    # What happens to it; each takes some seconds and ends with a server that works

    async def stop_for(self, seconds: float) -> None:
        await asyncio.to_thread(embedded_server.stop, self.directory)
        await asyncio.sleep(seconds)
        await self.start()

    async def crash(self) -> None:
        """A backend is killed: the server ends all others and recovers from its log."""
        children = psutil.Process(self._postmaster()).children()
        backends = [
            p for p in children if any("postgres: postgres" in word for word in p.cmdline())
        ]
        if backends:
            backends[0].send_signal(signal.SIGKILL)
        await asyncio.sleep(0.5)
        await self.start()

    async def freeze_for(self, seconds: float) -> None:
        """All its processes stand still; connections stay open and say nothing."""
        for process in self._processes():
            with suppress(psutil.NoSuchProcess):
                process.suspend()
        try:
            await asyncio.sleep(seconds)
        finally:
            self.thaw()

    def thaw(self) -> None:
        for process in self._processes():
            with suppress(psutil.NoSuchProcess):
                process.resume()

    async def read_only_for(self, seconds: float) -> None:
        await self._read_only("on")
        try:
            await asyncio.sleep(seconds)
        finally:
            await self._read_only("off")

    async def _read_only(self, on: str) -> None:
        await self.execute(f"alter system set default_transaction_read_only = {on}")
        await self.execute("select pg_reload_conf()")
        await asyncio.sleep(0.2)
        await self.disconnect()

    async def disconnect(self) -> None:
        """Every connection breaks."""
        await self.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where backend_type = 'client backend' and pid <> pg_backend_pid()"
        )

    async def crowd_for(self, seconds: float) -> None:
        """Others take every connection that is left, after all were broken."""
        await self.disconnect()
        taken: list[psycopg.Connection[Any]] = []
        try:
            with suppress(psycopg.OperationalError):
                while True:
                    taken.append(await asyncio.to_thread(psycopg.connect, self.url))
            await asyncio.sleep(seconds)
        finally:
            for connection in taken:
                connection.close()

    async def fill_disk_for(self, seconds: float) -> None:
        """No byte is left. Raises OperatorError where the disk is not its own."""
        if not self.small:
            raise OperatorError("a disk of its own needs the right to mount one")
        balloon = self.folder / "balloon"
        left = shutil.disk_usage(self.folder).free
        try:
            with balloon.open("wb") as file, suppress(OSError):
                os.posix_fallocate(file.fileno(), 0, left)
            with suppress(OSError), balloon.open("ab", buffering=0) as rest:
                while True:
                    rest.write(b"\0" * 4096)
            await asyncio.sleep(seconds)
        finally:
            balloon.unlink(missing_ok=True)
            await self.start()

    async def start(self) -> None:
        """Started when it does not run; waits until it can be written to."""
        deadline = time.monotonic() + 60
        while True:
            try:
                await asyncio.to_thread(embedded_server.ensure_running, self.directory)
                await self.execute("select 1")
                return
            except (OperatorError, psycopg.OperationalError):
                if time.monotonic() > deadline:
                    raise
                await asyncio.sleep(0.3)

    async def execute(self, statement: str) -> None:
        await asyncio.to_thread(scratch.execute, self.url, statement)

    def _postmaster(self) -> int:
        return int((self.directory / "postmaster.pid").read_text("utf-8").split()[0])

    def _processes(self) -> list[psutil.Process]:
        try:
            server = psutil.Process(self._postmaster())
            return [server, *server.children(recursive=True)]
        except (OSError, psutil.NoSuchProcess, ValueError, IndexError):
            return []


@contextmanager
def _own_disk(folder: Path) -> Iterator[bool]:
    """A small file system in memory at `folder`, where this user may mount one; tells whether."""
    mount, unmount = shutil.which("mount"), shutil.which("umount")
    if os.geteuid() != 0 or mount is None or unmount is None:
        yield False
        return
    done = subprocess.run(  # noqa: S603 (fixed words and our own folder)
        [mount, "-t", "tmpfs", "-o", f"size={_DISK},mode=755", "frontdesk-chaos", str(folder)],
        capture_output=True, check=False,
    )  # fmt: skip
    try:
        yield done.returncode == 0
    finally:
        if done.returncode == 0:
            subprocess.run([unmount, "-l", str(folder)], capture_output=True, check=False)  # noqa: S603
