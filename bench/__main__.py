"""`python -m bench`: the command line of the measurements."""

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer

from agent.errors import FrontdeskError
from agent.observability.logs import configure_logging
from agent.settings import Settings
from bench import FULL, QUICK, Report, run_bench
from gateway.container import database_url

app = typer.Typer(add_completion=False, pretty_exceptions_show_locals=False)


@app.command()
def bench(
    quick: Annotated[bool, typer.Option(help="Fewer rounds: less exact, sooner done.")] = False,
    database: Annotated[
        bool, typer.Option(help="On DATABASE_URL's server, in a scratch database of its own.")
    ] = False,
    json_file: Annotated[
        Path | None, typer.Option("--json", dir_okay=False, help="Also write the figures here.")
    ] = None,
) -> None:
    """Measure the hot paths, each beside the least that it could cost."""
    settings = Settings()
    if database and settings.database_url is None:
        raise typer.BadParameter("DATABASE_URL is not set", param_hint="--database")
    configure_logging(settings.model_copy(update={"log_level": "ERROR"}))
    work = run_bench(
        QUICK if quick else FULL,
        server_url=database_url(settings) if database else None,
        say=lambda part: typer.echo(f"measuring {part} …", err=True),
    )
    try:
        report: Report = asyncio.run(work)
    except FrontdeskError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    typer.echo(report.as_text())
    if json_file is not None:
        json_file.write_text(json.dumps(report.as_json(), indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    import uvloop

    uvloop.install()
    app()
