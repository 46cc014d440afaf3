"""`python -m bench.reliability`: the command line of these figures."""

import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from agent.observability.logs import configure_logging
from agent.settings import Settings
from bench import ground
from bench.figures import Figure, Report
from bench.reliability.calls import measure_calls
from bench.reliability.served import measure_served

app = typer.Typer(add_completion=False, pretty_exceptions_show_locals=False)
SERVED = ("album", "ids", "bursts", "drip")
CALLS = ("race", "guessed", "injections")


async def measure(parts: Sequence[str], share: float, folder: Path) -> list[Figure]:
    """The figures of these parts, at this share of their full size."""
    figures: list[Figure] = []
    if served := [part for part in parts if part in SERVED]:
        figures += await measure_served(served, share, folder)
    if calls := [part for part in parts if part in CALLS]:
        figures += await measure_calls(calls, share, folder)
    return figures


@app.command()
def reliability(
    only: Annotated[
        list[str] | None,
        typer.Option(help=f"One of {', '.join((*SERVED, *CALLS))}; without it, all."),
    ] = None,
    share: Annotated[
        float, typer.Option(min=0.01, max=1.0, help="Of the full numbers, so much.")
    ] = 1.0,
) -> None:
    """Count what must never happen; exit code 1 when it did."""
    configure_logging(Settings().model_copy(update={"log_level": "CRITICAL"}))
    with tempfile.TemporaryDirectory(prefix="frontdesk-figures-") as name:
        figures = asyncio.run(measure(only or (*SERVED, *CALLS), share, Path(name)))
    with ground.server(None) as (server, _):
        machine = ground.machine(server)
    typer.echo(Report(machine, figures).as_text())
    raise typer.Exit(any(figure.met is False for figure in figures))


if __name__ == "__main__":
    import uvloop

    uvloop.install()
    app()
