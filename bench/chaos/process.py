"""One `frontdesk serve`, with its own way to PostgreSQL and its own door of the provider."""

import asyncio
import os
import signal
import sys
import time
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from agent.errors import OperatorError
from agent.settings import child_environment
from bench.chaos.ledger import Ledger
from bench.chaos.posting import get
from bench.chaos.wire import Wire
from bench.processes import free_port

_ROOT = Path(__file__).parents[2]
_LONGEST_START = 300.0

GRACE = 4.0
SMALL = {
    "DEBOUNCE_SECONDS": "0.2",
    "DEBOUNCE_MAX_SECONDS": "1",
    "WORKER_HEARTBEAT_SECONDS": "0.5",
    "WORKER_STALLED_SECONDS": "3",
    "WORKER_SWEEP_SECONDS": "0.5",
    "SEND_LEASE_SECONDS": "5",
    "SEND_GRACE_SECONDS": str(GRACE),
}
"""The defaults in small, so that a takeover needs seconds instead of a minute."""


@dataclass
class Gateway:
    """A gateway with its worker, started again whenever it ends, as systemd would."""

    name: str
    folder: Path
    ledger: Ledger
    environment: Mapping[str, str] = field(default_factory=dict)
    wire: Wire | None = None
    port: int = field(default_factory=free_port)
    process: Process | None = None
    ends: Counter[str] = field(default_factory=Counter)
    """How it ended, by reason: killed, stopped, by itself."""
    wanted: bool = False
    _expected: str = ""
    _keeper: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def kept_running(self) -> AsyncIterator["Gateway"]:
        """Started, and again after every end, until it is left."""
        self.wanted = True
        self._keeper = asyncio.create_task(self._keep())
        try:
            yield self
        finally:
            self.wanted = False
            await self.stop()
            await self._keeper

    async def _keep(self) -> None:
        while self.wanted:
            began = time.monotonic()
            with (self.folder / f"{self.name}.log").open("ab") as log:
                self.process = await self._start(log)
                await self.process.wait()
            self.ends[self._expected or f"by itself ({self._last_words()})"] += 1
            self.ledger.trouble(self.name).end = time.monotonic()
            self._expected = ""
            if time.monotonic() - began < 1:
                await asyncio.sleep(1)

    def _last_words(self) -> str:
        """The end of its log, which says why it ended."""
        assert self.process is not None
        lines = (self.folder / f"{self.name}.log").read_text(errors="replace").split("\n")
        last = next((line.strip() for line in reversed(lines) if line.strip()), "said nothing")
        return f"{self.process.returncode}: {last[-120:]}"

    async def _start(self, log: IO[bytes]) -> Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "gateway", "serve"),
            cwd=self.folder,
            env=child_environment(
                PYTHONPATH=str(_ROOT),
                FRONTDESK_DATA_DIR=str(self.folder),
                GATEWAY_HOST="127.0.0.1",
                GATEWAY_PORT=str(self.port),
                LOG_LEVEL="WARNING",
                LOG_FILES="false",
                LD_PRELOAD="",
                PYTHONDONTWRITEBYTECODE="",  # it starts again and again
                **self.environment,
            ),
            stdout=log,
            stderr=log,
        )

    async def ready(self) -> None:
        """Waits until it says that it can work. Raises OperatorError when that takes too long."""
        deadline = time.monotonic() + _LONGEST_START
        while await get(self.port, "/ready") != 200:
            if time.monotonic() > deadline:
                raise OperatorError(f"{self.name} did not become ready; its log says why")
            await asyncio.sleep(0.1)

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.returncode is None

    def send(self, number: signal.Signals, reason: str = "") -> None:
        """A signal to the process, if there is one now."""
        if self.alive:
            assert self.process is not None
            self._expected = reason or self._expected
            with suppress(ProcessLookupError):
                os.kill(self.process.pid, number)

    def kill(self) -> None:
        """SIGKILL: nothing is put away."""
        self.send(signal.SIGKILL, "killed")

    def freeze(self, seconds: float) -> None:
        """SIGSTOP, and SIGCONT after a while."""
        trouble = self.ledger.trouble(self.name)
        self.send(signal.SIGSTOP)

        def go_on() -> None:
            self.send(signal.SIGCONT)
            trouble.end = time.monotonic()

        asyncio.get_running_loop().call_later(seconds, go_on)

    async def stop(self) -> None:
        """SIGTERM, and SIGKILL for what does not end within fifteen seconds."""
        self.send(signal.SIGCONT)
        self.send(signal.SIGTERM, "stopped")
        process = self.process
        if process is not None and process.returncode is None:
            try:
                await asyncio.wait_for(process.wait(), 15)
            except TimeoutError:
                self.kill()
                await process.wait()
