"""Direct PostgreSQL through a psycopg pool."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Mapping
from contextlib import aclosing, asynccontextmanager, contextmanager
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from psycopg import AsyncConnection, Error, InterfaceError, OperationalError, sql
from psycopg.errors import NoDataFound
from psycopg.types.json import Jsonb, set_json_dumps, set_json_loads
from psycopg_pool import AsyncConnectionPool, PoolTimeout, TooManyRequests

from agent.clock import Clock, SystemClock
from agent.data.calls import check_names, from_json, is_trouble, to_json
from agent.data.database import Jsonable
from agent.data.deadlines import ImpatientConnection, connection_kwargs, keepalives
from agent.data.decoding import decode
from agent.errors import DatabaseUnavailable, NotFound

set_json_loads(from_json)
set_json_dumps(to_json)

T = TypeVar("T")

CALLER = "frontdesk_caller"
"""The role that may execute the functions of the contract and nothing else."""


async def become_application(connection: AsyncConnection[Any]) -> None:
    """Gives up the login's rights: all that is left is to call the functions of the contract."""
    await connection.execute(f"set role {CALLER}".encode())
    # Nothing here is skewed enough for planning a function's queries anew with every value.
    await connection.execute("set plan_cache_mode to force_generic_plan")


async def become_queue(connection: AsyncConnection[Any]) -> None:
    """The queue library names its tables without a schema. Its queries are one statement each."""
    if not connection.autocommit:
        await connection.set_autocommit(True)
    await connection.execute("set role frontdesk_app")
    await connection.execute("set search_path to procrastinate")


async def become_checkpointer(connection: AsyncConnection[Any]) -> None:
    """LangGraph's saver names its tables without a schema."""
    await connection.execute("set role frontdesk_app")
    await connection.execute("set plan_cache_mode to force_generic_plan")
    # Whatever relies on a checkpoint is committed after it, and that commit brings both to the disk.
    await connection.execute("set synchronous_commit to off")
    await connection.execute("set search_path to checkpoints")


@contextmanager
def unreachable_is_named() -> Iterator[None]:
    """Turns the driver's connection errors into ours; errors inside SQL stay what they are."""
    try:
        yield
    except (PoolTimeout, TooManyRequests, InterfaceError) as error:
        raise DatabaseUnavailable from error
    except NoDataFound as error:
        raise NotFound from error
    except Error as error:
        if _is_lost(error) or is_trouble(error.sqlstate or ""):
            raise DatabaseUnavailable from error
        raise


def _is_lost(error: Error) -> bool:
    """Whether the connection broke: nobody was there to give a code."""
    return error.sqlstate is None and isinstance(error, OperationalError)


