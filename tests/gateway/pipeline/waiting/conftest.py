"""The demo clinic, and a day of it that is full."""

import pytest

from tests.desks import clinic, open_desk_with
from tests.front import Front
from tests.gateway.pipeline.waiting.setting import CAMILA, LAURA, fill

__all__ = ["clinic", "open_desk_with"]


@pytest.fixture
async def full(clinic: Front) -> Front:
    """Nobody who does brows has time on the Tuesday."""
    fill(clinic, [CAMILA, LAURA])
    return clinic
