"""Where the graph's checkpoints are kept.

They are a cache: a lost thread is rebuilt from the stored messages (graphs/turn.py). LangGraph's
PostgreSQL saver on the same database; Redis joins in a later issue.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from langgraph.checkpoint.base import BaseCheckpointSaver

from agent.databases.checkpoints import open_saver
from agent.settings import Settings


@asynccontextmanager
async def open_memory(conninfo: str, settings: Settings) -> AsyncIterator[BaseCheckpointSaver[str]]:
    """The checkpointer for this deployment."""
    async with open_saver(
        conninfo, size=settings.worker_concurrency, prepare=settings.prepare_statements
    ) as saver:
        yield saver
