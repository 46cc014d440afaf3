"""`frontdesk calendars`: feeds of the agenda out, and calendars elsewhere that are followed."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from agent.data.database import Database
from gateway.access.vault import vault_of
from gateway.calendars import commands
from gateway.calendars.commands import CalendarRow, age_of
from gateway.calendars.feeds import FeedRow
from gateway.calendars.following import Outcome
from gateway.calendars.secrets import SecretName
from gateway.cli.deployment import Deployment, run, show_list
from gateway.cli.secrets import prompt_for
from gateway.container import busy_calendars
from gateway.organizations.rows import organization_id
from gateway.pipeline.calendar_watch import trouble_line

calendars_app = typer.Typer(
    help="Feeds of the agenda, and calendars elsewhere that are followed.", no_args_is_help=True
)

Organization = Annotated[str, typer.Argument(help="The organization's slug.", metavar="ORG")]
Key = Annotated[str, typer.Argument(help="The calendar's key in the organization's file.")]
Member = Annotated[
    str | None, typer.Option(help="Of this member (key); else the whole agenda.", metavar="KEY")
]


@calendars_app.command()
def feed(context: typer.Context, organization: Organization, member: Member = None) -> None:
    """Make a feed's address and show it, this once. The one before leads nowhere then."""
    deployment: Deployment = context.obj
    token = run(deployment, lambda d: commands.make_feed(d, organization, member))
    typer.echo(token.address(deployment.settings.address))
    typer.echo("keep it now; it is not shown again", err=True)


@calendars_app.command()
def feeds(context: typer.Context, organization: Organization) -> None:
    """List the feeds: whose, made, last read."""
    rows = run(context.obj, lambda d: commands.list_feeds(d, organization))
    show_list(map(_feed_line, rows), "there is no feed")


@calendars_app.command()
def revoke(context: typer.Context, organization: Organization, member: Member = None) -> None:
    """Take a feed's address away, at once."""
    run(context.obj, lambda d: commands.revoke_feed(d, organization, member))
    typer.echo("its address leads nowhere now")


@calendars_app.command(name="list")
def list_(context: typer.Context, organization: Organization) -> None:
    """List the followed calendars: key, whose, where, how old what is known of it is, and what is wrong."""
    deployment: Deployment = context.obj
    rows = run(deployment, lambda d: commands.list_calendars(d, organization))
    now = deployment.clock.now()
    show_list((_line(row, now) for row in rows), "no calendar is followed")


@calendars_app.command()
def read(context: typer.Context, organization: Organization, calendar: Key) -> None:
    """Read a followed calendar now. Exit code 0: it could be, 1: it could not."""
    deployment: Deployment = context.obj

    async def work(database: Database) -> Outcome:
        row = await commands.find_calendar(database, organization, calendar)
        follows = busy_calendars(database, deployment.settings)
        return await follows.follow(await organization_id(database, organization), row.id)

    done = run(deployment, work)
    if done.status in ("failed", "empty"):
        typer.echo(trouble_line(done.error or done.status, "en"), err=True)
        raise typer.Exit(1)
    typer.echo(
        f"added {done.added}, free again {done.removed}, as it was {done.same}, "
        f"conflicts nobody was told of {done.conflicts}"
        if done.status == "ok"
        else "nothing changed since it was last read"
    )


@calendars_app.command()
def secret(
    context: typer.Context,
    organization: Organization,
    calendar: Key,
    password: Annotated[
        bool, typer.Option("--password", help="Its account's password instead of its address.")
    ] = False,
) -> None:
    """Keep a calendar's secret address, encrypted. It is read from a hidden prompt, or from standard input."""
    deployment: Deployment = context.obj
    name: SecretName = "password" if password else "address"
    vault, value = vault_of(deployment.settings), prompt_for("Value", whole=password)
    if not value:
        raise typer.BadParameter("nothing was given")

    async def work(database: Database) -> None:
        await commands.keep_secret(database, vault, organization, calendar, name, value)

    run(deployment, work)
    typer.echo(f"{organization} {calendar}: its {name} is kept, and used with the next reading")


def _feed_line(row: FeedRow) -> str:
    read_at = f"{row.read_at.astimezone(UTC):%Y-%m-%d %H:%M}" if row.read_at else "never"
    made = f"{row.made_at.astimezone(UTC):%Y-%m-%d %H:%M}"
    return "\t".join((row.key or "the whole agenda", f"made {made} UTC", f"last read {read_at}"))


def _line(row: CalendarRow, now: datetime) -> str:
    cells = [row.key, row.whose, row.kind, row.where, age_of(row.good_at, now)]
    cells.append(f"{row.times} times ahead")
    if row.conflicts:
        cells.append(f"{row.conflicts} conflicts")
    if row.unread:
        cells.append(f"{row.unread} events not understood")
    if row.failing_since:
        cells.append(trouble_line(row.error, "en"))
    return "\t".join("".join(x if x.isprintable() else " " for x in cell) for cell in cells)
