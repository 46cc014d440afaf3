"""`frontdesk secrets`: credentials of connections, encrypted in the database. Never a value is shown."""

import sys
from typing import Annotated

import typer

from agent.data.database import Database
from gateway.access import credentials
from gateway.access.credentials import Rotated, StoredCredential
from gateway.access.factor_keys import RotatedKeys, rotate_keys
from gateway.access.vault import vault_of
from gateway.calendars.secrets import rotate_calendar_secrets
from gateway.channels.connections import API_KEY
from gateway.cli.deployment import Deployment, run, show_list
from gateway.events.endpoints import rotate_event_secrets
from gateway.push.keys import rotate_push_keys

secrets_app = typer.Typer(
    help="Credentials of connections, encrypted in the database.", no_args_is_help=True
)

Organization = Annotated[str, typer.Argument(help="The organization's slug.", metavar="ORG")]
Connection = Annotated[str, typer.Argument(help="The connection's key in the organization's file.")]
Name = Annotated[str, typer.Option(help="Which credential, where a provider has several.")]


@secrets_app.command(name="set")
def set_(
    context: typer.Context, organization: Organization, connection: Connection, name: Name = API_KEY
) -> None:
    """Keep a credential. It is read from a hidden prompt, or from standard input."""
    deployment: Deployment = context.obj
    vault = vault_of(deployment.settings)
    value = prompt_for("Value")

    async def work(database: Database) -> None:
        await credentials.put(database, vault, organization, connection, name, value)

    run(deployment, work)
    typer.echo(f"{organization} {connection}: {name} is kept, and used within 15 seconds")


@secrets_app.command(name="list")
def list_(
    context: typer.Context,
    organization: Annotated[
        str | None, typer.Argument(help="Only this organization.", metavar="ORG")
    ] = None,
) -> None:
    """List what is kept: organization, connection, name, key, since when."""

    async def work(database: Database) -> list[StoredCredential]:
        return [item async for item in credentials.stored_credentials(database, organization)]

    show_list(map(_line, run(context.obj, work)), "no credential is stored")


@secrets_app.command()
def remove(
    context: typer.Context, organization: Organization, connection: Connection, name: Name = API_KEY
) -> None:
    """Forget a credential; the environment's is used again."""
    run(context.obj, lambda d: credentials.remove(d, organization, connection, name))
    typer.echo(f"{organization} {connection}: {name} is removed")


@secrets_app.command()
def rotate(context: typer.Context) -> None:
    """Encrypt everything with the first key of FRONTDESK_SECRET_KEY."""
    deployment: Deployment = context.obj
    vault = vault_of(deployment.settings)

    async def work(database: Database) -> tuple[Rotated, list[RotatedKeys], list[str]]:
        done, keys = await credentials.rotate(database, vault), await rotate_keys(database, vault)
        calendars, shut = await rotate_calendar_secrets(database, vault)
        push, events = (
            await rotate_push_keys(database, vault),
            await rotate_event_secrets(database, vault),
        )
        return done, [keys, push, calendars, events], shut

    done, others, shut = run(deployment, work)
    keys = others[0]
    changed = done.changed + sum(one.changed for one in others)
    unchanged = done.unchanged + sum(one.unchanged for one in others)
    typer.echo(f"encrypted anew: {changed}, already so: {unchanged}")
    for item, reason in done.unreadable:
        typer.echo(f"{item.organization} {item.connection} {item.place.name}: {reason}", err=True)
    for key in keys.unreadable:
        text = "their second factor cannot be read; frontdesk staff reset-factor"
        typer.echo(f"{key.organization} {key.email}: {text}", err=True)
    for line in shut:
        typer.echo(line, err=True)
    if done.unreadable or keys.unreadable or shut:
        raise typer.Exit(1)


def prompt_for(what: str, *, whole: bool = False) -> str:
    """A secret from a hidden prompt, or the first line of standard input; never from arguments. `whole`: also
    spaces at its ends are part of it."""
    if sys.stdin.isatty():
        text = str(typer.prompt(what, hide_input=True))
    else:
        text = sys.stdin.readline().rstrip("\r\n")
    return text if whole else text.strip()


def _line(item: StoredCredential) -> str:
    cells = (item.organization, item.connection, item.place.name, item.sealed.key_id)
    return "\t".join((*cells, item.set_at))
