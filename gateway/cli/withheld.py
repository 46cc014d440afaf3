"""`frontdesk withheld`: the replies of an organization that guards withheld, and why."""

from datetime import timedelta
from typing import Annotated

import typer

from agent.clock import SystemClock
from agent.data.database import Database
from gateway.cli.deployment import run
from gateway.organizations.rows import organization_id
from gateway.pipeline.withheld import WithheldReply, withheld_replies


def withheld(
    context: typer.Context,
    organization: Annotated[str, typer.Argument(help="The organization's slug.", metavar="ORG")],
    days: Annotated[int, typer.Option(min=1, max=366, help="Days back.")] = 7,
) -> None:
    """Show replies that were not sent: when, to whom, why, and their words."""
    since = SystemClock().now() - timedelta(days=days)

    async def work(database: Database) -> list[WithheldReply]:
        return await withheld_replies(
            database, await organization_id(database, organization), since
        )

    rows = run(context.obj, work)
    if not rows:
        typer.echo(f"no reply was withheld in the last {days} days")
    for row in rows:
        who = " ".join(filter(None, [row.name, f"+{row.phone}" if row.phone else None]))
        typer.echo(f"{row.at[:16].replace('T', ' ')}  {who or row.conversation}: {row.reason}")
        for line in row.text.splitlines():
            typer.echo(f"    {_plain(line)}")


def _plain(line: str) -> str:
    """Without what a terminal would obey."""
    return "".join(letter for letter in line if letter.isprintable())
