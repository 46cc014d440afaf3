"""A fresh database with the demo organizations for every test module, and a stand-in for OpenAI."""

from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from pydantic import SecretStr

from agent.data.postgres import PostgresDatabase
from agent.llm.embeddings import Embedder, open_embedder
from agent.settings import Settings
from tests.gateway.knowledge.setting import Base
from tests.gateway.organizations.conftest import database, database_url, demos, query
from tests.protocols.openai_embeddings import OpenAIEmbeddings

__all__ = ["database", "database_url", "demos", "query"]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def openai() -> AsyncIterator[OpenAIEmbeddings]:
    async with OpenAIEmbeddings() as server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def embedder(openai: OpenAIEmbeddings) -> AsyncIterator[Embedder]:
    settings = Settings(openai_api_key=SecretStr(openai.api_key), openai_base_url=openai.base_url)
    async with open_embedder(settings) as opened:
        assert opened is not None
        yield opened


@pytest.fixture
def aurora(
    database: PostgresDatabase,
    demos: dict[str, UUID],
    embedder: Embedder,
    query: Callable[..., list[tuple[Any, ...]]],
) -> Base:
    """The knowledge base of the clinic in Bogotá."""
    return Base(database, demos["aurora"], embedder, query)


@pytest.fixture
def sorriso(
    database: PostgresDatabase,
    demos: dict[str, UUID],
    embedder: Embedder,
    query: Callable[..., list[tuple[Any, ...]]],
) -> Base:
    """The knowledge base of the clinic in São Paulo."""
    return Base(database, demos["sorriso"], embedder, query)
