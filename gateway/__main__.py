"""`frontdesk`: the command line."""

import sys
from pathlib import Path

from gateway.stopping import Stopping, end_while_loading, loaded

if __name__ == "__main__" or Path(sys.argv[0]).name == "frontdesk":
    end_while_loading()

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from importlib import metadata
from typing import Annotated, Any, TypeVar

import typer
from pydantic import ValidationError
from rich.console import Console

from agent.data.database import Database
from agent.data.migrate import migrate as apply_migrations
from agent.errors import FrontdeskError
from agent.observability.logs import configure_logging
from agent.settings import Settings, problems
from gateway import demo as demonstration
from gateway import serving
from gateway.checks import check as look
from gateway.checks import screen
from gateway.cli.agenda import agenda_app
from gateway.cli.chat import chat_on_terminal
from gateway.cli.compose import deployment_app
from gateway.cli.handoffs import handoffs
from gateway.cli.keys import keys_app
from gateway.cli.knowledge import knowledge_app
from gateway.cli.media import media_app
from gateway.cli.org import org_app
from gateway.cli.outbox import outbox_app
from gateway.cli.replay import replay_file
from gateway.cli.secrets import secrets_app
from gateway.cli.staff import staff_app
from gateway.cli.usage import usage
from gateway.cli.withheld import withheld
from gateway.container import database_url, open_database

T = TypeVar("T")

app = typer.Typer(
    help="The WhatsApp front desk of small businesses.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
)
app.add_typer(org_app, name="org")
app.add_typer(agenda_app, name="agenda")
app.add_typer(deployment_app, name="deployment")
app.add_typer(secrets_app, name="secrets")
app.add_typer(keys_app, name="keys")
app.add_typer(staff_app, name="staff")
app.add_typer(knowledge_app, name="knowledge")
app.command()(usage)
app.command()(withheld)
app.command()(handoffs)
app.add_typer(media_app, name="media")
app.add_typer(outbox_app, name="outbox")


class Deployment:
    """What the sub-commands share."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @asynccontextmanager
    async def database(self) -> AsyncIterator[Database]:
        apply_migrations(database_url(self.settings))
        async with open_database(self.settings) as database:
            yield database


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"frontdesk {metadata.version('frontdesk')}")
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
        said = "\n".join(f"  {problem}" for problem in problems(error))
        typer.echo(f"the configuration is not valid (.env.example explains it):\n{said}", err=True)
        raise typer.Exit(2) from error
    except OSError as error:  # a .env that another user owns
        typer.echo(f"the configuration cannot be read: {error}", err=True)
        raise typer.Exit(2) from error
    if context.invoked_subcommand != "demo":  # which may make new ones
        demonstration.export_kept(settings)
    context.obj = Deployment(settings)


@app.command()
def demo(
    reset: Annotated[bool, typer.Option(help="Start with empty data.")] = False,
) -> None:
    """Run everything on this machine, with two demo organizations."""
    stopping = Stopping()
    stopping.listen()
    settings = _said(lambda: demonstration.demo_settings(reset=reset))
    configure_logging(settings)
    sockets = _said(lambda: serving.bind(settings))
    _start(settings, stopping)

    async def run() -> None:
        await demonstration.prepare(settings)
        await serving.serve(
            settings,
            started=lambda: typer.echo(demonstration.welcome(settings)),
            sockets=sockets,
        )

    _said(lambda: stopping.run(run()))


@app.command()
def serve(
    context: typer.Context,
    worker: Annotated[bool, typer.Option(help="Also run the queue's jobs here.")] = True,
) -> None:
    """Run the gateway (and its worker). Migrations are applied first."""
    stopping = Stopping()
    stopping.listen()
    settings: Settings = context.obj.settings
    configure_logging(settings)
    sockets = _said(lambda: serving.bind(settings))
    _start(settings, stopping)
    _said(lambda: stopping.run(serving.serve(settings, with_worker=worker, sockets=sockets)))


@app.command()
def worker(context: typer.Context) -> None:
    """Run the queue's jobs alone."""
    stopping = Stopping()
    stopping.listen()
    configure_logging(context.obj.settings)
    _said(lambda: stopping.run(serving.work(context.obj.settings)))


@app.command()
def migrate(context: typer.Context) -> None:
    """Bring the database up to date."""
    applied = with_migrations(context.obj.settings)
    typer.echo("\n".join(f"applied {name}" for name in applied) or "the database is up to date")


@app.command()
def check(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    whole: Annotated[
        bool, typer.Option("--all", help="Every line, also when they need more than one screen.")
    ] = False,
) -> None:
    """Say what is configured, reachable, outdated or unsafe, and what to do.

    Exit code 0: usable; 1: something is bad; 2: the configuration cannot be read.
    """
    findings = _run(look(context.obj.settings))
    if as_json:
        typer.echo(json.dumps(screen.as_json(findings), indent=2, ensure_ascii=False))
    else:
        screen.show(findings, Console(highlight=False), whole=whole)
    raise typer.Exit(0 if screen.usable(findings) else 1)


@app.command()
def chat(
    organization: Annotated[str, typer.Argument(help="Slug of a demo organization.")] = "aurora",
) -> None:
    """Talk to a demo organization in the terminal."""
    settings = _said(demonstration.demo_settings)
    configure_logging(settings.model_copy(update={"log_level": "ERROR"}))

    async def run() -> None:
        await demonstration.prepare(settings)
        await chat_on_terminal(settings, organization)

    _run(run())


@app.command()
def replay(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A JSON payload.")],
    channel: Annotated[str, typer.Option(help="gupshup, evolution, web …")],
    token: Annotated[str | None, typer.Option(help="The connection's token.")] = None,
    organization: Annotated[
        str, typer.Option(help="Demo organization whose token is used.")
    ] = "aurora",
    url: Annotated[str, typer.Option(help="The running gateway.")] = "http://localhost:8080",
    fresh: Annotated[
        bool, typer.Option(help="Give it a new message id and the current time.")
    ] = False,
) -> None:
    """Post a provider's payload at a running gateway."""
    if token is None:
        token = _said(lambda: demonstration.kept_token(organization, channel))
    status, body = _run(replay_file(file, channel, token, url, fresh=fresh))
    typer.echo(f"{status} {body}".strip())
    raise typer.Exit(0 if 200 <= status < 300 else 1)


def _start(settings: Settings, stopping: Stopping) -> None:
    """Brings up the database: its server where it is the embedded one, then what it lacks."""
    with stopping.held():
        _said(lambda: database_url(settings))
    with_migrations(settings)


def with_migrations(settings: Settings) -> list[str]:
    """Applies what is missing."""
    return _said(lambda: apply_migrations(database_url(settings)))


def _said(work: Callable[[], T]) -> T:
    """What we refuse on purpose is said in one line, without a traceback."""
    try:
        return work()
    except FrontdeskError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    try:
        return _said(lambda: asyncio.run(work))
    except KeyboardInterrupt:
        raise typer.Exit(0) from None


def main() -> None:
    """Entry point."""
    loaded()
    if sys.platform != "win32":
        import uvloop

        uvloop.install()
    app()


if __name__ == "__main__":
    main()
