"""`python -m bench.chaos`: the command line of the chaos run."""

import asyncio
import signal
import tempfile
import time
from pathlib import Path
from typing import Annotated

import typer

from agent.observability.logs import configure_logging
from agent.settings import Settings
from bench.chaos.controls import all_controls, controlled
from bench.chaos.plan import LASTING, Plan, make_plan
from bench.chaos.report import as_text
from bench.chaos.run import Outcome, open_server, run

app = typer.Typer(add_completion=False, pretty_exceptions_show_locals=False)


@app.command()
def chaos(
    messages: Annotated[int, typer.Option(help="About how many customers write.")] = 5000,
    minutes: Annotated[float, typer.Option(help="In how many minutes.")] = 8.0,
    seed: Annotated[int | None, typer.Option(help="Repeats the plan of an earlier run.")] = None,
    gateways: Annotated[int, typer.Option(help="Processes, each with a worker.")] = 2,
    kill_every: Annotated[float, typer.Option(help="Seconds between two kills.")] = 5.0,
    only: Annotated[
        str, typer.Option(help="Kinds of other faults, with commas; none for none.")
    ] = "",
    show: Annotated[bool, typer.Option("--plan", help="Only print the plan.")] = False,
    controls: Annotated[bool, typer.Option(help="Also without each fence.")] = True,
    fairness: Annotated[bool, typer.Option(help="Also what one business does to others.")] = True,
    rounds: Annotated[int, typer.Option(help="So often quiet and disturbed.", min=1)] = 3,
    keep: Annotated[Path | None, typer.Option(help="Where the logs of the gateways go.")] = None,
) -> None:
    """Customers write while everything below them fails; ends with a table, and 1 on any breach."""
    configure_logging(Settings().model_copy(update={"log_level": "ERROR"}))
    seed = int(time.time()) if seed is None else seed
    plan = make_plan(
        seed, messages=messages, seconds=minutes * 60, gateways=gateways, kill_every=kill_every,
        kinds=tuple(kind for kind in LASTING if not only or kind in only.split(",")),
    )  # fmt: skip
    typer.echo(
        f"seed {seed}, plan {plan.digest}: {plan.messages} messages, {len(plan.faults)} faults"
    )
    if show:
        typer.echo("\n".join(map(str, plan.faults)))
        return
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="frontdesk-chaos-") as name:
        outcome = asyncio.run(_whole(plan, keep or Path(name), controls, rounds if fairness else 0))
    typer.echo(as_text(plan, outcome))
    raise typer.Exit(outcome.breached)


async def _whole(plan: Plan, folder: Path, controls: bool, fairness: int) -> Outcome:
    def say(what: str) -> None:
        typer.echo(what, err=True)

    task = asyncio.current_task()
    assert task is not None
    # A run that is stopped takes its processes, its PostgreSQL and its disk with it.
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    with open_server(folder) as (server, clock):
        outcome = await run(plan, server, clock, folder, say, fairness=fairness)
        if controls:
            shown = await all_controls(plan, server, clock, folder, say)
            outcome.lines[:] = [controlled(line, shown) for line in outcome.lines]
    return outcome


if __name__ == "__main__":
    import uvloop

    uvloop.install()
    app()
