"""`frontdesk check`: shows what the checks found. Exit code 0: usable, 1: something is bad."""

import json
from typing import Annotated

import typer
from rich.console import Console

from gateway.checks import check as run_checks
from gateway.checks import screen
from gateway.cli.alarm import check_alarms
from gateway.cli.deployment import run_to_end


def check(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    whole: Annotated[
        bool, typer.Option("--all", help="Every line, also when they need more than one screen.")
    ] = False,
    alarm: Annotated[
        bool, typer.Option("--alarm", help="Compare figures with ALARM_…; tell OPERATOR_….")
    ] = False,
) -> None:
    """Say what is configured, reachable, outdated or unsafe, and what to do.

    Exit code 0: usable; 1: something is bad; 2: the configuration cannot be read. With --alarm, for an
    hourly cron: 0: no alarm; 1: an alarm is on; 2: the operator could not be told of it.
    """
    if alarm:
        check_alarms(context.obj, as_json=as_json)
    findings = run_to_end(run_checks(context.obj.settings))
    if as_json:
        typer.echo(json.dumps(screen.as_json(findings), indent=2, ensure_ascii=False))
    else:
        screen.show(findings, Console(highlight=False), whole=whole)
    raise typer.Exit(0 if screen.usable(findings) else 1)
