"""`frontdesk demo`, `serve`, `worker` and `migrate`: the service itself, and its database."""

import logging
import socket
from typing import Annotated

import typer

from agent.data.migrate import migrate as apply_migrations
from agent.observability.logs import configure_logging
from agent.settings import Settings
from gateway import demo as demonstration
from gateway import serving
from gateway.cli.deployment import report_refusals
from gateway.container import database_url, open_database
from gateway.organizations import commands
from gateway.organizations.addresses import address_lines
from gateway.organizations.rows import list_organizations
from gateway.stopping import Stopping

log = logging.getLogger(__name__)

_MOST_SHOWN = 10


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
        stopping.run(_serve(settings, worker, sockets))


async def _serve(settings: Settings, worker: bool, sockets: list[socket.socket]) -> None:
    """Says its addresses when it answers: without tokens, for this is a log."""
    lines = await _addresses(settings)

    def started() -> None:
        for line in lines:
            log.info("%s", line)

    await serving.serve(settings, with_worker=worker, sockets=sockets, started=started)


async def _addresses(settings: Settings) -> list[str]:
    """Of the gateway itself, and of the connections of the first organizations."""
    address = settings.address
    lines = [f"chat page {address}/chat, console {address}/console, state {address}/ready"]
    async with open_database(settings) as database:
        organizations = await list_organizations(database)
        for one in organizations[:_MOST_SHOWN]:
            document = await commands.show(database, one.slug)
            shown = address_lines(settings, document["connections"], secret=False)
            lines += [f"{one.slug} {line}" for line in shown]
    if len(organizations) > _MOST_SHOWN:
        lines.append("frontdesk org addresses ORG shows those of the others")
    return lines


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
