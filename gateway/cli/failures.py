"""`frontdesk failures`: what failed and what waits, of one organization or of all."""

import json
from collections import Counter
from datetime import UTC
from typing import Annotated

import msgspec
import typer

from agent.data.database import Database
from agent.observability.masking import without_numbers
from gateway.cli.deployment import run
from gateway.organizations.rows import organization_id
from gateway.watching.failures import WORDS, Failure, failures_of


def failures(
    context: typer.Context,
    organization: Annotated[
        str | None, typer.Argument(help="The organization's slug; without it, all.", metavar="ORG")
    ] = None,
    hours: Annotated[float, typer.Option(min=0.1, max=8760, help="Hours back.")] = 24,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Of each kind.")] = 100,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Show failed and waiting sends, failed turns and jobs, and people that are needed; times are UTC.

    Exit code 0: there is nothing; 1: there is something.
    """

    async def work(database: Database) -> list[Failure]:
        tenant = await organization_id(database, organization) if organization else None
        return await failures_of(database, tenant, hours=hours, limit=limit)

    rows = run(context.obj, work)
    if as_json:
        typer.echo(json.dumps(msgspec.to_builtins(rows), indent=2))
    else:
        for row in rows:
            typer.echo(_line(row))
        counts = Counter(row.kind for row in rows)
        sums = ", ".join(f"{WORDS[kind]}: {count}" for kind, count in counts.most_common())
        typer.echo(sums or f"nothing failed in the last {hours:g} hours and nothing waits")
    raise typer.Exit(1 if rows else 0)


def _line(row: Failure) -> str:
    at = row.at.astimezone(UTC).strftime("%Y-%m-%d %H:%M") if row.at else "-"
    chat = f"chat {row.chat}" if row.chat and str(row.chat) != row.id else ""
    detail = "".join(letter for letter in row.detail or "" if letter.isprintable())
    parts = (at, row.organization or "-", WORDS[row.kind], row.id, chat, without_numbers(detail))
    return "  ".join(part for part in parts if part)
