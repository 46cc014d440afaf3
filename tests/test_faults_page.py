"""docs/faults.md names tests that exist."""

import re
from pathlib import Path

HERE = Path(__file__).parent
_NAMED = re.compile(r"`([\w/]+\.py)(?:::([\w…]+))?`|`::([\w…]+)`")


def test_every_row_is_shown_by_a_test_that_exists() -> None:
    page = (HERE.parent / "docs" / "faults.md").read_text("utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ")][1:]
    for row in rows:
        shown = _NAMED.findall(row.rsplit("|", 2)[1])
        assert shown, f"nothing shows: {row}"
        text = ""
        for file, test, another in shown:
            text = (HERE / file).read_text("utf-8") if file else text
            wanted = (test or another).replace("…", r"\w*")
            assert re.search(rf"def test_{wanted}|def \w*{wanted}\(", text), (
                f"{file} {test}{another}"
            )
