"""`frontdesk org readers`: who reads an organization's rows through Supabase's login."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Literal, TypeVar
from uuid import UUID

import typer
from msgspec import Struct

from agent.data.database import Database
from gateway.cli.deployment import run
from gateway.organizations.rows import organization_id

T = TypeVar("T")


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
    done = _run(
        context,
        organization,
        lambda d, o: d.fetch(_Done, "reader_add", organization=o, user=user),
    )
    typer.echo("added" if done.status == "added" else "was staff already")


@readers_app.command()
def remove(context: typer.Context, organization: Organization, user: User) -> None:
    """Let a user read no longer."""
    done = _run(
        context,
        organization,
        lambda d, o: d.fetch(_Done, "reader_remove", organization=o, user=user),
    )
    if done.status != "removed":
        typer.echo("that user is not staff there", err=True)
        raise typer.Exit(1)
    typer.echo("removed")


@readers_app.command(name="list")
def list_(context: typer.Context, organization: Organization) -> None:
    """List who may read."""
    rows = _run(
        context, organization, lambda d, o: d.fetch(list[_Reader], "reader_list", organization=o)
    )
    for row in rows:
        typer.echo(f"{row.user}\tsince {row.added_at[:10]}")


def _run(context: typer.Context, slug: str, work: Callable[[Database, UUID], Awaitable[T]]) -> T:
    async def inside(database: Database) -> T:
        return await work(database, await organization_id(database, slug))

    return run(context.obj, inside)
