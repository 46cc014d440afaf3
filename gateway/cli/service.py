"""`frontdesk demo`, `serve`, `worker` and `migrate`: the service itself, and its database."""

from typing import Annotated

import typer

from agent.data.migrate import migrate as apply_migrations
from agent.observability.logs import configure_logging
from agent.settings import Settings
from gateway import demo as demonstration
from gateway import serving
from gateway.cli.deployment import report_refusals
from gateway.container import database_url
from gateway.stopping import Stopping


def demo(
    reset: Annotated[bool, typer.Option(help="Start with empty data.")] = False,
) -> None:
    """Run everything on this machine, with two demo organizations."""
    stopping = Stopping()
    stopping.listen()
    with report_refusals():
        settings = demonstration.demo_settings(reset=reset)
        configure_logging(settings, "demo")
        sockets = serving.bind(settings)
        _start_database(settings, stopping)

        async def run() -> None:
            await demonstration.prepare(settings)
            await serving.serve(
                settings,
                started=lambda: typer.echo(demonstration.welcome(settings)),
                sockets=sockets,
            )

        stopping.run(run())


def serve(
    context: typer.Context,
    worker: Annotated[bool, typer.Option(help="Also run the queue's jobs here.")] = True,
) -> None:
    """Run the gateway (and its worker). Migrations are applied first."""
    stopping = Stopping()
    stopping.listen()
    settings: Settings = context.obj.settings
    configure_logging(settings, "serve")
    with report_refusals():
        sockets = serving.bind(settings)
        _start_database(settings, stopping)
        stopping.run(serving.serve(settings, with_worker=worker, sockets=sockets))


def worker(context: typer.Context) -> None:
    """Run the queue's jobs alone."""
    stopping = Stopping()
    stopping.listen()
    configure_logging(context.obj.settings, "worker")
    with report_refusals():
        stopping.run(serving.work(context.obj.settings))


def migrate(context: typer.Context) -> None:
    """Bring the database up to date."""
    with report_refusals():
        applied = apply_migrations(database_url(context.obj.settings))
    typer.echo("\n".join(f"applied {name}" for name in applied) or "the database is up to date")


def _start_database(settings: Settings, stopping: Stopping) -> None:
    """Starts the server where it is the embedded one, then applies what the database lacks."""
    with stopping.held():
        url = database_url(settings)
    apply_migrations(url)
