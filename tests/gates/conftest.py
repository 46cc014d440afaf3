"""A front desk whose model is played line by line."""

from collections.abc import AsyncIterator

import pytest

from tests.front import Front
from tests.front_fixtures import Opening, open_front_with
from tests.played import Played

__all__ = ["open_front_with"]


@pytest.fixture
def played() -> Played:
    """The model's lines."""
    return Played()


@pytest.fixture
async def desk(open_front_with: Opening, played: Played) -> AsyncIterator[Front]:
    """The front desk that asks it."""
    async with open_front_with(played.model) as front:
        yield front
