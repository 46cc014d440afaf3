"""`frontdesk logs`: the last lines of the services' logs, of one organization, of webhooks, or of errors."""

import json
import re
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from agent.clock import SystemClock
from agent.observability.log_files import lines_of, log_files
from agent.observability.logs import as_text
from gateway.cli.deployment import report_refusals
from gateway.watching.log_lines import Line, Wanted, last_lines, wanted_lines

_SPAN = re.compile(r"(\d{1,4})([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def logs(
    context: typer.Context,
    errors: Annotated[
        bool, typer.Option("--errors", help="Errors, failed turns and sends, refused webhooks.")
    ] = False,
    webhooks: Annotated[
        bool, typer.Option("--webhooks", help="Which webhooks came, and which were refused.")
    ] = False,
    organization: Annotated[
        str | None, typer.Option("--organization", "-o", help="Its slug.", metavar="ORG")
    ] = None,
    chat: Annotated[str | None, typer.Option(help="Of this chat.", metavar="ID")] = None,
    turn: Annotated[str | None, typer.Option(help="Of this turn.", metavar="ID")] = None,
    since: Annotated[
        str | None, typer.Option(help="As old as this at most: 30m, 12h, 7d.", metavar="TIME")
    ] = None,
    lines: Annotated[int, typer.Option("--lines", "-n", min=1, max=100_000)] = 200,
    file: Annotated[
        str | None,
        typer.Option(help="Another file of JSON lines; - is what is piped in.", metavar="FILE"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Show the last lines of this machine's services; times are UTC.

    Elsewhere: docker compose logs | frontdesk logs --errors --file -
    """
    wanted = Wanted(errors, webhooks, organization, chat, turn, _since(since))
    if file == "-":
        for line in wanted_lines(sys.stdin, wanted):
            typer.echo(_shown(line, as_json=as_json))
        return
    with report_refusals():
        folder = context.obj.settings.data_dir / "logs"
    files = [Path(file)] if file else log_files(folder)
    if not files or (file and not files[0].is_file()):
        where = file or f"{folder}: no service ran here yet, or LOG_FILES is false"
        typer.echo(f"there is no log in {where}", err=True)
        raise typer.Exit(1)
    listed = last_lines(lines_of(files), wanted, lines)
    for line in listed:
        typer.echo(_shown(line, as_json=as_json))
    if not listed and not as_json:
        typer.echo("no such line")


def _since(text: str | None) -> datetime | None:
    if text is None:
        return None
    span = _SPAN.fullmatch(text)
    if span is None:
        raise typer.BadParameter("a time such as 30m, 12h or 7d", param_hint="--since")
    return SystemClock().now() - timedelta(**{_UNITS[span[2]]: int(span[1])})


def _shown(line: Line, *, as_json: bool) -> str:
    """Without what a terminal would obey."""
    if as_json:
        return json.dumps(line, ensure_ascii=True)
    return "\n".join(_plain(part) for part in as_text(line).split("\n"))


def _plain(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable())
