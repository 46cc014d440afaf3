"""The demo clinic, for tests of the waiting list."""

from collections.abc import AsyncIterator

import pytest

from tests.front import Front
from tests.promises.conftest import Opening
from tests.promises.conftest import open_desk_with as open_desk_with
from tests.scripted_model import ScriptedModel


@pytest.fixture
async def clinic(open_desk_with: Opening) -> AsyncIterator[Front]:
    """Aurora at the level of the SQL functions, with enough connections for races."""
    async with open_desk_with(ScriptedModel(), worker_concurrency=10) as front:
        yield front
