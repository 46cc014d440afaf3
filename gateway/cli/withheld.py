"""`frontdesk withheld`: the replies of an organization that guards withheld, and why."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

import typer

from agent.clock import SystemClock
from agent.data.database import Database
from agent.errors import NotFound
from agent.types import Json
from gateway.cli.deployment import run


def withheld(
    context: typer.Context,
    organization: Annotated[str, typer.Argument(help="The organization's slug.", metavar="ORG")],
    days: Annotated[int, typer.Option(min=1, max=366, help="Days back.")] = 7,
) -> None:
    """Show replies that were not sent: when, to whom, why, and their words."""
    since = SystemClock().now() - timedelta(days=days)

    async def work(database: Database) -> list[Json]:
        identifier = await database.call("organization_find", slug=organization)
        if not identifier:
            raise NotFound(f"there is no organization `{organization}`")
        rows: list[Json] = await database.call(
            "withheld_list", organization=UUID(str(identifier)), since=since
        )
        return rows

    rows = run(context.obj, work)
    if not rows:
        typer.echo(f"no reply was withheld in the last {days} days")
    for row in rows:
        who = " ".join(filter(None, [row["name"], f"+{row['phone']}" if row["phone"] else None]))
        typer.echo(
            f"{row['at'][:16].replace('T', ' ')}  {who or row['conversation']}: {row['reason']}"
        )
        for line in row["text"].splitlines():
            typer.echo(f"    {_plain(line)}")


def _plain(line: str) -> str:
    """Without what a terminal would obey."""
    return "".join(letter for letter in line if letter.isprintable())
