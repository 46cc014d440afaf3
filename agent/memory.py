"""Where the graph's checkpoints are kept.

They are a cache: a lost thread is rebuilt from the stored messages (graphs/turn.py). LangGraph's
PostgreSQL saver on the same database; Redis joins in a later issue.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from langgraph.checkpoint.base import BaseCheckpointSaver

from agent.databases.checkpoints import open_saver
from agent.settings import Settings

if TYPE_CHECKING:
    from agent.redis_link import RedisLink


@asynccontextmanager
async def open_redis(settings: Settings) -> AsyncIterator["RedisLink | None"]:
    """The configured Redis, whether it answers or not; None without one, or with a URL that is none."""
    if settings.redis_url is None:
        yield None
        return
    # Half a second that only who uses it should pay.
    from agent.redis_link import RedisLink

    try:
        link = RedisLink(settings.redis_url.get_secret_value())
    except ValueError:
        yield None
        return
    try:
        yield link
    finally:
        await link.close()


@asynccontextmanager
async def open_memory(conninfo: str, settings: Settings) -> AsyncIterator[BaseCheckpointSaver[str]]:
    """The checkpointer for this deployment."""
    async with open_saver(
        conninfo, size=settings.worker_concurrency, prepare=settings.prepare_statements
    ) as saver:
        yield saver
