"""The final table, as text."""

from collections.abc import Iterator
from io import StringIO

from rich.console import Console
from rich.table import Table

from bench.chaos.plan import Plan
from bench.chaos.run import Outcome
from bench.chaos.verdict import Line


def as_text(plan: Plan, outcome: Outcome) -> str:
    """The invariants, what each breach looks like, and what happened."""
    screen = Console(file=StringIO(), width=140)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("invariant", "figure", "of", "aim", "", "control"):
        table.add_column(
            title, justify="right" if title in ("figure", "of") else "left", no_wrap=True
        )
    for line in outcome.lines:
        table.add_row(*_cells(line))
    screen.print(table)
    screen.print()
    for text in (*_cases(outcome), *_told(plan, outcome)):
        screen.print(text, markup=False, highlight=False)
    assert isinstance(screen.file, StringIO)
    return screen.file.getvalue()


def _cells(line: Line) -> tuple[str, ...]:
    aim = (
        ""
        if line.most is None and line.least is None
        else (f"at least {line.least:g}" if line.least is not None else f"at most {line.most:g}")
    )
    state = "" if not aim else "BREACH" if line.breached else "holds"
    return (
        line.name,
        f"{line.value:,.4g}",
        "" if line.of is None else f"{line.of:,.0f}",
        aim,
        state,
        line.control,
    )


def _cases(outcome: Outcome) -> Iterator[str]:
    for line in outcome.lines:
        if line.breached:
            yield f"BREACH {line.name}:"
            yield from (f"  {case}" for case in line.cases)


def _told(plan: Plan, outcome: Outcome) -> Iterator[str]:
    ledger = outcome.ledger
    yield f"seed {plan.seed}, plan {plan.digest}"
    for name, counted in (
        ("faults", outcome.faults),
        ("killed at steps", outcome.ambush.done),
        ("frozen at steps", outcome.ambush.frozen),
        ("processes ended", outcome.ends),
        ("the provider's mistakes", ledger.provider_faults),
        ("answers to webhooks", ledger.deliveries),
    ):
        yield f"{name}: " + ", ".join(f"{what} {n}" for what, n in sorted(counted.items()))
    yield f"events of other programs: {ledger.foreign}"
    yield from (f"not played: {what}, it {why}" for what, why in outcome.missed.items())
    yield "seconds: " + ", ".join(f"{what} {n:.0f}" for what, n in outcome.seconds.items())
