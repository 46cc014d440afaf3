"""What customers refuse or except, on Friday 20 November 2026 at 10:00 in Bogotá."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from agent.dates import resolve
from tests.agent.dates.reading import as_line, preferring

TABLE = Path(__file__).parent / "refusals.txt"


def sentences() -> Iterator[tuple[str, str, str]]:
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        said, _, expected = line.partition("=>")
        language, _, sentence = said.partition("|")
        yield language.strip(), sentence.strip(), expected.strip()


@pytest.mark.parametrize(("language", "sentence", "expected"), list(sentences()))
def test_refusal(language: str, sentence: str, expected: str, now: datetime) -> None:
    found = resolve(sentence, now, languages=preferring(language))
    refused = ", ".join(map(str, sorted(found.refused, key=str)))
    line = (
        as_line(found)
        + (" asked" if found.is_question else "")
        + (f" - {refused}" if refused else "")
    )
    wished, dash, turned_down = expected.partition(" - ")
    in_order = ", ".join(sorted(turned_down.split(", "))) if dash else ""
    assert line == wished + dash + in_order
