"""By when a request about data must be answered: a table, and days as laws count them."""

from datetime import date

import pytest

from agent.legal_terms import DataRequest, due_on, law_of

FRIDAY = date(2026, 11, 20)
ERASE, COPY = DataRequest.ERASE, DataRequest.COPY


@pytest.mark.parametrize(
    ("country", "request_", "asked", "due"),
    [
        ("CO", COPY, FRIDAY, date(2026, 12, 4)),
        ("CO", ERASE, FRIDAY, date(2026, 12, 11)),
        ("BR", COPY, FRIDAY, date(2026, 12, 5)),
        ("AR", COPY, FRIDAY, date(2026, 11, 30)),
        ("AR", ERASE, FRIDAY, date(2026, 11, 27)),
        ("MX", ERASE, FRIDAY, date(2026, 12, 18)),
        ("PE", COPY, FRIDAY, date(2026, 12, 18)),
        ("ES", COPY, FRIDAY, date(2026, 12, 20)),
        ("PT", ERASE, date(2027, 1, 31), date(2027, 2, 28)),
        ("DE", ERASE, date(2026, 12, 31), date(2027, 1, 31)),
        ("BO", COPY, FRIDAY, date(2026, 12, 20)),
        ("CO", None, FRIDAY, date(2026, 12, 4)),
        ("AR", ERASE, date(2026, 11, 21), date(2026, 11, 27)),  # asked on a Saturday
    ],
)
def test_due(country: str, request_: DataRequest | None, asked: date, due: date) -> None:
    assert due_on(country, request_, asked) == due


def test_every_entry_names_its_law() -> None:
    for country in ("AR", "BR", "CL", "CO", "CR", "EC", "ES", "GB", "MX", "PA", "PE", "US", "UY"):
        law = law_of(country)
        assert law.law
        assert law.source
        assert all(t.days or t.working_days or t.months for t in (law.copy, law.erase))
    assert law_of("BO").law is None
