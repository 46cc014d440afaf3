"""`frontdesk usage`: what the hosted models of an organization used and cost, day by day."""

from typing import Annotated

import typer

from agent.data.database import Database
from agent.records import ModelUsage, UsageDay
from gateway.cli.deployment import run
from gateway.organizations.rows import organization_id

_HEAD = ("day", "model", "turns", "calls", "input", "cached", "output", "USD")


def usage(
    context: typer.Context,
    organization: Annotated[str, typer.Argument(help="The organization's slug.", metavar="ORG")],
    days: Annotated[int, typer.Option(min=1, max=366, help="Days back, today included.")] = 7,
) -> None:
    """Show what the models used and cost, per day (in the organization's time zone) and model."""

    async def work(database: Database) -> list[UsageDay]:
        return await database.fetch(
            list[UsageDay],
            "usage_days",
            organization=await organization_id(database, organization),
            days=days,
        )

    listed = run(context.obj, work)
    if not listed:
        typer.echo(f"no model was asked in the last {days} days")
        return
    for line in _table([_HEAD, *(row for day in listed for row in _rows(day))]):
        typer.echo(line)
    if any(day.unpriced_calls for day in listed):
        typer.echo(
            "? = a model's price is not known (set MODEL_PRICES), or its server tells no tokens"
        )


def _rows(day: UsageDay) -> list[tuple[str, ...]]:
    """A day's sums, and its models where there are several."""
    text = day.day.isoformat()
    if len(day.models) == 1:
        return [_row(text, day.models[0].model or "", day)]
    return [_row(text, "all", day), *(_row("", one.model or "", one) for one in day.models)]


def _row(day: str, model: str, sums: ModelUsage) -> tuple[str, ...]:
    priced = "" if sums.unpriced_calls == sums.calls else f"{sums.cost_usd:.4f}"
    cost = f"{priced} + ?".removeprefix(" + ") if sums.unpriced_calls else priced
    tokens = (sums.input_tokens, sums.cached_input_tokens, sums.output_tokens)
    return (day, model, *(f"{count:,}" for count in (sums.turns, sums.calls, *tokens)), cost)


def _table(rows: list[tuple[str, ...]]) -> list[str]:
    """Two columns of words, then numbers aligned on the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    return [
        "  ".join(
            cell.ljust(width) if column < 2 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
