"""The demo clinic, and a day of it that is full."""

import pytest

from tests.front import Front
from tests.front_fixtures import clinic, open_front_with
from tests.gateway.pipeline.waiting.full_day import CAMILA, LAURA, fill

__all__ = ["clinic", "open_front_with"]


@pytest.fixture
async def full(clinic: Front) -> Front:
    """Nobody who does brows has time on the Tuesday."""
    fill(clinic, [CAMILA, LAURA])
    return clinic