def _as_bytes(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text


@lru_cache(maxsize=256)
def _statement(function: str, names: tuple[str, ...]) -> bytes:
    """The call as bytes: the driver remembers how it reads these, but composes SQL objects anew."""
    check_names(function, names)
    arguments = sql.SQL(", ").join(
        sql.SQL("{} => {}").format(sql.Identifier(f"p_{name}"), sql.Placeholder(name))
        for name in names
    )
    call = sql.SQL("select {}({})").format(sql.Identifier(*function.split(".")), arguments)
    return call.as_bytes(None)


def _adapt(args: Mapping[str, Any]) -> dict[str, Any]:
    return {k: Jsonb(v) if isinstance(v, dict | list) else v for k, v in args.items()}


_SILENCE_SECONDS = 20.0
_TRAVEL_SECONDS = 5.0
"""What an answer may take longer than the server's own limit."""


class PostgresDatabase:
    """`conninfo` is a PostgreSQL URL. With a fixed clock, functions are told its time.

    A call waits `wait_seconds` for a connection and `answer_seconds` for its answer (a lock, a
    server that is too busy); after either the database is unavailable, and nothing was changed. A
    server that says nothing at all (frozen, or behind a network that is gone) is given up a little
    later, and then nobody knows whether the call was done, as with any connection that breaks.
    """

    def __init__(
        self,
        conninfo: str,
        *,
        clock: Clock | None = None,
        min_size: int = 1,
        max_size: int = 10,
        wait_seconds: float = 5.0,
        answer_seconds: float = 15.0,
        prepare: bool = True,
    ) -> None:
        self.conninfo = conninfo
        self._clock = clock or SystemClock()
        self._kwargs = {**connection_kwargs(conninfo, prepare=prepare), "autocommit": True}
        self._answer_seconds = answer_seconds
        self._pool = AsyncConnectionPool(
            conninfo,
            connection_class=ImpatientConnection,
            min_size=min_size,
            max_size=max_size,
            timeout=wait_seconds,
            kwargs=self._kwargs,
            configure=self._configure,
            open=False,
        )

    async def open(self) -> None:
        """Opens the pool; connections are made in the background, `ping` tells whether it works."""
        await self._pool.open()

    async def _configure(self, connection: ImpatientConnection) -> None:
        connection.patience = self._answer_seconds + _TRAVEL_SECONDS
        set_json_loads(
            _as_bytes, connection
        )  # answers are decoded once, into what the caller wants
        await become_application(connection)
        milliseconds = round(self._answer_seconds * 1000)
        await connection.execute(f"set statement_timeout to {milliseconds}".encode())

    async def call(self, function: str, **args: Any) -> Jsonable:
        return await self._answer(
            function, args, lambda text: None if text is None else from_json(text)
        )

    async def fetch(self, answer: type[T], function: str, /, **args: Any) -> T:
        return await self._answer(function, args, lambda text: decode(answer, text, function))

    async def find(self, answer: type[T], function: str, /, **args: Any) -> T | None:
        return await self._answer(
            function,
            args,
            lambda text: None if text in (None, b"null") else decode(answer, text, function),
        )

    async def _answer(
        self, function: str, args: Mapping[str, Any], read: Callable[[bytes | None], T]
    ) -> T:
        """Calls the function, which commits by itself, and reads its answer."""
        statement = _statement(function, tuple(args))
        with unreachable_is_named():
            async with self._pool.connection() as connection:
                await self._tell_time(connection)
                return read(await _first(connection, statement, _adapt(args)))

    @asynccontextmanager
    async def transaction(
        self, *, undo: bool, at: datetime | None = None
    ) -> AsyncIterator["TransactionCalls"]:
        """Calls of one transaction; with `undo` it is rolled back in the end, whatever they answered. `at`: their
        time instead of the clock's, told within the transaction, so that no other call sees it."""
        with unreachable_is_named():
            async with self._pool.connection() as connection:
                await self._tell_time(connection)
                async with connection.transaction(force_rollback=undo):
                    if at is not None:
                        told = "select set_config('frontdesk.now', %s, true)"
                        await connection.execute(told, [at.isoformat()])
                    yield TransactionCalls(connection)

    async def _tell_time(self, connection: ImpatientConnection) -> None:
        """Once for each time that a fixed clock shows: a connection remembers what it was told."""
        if not self._clock.fixed:
            return
        now = self._clock.now().isoformat()
        if connection.told_time != now:
            await connection.execute("select set_config('frontdesk.now', %s, false)", [now])
            connection.told_time = now

    @asynccontextmanager
    async def listen(self, channel: str) -> AsyncIterator[AsyncIterator[str]]:
        try:
            connection = await ImpatientConnection.connect(
                self.conninfo, autocommit=True, **keepalives(self.conninfo)
            )
        except Error as error:  # also a password that is no longer right, a database that is moved
            raise DatabaseUnavailable from error
        async with connection:
            with unreachable_is_named():
                await connection.execute(sql.SQL("listen {}").format(sql.Identifier(channel)))
            # A suspended generator holds the connection's lock, and leaving would wait for it.
            async with aclosing(_payloads(connection)) as payloads:
                yield payloads

    async def ping(self) -> None:
        with unreachable_is_named():
            async with self._pool.connection(timeout=2) as connection:
                await connection.execute("select 1")

    async def close(self) -> None:
        await self._pool.close()


class TransactionCalls:
    """Functions of the contract, called one after the other inside of a transaction."""

    def __init__(self, connection: AsyncConnection[Any]) -> None:
        self._connection = connection

    async def call(self, function: str, **args: Any) -> Jsonable:
        text = await self._answer(function, args)
        return None if text is None else from_json(text)

    async def fetch(self, answer: type[T], function: str, /, **args: Any) -> T:
        return decode(answer, await self._answer(function, args), function)

    async def find(self, answer: type[T], function: str, /, **args: Any) -> T | None:
        text = await self._answer(function, args)
        return None if text in (None, b"null") else decode(answer, text, function)

    async def _answer(self, function: str, args: Mapping[str, Any]) -> bytes | None:
        return await _first(self._connection, _statement(function, tuple(args)), _adapt(args))


async def _first(
    connection: AsyncConnection[Any], statement: bytes, args: dict[str, Any]
) -> bytes | None:
    cursor = await connection.execute(statement, args)
    row = await cursor.fetchone()
    return row[0] if row else None


async def _payloads(connection: AsyncConnection[Any]) -> AsyncGenerator[str]:
    """Asks in every silence whether the server still lives."""
    with unreachable_is_named():
        while True:
            async with aclosing(connection.notifies(timeout=_SILENCE_SECONDS)) as notifications:
                async for notification in notifications:
                    yield notification.payload
            await connection.execute("select 1")
