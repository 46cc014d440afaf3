"""`frontdesk check --alarm`: figures against thresholds, and a notice to the operator when that changes."""

import json
from datetime import datetime

import typer

from agent.data.database import Database
from agent.errors import DatabaseUnavailable, OperatorError
from agent.settings import Settings
from gateway.cli.deployment import Deployment, run_to_end
from gateway.watching import operator
from gateway.watching.alarms import Alarm, alarms_of
from gateway.watching.figures import watch_figures

_NO_DATABASE = Alarm("database", "the database cannot be reached: nobody is answered")


def check_alarms(deployment: Deployment, *, as_json: bool) -> None:
    """Shows which alarms are on. Exit code 0: none; 1: some; 2: the operator could not be told."""
    try:
        ways = operator.ways_of(deployment.settings)
    except OperatorError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    alarms, untold = run_to_end(_look(deployment, tells=bool(ways)))
    if as_json:
        typer.echo(json.dumps([{"name": one.name, "words": one.words} for one in alarms], indent=2))
    else:
        typer.echo("\n".join(f"{one.name}: {one.words}" for one in alarms) or "no alarm")
    if untold:
        typer.echo(untold, err=True)
    elif alarms and not ways:
        typer.echo("nobody is told of it: OPERATOR_WEBHOOK_URL or OPERATOR_EMAIL", err=True)
    raise typer.Exit(2 if untold else 1 if alarms else 0)


async def _look(deployment: Deployment, *, tells: bool) -> tuple[list[Alarm], str | None]:
    """The alarms, and why the operator was not told of a change."""
    settings = deployment.settings
    try:
        async with deployment.database() as database:
            alarms = await _alarms(database, settings, deployment.clock.now())
            changes = await operator.settle(database, alarms)
            if not changes or not tells:
                return alarms, None
            try:
                await operator.tell(settings, changes)
            except OperatorError as error:
                return alarms, str(error)  # the next check tries it again
            await operator.confirm(database, changes)
            return alarms, None
    except DatabaseUnavailable:
        return [_NO_DATABASE], await _tell_without_database(settings) if tells else None


async def _alarms(database: Database, settings: Settings, here: datetime) -> list[Alarm]:
    figures = await watch_figures(
        database,
        seconds=settings.alarm_minutes * 60.0,
        alive_seconds=settings.worker_stalled_seconds,
        most=1,
    )
    return alarms_of(figures, settings, here)


async def _tell_without_database(settings: Settings) -> str | None:
    """Nobody can write down that the operator was told, so each check tells it."""
    name, words = _NO_DATABASE.name, _NO_DATABASE.words
    try:
        await operator.tell(
            settings, [operator.Change(name=name, words=words, since="", over=False)]
        )
    except OperatorError as error:
        return str(error)
    return None
