"""Sweeps over the rows of many businesses: what is wrong with one row stops nobody else's."""

import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, TypeVar

from agent.data.database import Database
from agent.data.decoding import convert
from agent.errors import DatabaseUnavailable, FrontdeskError
from agent.fault_boundary import FaultBoundary

log = logging.getLogger(__name__)

T = TypeVar("T")
_NOT_NOW = (DatabaseUnavailable,)
_UNREADABLE = (FrontdeskError, ValueError, RecursionError)


class PartlyFailed(FrontdeskError):
    """Some of a round failed and was left; the rest is done, and the next round comes as always."""


async def readable_rows(
    database: Database, answer: type[T], function: str, /, **args: Any
) -> tuple[list[T], int]:
    """The rows of a list that the function answers, and how many of them cannot be read.

    Raises DatabaseUnavailable.
    """
    rows: list[T] = []
    listed = await database.fetch(list[Any], function, **args)
    for row in listed:
        # One row that cannot be read must not hide everybody else's.
        with FaultBoundary(log, "a row of %s", function, only=_UNREADABLE, passes=_NOT_NOW):
            rows.append(convert(answer, row, function))
    return rows, len(listed) - len(rows)


async def each(rows: Iterable[T], what: str, work: Callable[[T], Awaitable[None]]) -> int:
    """Does the work of each row, whatever becomes of the others; returns for how many it failed.

    Raises DatabaseUnavailable.
    """
    failed = 0
    for row in rows:
        # The rows are of many businesses.
        with FaultBoundary(log, "%s failed", what, passes=_NOT_NOW) as fault:
            await work(row)
        failed += fault.error is not None
    return failed


async def all_of(*parts: Callable[[], Awaitable[object]]) -> None:
    """Does all parts, whatever becomes of the others; then raises what the first of them did that failed.

    Raises DatabaseUnavailable at once.
    """
    first: Exception | None = None
    for part in parts:
        with FaultBoundary(log, "a part of a sweep failed", passes=_NOT_NOW) as fault:
            await part()
        first = first or fault.error
    if first:
        raise first


def tell_failures(failed: int, what: str) -> None:
    """Raises PartlyFailed when there were some."""
    if failed:
        raise PartlyFailed(f"{failed} {what} failed")
