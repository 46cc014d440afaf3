"""What will happen in a run, all of it from one seed: the visits of customers, and the faults."""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass

from bench.chaos.population import Script, population
from bench.chaos.steps import STEPS
from bench.chaos.tenants import Tenant, tenants
from bench.chaos.weather import ROUGH, Weather

TAIL = 15.0
"""Seconds at the end of the visits in which no fault begins."""


@dataclass(frozen=True, slots=True)
class Fault:
    """`at`: seconds from the start; `seconds`: how long it lasts; `number`: which gateway, or which step."""

    at: float
    kind: str
    seconds: float = 0.0
    number: int = 0

    def __str__(self) -> str:
        what = STEPS[self.number].name if self.kind.endswith("at a step") else self.kind
        return f"{self.at:6.1f} s  {what}" + (f" for {self.seconds:.1f} s" if self.seconds else "")


COMMIT = [step.name for step in STEPS].index("before the turn's commit")
LASTING = {
    "postgres stops": (2.0, 8.0),
    "postgres crashes": (0.0, 0.0),
    "postgres is read-only": (3.0, 8.0),
    "postgres is frozen": (3.0, 8.0),
    "postgres has no connection left": (3.0, 6.0),
    "the disk is full": (3.0, 6.0),
    "the network to postgres is silent": (22.0, 26.0),
    "the database's clock goes back": (12.0, 20.0),
    "the database's clock goes ahead": (12.0, 20.0),
    "the provider is down": (5.0, 20.0),
    "a gateway is frozen": (4.0, 9.0),
    "a gateway is stopped": (0.0, 0.0),
}
"""Seconds, from and to."""
_OF_POSTGRES = tuple(k for k in LASTING if "postgres" in k or "database" in k or "disk" in k)
_BETWEEN = 12.0
"""Seconds from the end of one fault of PostgreSQL to the next."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A run: `seconds` of visits with faults among them; what comes after is calm."""

    seed: int
    seconds: float
    gateways: int
    tenants: tuple[Tenant, ...]
    scripts: list[Script]
    patience: float
    """Seconds after which a customer writes on without an answer."""
    weather: Weather
    """The provider's mistakes, as long as faults happen."""
    faults: list[Fault]

    @property
    def messages(self) -> int:
        return sum(len(script.lines) for script in self.scripts)

    @property
    def digest(self) -> str:
        """The same for the same plan."""
        return hashlib.sha256(repr((self.scripts, self.faults)).encode()).hexdigest()[:12]


def make_plan(
    seed: int,
    *,
    messages: int,
    seconds: float,
    gateways: int = 2,
    businesses: int = 4,
    kill_every: float = 5.0,
    kinds: tuple[str, ...] = tuple(LASTING),
    patience: float = 40.0,
    weather: Weather = ROUGH,
) -> Plan:
    dice = random.Random(seed)
    served = tenants(businesses)
    scripts = population(dice, served, messages, seconds)
    end = max(seconds - TAIL, seconds / 2)
    faults = [
        *_kills(dice, end, kill_every, gateways),
        *_postgres(dice, end, [k for k in kinds if k in _OF_POSTGRES]),
        *_others(dice, end, gateways, [k for k in kinds if k not in _OF_POSTGRES]),
    ]
    faults.sort(key=lambda fault: fault.at)
    return Plan(seed, seconds, gateways, served, scripts, patience, weather, faults)


def _kills(dice: random.Random, end: float, every: float, gateways: int) -> Iterator[Fault]:
    """Of six, two are at random moments, three at each named step in turn; and one is no kill: a worker stands
    still just before its commit, for longer than one may without counting as dead."""
    at, count = every / 2, 0
    steps: list[int] = []
    while at < end:
        count += 1
        if count % 3 == 0:
            yield Fault(at, "kill", number=dice.randrange(gateways))
        elif count % 6 == 1:
            yield Fault(at, "freeze at a step", dice.uniform(5, 8), COMMIT)
        else:
            steps = steps or dice.sample(range(len(STEPS)), len(STEPS))
            yield Fault(at, "kill at a step", number=steps.pop())
        at += every * dice.uniform(0.6, 1.4)


def _postgres(dice: random.Random, end: float, kinds: list[str]) -> Iterator[Fault]:
    """One after the other, each kind as often as the next."""
    at, rest = dice.uniform(2, 6), list[str]()
    while kinds:
        rest = rest or dice.sample(kinds, len(kinds))
        kind = rest.pop()
        seconds = dice.uniform(*LASTING[kind])
        if at + seconds > end:
            return
        yield Fault(at, kind, seconds)
        at += seconds + _BETWEEN * dice.uniform(0.7, 1.3)


def _others(dice: random.Random, end: float, gateways: int, kinds: list[str]) -> Iterator[Fault]:
    at = dice.uniform(3, 8)
    while kinds:
        kind = dice.choice(kinds)
        seconds = dice.uniform(*LASTING[kind])
        if at + seconds > end:
            return
        yield Fault(at, kind, seconds, dice.randrange(gateways))
        at += seconds + dice.uniform(12, 25)
