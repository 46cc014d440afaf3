"""Every refusal of a tool says what can be done about it."""

import ast
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from agent import records, tool_results
from agent.tool_hints import HINTS, hint_of
from tools.kit.said_names import Standing

HOUSE = Path(__file__).parents[2]
NO_REFUSALS = {
    "ok", "found", "booked", "already_booked", "cancelled", "already_cancelled", "moved", "confirmed",
    "already_confirmed", "renamed", "already_named", "proposed", "recorded", "known",
    "already_waiting", "free", "left", "notified", "already_notified", "notice_waits", "handed_over", "holidays",
    "week", "error", "unknown", "",
}  # fmt: skip
"""It was done, it stands so, or the answer itself says what there is."""
ANSWERS: tuple[Any, ...] = (
    records.AppointmentChange, records.WaitingChange, records.ConsentRecord, records.PhoneRecord,
    records.PlaceRecord, records.EscalationResult,
)  # fmt: skip


def of_records() -> Iterator[str]:
    """What the database answers a tool."""
    for answer in ANSWERS:
        yield from typing.get_args(typing.get_type_hints(answer)["status"])


def of_results() -> Iterator[str]:
    """What the types of results may have as their status."""
    for kind in vars(tool_results).values():
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            told = typing.get_type_hints(kind).get("status")
            yield from typing.get_args(told) if told is not str else ()


def of_tools() -> Iterator[str]:
    """What the code of tools writes as a status."""
    for path in (HOUSE / "tools").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "status":
                yield from (
                    str(c.value) for c in ast.walk(node.value) if isinstance(c, ast.Constant)
                )


def test_every_refusal_has_a_hint() -> None:
    of_names, of_dates = typing.get_args(Standing), ("ambiguous", "impossible", "none")
    statuses = {*of_records(), *of_results(), *of_tools(), *of_names, *of_dates}
    assert {
        "taken",
        "needs_tap",
        "refused_by_customer",
        "invalid_name",
        "proposal_withdrawn",
    } <= statuses
    assert {one for one in statuses if not hint_of(one)} <= NO_REFUSALS


def test_what_was_done_has_none() -> None:
    """But where something is still to be said of it."""
    assert not HINTS.keys() & NO_REFUSALS


@pytest.mark.parametrize("hint", HINTS.values())
def test_a_hint_is_a_sentence(hint: str) -> None:
    assert hint[0].isupper()
    assert hint.endswith(".")
    assert len(hint) < 250
