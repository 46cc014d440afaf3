"""`frontdesk evaluate`: simulated customers talk to the desk; what is left is judged."""

from contextlib import aclosing
from pathlib import Path
from typing import Annotated

import typer

from agent.errors import OperatorError
from agent.observability.logs import configure_logging
from agent.settings import Settings
from gateway.cli.deployment import run_to_end
from gateway.evaluation import report as reports
from gateway.evaluation.customers import Customer, read_customers, shipped_customers
from gateway.evaluation.run import evaluate as run_customers


def evaluate(
    model: Annotated[
        str | None, typer.Option(help="provider:model; the offline model without it.")
    ] = None,
    times: Annotated[int, typer.Option(min=1, help="How often each customer comes.")] = 1,
    language: Annotated[str | None, typer.Option(help="Only customers of es, pt or en.")] = None,
    only: Annotated[str | None, typer.Option(help="Only customers with this in their key.")] = None,
    customers: Annotated[
        Path | None, typer.Option(help="A file of customers instead of ours.", exists=True)
    ] = None,
    report: Annotated[Path | None, typer.Option(help="Writes the report as JSON.")] = None,
    against: Annotated[
        Path | None, typer.Option(help="An earlier report to compare with.", exists=True)
    ] = None,
    at_least: Annotated[float, typer.Option(help="Exit code 1 below this score.")] = 0.0,
    quiet: Annotated[bool, typer.Option(help="The figures only.")] = False,
) -> None:
    """Let simulated customers talk to the desk, and judge how they were served.

    Exit code 1: a row stands that nobody wanted, the score is below --at-least, or worse than --against.
    """
    chosen = _chosen(customers, language, only)
    today = run_to_end(_run(chosen, model, times))
    lines = (
        reports.summary(today) if quiet else [*reports.failing(today), "", *reports.summary(today)]
    )
    before = reports.read(against) if against else None
    if before:
        lines += ["", *reports.changes(before, today)]
    typer.echo("\n".join(lines))
    if report:
        reports.write(today, report)
    worse = before is not None and reports.is_worse(before, today)
    if today.wrong or today.mean() < at_least or worse:
        raise typer.Exit(1)


def _chosen(file: Path | None, language: str | None, only: str | None) -> list[Customer]:
    everybody = list(read_customers(file)) if file else shipped_customers()
    return [
        customer
        for customer in everybody
        if language in (None, customer.language) and (only is None or only in customer.key)
    ]


async def _run(customers: list[Customer], model: str | None, times: int) -> reports.Report:
    if not customers:
        raise OperatorError("no customer is left to come")
    settings = Settings()
    configure_logging(settings.model_copy(update={"log_level": "ERROR"}))
    served: list[reports.Served] = []
    async with aclosing(run_customers(settings, customers, model=model, times=times)) as verdicts:
        async for verdict in verdicts:
            served.append(reports.of_verdict(verdict))
    return reports.Report(model=model or "offline", served=served)
