"""Findings for a person (one screen) and for a program (JSON)."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from agent.types import Json
from gateway.checks.finding import Finding

_COLOURS = {"ok": "green", "off": "dim", "warn": "yellow", "bad": "bold red"}


def show(findings: Sequence[Finding], console: Console) -> None:
    """A line for each finding, its next step behind an arrow; the verdict last."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    for _ in range(3):
        table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    group = ""
    for finding in findings:
        said = f"{finding.said} → {finding.do}" if finding.do else finding.said
        # As Text, for what stands in brackets is not markup.
        table.add_row(
            Text(finding.group if finding.group != group else "", "bold"),
            Text(finding.state, _COLOURS[finding.state]),
            Text(finding.what),
            Text(said),
        )
        group = finding.group
    console.print(table)
    console.print(Text(verdict(findings)))


def verdict(findings: Sequence[Finding]) -> str:
    """The last line."""
    bad = [f.what for f in findings if f.state == "bad"]
    warned = [f.what for f in findings if f.state == "warn"]
    if bad:
        return f"Not good: {', '.join(bad)}."
    return f"Usable; look at: {', '.join(warned)}." if warned else "Everything configured works."


def as_json(findings: Sequence[Finding]) -> Json:
    """{usable, findings: [{group, state, what, said, do}]}."""
    return {
        "usable": usable(findings),
        "findings": [
            {"group": f.group, "state": f.state, "what": f.what, "said": f.said, "do": f.do}
            for f in findings
        ],
    }


def usable(findings: Sequence[Finding]) -> bool:
    """Whether nothing is bad."""
    return all(f.state != "bad" for f in findings)
