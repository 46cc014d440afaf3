"""The short form of the suite, which `make test` runs: of a long list of wordings, every second one.

A conversation takes as long as hundreds of readings, and what its words mean is tested word by word without
one. `make long` runs every case, and so does pytest with a file or folder.
"""

from collections import Counter

import pytest

_FOLDERS = ("tests/conversations/", "tests/channels/")
_FEW = 6
"""Cases of one test that are all run."""


def keep_some(items: list[pytest.Item]) -> list[pytest.Item]:
    """Takes the others out of `items`, and returns them: the same ones in every process and every run."""
    cases = Counter(_test_of(item) for item in items)
    places = Counter[str]()
    kept, left = list[pytest.Item](), list[pytest.Item]()
    for item in items:
        test = _test_of(item)
        places[test] += 1
        many = item.nodeid.startswith(_FOLDERS) and cases[test] > _FEW
        (left if many and places[test] % 2 == 0 else kept).append(item)
    items[:] = kept
    return left


def _test_of(item: pytest.Item) -> str:
    return item.nodeid.partition("[")[0]
