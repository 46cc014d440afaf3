"""What lies outside of the tables when a customer was erased: files, threads in Redis, traces in Langfuse.

An erasure keeps the ids by which these are found, so that a crash or an outage leaves nothing that a later
round does not find.
"""

import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct

from agent.clock import Clock
from agent.data.database import Database
from agent.errors import DatabaseUnavailable, FrontdeskError, MediaError, OperatorError
from agent.fault_boundary import FaultBoundary
from agent.files.store import MediaStore
from gateway.people.exporting import StoredFile

log = logging.getLogger(__name__)

_CAN_BE_WRITTEN_LATE = timedelta(hours=1)
"""So long after an erasure a turn that was lost, or a download, may still write something."""


class Traces(Struct, frozen=True, kw_only=True):
    """`outside` of an erasure."""

    chats: tuple[UUID, ...] = ()
    threads: tuple[str, ...] = ()
    files: tuple[StoredFile, ...] = ()
    turns: tuple[UUID, ...] = ()


class Erasure(Struct, frozen=True, kw_only=True):
    """erasures_open."""

    id: UUID
    organization: UUID
    erased_at: datetime
    outside: Traces


@dataclass(frozen=True)
class Outside:
    """Deletes it. `forget_chats` deletes threads in Redis, `forget_traces` those of turns in Langfuse."""

    database: Database
    stores: Mapping[str, MediaStore]
    forget_chats: Callable[[Sequence[UUID]], Awaitable[None]]
    forget_traces: Callable[[Sequence[UUID]], Awaitable[None]]

    async def delete(self, erasure: Erasure) -> list[str]:
        """What could not be deleted now, in words; all else is."""
        parts: tuple[Awaitable[None], ...] = (
            self._files(erasure.outside.files),
            self.forget_chats(erasure.outside.chats),
            self.forget_traces(erasure.outside.turns),
        )
        problems = []
        for part in parts:
            try:
                await part
            except FrontdeskError as error:
                problems.append(str(error) or type(error).__name__)
        await self.settle(erasure, final=False)
        return problems

    async def settle(self, erasure: Erasure, *, final: bool) -> None:
        """Deletes what PostgreSQL has of its threads; `final`: nothing is left, and nothing comes late."""
        await self.database.call(
            "erasure_settle", organization=erasure.organization, erasure=erasure.id, final=final
        )

    async def open(self) -> list[Erasure]:
        """Erasures of which something is left, or that are not an hour old."""
        return await self.database.fetch(list[Erasure], "erasures_open")

    async def _files(self, files: Sequence[StoredFile]) -> None:
        paths = defaultdict(list)
        for file in files:
            paths[file.store].append(file.path)
        for name, there in paths.items():
            store = self.stores.get(name)
            if store is None:
                raise OperatorError(
                    f"{len(there)} files are kept in {name}, which is not configured"
                )
            if left := set(there) - await store.delete(there):
                raise MediaError(f"{len(left)} files cannot be deleted", permanent=False)


class Erasures:
    """A maintenance task: ends erasures of which something was left, and looks once more an hour later."""

    name = "erasures"
    every_seconds = 1200.0

    def __init__(self, outside: Outside, clock: Clock) -> None:
        self._outside = outside
        self._clock = clock

    async def round(self) -> bool:
        """Raises OperatorError after all of them, when something cannot be deleted."""
        problems: list[str] = []
        for erasure in await self._outside.open():
            # Another business's erasure does not wait for what is wrong with this one.
            message = "the erasure %s"
            with FaultBoundary(log, message, erasure.id, passes=(DatabaseUnavailable,)) as fault:
                problems += await self._end(erasure)
            if fault.error:
                problems.append(type(fault.error).__name__)
        if problems:
            raise OperatorError("; ".join(dict.fromkeys(problems)))
        return False

    async def _end(self, erasure: Erasure) -> list[str]:
        """What could not be deleted now, in words."""
        failed = await self._outside.delete(erasure)
        old = erasure.erased_at < self._clock.now() - _CAN_BE_WRITTEN_LATE
        if old and not failed:
            await self._outside.settle(erasure, final=True)
        return failed
