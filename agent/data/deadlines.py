"""Connections that are not waited for without end.

A server whose process is frozen, or a network that is gone, says nothing: neither an answer nor that
the connection is over. The server's own `statement_timeout` is then of no use.
"""

import select
import sys
from typing import Any, TypeVar

from psycopg import AsyncConnection, OperationalError, ProgrammingError
from psycopg.abc import PQGen
from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import _WaitTimeout
from psycopg_pool import AsyncConnectionPool

T = TypeVar("T")

MOST_SECONDS = 40.0
"""For one statement. Ours end by the server's timeout long before; the queue's and the saver's take
milliseconds, and the queue listens for at most 30 s at a time."""
_LOOK_SECONDS = 0.1
"""psycopg's own, between two looks whether it was interrupted."""
_NAMED = {
    "connect_timeout": 10,
    # On TCP: after half a minute without a sign of life the connection is over.
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}


class ImpatientConnection(AsyncConnection[Any]):
    """A statement without an answer within `patience` seconds breaks the connection.

    Every statement, commit and notification of psycopg is waited for here.
    """

    patience = MOST_SECONDS
    told_time: str | None = None
    """What a fixed clock showed when the server was last told."""

    async def wait(
        self,
        gen: PQGen[T],
        interval: float = _LOOK_SECONDS,
        timeout: float | None = None,  # noqa: ASYNC109 (the name is the base class's)
    ) -> T:
        if timeout is not None:  # who asks for less than an answer handles its absence
            return await super().wait(gen, interval, timeout)
        try:
            return await super().wait(gen, interval, self.patience)
        except _WaitTimeout as error:
            self.pgconn.finish()
            raise OperationalError("the server gave no answer") from error


async def check_ended(connection: AsyncConnection[Any]) -> None:
    """A pool's check before it lends a connection: raises OperationalError for one that has ended.

    A server says to an idle connection little but that it ends, so a look at the socket is enough
    where nothing was said: no statement goes to the server and back. A network that ends in silence
    is found out by keepalives, and then the socket has something to say.
    """
    if sys.platform != "win32":  # which cannot look at any socket like this
        look = select.poll()
        look.register(connection.fileno(), select.POLLIN)
        if not look.poll(0):
            return
    await AsyncConnectionPool.check_connection(connection)


def queue_pool(*, check: object, **given: Any) -> AsyncConnectionPool:
    """For the queue library, whose own `check` asks the server before each of its statements whether
    it is there: as many statements again."""
    return AsyncConnectionPool(**given, check=check_ended)


def connection_kwargs(conninfo: str, *, prepare: bool) -> dict[str, Any]:
    """Of a pool's connections. `prepare`: a transaction pooler cannot keep prepared statements."""
    return {**keepalives(conninfo), "prepare_threshold": 2 if prepare else None}


def keepalives(conninfo: str) -> dict[str, Any]:
    """What a connection's URL does not say itself about giving up."""
    try:
        given = conninfo_to_dict(conninfo)
    except ProgrammingError:  # whoever connects with it says what is wrong
        return {}
    return {name: value for name, value in _NAMED.items() if name not in given}
