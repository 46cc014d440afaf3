"""Loads what checks need from the database: organizations, documents, maintenance tasks."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from msgspec import Struct

from agent.data.database import Database
from agent.data.migrate import pending
from agent.errors import DatabaseUnavailable
from agent.settings import Settings
from gateway.checks.reach import SECONDS
from gateway.container import database_url, open_database
from gateway.organizations.document_types import OrganizationDocument
from gateway.organizations.rows import OrganizationRow, list_organizations


class TaskRow(Struct, frozen=True, kw_only=True):
    """How a maintenance task went last: failures in a row, and the words of the last one."""

    name: str
    failures: int
    error: str | None


@dataclass(frozen=True, slots=True)
class Stored:
    """The open database, its organizations, their documents by slug, and the worker's maintenance
    tasks by name."""

    database: Database
    organizations: list[OrganizationRow]
    documents: dict[str, OrganizationDocument]
    maintenance: dict[str, TaskRow]


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
            organizations = await list_organizations(database)
            documents = {
                one.slug: await database.call("organization_export", organization=one.id)
                for one in organizations
            }
            tasks = await database.fetch(list[TaskRow], "maintenance_list")
            maintenance = {one.name: one for one in tasks}
        except DatabaseUnavailable:
            yield None
            return
        yield Stored(database, organizations, documents, maintenance)
