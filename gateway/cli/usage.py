"""`frontdesk usage`: what the hosted models of an organization used and cost, day by day."""

from typing import Annotated
from uuid import UUID

import typer

from agent.data.database import Database
from agent.errors import NotFound
from agent.types import Json
from gateway.cli.deployment import run

_HEAD = ("day", "model", "turns", "calls", "input", "cached", "output", "USD")
_COUNTS = ("turns", "calls", "input_tokens", "cached_input_tokens", "output_tokens")


def usage(
    context: typer.Context,
    organization: Annotated[str, typer.Argument(help="The organization's slug.", metavar="ORG")],
    days: Annotated[int, typer.Option(min=1, max=366, help="Days back, today included.")] = 7,
) -> None:
    """Show what the models used and cost, per day (in the organization's time zone) and model."""

    async def work(database: Database) -> list[Json]:
        identifier = await database.call("organization_find", slug=organization)
        if not identifier:
            raise NotFound(f"there is no organization `{organization}`")
        listed: list[Json] = await database.call(
            "usage_days", organization=UUID(str(identifier)), days=days
        )
        return listed

    listed = run(context.obj, work)
    if not listed:
        typer.echo(f"no model was asked in the last {days} days")
        return
    for line in _table([_HEAD, *(row for day in listed for row in _rows(day))]):
        typer.echo(line)
    if any(day["unpriced_calls"] for day in listed):
        typer.echo(
            "? = a model's price is not known (set MODEL_PRICES), or its server tells no tokens"
        )


def _rows(day: Json) -> list[tuple[str, ...]]:
    """A day's sums, and its models where there are several."""
    models = day["models"]
    if len(models) == 1:
        return [_row(day["day"], models[0]["model"], day)]
    return [_row(day["day"], "all", day), *(_row("", m["model"], m) for m in models)]


def _row(day: str, model: str, sums: Json) -> tuple[str, ...]:
    unpriced = sums["unpriced_calls"]
    counted = "" if unpriced == sums["calls"] else f"{sums['cost_usd']:.4f}"
    cost = f"{counted} + ?".removeprefix(" + ") if unpriced else counted
    return (day, model, *(f"{sums[key]:,}" for key in _COUNTS), cost)


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
