"""A server that is frozen answers nothing, and says nothing of it. It is not waited for without end."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress

import pytest

from agent.data import postgres
from agent.data.deadlines import ImpatientConnection, keepalives
from agent.data.postgres import PostgresDatabase
from agent.errors import DatabaseUnavailable
from tests.databases import rows
from tests.kept_database import spoil


@pytest.fixture
async def database(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[PostgresDatabase]:
    spoil(database_url)
    monkeypatch.setattr(postgres, "_TRAVEL_SECONDS", 0.1)
    monkeypatch.setattr(postgres, "_SILENCE_SECONDS", 0.1)
    monkeypatch.setattr(ImpatientConnection, "patience", 2.0)
    # Long enough for a machine with other work.
    opened = PostgresDatabase(database_url, max_size=2, answer_seconds=2.0, wait_seconds=20.0)
    await opened.open()
    yield opened
    await opened.close()


@contextmanager
def frozen(url: str) -> Iterator[None]:
    """Every process of the server that serves this database, but the one that asks for them."""
    found = rows(
        url,
        "select pid from pg_stat_activity where datname = current_database() "
        "and pid <> pg_backend_pid() and backend_type = 'client backend'",
    )
    assert found
    for row in found:
        os.kill(row["pid"], signal.SIGSTOP)
    try:
        yield
    finally:
        for row in found:
            os.kill(row["pid"], signal.SIGCONT)


async def test_a_call_without_an_answer_is_given_up(
    database: PostgresDatabase, database_url: str
) -> None:
    await database.ping()
    with frozen(database_url):
        async with asyncio.timeout(60):
            with pytest.raises(DatabaseUnavailable):
                await database.call("organization_list")
            # Who comes next gets a new connection, which a busy machine is slow to warm up.
            assert await _answered(database)


async def _answered(database: PostgresDatabase) -> bool:
    for _ in range(10):
        with suppress(DatabaseUnavailable):
            return bool(await database.call("organization_list"))
    return False


async def test_who_listens_in_silence_asks_whether_anybody_is_there(
    database: PostgresDatabase, database_url: str
) -> None:
    async with database.listen("anything") as payloads:
        with frozen(database_url):
            async with asyncio.timeout(60):
                with pytest.raises(DatabaseUnavailable):
                    await anext(payloads)


async def test_who_listens_to_a_living_server_goes_on(
    database: PostgresDatabase, database_url: str
) -> None:
    async with database.listen("news") as payloads:
        hearing = asyncio.ensure_future(anext(payloads))
        await asyncio.wait([hearing], timeout=0.5)  # several silences
        assert not hearing.done()
        rows(database_url, "select pg_notify('news', 'it')")
        async with asyncio.timeout(60):
            assert await hearing == "it"


def test_what_the_address_says_itself_is_kept() -> None:
    url = "postgresql://u@h/d?connect_timeout=3&keepalives_idle=60"
    kept = keepalives(url)
    assert "connect_timeout" not in kept
    assert "keepalives_idle" not in kept
    assert kept["tcp_user_timeout"] == 30_000
    assert keepalives("this is no address") == {}
