"""How long each file of tests took, so that the longest begin first.

`RECORD_DURATIONS=1 make unit` writes `durations.json` anew; a quiet machine tells the truth. Only the
order depends on it: a file that it does not know is taken to be as long as its tests with a database make it.
"""

import json
import os
from collections import defaultdict
from pathlib import Path

import pytest

_FILE = Path(__file__).with_name("durations.json")
_SHORT = 3.0
"""Seconds: a file below that can come at any time, and is not written down."""


_WITH_DATABASE = 0.5
"""Seconds that a test with a database takes: what is known of a file that is not written down."""


def longest_first(items: list[pytest.Item]) -> None:
    """Files keep their order where nothing is known of them; the tests of a file keep theirs."""
    seconds: dict[str, float] = defaultdict(float)
    for item in items:
        if "server" in getattr(item, "fixturenames", ()):
            seconds[_file_of(item.nodeid)] += _WITH_DATABASE
    seconds |= json.loads(_FILE.read_text())
    items.sort(key=lambda item: -seconds.get(_file_of(item.nodeid), 0.0))


def _file_of(test: str) -> str:
    return test.partition("::")[0]


class Durations:
    """Seconds of set-up, call and tear-down, by file."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = defaultdict(float)

    def add(self, report: pytest.TestReport) -> None:
        """One phase of one test; with several processes the first one hears of all."""
        self._seconds[_file_of(report.nodeid)] += report.duration

    def write(self) -> None:
        if not os.environ.get("RECORD_DURATIONS"):
            return
        longest = sorted(self._seconds.items(), key=lambda each: -each[1])
        long = {file: round(s) for file, s in longest if s >= _SHORT}
        _FILE.write_text(json.dumps(long, indent=0) + "\n")


durations = Durations()
