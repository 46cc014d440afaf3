"""How long others wait while one business floods, or its provider hangs or refuses: in turns with quiet times."""

import asyncio
import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace

import psutil

from bench.chaos.ledger import Ledger
from bench.chaos.population import QUESTIONS, Customer, Script
from bench.chaos.provider import Provider
from bench.chaos.tenants import Tenant
from bench.chaos.verdict import Line
from bench.chaos.weather import CALM
from bench.figures import percentile

MOST_RATIO = 1.10
_FULL = 0.95
"""Of the machine, from which on everybody waits for it and not for each other."""
_ROUNDS = 3
_PROBES, _FEWEST, _LONGEST = 24, 8, 45.0
"""Of one quiet time, and of one disturbed one; fewer where so many would take more than so many seconds."""
_LEAST_EVERY, _OF_AN_ANSWER = 0.25, 1.5
"""Seconds between two probes: at least so many, and so many times what an answer takes while nothing else is asked.
Probes that come faster than this machine answers would wait for each other, also in the quiet times."""
_ALONE = 6
"""Probes one after the other, by which the pace is found."""
_FLOOD = 120
"""Customers of one business who write within a moment."""
_PATIENCE = 60.0
"""Seconds that a customer waits; who gets no answer counts with them."""
_FIRST = 500_000
"""Numbers of these customers begin here."""


@dataclass
class Fairness:
    """Probes of other businesses, and what the first one does meanwhile."""

    tenants: Sequence[Tenant]
    ledger: Ledger
    provider: Provider
    ports: Callable[[], Sequence[int]]
    dice: random.Random
    rounds: int = _ROUNDS
    _every: float = _LEAST_EVERY
    _number: int = _FIRST
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def lines(self, say: Callable[[str], None]) -> list[Line]:
        """A row for each disturbance: the others' p95 in it, by theirs in the quiet times before; and what webhooks
        take in a flood."""
        lines: list[Line] = []
        await self._find_pace(say)
        for name, disturb in (
            ("floods", self._flood),
            ("has a provider that hangs", self._hang),
            ("is refused by its provider", self._refuse),
        ):
            say(f"one business {name} …")
            measured = await self._measure(disturb)
            lines += measured.lines(name)
        return lines

    async def _find_pace(self, say: Callable[[str], None]) -> None:
        alone = [await self._ask(self.dice.choice(self.tenants[1:])) for _ in range(_ALONE)]
        self._every = max(_LEAST_EVERY, _OF_AN_ANSWER * percentile(alone, 0.5))
        say(f"a probe every {self._every:.2f} s")

    async def _measure(self, disturb: Callable[[], AbstractContextManager[None]]) -> "Measured":
        measured = Measured()
        for _ in range(self.rounds):
            psutil.cpu_percent()
            measured.quiet += await self._probe()
            before = len(self.ledger.seconds)
            with disturb():
                await asyncio.sleep(0.5)
                measured.disturbed += await self._probe()
            measured.busy.append(psutil.cpu_percent() / 100)
            measured.webhooks += self.ledger.seconds[before:]
            await self._settle()
        return measured

    async def _probe(self) -> list[float]:
        """Seconds from the webhook to the reply, of customers of all businesses but the first."""
        waits = []
        for _ in range(max(_FEWEST, min(_PROBES, round(_LONGEST / self._every)))):
            waits.append(asyncio.create_task(self._ask(self.dice.choice(self.tenants[1:]))))
            await asyncio.sleep(self._every)
        return list(await asyncio.gather(*waits))

    async def _ask(self, tenant: Tenant) -> float:
        began = time.monotonic()
        customer = self._customer(tenant)
        await customer.visit()
        taken = self.ledger.to(customer.destination)
        return taken[0].at - began if taken else _PATIENCE

    def _customer(self, tenant: Tenant) -> Customer:
        self._number += 1
        channel = self.dice.choice(("gupshup", "evolution"))
        script = Script(
            self._number, 0.0, tenant, channel, (self.dice.choice(QUESTIONS),), "asks", (1,)
        )
        return Customer(script, self.ledger, self.dice, self.ports, _PATIENCE)

    @contextmanager
    def _flood(self) -> Iterator[None]:
        self._write(_FLOOD)
        yield

    @contextmanager
    def _hang(self) -> Iterator[None]:
        first = self.tenants[0]
        self.provider.weather = replace(CALM, hanging=frozenset({first.app, first.instance}))
        self._write(20)
        yield
        self.provider.weather = CALM

    @contextmanager
    def _refuse(self) -> Iterator[None]:
        first = self.tenants[0]
        self.provider.weather = replace(CALM, refusing=frozenset({first.app, first.instance}))
        self._write(20)
        yield
        self.provider.weather = CALM

    def _write(self, customers: int) -> None:
        for _ in range(customers):
            task = asyncio.create_task(self._customer(self.tenants[0]).visit())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _settle(self) -> None:
        """Waits for the first business's customers, or not longer than they do themselves."""
        while self._tasks:
            await asyncio.gather(*self._tasks)


@dataclass
class Measured:
    """Seconds: of others' answers in quiet times and in disturbed ones, and of all webhooks in the latter. `busy`: how
    much of the machine was used in each round, by whomever."""

    quiet: list[float] = field(default_factory=list)
    disturbed: list[float] = field(default_factory=list)
    webhooks: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)

    @property
    def noise(self) -> float:
        """By how much the two halves of the quiet times differ."""
        half = len(self.quiet) // 2
        before, after = percentile(self.quiet[:half], 0.95), percentile(self.quiet[half:], 0.95)
        return max(before, after) / min(before, after)

    def lines(self, name: str) -> Iterator[Line]:
        """Where quiet times differ by more than the aim, or the machine has no time left for anybody, the machine is
        measured and nothing is judged."""
        quiet, disturbed = percentile(self.quiet, 0.95), percentile(self.disturbed, 0.95)
        middle = (
            f"p50 {percentile(self.quiet, 0.5):.2f}, then {percentile(self.disturbed, 0.5):.2f}"
        )
        unanswered = sum(one >= _PATIENCE for one in self.quiet + self.disturbed)
        told = (
            f"{quiet:.2f} s, then {disturbed:.2f} s ({middle}; unanswered {unanswered}); quiet times differ by "
            f"{self.noise:.2f}, machine {max(self.busy, default=0):.0%} busy"
        )
        judged = self.noise <= MOST_RATIO and max(self.busy, default=0) < _FULL
        most = MOST_RATIO if judged else None
        yield Line(
            f"others' p95 while one {name}",
            disturbed / quiet,
            most=most,
            control=told,
            cases=(told,),
        )
        if name == "floods":
            for share, aim in ((0.5, 0.25), (0.99, 1.0)):
                value = percentile(self.webhooks, share)
                words = f"webhooks in the flood, p{share * 100:.0f} in seconds"
                yield Line(words, value, len(self.webhooks), aim if judged else None)
