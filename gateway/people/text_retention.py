"""Deletes the words of messages when the time is over that their organization keeps them."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from agent.data.database import Database
from agent.errors import MediaError
from agent.files.store import MediaStore
from gateway.media.retention import apart_from_others, delete_batch

_CHATS = 100
_FILES = 100


class _Limit(Struct, frozen=True, kw_only=True):
    """texts_kept_for: what came `before` is deleted."""

    organization: UUID
    before: datetime


class TextRetention:
    """A maintenance task. `days`: of organizations that set no `keep_texts_days`. Files go before the words do."""

    name = "text_retention"
    every_seconds = 6 * 3600.0

    def __init__(self, database: Database, stores: Mapping[str, MediaStore], days: int) -> None:
        self._database = database
        self._stores = stores
        self._days = days

    async def round(self) -> bool:
        """One batch of each organization. Raises MediaError after the others."""
        left, failed = False, None
        limits = await self._database.fetch(list[_Limit], "texts_kept_for", days=self._days)
        for limit in limits:
            try:
                with apart_from_others(limit.organization):
                    left = await self._files(limit) or left
            except MediaError as error:
                failed = error
            with apart_from_others(limit.organization):
                count = await self._database.fetch(
                    int,
                    "texts_forget",
                    organization=limit.organization,
                    before=limit.before,
                    limit=_CHATS,
                )
                left = left or count == _CHATS
        if failed:
            raise failed
        return left

    async def _files(self, limit: _Limit) -> bool:
        counts = [
            await delete_batch(self._database, store, limit.organization, limit.before)
            for store in self._stores.values()
        ]
        return _FILES in counts
