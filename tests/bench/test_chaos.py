"""`make chaos` judges: each breach is seen in the rows and in what the provider received."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from bench.chaos.audit import Rows
from bench.chaos.controls import controlled
from bench.chaos.ledger import Accepted, Ledger, Taken
from bench.chaos.plan import make_plan
from bench.chaos.verdict import Judge, Line

CHAT, TURN, LATER = UUID(int=1), UUID(int=2), UUID(int=3)
PHONE = "573005550101"


def inbound(name: str, **other: Any) -> dict[str, Any]:
    row = {"id": uuid4(), "seq": 1, "provider_id": name, "status": "handled", "turn_id": TURN}
    return row | {"chat": CHAT, "body": "Hola"} | other


def outbound(**other: Any) -> dict[str, Any]:
    row = {
        "id": uuid4(),
        "seq": 2,
        "provider_id": "out-1",
        "second_id": None,
        "status": "delivered",
    }
    about = {
        "turn_id": TURN,
        "error": None,
        "body": "¡Hola!",
        "attempts": 1,
        "refusals": 0,
        "given_up_told": False,
    }
    return row | about | {
        "receipt": False, "chat": CHAT, "address": PHONE, "channel": "gupshup", "tenant": "App",
    } | other  # fmt: skip


def taken(name: str = "out-1", at: float = 10.0, **other: Any) -> Taken:
    return Taken("gupshup", "App", PHONE, other.pop("text", "¡Hola!"), name, at, **other)


def turn(message: UUID, name: UUID = TURN, token: int = 1) -> dict[str, Any]:
    return {
        "id": name,
        "chat": CHAT,
        "token": token,
        "status": "committed",
        "message_ids": [message],
        "guard": None,
    }


GREETED = inbound("in-1")
GOOD = Rows([GREETED], [outbound()], [turn(GREETED["id"])], [], frozenset(), [], [])


def breaches(rows: Rows, *provider: Taken) -> dict[str, float]:
    ledger = Ledger({"in-1": Accepted("gupshup", "x", PHONE, "in-1", "Hola", 1.0)}, list(provider))
    return {line.name: line.value for line in Judge(rows, ledger).lines() if line.breached}


def test_a_good_run_has_no_breach() -> None:
    assert breaches(GOOD, taken()) == {}


def test_what_was_accepted_has_a_row_and_an_answer() -> None:
    assert breaches(replace(GOOD, inbound=[]), taken()) == {"accepted messages without a row": 1}
    assert breaches(replace(GOOD, inbound=[GREETED, GREETED]), taken()) == {
        "messages stored twice": 1
    }
    silent = replace(GOOD, outbound=[outbound(status="failed", provider_id=None)])
    assert breaches(silent) == {"accepted messages unanswered, and no person told": 1}
    assert breaches(replace(silent, persons=frozenset({CHAT}))) == {}
    told = outbound(status="failed", provider_id=None, given_up_told=True)
    assert breaches(replace(GOOD, outbound=[told])) == {}


def test_recorded_as_sent_and_never_taken() -> None:
    assert breaches(GOOD, taken("another", text="Otra cosa")) == {
        "accepted messages unanswered, and no person told": 1,
        "recorded as sent and never taken": 1,
    }


def test_a_reply_twice_is_a_breach_unless_the_provider_hid_the_first() -> None:
    again = taken("out-1", 30.0)
    name = "replies twice, their fate not hidden"
    assert breaches(GOOD, taken("out-0"), again) == {name: 1}
    assert breaches(GOOD, taken("out-0", fault="no answer"), again) == {}
    # It told so by an event, in time.
    assert breaches(GOOD, taken("out-0", fault="no answer", evidence_at=12.0), again) == {name: 1}
    receipt = replace(GOOD, outbound=[outbound(receipt=True)], appointments=[appointment()])
    assert breaches(receipt, taken("out-0", fault="no answer"), again) == {"receipts twice": 1}


def appointment(**other: Any) -> dict[str, Any]:
    return {"id": uuid4(), "chat": CHAT, "beside": 0} | other


def test_appointments_are_told_once_and_have_rows() -> None:
    receipt = replace(GOOD, outbound=[outbound(receipt=True)])
    assert breaches(receipt, taken()) == {"claimed without a row": 1}
    assert breaches(replace(GOOD, appointments=[appointment()]), taken()) == {
        "booked, and neither told nor a person called": 1
    }
    two = replace(receipt, appointments=[appointment(beside=1), appointment(beside=1)])
    assert breaches(two, taken()) == {
        "appointments that overlap": 2,
        "customers with two for one booking": 1,
    }


def test_turns_are_in_order_and_alone() -> None:
    second = inbound("in-2", seq=3, turn_id=LATER)
    turned = [turn(second["id"]), turn(GREETED["id"], LATER, 2)]
    swapped = replace(GOOD, inbound=[GREETED, second], turns=turned)
    assert breaches(swapped, taken()) == {"conversations with turns out of order": 1}
    again = replace(GOOD, turns=[turn(GREETED["id"]), turn(GREETED["id"], LATER, 2)])
    assert "messages in two finished turns" in breaches(again, taken())
    noted = [
        {"n": n, "turn": name, "chat": CHAT, "status": status}
        for n, (name, status) in enumerate(
            [(TURN, "running"), (LATER, "running"), (LATER, "committed"), (TURN, "committed")]
        )
    ]
    assert breaches(replace(GOOD, order=noted), taken()) == {
        "turns overlapping in a conversation": 1
    }
    alone = [one | {"status": "lost"} if one["n"] == 3 else one for one in noted]
    assert breaches(replace(GOOD, order=alone), taken()) == {}


def test_replies_arrive_in_their_order() -> None:
    rows = replace(
        GOOD, outbound=[outbound(), outbound(seq=3, provider_id="out-2", body="¿Algo más?")]
    )
    late, early = taken(at=20.0), taken("out-2", at=10.0, text="¿Algo más?")
    assert breaches(rows, early, late) == {"replies that overtook an earlier one": 1}
    assert breaches(rows, taken(), replace(early, at=11.0)) == {}


def test_a_seed_makes_the_same_plan_again() -> None:
    plan = make_plan(7, messages=200, seconds=120)
    assert plan.messages >= 200
    assert plan.digest == make_plan(7, messages=200, seconds=120).digest
    assert plan.digest != make_plan(8, messages=200, seconds=120).digest
    assert {fault.kind for fault in plan.faults} >= {"kill", "kill at a step", "freeze at a step"}


@pytest.mark.parametrize("seconds", [5.0, 600.0])
def test_faults_end_before_the_visits_do(seconds: float) -> None:
    plan = make_plan(7, messages=20, seconds=seconds)
    assert all(fault.at + fault.seconds <= seconds + 8 for fault in plan.faults)


def test_a_control_that_shows_no_breach_is_one() -> None:
    line = Line("turns", 0, 10)
    assert not controlled(line, {"turns": ("the token", 8.0)}).breached
    assert controlled(line, {"turns": ("the token", 0.0)}).breached
    assert controlled(line, {}) == line
