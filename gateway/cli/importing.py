"""`frontdesk import`: what a business brings from elsewhere. Exit code 0: done, 1: refused."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated

import typer
from msgspec import Struct

from agent.data.database import Database
from agent.errors import NotFound
from gateway.cli.deployment import Deployment, run
from gateway.importing.account import Account
from gateway.importing.calendar.taking import CalendarOrder, take_calendar
from gateway.importing.crm.taking import Order, take_crm
from gateway.importing.customers import Customers, read_customers
from gateway.organizations.rows import OrganizationRow, list_organizations

import_app = typer.Typer(help="Take over what a business has elsewhere.", no_args_is_help=True)

Organization = Annotated[
    str, typer.Option("--organization", "--org", help="The organization's slug.", metavar="ORG")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only show what it would do.")]


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
    organization: Organization,
    dry_run: DryRun = False,
) -> None:
    """Take customers from a CSV file. A second run changes nothing."""
    deployment: Deployment = context.obj

    async def work(database: Database) -> tuple[Customers, _Imported]:
        own = await _organization(database, organization)
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


@import_app.command()
def crm(
    context: typer.Context,
    organization: Organization,
    address: Annotated[
        str,
        typer.Option(
            "--from",
            help="PostgreSQL address of the CRM's database; asked for when it is not given.",
            envvar="FRONTDESK_IMPORT_FROM",
            prompt="PostgreSQL address of the CRM's database",
            hide_input=True,
            show_envvar=True,
            metavar="URL",
        ),
    ],
    which: Annotated[
        str | None,
        typer.Option("--from-organization", help="The business there (name or id), if several."),
    ] = None,
    schema: Annotated[str, typer.Option(help="Where its tables stand.")] = "public",
    connection: Annotated[
        str | None,
        typer.Option(help="Take its WhatsApp chats, too, into this connection.", metavar="KEY"),
    ] = None,
    service: Annotated[
        str | None, typer.Option(help="For appointments that name no service.", metavar="KEY")
    ] = None,
    member: Annotated[
        str | None, typer.Option(help="For appointments that name nobody.", metavar="KEY")
    ] = None,
    take_hours: Annotated[
        bool, typer.Option("--take-hours", help="Its hours of the business replace those here.")
    ] = False,
    details: Annotated[
        bool, typer.Option("--details", help="Documents, birthdays, addresses, too, as notes.")
    ] = False,
    dry_run: DryRun = False,
) -> None:
    """Take over a business from a WhatsApp CRM on PostgreSQL or Supabase: services, members, hours, customers,
    notes, tags, appointments, chats. Nothing is written there; a second run changes nothing here."""
    deployment: Deployment = context.obj

    async def work(database: Database, own: OrganizationRow) -> Account:
        order = Order(
            address=address,
            organization=own.id,
            which=which,
            schema=schema,
            connection=connection,
            service=service,
            member=member,
            take_hours=take_hours,
            details=details,
            dry_run=dry_run,
        )
        return await take_crm(database, deployment.settings, deployment.clock, order)

    _account(deployment, organization, work, dry_run=dry_run)


@import_app.command()
def ics(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A calendar, .ics.", exists=True, dir_okay=False)],
    organization: Organization,
    member: Annotated[str, typer.Option(help="Whose calendar it is.", metavar="KEY")],
    name: Annotated[
        str | None, typer.Option(help="The calendar's name, where the file has another each time.")
    ] = None,
    days: Annotated[int, typer.Option(help="How far ahead it is read.", min=1, max=730)] = 180,
    dry_run: DryRun = False,
) -> None:
    """Keep the times of somebody's calendar from being booked. Read again, it follows the calendar."""
    deployment: Deployment = context.obj

    async def work(database: Database, own: OrganizationRow) -> Account:
        order = CalendarOrder(own, member, file.name if name is None else name, days, dry_run)
        return await take_calendar(database, deployment.clock, file.read_bytes(), order)

    _account(deployment, organization, work, dry_run=dry_run)


def _account(
    deployment: Deployment,
    organization: str,
    take: Callable[[Database, OrganizationRow], Awaitable[Account]],
    *,
    dry_run: bool,
) -> None:
    """What was done, as a table; what was left out, with the reasons, as errors."""

    async def work(database: Database) -> Account:
        return await take(database, await _organization(database, organization))

    account = run(deployment, work)
    for line in account.left_out:
        typer.echo(f"left out: {_plain(line)}", err=True)
    for line in account.remarks:
        typer.echo(f"note: {_plain(line)}", err=True)
    typer.echo("\n".join(account.table()))
    if dry_run:
        typer.echo("nothing was changed: this was a dry run")
    elif not account.changes:
        typer.echo("nothing was changed: everything stood here already")


async def _organization(database: Database, slug: str) -> OrganizationRow:
    rows = await list_organizations(database)
    own = next((row for row in rows if row.slug == slug), None)
    if own is None:
        raise NotFound(f"there is no organization `{slug}`")
    return own


def _plain(text: str) -> str:
    """What others wrote: no control characters reach the terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
