"""Who fails in a row is left alone for a while; then one call tries."""

from agent.clock import FixedClock
from agent.llm.circuit_breaker import Circuit
from tests.databases import NOW


def test_three_failures_in_a_row_open_it_and_a_success_in_between_does_not() -> None:
    circuit = Circuit(FixedClock(NOW))
    assert [circuit.failed(), circuit.failed()] == [False, False]
    circuit.succeeded()
    assert [circuit.failed(), circuit.failed(), circuit.failed()] == [False, False, True]
    assert not circuit.admits()


def test_when_it_has_rested_one_call_tries_while_the_others_pass_by() -> None:
    clock = FixedClock(NOW)
    circuit = Circuit(clock, rest_seconds=60)
    assert circuit.failed(lasting=True)
    clock.advance(59)
    assert not circuit.admits()
    clock.advance(1)
    assert [circuit.admits(), circuit.admits()] == [True, False]
    assert not circuit.failed(), "it was open already"
    assert not circuit.admits()
    clock.advance(60)
    assert circuit.admits()
    circuit.succeeded()
    assert [circuit.admits(), circuit.admits()] == [True, True]


def test_a_try_that_never_ended_does_not_keep_it_open() -> None:
    clock = FixedClock(NOW)
    circuit = Circuit(clock, rest_seconds=60)
    circuit.failed(lasting=True)
    clock.advance(60)
    assert circuit.admits()  # and the turn was cancelled
    clock.advance(60)
    assert circuit.admits()
