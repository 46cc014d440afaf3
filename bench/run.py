"""Runs all measurements, in an order in which no part meets another's data."""

import time
from collections.abc import Callable
from pathlib import Path

from bench import ground
from bench.agenda import Side, measure_availability, measure_demo_availability
from bench.bookings import measure_bookings
from bench.businesses import APPOINTMENTS, businesses
from bench.figures import Figure, Report
from bench.size import Size
from bench.starts import measure_starts
from bench.turns import measure_turns
from bench.webhooks import measure_webhooks

SMALL = 2
"""Businesses of the small database, beside which the large one is measured."""


async def run_bench(
    size: Size, *, server_url: str | None = None, say: Callable[[str], None] = lambda _: None
) -> Report:
    """Measures in scratch databases on `server_url`, else on an embedded server of its own.

    `say` is told what is measured now. Raises FrontdeskError when something cannot be started.
    """
    figures: list[Figure] = []
    with ground.server(server_url) as (server, folder):
        async with ground.demo_database(server) as conninfo:
            settings = ground.settings_over(conninfo, folder)
            say("starts of the gateway")
            starts = await measure_starts(conninfo, folder, size)
            say("turns")
            figures += await measure_turns(settings, size)
            say("availability")
            figures += await measure_demo_availability(conninfo, settings, size)
        say(f"filling in {(size.organizations + SMALL) * APPOINTMENTS:,} appointments")
        figures += await _measure_agenda(server, folder, size, say)
        async with ground.demo_database(server) as conninfo:
            say("webhooks")
            figures = await measure_webhooks(conninfo, folder, size) + figures
            machine = ground.machine(conninfo)
    return Report(machine, [*figures, *starts])


async def _measure_agenda(
    server: str, folder: Path, size: Size, say: Callable[[str], None]
) -> list[Figure]:
    began = time.perf_counter()
    with businesses(server, size.organizations) as many, businesses(server, SMALL) as few:
        filled = time.perf_counter() - began
        large = Side(many, ground.settings_over(many, folder), size.organizations)
        small = Side(few, ground.settings_over(few, folder), SMALL)
        say("availability")
        figures = await measure_availability(large, small, size)
        say("booking")
        figures += await measure_bookings(large, small, size)
    return [*figures, Figure("filling in the appointments", "both databases", filled, "s")]
