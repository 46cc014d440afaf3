"""A front desk for each promise: `open_desk_with(model=…)` opens one over a fresh database."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel

from tests.front import Front, open_front
from tests.scripted_model import ScriptedModel

NOW = datetime.fromisoformat("2026-11-20T10:00:00-05:00")
Opening = Callable[..., AbstractAsyncContextManager[Front]]


@pytest.fixture
def open_desk_with(database_url: str, tmp_path: Path) -> Opening:
    """Opens a front desk with this model and these settings."""

    def opened(
        model: BaseChatModel | None = None, **settings: Any
    ) -> AbstractAsyncContextManager[Front]:
        return open_front(database_url, tmp_path, NOW, model, **settings)

    return opened


@pytest.fixture
async def plain(open_desk_with: Opening) -> AsyncIterator[Front]:
    """A front desk whose model says the same sentence to everything."""
    async with open_desk_with(ScriptedModel()) as front:
        yield front
