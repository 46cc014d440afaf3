"""A front desk that hears and sees through a Gemini that is played."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from tests.databases import NOW
from tests.front import Front, open_front
from tests.protocols.gemini import GeminiServer


@pytest.fixture
async def gemini() -> AsyncIterator[GeminiServer]:
    async with GeminiServer() as server:
        yield server


@pytest.fixture
async def hearing(database_url: str, tmp_path: Path, gemini: GeminiServer) -> AsyncIterator[Front]:
    """Friday 20 November 2026, 10:00 in Bogotá, with a key for Gemini."""
    async with open_front(
        database_url,
        tmp_path,
        NOW,
        gemini_api_key=SecretStr(gemini.api_key),
        gemini_base_url=gemini.url,
    ) as front:
        yield front
