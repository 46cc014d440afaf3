"""What counts against the desk, and how much."""

from datetime import datetime
from pathlib import Path

import pytest

from agent.errors import OperatorError
from gateway.evaluation import report as reports
from gateway.evaluation.conduct import faults, not_understood
from gateway.evaluation.customers import Appointment, Customer, Wish, read_customers
from gateway.evaluation.desk import Row
from gateway.evaluation.judging import Verdict, fits
from gateway.evaluation.report import Report, Served
from gateway.evaluation.simulated import Heard

ROW = Row("masaje", "laura", datetime(2026, 12, 1, 10), "scheduled", "María Peña")
SOMEBODY = Customer.model_validate(
    {"key": "somebody", "language": "es", "business": "aurora", "about": "…", "lines": ["hola"]}
)


@pytest.mark.parametrize(
    ("wanted", "right"),
    [
        (Appointment(service="masaje"), True),
        (Appointment(service="masaje", name="maria pena"), True),
        (Appointment(service="masaje", name="Lucía"), False),
        (Appointment(service="limpieza"), False),
        (Appointment(service="masaje", at=ROW.at), True),
        (Appointment(service="masaje", at=datetime(2026, 12, 1, 11)), False),
        (Appointment(service="masaje", wish=Wish(weekdays=("mon",))), False),
        (Appointment(service="masaje", status="confirmed"), False),
    ],
)
def test_a_row_is_the_one_that_must_stand(wanted: Appointment, right: bool) -> None:
    assert fits(wanted, ROW) is right


def test_a_wrong_row_is_worth_nothing_and_a_missing_one_little() -> None:
    assert Verdict(SOMEBODY).score == 5.0
    assert Verdict(SOMEBODY, wrong_rows=["x"]).score == 0.0
    assert Verdict(SOMEBODY, missing_rows=["x"]).score == 2.0
    assert Verdict(SOMEBODY, missing_rows=["x"], failures=["a", "b", "c"]).score == 0.5
    assert Verdict(SOMEBODY, not_understood=1).score == 5.0
    assert Verdict(SOMEBODY, not_understood=3).score == 4.0


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Claro, te espero el martes.", None),
        ("", "no answer"),
        ("Usé check_availability y encontré estas horas", "shows what is internal"),
        ('{"slot": 1}', "shows what is internal"),
        (
            "Sorry, I do not have that time, would you like another one on the same day?",
            "speaks en",
        ),
        ("\n".join("abcdefghijklmnopqrst"), "too long"),
    ],
)
def test_replies_are_checked_whoever_they_are_for(text: str, fault: str | None) -> None:
    found = faults("es", "hola", [Heard(text)] if text else [], [])
    assert found == ([fault] if fault else [])


def test_the_same_reply_again_is_a_fault() -> None:
    assert faults("es", "hola", [Heard("¿Qué día?")], [Heard("¿Qué día?")]) == [
        "the same reply again"
    ]


def test_what_was_not_understood_is_counted() -> None:
    assert not_understood([Heard("Perdón, no te entendí.")])
    assert not not_understood([Heard("Tengo el martes a las 3.")])


def served(key: str, score: float, outcome: reports.Outcome = "served") -> Served:
    return Served(
        key=key, language="es", about="…", score=score, outcome=outcome, why=["because"],
        not_understood=0, lines=["> hola"], seconds=[0.1], calls=0, tokens=0, usd=0.0,
    )  # fmt: skip


def test_a_report_is_kept_and_compared(tmp_path: Path) -> None:
    before = Report(model="offline", served=[served("a", 5.0), served("b", 2.0, "missing row")])
    now = Report(model="offline", served=[served("a", 3.0, "not well"), served("c", 5.0)])
    reports.write(before, tmp_path / "r.json")
    assert reports.read(tmp_path / "r.json") == before
    assert reports.is_worse(before, now)
    assert not reports.is_worse(now, now)
    changed = "\n".join(reports.changes(before, now))
    for words in ("- a 5.0 → 3.0", "new c 5.0", "gone b"):
        assert words in changed


def test_one_more_wrong_row_is_worse_whatever_the_score() -> None:
    before = Report(
        model="offline", served=[served("a", 1.0, "not well"), served("b", 0.5, "not well")]
    )
    now = Report(model="offline", served=[served("a", 5.0), served("b", 0.5, "wrong row")])
    assert reports.is_worse(before, now)


def test_a_file_that_is_none_says_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "r.json").write_text("{}")
    with pytest.raises(OperatorError, match=r"r\.json is no report"):
        reports.read(tmp_path / "r.json")
    (tmp_path / "c.yaml").write_text("language: es\nbusiness: aurora\ncustomers: [{key: x}]")
    with pytest.raises(OperatorError, match=r"c\.yaml"):
        list(read_customers(tmp_path / "c.yaml"))
