"""The gateway with a model whose words do not matter."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.front import Front, open_front
from tests.scripted_model import ScriptedModel

NOW = datetime.fromisoformat("2026-11-20T10:00:00-05:00")


@pytest.fixture
async def plain(database_url: str, tmp_path: Path) -> AsyncIterator[Front]:
    """A front desk whose model says the same sentence to everything."""
    async with open_front(database_url, tmp_path, NOW, ScriptedModel()) as front:
        yield front
