"""`frontdesk org readers`: who reads an organization's rows through Supabase's login."""

from typing import Annotated, Any
from uuid import UUID

import typer

from agent.data.database import Database
from agent.errors import NotFound
from gateway.cli.deployment import run

readers_app = typer.Typer(
    help="Who reads an organization's rows through Supabase's login.", no_args_is_help=True
)

Organization = Annotated[str, typer.Argument(help="The organization's slug.", metavar="ORG")]
User = Annotated[UUID, typer.Argument(help="The user's id in Supabase's login.", metavar="USER_ID")]


@readers_app.command()
def add(context: typer.Context, organization: Organization, user: User) -> None:
    """Let a user read."""
    done = _call(context, "reader_add", organization, user=user)
    typer.echo("added" if done["status"] == "added" else "was staff already")


@readers_app.command()
def remove(context: typer.Context, organization: Organization, user: User) -> None:
    """Let a user read no longer."""
    if _call(context, "reader_remove", organization, user=user)["status"] != "removed":
        typer.echo("that user is not staff there", err=True)
        raise typer.Exit(1)
    typer.echo("removed")


@readers_app.command(name="list")
def list_(context: typer.Context, organization: Organization) -> None:
    """List who may read."""
    for row in _call(context, "reader_list", organization):
        typer.echo(f"{row['user']}\tsince {row['added_at'][:10]}")


def _call(context: typer.Context, function: str, slug: str, **args: Any) -> Any:
    async def work(database: Database) -> Any:
        organization = await database.call("organization_find", slug=slug)
        if not organization:
            raise NotFound(f"there is no organization `{slug}`")
        return await database.call(function, organization=UUID(organization), **args)

    return run(context.obj, work)
