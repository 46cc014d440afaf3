"""`python -m bench.fairness`: the command line of these measurements."""

import asyncio
from collections.abc import Sequence
from typing import Annotated

import typer

from agent.errors import FrontdeskError
from agent.observability.logs import configure_logging
from agent.settings import Settings
from bench import ground
from bench.fairness.fetching import measure_fetching
from bench.fairness.measure import (
    Size,
    many_beside_a_flood,
    one_beside_a_flood,
    waiting_chats,
)
from bench.figures import Figure, Report
from gateway.container import database_url

app = typer.Typer(add_completion=False, pretty_exceptions_show_locals=False)
PARTS = ("choice", "one", "two", "ten", "waiting")


async def measure(parts: Sequence[str], size: Size, server_url: str | None) -> Report:
    """Measures in scratch databases on `server_url`, else on an embedded server of its own."""
    figures: list[Figure] = []
    with ground.server(server_url) as (server, folder):
        if "choice" in parts:
            for businesses in (10, 200):
                figures += measure_fetching(server, jobs=size.chats, businesses=businesses)
        if "one" in parts:
            figures += await one_beside_a_flood(server, folder)
        for name, businesses in (("two", 2), ("ten", 10)):
            if name in parts:
                figures += await many_beside_a_flood(server, folder, size, businesses)
        if "waiting" in parts:
            figures += await waiting_chats(server, folder, size)
        machine = ground.machine(server)
    return Report(machine, figures)


@app.command()
def fairness(
    only: Annotated[
        list[str] | None, typer.Option(help=f"One of {', '.join(PARTS)}; without it, all.")
    ] = None,
    chats: Annotated[int, typer.Option(help="Chats that wait.")] = Size().chats,
    watched: Annotated[int, typer.Option(help="Of these, how many are due.")] = Size().watched,
    pause: Annotated[
        float, typer.Option(help="Seconds between two customers of others.")
    ] = Size().pause,
    workers: Annotated[int, typer.Option(help="Processes that answer them.")] = Size().workers,
    database: Annotated[
        bool, typer.Option(help="On DATABASE_URL's server, in scratch databases of its own.")
    ] = False,
) -> None:
    """Measure how long others wait while one business floods, and how late waiting chats are answered."""
    settings = Settings()
    configure_logging(settings.model_copy(update={"log_level": "ERROR"}))
    size = Size(chats=chats, watched=watched, pause=pause, workers=workers)
    url = database_url(settings) if database else None
    try:
        report = asyncio.run(measure(only or PARTS, size, url))
    except FrontdeskError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    typer.echo(report.as_text())


if __name__ == "__main__":
    app()
