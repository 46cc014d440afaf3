"""`frontdesk`: the command line, put together from the commands in gateway/cli."""

import sys
from pathlib import Path

from gateway.stopping import end_while_loading, loaded

if __name__ == "__main__" or Path(sys.argv[0]).name == "frontdesk":
    end_while_loading()

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

import typer
from pydantic import ValidationError

from agent.clock import SystemClock
from agent.data.database import Database
from agent.data.migrate import migrate as apply_migrations
from agent.settings import Settings, problems
from gateway import demo as demonstration
from gateway.cli.agenda import agenda_app
from gateway.cli.calendars import calendars_app
from gateway.cli.chat import chat
from gateway.cli.check import check
from gateway.cli.compose import deployment_app
from gateway.cli.connect import connect
from gateway.cli.conversations import conversations
from gateway.cli.evaluate import evaluate
from gateway.cli.events import events_app
from gateway.cli.failures import failures
from gateway.cli.handoffs import handoffs
from gateway.cli.importing import import_app
from gateway.cli.keys import keys_app
from gateway.cli.knowledge import knowledge_app
from gateway.cli.logs import logs
from gateway.cli.mcp_stdio import mcp
from gateway.cli.media import media_app
from gateway.cli.org import org_app
from gateway.cli.outbox import outbox_app
from gateway.cli.people import people_app
from gateway.cli.replay import replay
from gateway.cli.secrets import secrets_app
from gateway.cli.service import demo, migrate, serve, worker
from gateway.cli.staff import staff_app
from gateway.cli.usage import usage
from gateway.cli.withheld import withheld
from gateway.container import database_url, open_database
from gateway.version import version

app = typer.Typer(
    help="The WhatsApp front desk of small businesses.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
)
# In the order of `frontdesk --help`.
for command in (
    usage, withheld, handoffs, conversations, failures, logs, demo, serve, worker, migrate, connect, check, chat,
    mcp, evaluate, replay,
):  # fmt: skip
    app.command()(command)
for name, group in {
    "org": org_app,
    "agenda": agenda_app,
    "calendars": calendars_app,
    "deployment": deployment_app,
    "import": import_app,
    "secrets": secrets_app,
    "keys": keys_app,
    "events": events_app,
    "staff": staff_app,
    "knowledge": knowledge_app,
    "media": media_app,
    "people": people_app,
    "outbox": outbox_app,
}.items():
    app.add_typer(group, name=name)


class Deployment:
    """What the sub-commands share."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.clock = SystemClock()

    @asynccontextmanager
    async def database(self) -> AsyncIterator[Database]:
        apply_migrations(database_url(self.settings))
        async with open_database(self.settings) as database:
            yield database


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"frontdesk {version()}")
        raise typer.Exit


@app.callback()
def read_settings(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option("--version", help="Say the version.", is_eager=True, callback=_say_version),
    ] = False,
) -> None:
    """Reads the environment once."""
    try:
        settings = Settings()
    except ValidationError as error:
        listed = "\n".join(f"  {problem}" for problem in problems(error))
        typer.echo(
            f"the configuration is not valid (.env.example explains it):\n{listed}", err=True
        )
        raise typer.Exit(2) from error
    except OSError as error:  # a .env that another user owns
        typer.echo(f"the configuration cannot be read: {error}", err=True)
        raise typer.Exit(2) from error
    if context.invoked_subcommand != "demo":  # which may make new ones
        demonstration.export_stored_secrets(settings)
    context.obj = Deployment(settings)


def main() -> None:
    """Entry point."""
    loaded()
    if sys.platform != "win32":
        import uvloop

        uvloop.install()
    app()


if __name__ == "__main__":
    main()
