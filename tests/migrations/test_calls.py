"""What Python calls exists, with the arguments that it is called with."""

from dataclasses import dataclass

import pytest

from tests.databases import BARE, Server, rows
from tests.migrations.python_calls import Call, python_calls

UNREADABLE: set[str] = set()
"""`file:function` of calls whose function's name cannot be read from the source. To be kept empty."""
OF_SQL_ONLY = {"worker_places_wanted"}
"""Functions of the contract that other SQL functions call, and Python does not."""

OF_THE_QUEUE = {"queue_next"}
"""Called over the queue library's connections (gateway/pipeline/fair_jobs.py)."""


@dataclass(frozen=True)
class Signature:
    may: frozenset[str]
    must: frozenset[str]


@pytest.fixture(scope="module")
def signatures(server: Server) -> dict[str, Signature]:
    found = rows(
        server.address(BARE),
        "select p.proname as name, coalesce(p.proargnames[1:p.pronargs], '{}') as args, "
        "p.pronargs - p.pronargdefaults as needed from pg_proc p "
        "where p.pronamespace = 'public'::regnamespace "
        "and has_function_privilege('frontdesk_caller', p.oid, 'execute')",
    )
    return {
        row["name"]: Signature(frozenset(row["args"]), frozenset(row["args"][: row["needed"]]))
        for row in found
    }


def test_every_call_can_be_read_from_the_source() -> None:
    assert set(python_calls().unreadable) == UNREADABLE
    assert len(python_calls().calls) > 130


def test_every_function_that_is_called_takes_what_it_is_called_with(
    signatures: dict[str, Signature],
) -> None:
    assert [wrong for call in python_calls().calls if (wrong := _wrong(call, signatures))] == []


def test_a_wrong_call_is_found(signatures: dict[str, Signature]) -> None:
    """The check itself: an unknown function, an unknown argument, a missing one."""
    for name, keywords, said in (
        ("nothing", frozenset[str](), "no such function"),
        ("services_list", frozenset({"organization", "colour"}), "no argument colour"),
        ("outbox_put", frozenset({"organization", "replies"}), "without conversation"),
    ):
        assert said in _wrong(Call("x", name, keywords, False), signatures)


def test_every_function_of_the_contract_is_called(signatures: dict[str, Signature]) -> None:
    """One that nobody calls is dead, and goes."""
    assert (
        set(signatures) - {call.function for call in python_calls().calls}
        == OF_SQL_ONLY | OF_THE_QUEUE
    )


def _wrong(call: Call, signatures: dict[str, Signature]) -> str:
    known = signatures.get(call.function)
    if known is None:
        return f"{call.where}: {call.function}: no such function"
    given = {f"p_{keyword}" for keyword in call.keywords}
    strange = [f"no argument {name[2:]}" for name in sorted(given - known.may)]
    missing = [] if call.open else [f"without {name[2:]}" for name in sorted(known.must - given)]
    return (
        f"{call.where}: {call.function}: {', '.join(strange + missing)}"
        if strange + missing
        else ""
    )
