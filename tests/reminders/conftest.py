"""The demo clinic whose model says one sentence to everything: reminders need no wording of its."""

from collections.abc import AsyncIterator

import pytest

from tests.front import Front
from tests.promises.conftest import Opening
from tests.promises.conftest import open_desk_with as open_desk_with
from tests.scripted_model import ScriptedModel


@pytest.fixture
async def clinic(open_desk_with: Opening) -> AsyncIterator[Front]:
    """Friday 20 November 2026, 10:00 in Bogotá."""
    async with open_desk_with(ScriptedModel(), worker_concurrency=8) as front:
        yield front
