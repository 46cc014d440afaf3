"""Makes the planned faults happen, and counts those that did."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace

from bench.chaos.clock import MovedClock
from bench.chaos.ledger import Ledger
from bench.chaos.plan import Fault
from bench.chaos.postgres import Server
from bench.chaos.process import Gateway
from bench.chaos.provider import Provider
from bench.chaos.steps import STEPS, Ambush
from bench.chaos.weather import CALM, Weather


@dataclass
class Faults:
    """What can be broken. `done`: how often each kind happened; `missed`: and why one could not."""

    server: Server
    gateways: Sequence[Gateway]
    provider: Provider
    ambush: Ambush
    ledger: Ledger
    clock: MovedClock
    say: Callable[[str], None]
    done: Counter[str] = field(default_factory=Counter)
    missed: dict[str, str] = field(default_factory=dict)

    async def run(self, faults: Sequence[Fault], weather: Weather) -> None:
        """Each at its time; ends when the last one is over and all that ran runs again."""
        began = time.monotonic()
        self.provider.weather = weather
        async with asyncio.TaskGroup() as group:
            for fault in faults:
                await asyncio.sleep(max(0.0, began + fault.at - time.monotonic()))
                group.create_task(self._happen(fault))

    def end(self) -> None:
        """Nothing goes wrong from now on."""
        self.ambush.steps.clear()
        self.provider.weather = CALM

    async def _happen(self, fault: Fault) -> None:
        self.say(str(fault))
        await self._how(fault)(fault)

    def _how(self, fault: Fault) -> Callable[[Fault], Awaitable[None]]:
        if fault.kind.startswith(("postgres", "the disk", "the database", "the network")):
            return self._postgres
        return {
            "kill": self._kill,
            "kill at a step": self._set_ambush,
            "freeze at a step": self._freeze_at_step,
            "a gateway is frozen": self._freeze,
            "a gateway is stopped": self._stop,
            "the provider is down": self._provider_down,
        }[fault.kind]

    # Processes

    async def _kill(self, fault: Fault) -> None:
        self.gateways[fault.number].kill()
        self.done["kill at a random moment"] += 1

    async def _set_ambush(self, fault: Fault) -> None:
        self.ambush.steps[STEPS[fault.number]] = 0.0

    async def _freeze(self, fault: Fault) -> None:
        self.gateways[fault.number].freeze(fault.seconds)
        self.done[fault.kind] += 1
        await asyncio.sleep(fault.seconds)

    async def _freeze_at_step(self, fault: Fault) -> None:
        """Past the limit at which a worker counts as dead, just before it writes."""
        self.ambush.steps[STEPS[fault.number]] = fault.seconds

    async def _stop(self, fault: Fault) -> None:
        self.done[fault.kind] += 1
        await self.gateways[fault.number].stop()

    # The provider

    async def _provider_down(self, fault: Fault) -> None:
        self.done[fault.kind] += 1
        self.provider.weather = replace(self.provider.weather, down=True)
        await asyncio.sleep(fault.seconds)
        self.provider.weather = replace(self.provider.weather, down=False)

    # PostgreSQL

    async def _postgres(self, fault: Fault) -> None:
        trouble = self.ledger.trouble("postgres")
        try:
            if reason := self._impossible(fault.kind):
                self.missed[fault.kind] = reason
                return
            self.done[fault.kind] += 1
            await self._break_postgres(fault)
        finally:
            trouble.end = time.monotonic()

    def _impossible(self, kind: str) -> str | None:
        if kind == "the disk is full" and not self.server.small:
            return "needs the right to mount a file system"
        if "clock" in kind and not self.clock.works:
            return "needs a C compiler"
        return None

    async def _break_postgres(self, fault: Fault) -> None:
        server, seconds = self.server, fault.seconds
        match fault.kind:
            case "postgres stops":
                await server.stop_for(seconds)
            case "postgres crashes":
                await server.crash()
            case "postgres is read-only":
                await server.read_only_for(seconds)
            case "postgres is frozen":
                await server.freeze_for(seconds)
            case "postgres has no connection left":
                await server.crowd_for(seconds)
            case "the disk is full":
                await server.fill_disk_for(seconds)
            case "the network to postgres is silent":
                await self._silence(seconds)
            case "the database's clock goes back":
                await self.clock.move_for(-600, seconds)
            case "the database's clock goes ahead":
                await self.clock.move_for(13 * 3600, seconds)

    async def _silence(self, seconds: float) -> None:
        """For every process: none of them can do anything."""
        wires = [g.wire for g in self.gateways if g.wire]
        for wire in wires:
            wire.silent = True
        await asyncio.sleep(seconds)
        for wire in wires:
            wire.silent = False
