"""One run: a server, gateways, a provider and customers; the faults; the calm; the verdict."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from agent.data import scratch
from bench.chaos.audit import OPEN, STUCK, read_rows, watch_turns
from bench.chaos.clock import MovedClock
from bench.chaos.fairness import Fairness
from bench.chaos.faults import Faults
from bench.chaos.ledger import Ledger
from bench.chaos.plan import Plan
from bench.chaos.population import Customer
from bench.chaos.postgres import Server
from bench.chaos.process import SMALL, Gateway
from bench.chaos.provider import Provider
from bench.chaos.steps import Ambush
from bench.chaos.verdict import Judge, Line
from bench.chaos.wire import Wire
from gateway.evaluation.ground import database_of

CALM_SECONDS = 60.0
"""After the last fault and the last customer, when all that was killed runs again; what is still due
then is stuck."""


@dataclass
class Outcome:
    """What a run showed."""

    lines: list[Line]
    faults: Counter[str]
    missed: dict[str, str]
    ambush: Ambush
    ends: Counter[str]
    ledger: Ledger
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def breached(self) -> bool:
        return any(line.breached for line in self.lines)


@dataclass
class Ground:
    """What runs: gateways over a database, with a provider."""

    conninfo: str
    server: Server
    gateways: list[Gateway]
    provider: Provider
    ledger: Ledger
    ambush: Ambush
    clock: MovedClock

    def ports(self) -> list[int]:
        """Of gateways that run; of all when none does."""
        return [g.port for g in self.gateways if g.alive] or [g.port for g in self.gateways]


@asynccontextmanager
async def open_ground(
    plan: Plan, server: Server, clock: MovedClock, folder: Path, prepare: Callable[[str], None]
) -> AsyncIterator[Ground]:
    """Everything started and ready."""
    files = [tenant.file() for tenant in plan.tenants]
    secrets = {name: value for t in plan.tenants for name, value in t.secrets.items()}
    async with database_of(server.url, files) as conninfo, AsyncExitStack() as stack:
        watch_turns(conninfo)
        prepare(conninfo)
        ledger, ambush = Ledger(), Ambush()
        gateways: list[Gateway] = []
        provider = Provider(
            plan.tenants, ledger, ambush, random.Random(plan.seed + 1), lambda: ground.ports()
        )
        ground = Ground(conninfo, server, gateways, provider, ledger, ambush, clock)
        for number in range(plan.gateways):
            gateway = await _gateway(stack, ground, f"gateway-{number + 1}", folder, secrets)
            gateways.append(gateway)
        await asyncio.gather(*(gateway.ready() for gateway in gateways))
        try:
            yield ground
        finally:
            provider.leave()


async def _gateway(
    stack: AsyncExitStack, ground: Ground, name: str, folder: Path, secrets: dict[str, str]
) -> Gateway:
    own = folder / name
    own.mkdir(parents=True, exist_ok=True)
    gateway = Gateway(name, own, ground.ledger)
    wire = await stack.enter_async_context(
        Wire(ground.server.socket, ground.ambush, gateway).listening()
    )
    doors = await stack.enter_async_context(ground.provider.doors(name, gateway))
    database = scratch.rows(ground.conninfo, "select current_database() as name")[0]["name"]
    gateway.wire = wire
    gateway.environment = {
        **SMALL,
        **secrets,
        "DATABASE_URL": ground.server.over(wire.port, database),
        "GUPSHUP_BASE_URL": doors.gupshup,
        "EVOLUTION_BASE_URL": doors.evolution,
        "OPENAI_API_KEY": "",
        "GEMINI_API_KEY": "",
    }
    return await stack.enter_async_context(gateway.kept_running())


@contextmanager
def open_server(folder: Path) -> Iterator[tuple[Server, MovedClock]]:
    """A PostgreSQL of its own whose clock can be moved."""
    clock = MovedClock(folder)
    with clock.loaded(), Server.running() as server:
        yield server, clock


async def run(
    plan: Plan,
    server: Server,
    clock: MovedClock,
    folder: Path,
    say: Callable[[str], None] = lambda _: None,
    prepare: Callable[[str], None] = lambda _: None,
    fairness: int = 0,
) -> Outcome:
    """The whole of it, in real time. `prepare` gets the database's address before anything is started;
    with `fairness` it is measured in so many rounds of calm what one business does to the others."""
    times: dict[str, float] = {}
    began = time.monotonic()
    async with open_ground(plan, server, clock, folder, prepare) as ground:
        times["start"] = time.monotonic() - began
        say(f"ready after {times['start']:.0f} s")
        faults = Faults(
            server, ground.gateways, ground.provider, ground.ambush, ground.ledger, clock, say
        )
        async with asyncio.TaskGroup() as group:
            group.create_task(faults.run(plan.faults, plan.weather))
            group.create_task(_everybody(plan, ground))
        faults.end()
        await asyncio.gather(*(gateway.ready() for gateway in ground.gateways))
        times["visits and faults"] = time.monotonic() - began - times["start"]
        say(f"calm after {time.monotonic() - began:.0f} s")
        times["calm"] = await _calm(ground)
        await ground.provider.settle()
        lines = [*Judge(read_rows(ground.conninfo), ground.ledger).lines(), _stuck(ground)]
        if fairness:
            lines += await _fairness(plan, ground, fairness).lines(say)
        ends = sum((g.ends for g in ground.gateways), Counter[str]())
    return Outcome(lines, faults.done, faults.missed, ground.ambush, ends, ground.ledger, times)


async def _everybody(plan: Plan, ground: Ground) -> None:
    began = time.monotonic()
    async with asyncio.TaskGroup() as group:
        for script in plan.scripts:
            await asyncio.sleep(max(0.0, began + script.begin - time.monotonic()))
            dice = random.Random(f"{plan.seed} {script.number}")
            group.create_task(
                Customer(script, ground.ledger, dice, ground.ports, plan.patience).visit()
            )


async def _calm(ground: Ground) -> float:
    """Until nothing waits for anything, at most CALM_SECONDS; how long that took."""
    began = time.monotonic()
    while (spent := time.monotonic() - began) < CALM_SECONDS:
        if (await asyncio.to_thread(scratch.rows, ground.conninfo, OPEN))[0]["n"] == 0:
            break
        await asyncio.sleep(0.5)
    return spent


def _fairness(plan: Plan, ground: Ground, rounds: int) -> Fairness:
    dice = random.Random(plan.seed + 2)
    return Fairness(plan.tenants, ground.ledger, ground.provider, ground.ports, dice, rounds)


def _stuck(ground: Ground) -> Line:
    stuck = [str(row["id"]) for row in scratch.rows(ground.conninfo, STUCK)]
    chats = scratch.rows(ground.conninfo, "select count(*) as n from chat_identities")[0]["n"]
    return Line("conversations stuck after the calm", len(stuck), chats, cases=tuple(stuck[:5]))
