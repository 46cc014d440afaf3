"""The contract between Python and the data: call one SQL function.

Every function stands in `migrations/`, takes the organization first (platform functions aside),
does one business operation atomically and returns jsonb. Members: `databases/`.
"""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol, TypeVar

Jsonable = Any
"""What jsonb holds: dict, list, str, int, float, bool or None."""
T = TypeVar("T")


class Database(Protocol):
    """One PostgreSQL, reached in one way.

    Arguments may be str, int, float, bool, None, UUID, date, datetime, bytes, or dict and list
    (sent as jsonb). Raises agent.errors.DatabaseUnavailable when it cannot be reached.
    """

    async def call(self, function: str, **args: Any) -> Jsonable:
        """Runs `function` in a transaction of its own and returns its jsonb."""
        ...

    async def fetch(self, answer: type[T], function: str, /, **args: Any) -> T:
        """Runs `function` and decodes its jsonb into `answer` (agent/data/decoding.py).

        Raises agent.errors.UnexpectedAnswer when it answers something else.
        """
        ...

    async def find(self, answer: type[T], function: str, /, **args: Any) -> T | None:
        """The same for a function that may answer null."""
        ...

    def listen(self, channel: str) -> AbstractAsyncContextManager[AsyncIterator[str]]:
        """Payloads of NOTIFY on `channel`; ends with DatabaseUnavailable on a lost connection."""
        ...

    async def ping(self) -> None:
        """Returns when the database answers, raises DatabaseUnavailable otherwise."""
        ...

    async def close(self) -> None: ...
