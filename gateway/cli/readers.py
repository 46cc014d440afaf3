"""`frontdesk org readers`: who reads an organization's rows through Supabase's login."""

from typing import Annotated, Literal
from uuid import UUID

import typer
from msgspec import Struct

from agent.data.database import Database
from gateway.cli.deployment import run, show_list
from gateway.organizations.rows import organization_id


class _Reader(Struct, frozen=True, kw_only=True):
    """reader_list; `added_at` as PostgreSQL writes it: it is only shown."""

    user: UUID
    added_at: str


class _Done(Struct, frozen=True, kw_only=True):
    """reader_add and reader_remove."""

    status: Literal["added", "known", "removed", "not_found"]


readers_app = typer.Typer(
    help="Who reads an organization's rows through Supabase's login.", no_args_is_help=True
)

Organization = Annotated[str, typer.Argument(help="The organization's slug.", metavar="ORG")]
User = Annotated[UUID, typer.Argument(help="The user's id in Supabase's login.", metavar="USER_ID")]


@readers_app.command()
def add(context: typer.Context, organization: Organization, user: User) -> None:
    """Let a user read."""

    async def work(database: Database) -> _Done:
        tenant = await organization_id(database, organization)
        return await database.fetch(_Done, "reader_add", organization=tenant, user=user)

    done = run(context.obj, work)
    typer.echo("added" if done.status == "added" else "was staff already")


@readers_app.command()
def remove(context: typer.Context, organization: Organization, user: User) -> None:
    """Let a user read no longer."""

    async def work(database: Database) -> _Done:
        tenant = await organization_id(database, organization)
        return await database.fetch(_Done, "reader_remove", organization=tenant, user=user)

    if run(context.obj, work).status != "removed":
        typer.echo("that user is not staff there", err=True)
        raise typer.Exit(1)
    typer.echo("removed")


@readers_app.command(name="list")
def list_(context: typer.Context, organization: Organization) -> None:
    """List who may read."""

    async def work(database: Database) -> list[_Reader]:
        tenant = await organization_id(database, organization)
        return await database.fetch(list[_Reader], "reader_list", organization=tenant)

    rows = run(context.obj, work)
    show_list((f"{row.user}\tsince {row.added_at[:10]}" for row in rows), "there is no reader")
