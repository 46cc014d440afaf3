"""Waiting until a call waits for a lock that a test holds."""

import asyncio

from tests.databases import rows
from tests.front import Front

_BLOCKED = (
    "select pid from pg_stat_activity where strpos(query, %s) > 0 "
    "and wait_event_type = 'Lock' and datname = current_database()"
)


async def until_blocked(
    front: Front, function: str, unless: "asyncio.Task[object] | None" = None
) -> None:
    """A call of this SQL function waits for a lock; `unless` it is a task that ended first."""
    for _ in range(500):
        if await asyncio.to_thread(rows, front.url, _BLOCKED, function):
            return
        if unless is not None and unless.done():
            break
    raise AssertionError(f"{function} did not wait for the lock")
