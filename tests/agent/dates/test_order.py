"""12/3 is December 3 in the United States and 12 March in most other places."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from agent.dates import resolve
from agent.dates.order import DateOrder, date_order
from tests.agent.dates.reading import as_line, preferring

NOW = datetime(2026, 11, 29, 10, tzinfo=ZoneInfo("America/New_York"))
DAY, MONTH, OPEN = DateOrder


@pytest.mark.parametrize(
    ("language", "country", "order"),
    [
        ("en", "US", MONTH), ("en", "us", MONTH), ("en-US", "US", MONTH), ("en", "PH", MONTH), ("en", "PR", MONTH),
        ("en", "GB", DAY), ("en", "AU", DAY), ("en", "NZ", DAY), ("en", "IE", DAY), ("en", "IN", DAY),
        ("en", "DE", DAY), ("en", "BZ", DAY),
        ("es", "CO", DAY), ("es", "MX", DAY), ("es", "AR", DAY), ("es", "CL", DAY), ("es", "ES", DAY),
        ("pt", "BR", DAY), ("pt", "PT", DAY), ("es", "BR", DAY), ("pt", "CO", DAY), ("es", "GB", DAY),
        ("es", "US", OPEN), ("pt", "US", OPEN), ("en", "CO", OPEN), ("en", "BR", OPEN), ("en", "CA", OPEN),
        ("es", "PR", OPEN), ("es", "PA", OPEN), ("en", "ZA", OPEN),
        ("en", None, None), ("es", "", None), ("pt", "ZZ", None),
    ],
)  # fmt: skip
def test_who_writes_what_first(language: str, country: str | None, order: DateOrder | None) -> None:
    assert date_order(language, country) is order


@pytest.mark.parametrize(
    ("order", "text", "expected"),
    [
        (MONTH, "12/3/2026", "2026-12-03"),
        (MONTH, "12/3", "2026-12-03"),
        (MONTH, "12-3-2026 at 3pm", "2026-12-03 15:00"),
        (MONTH, "12.3.2026", "2026-12-03"),
        (MONTH, "12/3/26", "2026-12-03"),
        (MONTH, "3/12/2026", "impossible: past"),
        (MONTH, "13/3", "2027-03-13"),
        (MONTH, "on 3/13", "2027-03-13"),
        (MONTH, "Thursday 12/3", "2026-12-03"),
        (MONTH, "2/30", "impossible: no_such_day"),
        (DAY, "12/3/2026", "impossible: past"),
        (DAY, "12/3", "2027-03-12"),
        (DAY, "3/12", "2026-12-03"),
        (DAY, "3/12/26 at 3pm", "2026-12-03 15:00"),
        (DAY, "12/25", "2026-12-25"),
        (DAY, "25/12", "2026-12-25"),
        (DAY, "30/2", "impossible: no_such_day"),
        (OPEN, "12/3", "which_day: 2027-03-12 | 2026-12-03"),
        (OPEN, "12/3/2026", "2026-12-03"),
        (OPEN, "12/12", "2026-12-12"),
        (OPEN, "25/12", "2026-12-25"),
        (OPEN, "Thursday 12/3", "2026-12-03"),
        (OPEN, "1/2/2026", "impossible: past"),
        (MONTH, "2026-03-12", "impossible: past"),
        (MONTH, "2026-12-03", "2026-12-03"),
        (DAY, "2026-12-03", "2026-12-03"),
    ],
)
@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_numeric_dates(order: DateOrder, text: str, expected: str, language: str) -> None:
    text = (
        text
        if language == "en"
        else text.replace("Thursday", "jueves" if language == "es" else "quinta")
    )
    text = text.replace("on ", "").replace(" at ", " ")
    assert as_line(resolve(text, NOW, languages=preferring(language), order=order)) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "which_day: 2027-03-12 | 2026-12-03"),
        ("es", "2027-03-12"),
        ("pt", "2027-03-12"),
    ],
)
def test_without_a_country_the_language_tells_or_the_customer(language: str, expected: str) -> None:
    assert as_line(resolve("12/3", NOW, languages=preferring(language))) == expected
