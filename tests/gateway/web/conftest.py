"""The page in front of a gateway in memory."""

from collections.abc import AsyncIterator

import pytest

from tests.gateway.web.page_app import page_app
from tests.gateway.web.stand_in import StandIn


@pytest.fixture
def stand_in() -> StandIn:
    return StandIn()


@pytest.fixture
async def base(stand_in: StandIn) -> AsyncIterator[str]:
    async with page_app(stand_in) as url:
        yield url
