"""`bench.bad_model` tells a row that nobody wanted from a wish that was met otherwise, and from one that was not met."""

from bench.bad_model.rows import sorted_out
from gateway.evaluation.judging import Verdict
from tests.gateway.evaluation.test_judging import SOMEBODY


def test_a_row_of_a_service_that_was_wished_is_the_wish_met_otherwise() -> None:
    verdict = Verdict(
        SOMEBODY,
        wrong_rows=["corte 01.12. 10:00 Laura 'Ana' (scheduled)"],
        missing_rows=["corte 02.12. 10:00 Ana"],
    )
    rows = sorted_out([verdict])
    assert (rows.wrong, rows.unmet) == ([], [])
    assert [key for key, _ in rows.otherwise] == [SOMEBODY.key]


def test_a_row_of_a_service_that_nobody_wished_is_wrong_and_the_wish_not_met() -> None:
    verdict = Verdict(
        SOMEBODY,
        wrong_rows=["barba 01.12. 10:00 Laura 'Ana' (scheduled)"],
        missing_rows=["corte 02.12. 10:00 Ana"],
    )
    rows = sorted_out([verdict])
    assert len(rows.wrong) == len(rows.unmet) == 1
    assert not rows.otherwise


def test_what_is_gone_is_wrong_though_its_service_was_wished_too() -> None:
    verdict = Verdict(
        SOMEBODY, wrong_rows=["gone: corte 01.12. 10:00 Ana"], missing_rows=["corte 02.12. 10:00"]
    )
    rows = sorted_out([verdict])
    assert len(rows.wrong) == len(rows.unmet) == 1


def test_one_wish_explains_one_row() -> None:
    row = "corte 01.12. 10:00 Laura 'Ana' (scheduled)"
    verdict = Verdict(SOMEBODY, wrong_rows=[row, row], missing_rows=["corte 02.12. 10:00"])
    rows = sorted_out([verdict])
    assert (len(rows.wrong), len(rows.otherwise), len(rows.unmet)) == (1, 1, 0)


def test_what_was_left_as_it_was_is_a_wish_and_no_wrong_row() -> None:
    left = "not changed: corte 01.12. 10:00 Laura 'Ana' (scheduled)"
    rows = sorted_out([Verdict(SOMEBODY, missing_rows=[left])])
    assert not rows.wrong
    assert rows.unmet == [(SOMEBODY.key, left)]
