"""Fixtures of front desks over a fresh database, for the conftest of any folder that wants them."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel

from tests.databases import NOW
from tests.front import Front, open_front
from tests.kept_worker import started_each_time
from tests.scripted_model import ScriptedModel

Opening = Callable[..., AbstractAsyncContextManager[Front]]


@pytest.fixture
def open_front_with(database_url: str, tmp_path: Path) -> Opening:
    """Opens a front desk with this model and these settings."""

    def opened(
        model: BaseChatModel | None = None, **settings: Any
    ) -> AbstractAsyncContextManager[Front]:
        return open_front(database_url, tmp_path, NOW, model, **settings)

    return opened


@pytest.fixture
async def plain(open_front_with: Opening) -> AsyncIterator[Front]:
    """A front desk whose model says the same sentence to everything."""
    async with open_front_with(ScriptedModel()) as front:
        yield front


@pytest.fixture
async def clinic(open_front_with: Opening) -> AsyncIterator[Front]:
    """Aurora at the level of the SQL functions, with enough connections for races."""
    async with open_front_with(ScriptedModel(), worker_concurrency=10) as front:
        yield front


@pytest.fixture(autouse=True)
def real_worker() -> Iterator[None]:
    """For the folders in which the queue's worker itself matters, from its beginning to its end."""
    with started_each_time():
        yield
