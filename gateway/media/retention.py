"""Deletes received files after the retention time; the text that was read from them stays.

The file goes first and its row learns of it after. A crash between the two leaves a row whose file
is gone: the next round deletes it again, which changes nothing.
"""

import logging
from collections.abc import AsyncIterator, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct

from agent.clock import Clock
from agent.data.database import Database
from agent.errors import DatabaseUnavailable, MediaError
from agent.fault_boundary import FaultBoundary
from agent.files.store import MediaStore

log = logging.getLogger(__name__)

_BATCH = 100


class KeptFile(Struct, frozen=True, kw_only=True):
    """A received file; `path` and `store` are None while it stands in its row, or only at the
    provider."""

    message: UUID
    path: str | None
    store: str | None


class MediaRetention:
    """A maintenance task. `stores` are those that are configured, by name; files in another one wait for it."""

    name = "media_retention"
    every_seconds = 3600.0

    def __init__(
        self, database: Database, stores: Mapping[str, MediaStore], days: int, clock: Clock
    ) -> None:
        self._database = database
        self._stores = stores
        self._days = days
        self._clock = clock

    async def round(self) -> bool:
        """One batch of each organization and store. Raises MediaError after the other stores."""
        before = oldest_kept(self._clock, self._days)
        left, failed = False, None
        for store in self._stores.values():
            await store.tidy()
        overdue = await self._database.fetch(list[UUID], "media_overdue", before=before)
        for organization in overdue:
            for store in self._stores.values():
                try:
                    with apart_from_others(organization):
                        count = await delete_batch(self._database, store, organization, before)
                        left = left or count == _BATCH
                except MediaError as error:
                    failed = error
        if failed:
            raise failed
        return left


def apart_from_others(organization: UUID) -> FaultBoundary:
    """What is wrong with one organization's rows must not keep the others' files."""
    message = "old files of organization %s"
    return FaultBoundary(log, message, organization, passes=(DatabaseUnavailable, MediaError))


def oldest_kept(clock: Clock, days: int) -> datetime:
    """Files that came before are deleted."""
    return clock.now() - timedelta(days=days)


async def delete_all(
    database: Database,
    stores: Mapping[str, MediaStore],
    organization: UUID,
    before: datetime | None,
    phone: str | None,
) -> AsyncIterator[int]:
    """Deletes an organization's files batch by batch: how many each time. Raises MediaError."""
    for store in stores.values():
        count = _BATCH
        while count == _BATCH:
            count = await delete_batch(database, store, organization, before, phone)
            yield count


async def delete_batch(
    database: Database,
    store: MediaStore,
    organization: UUID,
    before: datetime | None,
    phone: str | None = None,
) -> int:
    """Deletes the oldest `_BATCH` files that came before, of one customer (canonical phone) or of
    all; how many.

    Raises MediaError when some cannot be deleted; those that were stay so.
    """
    rows = await database.fetch(
        list[KeptFile],
        "media_kept",
        organization=organization,
        before=before,
        store=store.name,
        phone=phone,
        limit=_BATCH,
    )
    paths = [row.path for row in rows if row.path]
    gone = await store.delete(paths) if paths else set()
    done = [row.message for row in rows if not row.path or row.path in gone]
    if done:
        await database.call("media_forget", organization=organization, messages=done)
    if len(done) < len(rows):
        raise MediaError(f"{len(rows) - len(done)} files cannot be deleted", permanent=False)
    return len(rows)
