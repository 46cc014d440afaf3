"""The short form of `make chaos`: kills, a database that stops, a provider that gets things wrong."""

from dataclasses import replace
from pathlib import Path

from bench.chaos.plan import Fault, make_plan
from bench.chaos.report import as_text
from bench.chaos.run import open_server, run
from bench.chaos.steps import STEPS

_KILLED = ("before the turn's commit", "the provider has taken it, before its answer")
_NUMBERS = {step.name: number for number, step in enumerate(STEPS)}


async def test_killed_at_named_steps_every_customer_is_answered_once(tmp_path: Path) -> None:
    plan = make_plan(
        9,
        messages=40,
        seconds=6,
        businesses=1,
        kill_every=1e9,
        kinds=(),
        patience=10.0,
    )
    kills = [
        Fault(0.3 + 2 * n, "kill at a step", number=_NUMBERS[name])
        for n, name in enumerate(_KILLED)
    ]
    faults = [*kills, Fault(3.5, "postgres stops", 1.0)]
    with open_server(tmp_path) as (server, clock):
        outcome = await run(
            replace(plan, faults=sorted(faults, key=lambda fault: fault.at)),
            server,
            clock,
            tmp_path,
        )
    assert not outcome.breached, as_text(plan, outcome)
    assert len(outcome.ledger.accepted) >= 40
    assert outcome.ambush.done.keys() == {*_KILLED}
    assert outcome.ends["killed"] == len(_KILLED)
    assert outcome.faults["postgres stops"] == 1
