"""The availability call over thirty days."""

import time
from datetime import UTC, datetime, timedelta
from uuid import UUID

from agent.databases import scratch
from agent.settings import Settings
from agent.store import Store
from gateway.bench.figures import Figure, milliseconds
from gateway.bench.ground import LARGE, LARGE_MEMBERS, add_large_organization
from gateway.bench.size import Size
from gateway.desk import open_database

_SERVICE = (
    "select o.id as organization, s.id as service from organizations o "
    "join services s on s.organization_id = o.id where o.slug = %s order by s.position limit 1"
)


async def measure_availability(conninfo: str, settings: Settings, size: Size) -> list[Figure]:
    """On the demo clinic, and on an organization with 20 members and a full agenda."""
    await add_large_organization(conninfo, size.appointments)
    async with open_database(settings) as database:
        store = Store(database)
        return [
            *await _measure(store, conninfo, "aurora", "availability, demo clinic", size),
            *await _measure(
                store,
                conninfo,
                LARGE,
                f"availability, {LARGE_MEMBERS} members, {size.appointments:,} appointments",
                size,
            ),
        ]


async def _measure(store: Store, conninfo: str, slug: str, part: str, size: Size) -> list[Figure]:
    row = scratch.rows(conninfo, _SERVICE, slug)[0]
    organization: UUID = row["organization"]
    first = datetime.now(UTC).date() + timedelta(1)
    spent: list[float] = []
    for number in range(size.availability + 3):
        began = time.perf_counter()
        await store.availability(organization, [str(row["service"])], first, first + timedelta(29))
        if number >= 3:
            spent.append(time.perf_counter() - began)
    return [
        Figure(part, "p50", milliseconds(spent, 0.5), "ms"),
        Figure(part, "p99", milliseconds(spent, 0.99), "ms"),
    ]
