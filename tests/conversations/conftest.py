"""Conversations: each ends with the checks that hold for all of them."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.conversations.checks import check_conversations
from tests.front import Front


@pytest.fixture
async def front(front: Front) -> AsyncIterator[Any]:
    """The front desk; what was said is printed and checked at the end of the test."""
    yield front
    check_conversations(front)
