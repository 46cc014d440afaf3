"""Loads what checks need from the database: organizations, documents, maintenance tasks."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from agent.data.database import Database
from agent.data.migrate import pending
from agent.errors import DatabaseUnavailable
from agent.settings import Settings
from agent.types import Json
from gateway.checks.reach import SECONDS
from gateway.container import database_url, open_database


@dataclass(frozen=True, slots=True)
class Stored:
    """The open database, its organizations ({id, slug, …}), their documents by slug, and the
    worker's maintenance tasks ({failures, error, done_at, next_at}) by name."""

    database: Database
    organizations: list[Json]
    documents: dict[str, Json]
    maintenance: dict[str, Json]


@asynccontextmanager
async def open_stored(settings: Settings) -> AsyncIterator[Stored | None]:
    """None where the database cannot be reached or is not migrated: its own check says so."""
    waiting = min(settings.database_wait_seconds, SECONDS)
    short = settings.model_copy(update={"database_wait_seconds": waiting})
    # Whatever is wrong with it, the database's own check says.
    (missing,) = await asyncio.gather(
        asyncio.to_thread(lambda: pending(database_url(settings), seconds=int(SECONDS))),
        return_exceptions=True,
    )
    if missing:
        yield None
        return
    async with open_database(short) as database:
        try:
            organizations: list[Json] = await database.call("organization_list")
            documents = {
                one["slug"]: await database.call(
                    "organization_export", organization=UUID(one["id"])
                )
                for one in organizations
            }
            maintenance = {one["name"]: one for one in await database.call("chores_list")}
        except DatabaseUnavailable:
            yield None
            return
        yield Stored(database, organizations, documents, maintenance)
