"""Findings for a person (one screen) and for a program (JSON)."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TypedDict

from rich.console import Console
from rich.table import Table
from rich.text import Text

from gateway.checks.finding import Finding, State

_COLOURS = {"ok": "green", "off": "dim", "warn": "yellow", "bad": "bold red"}
_GATHERED: tuple[tuple[State, ...], ...] = ((), ("ok",), ("ok", "off"))
"""What shares a line with the others of its group, from the roomiest screen on."""
_MORE = "frontdesk check --all shows every line."


def show(findings: Sequence[Finding], console: Console, *, whole: bool = False) -> None:
    """What fits on the terminal's screen; every line with `whole`, or into a file."""
    end = [verdict(findings)]
    screens = [_table(_gathered(findings, states)) for states in _GATHERED]
    table = screens[0]
    if console.is_terminal and not whole:
        room = console.height - 1  # the prompt's line
        fits = (s for s in screens if len(console.render_lines(s)) + _lines(console, end) <= room)
        table = next(fits, screens[-1])
    if table is not screens[0]:
        end.append(_MORE)
    console.print(table)
    for line in end:
        console.print(Text(line))


def _lines(console: Console, end: Sequence[str]) -> int:
    """The most that the last lines take."""
    return sum(len(console.render_lines(Text(line))) for line in (*end, _MORE))


def _gathered(findings: Sequence[Finding], states: tuple[State, ...]) -> Iterable[Finding]:
    """One line a group for all of a state, by their names; the others as they are."""
    for group, members in groupby(findings, lambda finding: finding.group):
        own = list(members)
        for state in states:
            if names := [f.brief or f.what for f in own if f.state == state]:
                yield Finding(state, ", ".join(names), "", group=group)
        yield from (f for f in own if f.state not in states)


def _table(findings: Iterable[Finding]) -> Table:
    """A line for each finding, its next step behind an arrow."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    for _ in range(2):
        table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    group = ""
    for finding in findings:
        # As Text, for what stands in brackets is not markup.
        line = Text.assemble(
            (finding.what, "bold" if finding.text else ""),
            f": {finding.text}" if finding.text else "",
            f" → {finding.do}" if finding.do else "",
        )
        table.add_row(
            Text(finding.group if finding.group != group else "", "bold"),
            Text(finding.state, _COLOURS[finding.state]),
            line,
        )
        group = finding.group
    return table


def verdict(findings: Sequence[Finding]) -> str:
    """The last line."""
    bad = [f.what for f in findings if f.state == "bad"]
    warned = [f.what for f in findings if f.state == "warn"]
    if bad:
        return f"Not good: {', '.join(bad)}."
    return f"Usable; look at: {', '.join(warned)}." if warned else "Everything configured works."


class FindingRow(TypedDict):
    """One finding; `do` is what to do about it."""

    group: str
    state: str
    what: str
    said: str
    do: str


class Report(TypedDict):
    """Whether frontdesk is `usable` like this, and all findings."""

    usable: bool
    findings: list[FindingRow]


def as_json(findings: Sequence[Finding]) -> Report:
    """As `frontdesk check --json` writes it."""
    return {
        "usable": usable(findings),
        "findings": [
            {"group": f.group, "state": f.state, "what": f.what, "said": f.text, "do": f.do}
            for f in findings
        ],
    }


def usable(findings: Sequence[Finding]) -> bool:
    """Whether nothing is bad."""
    return all(f.state != "bad" for f in findings)
