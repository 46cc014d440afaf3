"""A front desk whose Evolution connections are listened to, by workers that a test starts and ends."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest

from gateway.channels.base import Pauses
from gateway.listening.feeds import Feeds
from gateway.listening.listener import Timing
from gateway.pipeline.deliveries import Deliveries
from gateway.pipeline.missed_messages import MissedMessages
from tests.front import Front
from tests.providers import evolution
from tests.providers.evolution_socket import EvolutionSocketServer

INSTANCE, OTHER_INSTANCE = "aurora-lumbre", "sorriso-jatoba"
"""Those of the demo's businesses."""
CUSTOMER = "573005550171"
JID = f"{CUSTOMER}@s.whatsapp.net"
QUICK = Timing(
    again=Pauses(0.01, 0.02),
    refused=Pauses(0.01, 0.02),
    look_seconds=0.01,
    missed=Pauses(0.01, 0.02),
    database=(0.01, 0.01),
)
PATIENCE = 10.0


def listen_to(front: Front, server: EvolutionSocketServer, tenant: str = "aurora") -> None:
    """The tenant's Evolution connection has this server and is listened to."""
    front.execute(
        "update platform_connections c set settings = c.settings || jsonb_build_object("
        "'receive', 'websocket', 'base_url', %s::text) from organizations o "
        "where o.id = c.organization_id and o.slug = %s and c.channel = 'evolution'",
        server.url,
        tenant,
    )


@dataclass
class Worker:
    """A process that works, as far as it listens; `beats`: how often it looked for what it may listen to."""

    beats: int = 0
    running: asyncio.Task[None] | None = None

    def beat(self) -> None:
        self.beats += 1

    async def end(self) -> None:
        """As at a SIGTERM."""
        assert self.running
        self.running.cancel()
        await asyncio.wait([self.running])


@asynccontextmanager
async def worker(front: Front, timing: Timing = QUICK) -> AsyncIterator[Worker]:
    container = front.container
    async with httpx.AsyncClient(trust_env=False) as http:
        inbox, connections = container.inbox, container.connections
        missed = MissedMessages(
            container.database, container.channels, connections, inbox, http, container.clock
        )
        feeds = Feeds(
            container.database,
            container.channels,
            connections,
            Deliveries(connections, inbox),
            missed,
            timing=timing,
            renew_seconds=0.02,
        )
        started = Worker()
        started.running = asyncio.create_task(feeds.run(started.beat))
        try:
            yield started
        finally:
            await started.end()


async def until(is_so: Callable[[], object]) -> None:
    """What another task does has come about."""
    async with asyncio.timeout(PATIENCE):
        while True:
            if is_so():
                return
            await asyncio.sleep(0.01)


async def rounds(*workers: Worker) -> None:
    """Each has looked several times for what it may listen to."""
    before = [one.beats for one in workers]
    await until(lambda: all(w.beats >= b + 3 for w, b in zip(workers, before, strict=True)))


# What happens at Evolution


def text(front: Front, words: str, **about: Any) -> dict[str, Any]:
    given = {"jid": JID, "alternative": None, "instance": INSTANCE, **about}
    return at(front, evolution.text(words, **given))


def at(front: Front, event: dict[str, Any], **ago: float) -> dict[str, Any]:
    moment = front.clock.now() - timedelta(**ago)
    event["data"]["messageTimestamp"] = int(moment.timestamp())
    return event


def messages(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What was logged of listening."""
    return [one.getMessage() for one in caplog.records if one.name.startswith("gateway.listening")]


# What stands here


def bodies(front: Front, direction: str = "inbound", channel: str = "evolution") -> list[str]:
    """Of all tenants, oldest first."""
    found = front.rows(
        "select m.body from chat_messages m join platform_connections c on c.id = m.connection_id "
        "where m.direction = %s and c.channel = %s order by m.seq",
        direction,
        channel,
    )
    return [row["body"] for row in found]


def state(front: Front, tenant: str = "aurora") -> tuple[str, str | None] | None:
    """How it goes with the tenant's connection, and what is said of it; None when nobody listens."""
    found = front.rows(
        "select f.state, f.detail from connection_feeds f join organizations o "
        "on o.id = f.organization_id where o.slug = %s",
        tenant,
    )
    return (found[0]["state"], found[0]["detail"]) if found else None


def is_listening(front: Front, tenant: str = "aurora") -> bool:
    return state(front, tenant) == ("listening", None)


def all_is_here(front: Front, tenant: str = "aurora") -> bool:
    """Whether everything is here until now, by the clock of the test."""
    found = front.rows(
        "select r.complete_until from connection_receiving r join organizations o "
        "on o.id = r.organization_id join platform_connections c on c.id = r.connection_id "
        "where o.slug = %s and c.channel = 'evolution'",
        tenant,
    )
    return bool(found) and found[0]["complete_until"] >= front.clock.now()
