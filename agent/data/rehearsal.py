"""A database for trying a conversation out: what would change anything but the conversation is undone.

A call that is undone runs to its end, in a transaction of its own that is then rolled back: so it
refuses what it would refuse, and answers what it would answer (docs/decisions/services.md).
"""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Any, TypeVar

from agent.data.database import Jsonable
from agent.data.postgres import PostgresDatabase, UndoneCalls
from agent.records.changes import Change

T = TypeVar("T")

PERSISTENT = frozenset({
    "rehearsal_put", "turn_begin", "turn_commit", "turn_abandon", "answer_of", "offers_put",
    "contact_resolve", "person_choose", "usage_put",
})  # fmt: skip
"""What goes on from one message to the next: turns, offers (which hold nothing in a rehearsal), the
name that was given, and what models cost. Whatever else is called, also in future, leaves no trace."""


class RehearsalDatabase:
    """`changes` are those that were undone, oldest first."""

    def __init__(self, database: PostgresDatabase) -> None:
        self._database = database
        self.changes: list[Change] = []

    async def call(self, function: str, **args: Any) -> Jsonable:
        if function in PERSISTENT:
            return await self._database.call(function, **args)
        async with self._database.undone() as database:
            answer = await database.call(function, **args)
            self.changes += await _changes(database, args)
            return answer

    async def fetch(self, answer: type[T], function: str, /, **args: Any) -> T:
        if function in PERSISTENT:
            return await self._database.fetch(answer, function, **args)
        async with self._database.undone() as database:
            fetched = await database.fetch(answer, function, **args)
            self.changes += await _changes(database, args)
            return fetched

    async def find(self, answer: type[T], function: str, /, **args: Any) -> T | None:
        if function in PERSISTENT:
            return await self._database.find(answer, function, **args)
        async with self._database.undone() as database:
            row = await database.find(answer, function, **args)
            self.changes += await _changes(database, args)
            return row

    def listen(self, channel: str) -> AbstractAsyncContextManager[AsyncIterator[str]]:
        return self._database.listen(channel)

    async def ping(self) -> None:
        await self._database.ping()

    async def close(self) -> None:
        """The database is its owner's to close."""


async def _changes(database: UndoneCalls, args: dict[str, Any]) -> list[Change]:
    """What a call that acts for a turn has changed."""
    if args.get("turn") is None or args.get("conversation") is None:
        return []
    return await database.fetch(
        list[Change],
        "turn_changes",
        organization=args["organization"],
        conversation=args["conversation"],
        turn=args["turn"],
    )
