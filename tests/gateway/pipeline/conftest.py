"""The tests of the queue's worker and its jobs, which lie in this folder itself, run the real one."""

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.kept_worker import started_each_time


@pytest.fixture(autouse=True)
def of_the_worker(request: pytest.FixtureRequest) -> Iterator[None]:
    with started_each_time() if request.path.parent == Path(__file__).parent else nullcontext():
        yield
