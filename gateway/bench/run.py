"""One run of everything, in an order in which no part meets another's data."""

from collections.abc import Callable

from gateway.bench import ground
from gateway.bench.agenda import measure_availability
from gateway.bench.figures import Figure, Report
from gateway.bench.size import Size
from gateway.bench.starts import measure_starts
from gateway.bench.turns import measure_turns
from gateway.bench.webhooks import measure_webhooks


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
            figures += await measure_availability(conninfo, settings, size)
        async with ground.demo_database(server) as conninfo:
            say("webhooks")
            figures = await measure_webhooks(conninfo, folder, size) + figures
            machine = ground.machine(conninfo)
    return Report(machine, [*figures, *starts])
