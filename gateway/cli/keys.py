"""`frontdesk keys`: API keys of organizations. A key is shown once, when it is made."""

from typing import Annotated

import typer

from gateway.access import api_keys
from gateway.access.api_keys import KeyRow
from gateway.cli.deployment import run, show_list

keys_app = typer.Typer(help="API keys of organizations.", no_args_is_help=True)

Organization = Annotated[str, typer.Argument(help="The organization's slug.", metavar="ORG")]


@keys_app.command()
def create(
    context: typer.Context,
    organization: Organization,
    name: Annotated[str, typer.Option(help="What the key is for.")],
    scope: Annotated[
        list[str],
        typer.Option(help="invoke, notify, read, admin, mcp, agenda or chats; repeat for several."),
    ],
    days: Annotated[int | None, typer.Option(help="How long it is valid; else for ever.")] = None,
) -> None:
    """Make a key and show it, this once."""
    key = run(
        context.obj,
        lambda d: api_keys.create(d, organization, name, scope, days),
    )
    typer.echo(key)
    typer.echo("keep it now; it is not shown again", err=True)


@keys_app.command(name="list")
def list_(context: typer.Context, organization: Organization) -> None:
    """List the keys: prefix, name, scopes, state, last use."""
    rows = run(context.obj, lambda d: api_keys.list_keys(d, organization))
    show_list(map(_line, rows), "there is no key")


@keys_app.command()
def revoke(
    context: typer.Context,
    organization: Organization,
    prefix: Annotated[str, typer.Argument(help="The part after fd_live_; the whole key will do.")],
) -> None:
    """Take a key's rights away, at once."""
    shown = api_keys.prefix_of(prefix)
    run(context.obj, lambda d: api_keys.revoke(d, organization, shown))
    typer.echo(f"{shown} is revoked")


def _line(row: KeyRow) -> str:
    cells = (row.prefix, row.name, ",".join(row.scopes), _state(row))
    return "\t".join((*cells, f"last used {row.last_used_at or 'never'}"))


def _state(row: KeyRow) -> str:
    if row.revoked_at:
        return f"revoked {row.revoked_at}"
    if not row.usable:
        return f"expired {row.expires_at}"
    return f"until {row.expires_at}" if row.expires_at else "valid"
