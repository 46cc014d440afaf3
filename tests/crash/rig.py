"""A real `frontdesk serve` process on an embedded database, customers, and a provider played.

Everything here runs in real time: the process under test is another one.
"""

import asyncio
import contextlib
import os
import signal
import socket
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from agent.data.embedded import remove_embedded, start_embedded
from agent.data.migrate import migrate
from tests import databases
from tests.providers import gupshup
from tests.providers.gupshup import GupshupServer, Sent
from tests.providers.server import Answer

APP = "AuroraLumbreApp"
REPOSITORY = Path(__file__).parents[2]
LIMITS = {
    "DEBOUNCE_SECONDS": "0.2",
    "DEBOUNCE_MAX_SECONDS": "1",
    "WORKER_HEARTBEAT_SECONDS": "0.3",
    "WORKER_STALLED_SECONDS": "1.5",
    "WORKER_SWEEP_SECONDS": "0.3",
    "SEND_LEASE_SECONDS": "3",
    "SEND_GRACE_SECONDS": "3",
}
"""The defaults in small, so that a takeover needs seconds instead of a minute."""
PATIENCE = 30.0


class ReportingGupshup(GupshupServer):
    """Tells what became of each message it took, again and again until it is heard."""

    def __init__(self, api_key: str, webhook: str) -> None:
        super().__init__(api_key)
        self._webhook = webhook
        self._reports: set[asyncio.Task[None]] = set()

    def handle(self, request: Any) -> Answer:
        known = len(self.sent)
        answer = super().handle(request)
        for sent in self.sent[known:]:
            task = asyncio.create_task(self._report(sent))
            self._reports.add(task)
            task.add_done_callback(self._reports.discard)
        return answer

    async def _report(self, sent: Sent) -> None:
        for kind in ("enqueued", "sent", "delivered"):
            event = gupshup.message_event(sent.id, kind, destination=sent.destination, app=APP)
            await delivered(self._webhook, event)

    async def settle(self) -> None:
        await asyncio.gather(*self._reports)


@dataclass
class Rig:
    """What a run needs; `replies` counts by customer what the provider took."""

    database_url: str
    folder: Path
    port: int
    provider: ReportingGupshup
    process: asyncio.subprocess.Process | None = None
    asked: list[str] = field(default_factory=list)
    kills: int = 0
    disconnects: int = 0

    # The gateway

    async def start(self) -> None:
        """Starts the gateway and waits until it answers."""
        with (self.folder / "gateway.log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", "gateway", "serve"),
                cwd=self.folder,
                env={**os.environ, **databases.SECRETS, **LIMITS, **self._environment()},
                stdout=log,
                stderr=log,
            )
        await until(self._alive, "the gateway did not start")

    def _environment(self) -> dict[str, str]:
        return {
            "PYTHONPATH": str(REPOSITORY),
            "FRONTDESK_DATA_DIR": str(self.folder),
            "GATEWAY_PORT": str(self.port),
            "GUPSHUP_BASE_URL": self.provider.url,
            "LOG_LEVEL": "WARNING",
        }

    async def _alive(self) -> bool:
        assert self.process is not None
        assert self.process.returncode is None, (self.folder / "gateway.log").read_text()
        async with httpx.AsyncClient(trust_env=False) as http:
            with contextlib.suppress(httpx.HTTPError):
                answer = await http.get(f"http://127.0.0.1:{self.port}/health")
                return answer.status_code == 200
        return False

    async def kill(self) -> None:
        """SIGKILL: nothing is put away."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        await self.process.wait()
        self.kills += 1

    async def disconnect(self) -> None:
        """Every connection to the database breaks, as when PostgreSQL restarts."""
        await asyncio.to_thread(
            databases.rows,
            self.database_url,
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where datname = current_database() and pid <> pg_backend_pid()",
        )
        self.disconnects += 1

    # Customers

    async def ask(self, phone: str) -> None:
        """A customer's first and only message, delivered until it was answered 2xx."""
        self.asked.append(phone)
        payload = gupshup.text("Hola", phone=phone, app=APP)
        payload["timestamp"] = int(time.time() * 1000)
        await delivered(webhook(self.port), payload)

    def replies(self) -> Counter[str]:
        return Counter(sent.destination for sent in self.provider.sent)

    async def everybody_answered(self) -> bool:
        return set(self.asked) <= set(self.replies())

    async def nothing_open(self) -> bool:
        """No message waits for its turn or for its end."""
        rows = await asyncio.to_thread(
            databases.rows,
            self.database_url,
            "select count(*) as n from chat_messages "
            "where status in ('pending', 'queued', 'sending', 'unknown')",
        )
        return bool(rows[0]["n"] == 0)

    def turns_per_message(self) -> Counter[int]:
        """How many messages were in how many committed turns."""
        rows = databases.rows(
            self.database_url,
            "select count(t.id) as n from chat_messages m left join turns t "
            "on m.id = any (t.message_ids) and t.status = 'committed' "
            "where m.direction = 'inbound' group by m.id",
        )
        return Counter(row["n"] for row in rows)


@asynccontextmanager
async def open_rig(folder: Path) -> AsyncIterator[Rig]:
    """A database with the demo organizations and a provider; the gateway is not started yet."""
    url = await asyncio.to_thread(start_embedded, folder / "postgres")
    try:
        await asyncio.to_thread(migrate, url)
        await databases.apply_demo(url)
        port = free_port()
        async with ReportingGupshup(databases.PROVIDER_KEY, webhook(port)) as provider:
            rig = Rig(url, folder, port, provider)
            try:
                yield rig
            finally:
                if rig.process and rig.process.returncode is None:
                    rig.process.kill()
                    await rig.process.wait()
    finally:
        await asyncio.to_thread(remove_embedded, folder / "postgres")


def webhook(port: int) -> str:
    return f"http://127.0.0.1:{port}/webhooks/gupshup/{databases.SECRETS['AURORA_GUPSHUP_TOKEN']}"


async def delivered(url: str, payload: Any) -> None:
    """Posts until the answer is 2xx, as providers do."""
    async with httpx.AsyncClient(trust_env=False, timeout=5) as http:

        async def taken() -> bool:
            with contextlib.suppress(httpx.HTTPError):
                return (await http.post(url, json=payload)).is_success
            return False

        await until(taken, "a webhook was never taken")


async def until(condition: Callable[[], Any], otherwise: str, patience: float = PATIENCE) -> None:
    """Waits for a condition of another process, looking ten times a second."""
    deadline = time.monotonic() + patience
    while not await condition():
        assert time.monotonic() < deadline, otherwise
        await asyncio.sleep(0.1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
