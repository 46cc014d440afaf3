"""Starting the gateway, and what it weighs at rest."""

import asyncio
from pathlib import Path

from bench.figures import Figure, median
from bench.processes import GATEWAY_WITH_WORKER, running
from bench.size import Size

MOST_SECONDS = 3.0
_REST_SECONDS = 1.0


async def measure_starts(conninfo: str, folder: Path, size: Size) -> list[Figure]:
    """Medians over several starts of `serve` with its worker; the database runs and is migrated."""
    seconds: list[float] = []
    memory: list[float] = []
    for _ in range(size.starts):
        async with running(GATEWAY_WITH_WORKER, conninfo, folder) as served:
            await asyncio.sleep(_REST_SECONDS)
            seconds.append(served.seconds)
            memory.append(served.memory())
    return [
        Figure("gateway process", "start to ready", median(seconds), "s", most=MOST_SECONDS),
        Figure("gateway process", "memory at rest", median(memory), "MiB"),
    ]
