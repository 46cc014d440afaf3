"""A database for trying a conversation out: what would change anything but the conversation is undone.

A call that is undone runs to its end, in a transaction of its own that is then rolled back: so it
refuses what it would refuse, and answers what it would answer (docs/decisions/services.md).
"""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Any, TypeVar

from agent.clock import Clock
from agent.data.database import Jsonable
from agent.data.postgres import PostgresDatabase, TransactionCalls
from agent.records.changes import Change

T = TypeVar("T")

PERSISTENT = frozenset({
    "rehearsal_put", "turn_begin", "turn_commit", "turn_abandon", "answer_of", "offers_put",
    "contact_resolve", "person_choose", "usage_put",
})  # fmt: skip
"""What goes on from one message to the next: turns, offers (which hold nothing in a rehearsal), the
name that was given, and what models cost. Whatever else is called, also in future, leaves no trace."""
_OF_TODAY = frozenset({"usage_put", "usage_ceiling"})
"""What models cost is spent today, whatever the clock of the conversation shows."""


class RehearsalDatabase:
    """`changes` are those that were undone, oldest first. `clock`: the conversation's, where it is not the real
    one."""

    def __init__(self, database: PostgresDatabase, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock
        self.changes: list[Change] = []

    def _transaction(self, function: str) -> AbstractAsyncContextManager[TransactionCalls]:
        at = self._clock.now() if self._clock and function not in _OF_TODAY else None
        return self._database.transaction(undo=function not in PERSISTENT, at=at)

    async def call(self, function: str, **args: Any) -> Jsonable:
        async with self._transaction(function) as database:
            answer = await database.call(function, **args)
            await self._note(database, function, args)
            return answer

    async def fetch(self, answer: type[T], function: str, /, **args: Any) -> T:
        async with self._transaction(function) as database:
            fetched = await database.fetch(answer, function, **args)
            await self._note(database, function, args)
            return fetched

    async def find(self, answer: type[T], function: str, /, **args: Any) -> T | None:
        async with self._transaction(function) as database:
            row = await database.find(answer, function, **args)
            await self._note(database, function, args)
            return row

    async def _note(self, database: TransactionCalls, function: str, args: dict[str, Any]) -> None:
        if function not in PERSISTENT:
            self.changes += await _changes(database, args)

    def listen(self, channel: str) -> AbstractAsyncContextManager[AsyncIterator[str]]:
        return self._database.listen(channel)

    async def ping(self) -> None:
        await self._database.ping()

    async def close(self) -> None:
        """The database is its owner's to close."""


async def _changes(database: TransactionCalls, args: dict[str, Any]) -> list[Change]:
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
