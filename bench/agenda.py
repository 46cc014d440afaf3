"""Free starts of thirty days: inside PostgreSQL, and as the application gets them."""

import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from agent.data import scratch
from agent.data.scratch import Stopwatch
from agent.data.store import Store
from agent.settings import Settings
from bench.businesses import APPOINTMENTS, MEMBERS, organization_of, service_of, thirty_days
from bench.figures import Figure, median, milliseconds
from bench.size import Size
from gateway.container import open_database

MOST_P50 = 10.0
MOST_P99 = 40.0
MOST_RATIO = 1.3
"""What a call may cost beside the same call on the small database."""
TABLE = "occupancies"
_WARM = 5
_SERVICE = (
    "select o.id as organization, s.id as service from organizations o "
    "join services s on s.organization_id = o.id where o.slug = 'aurora' order by s.position limit 1"
)


@dataclass(frozen=True, slots=True)
class Side:
    """A database with `count` businesses, and what calls took in it (seconds)."""

    conninfo: str
    settings: Settings
    count: int
    inside: list[float] = field(default_factory=list)
    outside: list[float] = field(default_factory=list)

    @property
    def appointments(self) -> int:
        return self.count * APPOINTMENTS


async def measure_demo_availability(conninfo: str, settings: Settings, size: Size) -> list[Figure]:
    """The demo clinic's first service, from the application."""
    row = scratch.rows(conninfo, _SERVICE)[0]
    async with open_database(settings) as database:
        store = Store(database)
        spent = [
            await _outside(store, row["organization"], row["service"])
            for _ in range(_WARM + size.availability)
        ][_WARM:]
    part = "availability, demo clinic"
    return [
        Figure(part, "p50, from the application", milliseconds(spent, 0.5), "ms"),
        Figure(part, "p99, from the application", milliseconds(spent, 0.99), "ms"),
    ]


async def measure_availability(large: Side, small: Side, size: Size) -> list[Figure]:
    """Another business with every call, in turns with the small database."""
    before = Counter(scratch.scans(large.conninfo, TABLE))
    with (
        scratch.open_stopwatch(large.conninfo) as in_large,
        scratch.open_stopwatch(small.conninfo) as in_small,
    ):
        for number in _businesses(large, size.availability):
            large.inside.append(_inside(in_large, 1 + number % large.count))
            small.inside.append(_inside(in_small, 1 + number % small.count))
    used = Counter(scratch.scans(large.conninfo, TABLE))
    used.subtract(before)
    async with open_database(large.settings) as database:
        store = Store(database)
        for number in _businesses(large, size.availability):
            business = 1 + number % large.count
            spent = await _outside(store, organization_of(business), service_of(business))
            large.outside.append(spent)
    return _figures(large, small, {k: v / len(large.inside) for k, v in used.items()})


def _businesses(side: Side, calls: int) -> Sequence[int]:
    """In an order of chance, the same in every run."""
    chance = random.Random(calls)
    return [chance.randrange(side.count) for _ in range(_WARM + calls)]


def _inside(stopwatch: Stopwatch, business: int) -> float:
    seconds, answer = stopwatch.time(
        "availability",
        organization=organization_of(business),
        services=[str(service_of(business))],
        **thirty_days(),
    )
    assert answer["starts"], "nothing is free in a business that is half empty"
    return seconds


async def _outside(store: Store, organization: UUID, service: UUID) -> float:
    began = time.perf_counter()
    first = datetime.now(UTC).date() + timedelta(1)
    await store.availability(organization, [service], first, first + timedelta(29))
    return time.perf_counter() - began


def _figures(large: Side, small: Side, scanned: dict[str, float]) -> list[Figure]:
    part = f"availability, {MEMBERS} members, {large.appointments:,} appointments"
    inside, outside = large.inside[_WARM:], large.outside[_WARM:]
    return [
        Figure(part, "p50, in PostgreSQL", milliseconds(inside, 0.5), "ms", most=MOST_P50),
        Figure(part, "p99, in PostgreSQL", milliseconds(inside, 0.99), "ms", most=MOST_P99),
        Figure(part, "p50, from the application", milliseconds(outside, 0.5), "ms"),
        Figure(part, "p99, from the application", milliseconds(outside, 0.99), "ms"),
        beside(part, inside, small, small.inside[_WARM:]),
        *scan_figures(part, scanned),
    ]


def beside(part: str, large: Sequence[float], small: Side, there: Sequence[float]) -> Figure:
    """The median beside that of the small database."""
    name = f"p50 beside {small.appointments:,} appointments"
    value, yardstick = median(large) * 1000, median(there) * 1000
    return Figure(part, name, value, "ms", yardstick, most=MOST_RATIO)


def scan_figures(part: str, scanned: dict[str, float]) -> list[Figure]:
    """How PostgreSQL read the table of what is taken, in scans a call."""
    return [
        *(
            Figure(part, f"scans of {name}", times, "a call")
            for name, times in scanned.items()
            if times and name != "sequential"
        ),
        Figure(part, f"sequential scans of {TABLE}", scanned["sequential"], "a call", most=0),
    ]
