"""`frontdesk import`: what a business brings from elsewhere. Exit code 0: done, 1: refused."""

from pathlib import Path
from typing import Annotated

import typer
from msgspec import Struct

from agent.data.database import Database
from agent.errors import NotFound
from gateway.cli.deployment import Deployment, run
from gateway.importing.customers import Customers, read_customers
from gateway.organizations.rows import list_organizations

import_app = typer.Typer(help="Take over what a business has elsewhere.", no_args_is_help=True)


class _Imported(Struct, frozen=True, kw_only=True):
    """contacts_import: how many."""

    added: int
    filled: int
    notes: int
    same: int


@import_app.callback()
def group() -> None:
    """Take over what a business has elsewhere."""


@import_app.command(name="csv")
def csv_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Customers, UTF-8.", exists=True, dir_okay=False)],
    organization: Annotated[str, typer.Option(help="The organization's slug.", metavar="ORG")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what it would do.")] = False,
) -> None:
    """Take customers from a CSV file. A second run changes nothing."""
    deployment: Deployment = context.obj

    async def work(database: Database) -> tuple[Customers, _Imported]:
        rows = await list_organizations(database)
        own = next((row for row in rows if row.slug == organization), None)
        if own is None:
            raise NotFound(f"there is no organization `{organization}`")
        customers = read_customers(file.read_bytes(), own.country)
        return customers, await database.fetch(
            _Imported,
            "contacts_import",
            organization=own.id,
            contacts=customers.rows,
            dry_run=dry_run,
        )

    customers, done = run(deployment, work)
    for name, title in customers.columns.items():
        typer.echo(f"column {title!r} is the {name}")
    for line in customers.refused:
        typer.echo(f"not taken: {line}", err=True)
    typer.echo(
        f"{'would be ' if dry_run else ''}added {done.added}, filled {done.filled}, "
        f"notes {done.notes}, unchanged {done.same}, not taken {len(customers.refused)}"
    )
