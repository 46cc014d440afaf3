"""Simulated customers talk to the real desk and leave rows that are judged."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from agent.settings import Settings
from gateway.evaluation.customers import Customer, shipped_customers
from gateway.evaluation.judging import Verdict
from gateway.evaluation.run import evaluate
from tests.databases import Server

"""It makes a database of its own."""


def customer(key: str, **about: Any) -> Customer:
    given = {
        "key": key, "language": "es", "business": "aurora", "about": "A massage.",
        "lines": ["quiero un masaje el martes a las 10"], "name": "Ana Gil", "consent": True,
        "wish": {"service": "masaje-relajante", "days": ["2026-12-01"], "at": ["10:00"]},
    }  # fmt: skip
    return Customer.model_validate({**given, **about})


BOOKED = {
    "appointments": [{"service": "masaje-relajante", "at": "2026-12-01 10:00", "name": "Ana Gil"}]
}
STANDS = [{"service": "masaje-relajante", "at": "2026-12-02 10:00", "name": "Ana Gil"}]
CUSTOMERS = [
    customer("books", expect={**BOOKED, "told": ["130.000"], "person": False, "consent": True}),
    customer("books-unexpectedly"),
    customer("wants-another-row", expect={"appointments": [{"service": "peeling"}], "not_told": ["masaje"]}),
    customer("cancels", before=STANDS, lines=["quiero cancelar mi cita"], yes="sí, cancélala"),
    customer("keeps", before=STANDS, lines=["quiero cancelar mi cita"], no="no, déjala", expect={"appointments": STANDS}),
    customer("calls-a-person", lines=["quiero hablar con una persona"], expect={"person": True}),
]  # fmt: skip


@pytest.fixture(scope="module")
async def verdicts(server: Server) -> dict[str, Verdict]:
    settings = Settings.model_validate({"database_url": SecretStr(server.url)})
    found = evaluate(settings, CUSTOMERS, model=None, times=1)
    return {verdict.customer.key: verdict async for verdict in found}


@pytest.mark.parametrize("key", ["books", "cancels", "keeps", "calls-a-person"])
async def test_who_is_served_gets_all_points(verdicts: dict[str, Verdict], key: str) -> None:
    verdict = verdicts[key]
    assert verdict.served, (verdict.wrong_rows, verdict.missing_rows, verdict.failures)
    assert verdict.score == 5.0


async def test_a_row_that_nobody_expects_is_wrong(verdicts: dict[str, Verdict]) -> None:
    verdict = verdicts["books-unexpectedly"]
    assert len(verdict.wrong_rows) == 1
    assert "masaje-relajante 01.12. 10:00" in verdict.wrong_rows[0]
    assert verdict.score == 0.0


async def test_a_row_that_is_not_there_is_missing(verdicts: dict[str, Verdict]) -> None:
    verdict = verdicts["wants-another-row"]
    assert verdict.missing_rows == ["peeling at a time that suits"]
    assert "was told «masaje»" in verdict.failures


def test_our_customers_can_be_read(tmp_path: Path) -> None:
    customers = shipped_customers()
    assert len({c.key for c in customers}) == len(customers)
    assert {c.language for c in customers} == {"es", "pt", "en"}
