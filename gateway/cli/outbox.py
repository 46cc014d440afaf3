"""`frontdesk outbox`: replies that wait for a provider, and those that were given up."""

from typing import Annotated, Literal
from uuid import UUID

import typer
from msgspec import Struct

from agent.data.database import Database
from gateway.cli.deployment import run
from gateway.organizations.rows import organization_id

outbox_app = typer.Typer(
    help="Replies that wait for a provider, or were given up.", no_args_is_help=True
)

Slug = Annotated[str, typer.Argument(help="The organization's slug.", metavar="ORG")]
_LONGEST_TEXT = 60


class _WaitingReply(Struct, frozen=True, kw_only=True):
    """outbox_list; `since` is UTC as text."""

    message: UUID
    connection: str
    state: Literal["given up", "unknown", "waits"]
    receipt: bool
    phone: str | None
    name: str | None
    text: str
    since: str
    error: str | None


class _Retried(Struct, frozen=True, kw_only=True):
    """outbox_retry."""

    again: int
    waiting: int


@outbox_app.command(name="list")
def list_(context: typer.Context, organization: Slug) -> None:
    """List what waits or was given up, oldest first; times are UTC."""

    async def work(database: Database) -> list[_WaitingReply]:
        return await database.fetch(
            list[_WaitingReply],
            "outbox_list",
            organization=await organization_id(database, organization),
        )

    rows = run(context.obj, work)
    for row in rows:
        typer.echo(_line(row))
        if row.error:
            typer.echo(f"    {row.error}")
    typer.echo(f"{len(rows)} listed" if rows else "nothing waits and nothing was given up")


@outbox_app.command()
def retry(
    context: typer.Context,
    organization: Slug,
    message: Annotated[
        list[UUID] | None,
        typer.Option("--message", "-m", help="Only this one (as listed); may be repeated."),
    ] = None,
) -> None:
    """Send again what was given up, and let what waits try at once.

    What may not be sent any more (the customer's 24-hour window is closed) fails again, with its reason.
    """

    async def work(database: Database) -> _Retried:
        return await database.fetch(
            _Retried,
            "outbox_retry",
            organization=await organization_id(database, organization),
            messages=[str(one) for one in message] if message else None,
        )

    done = run(context.obj, work)
    typer.echo(f"sent again: {done.again}, tried at once: {done.waiting}")


def _line(row: _WaitingReply) -> str:
    """State, since, to whom, and the beginning of the text."""
    words = " ".join(row.text.split())
    short = words if len(words) <= _LONGEST_TEXT else f"{words[: _LONGEST_TEXT - 1]}…"
    who = row.name or "—"
    phone = f"+{row.phone}" if row.phone else "—"
    what = "receipt" if row.receipt else "reply"
    since = row.since[:16].replace("T", " ")
    return f"{row.message}  {row.state}  {since}  {row.connection}  {what}  {who} {phone}  {short}"
