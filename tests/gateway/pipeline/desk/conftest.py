"""Fixtures of front desks with an inbox of Chatwoot."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel

from tests.gateway.pipeline.desk.played_desk import Desk, open_desk
from tests.scripted_model import ScriptedModel

OpeningDesk = Callable[..., AbstractAsyncContextManager[Desk]]


@pytest.fixture
def open_desk_with(database_url: str, tmp_path: Path) -> OpeningDesk:
    """Opens one with this model and these settings."""

    def opened(
        model: BaseChatModel | None = None, **about: Any
    ) -> AbstractAsyncContextManager[Desk]:
        return open_desk(database_url, tmp_path, model, **about)

    return opened


@pytest.fixture
async def desk(open_desk_with: OpeningDesk) -> AsyncIterator[Desk]:
    """Its model says the same sentence to everything."""
    async with open_desk_with(ScriptedModel()) as opened:
        yield opened


@pytest.fixture
async def clinic(open_desk_with: OpeningDesk) -> AsyncIterator[Desk]:
    """Answered by the offline model."""
    async with open_desk_with() as opened:
        yield opened
