"""What every implementation of agent.data.database.Database keeps."""

import asyncio
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from agent.clock import FixedClock
from agent.data.database import Database
from agent.data.postgres import PostgresDatabase
from agent.errors import DatabaseUnavailable, NotFound, QueryError, UnexpectedAnswer
from tests.agent.data.conftest import Way
from tests.databases import Server, execute, refuse_connections, rows

ID = UUID("00000000-0000-4000-8000-000000000001")


@pytest.mark.parametrize(
    ("kind", "value", "back"),
    [
        ("text", "ñandú 😀 'quoted' \\ %s", "ñandú 😀 'quoted' \\ %s"),
        ("text", "", ""),
        ("text", None, None),
        ("integer", 7, 7),
        ("bigint", 2**62, 2**62),
        ("double", 1.5, 1.5),
        ("boolean", True, True),
        ("uuid", ID, str(ID)),
        ("date", date(2026, 11, 24), "2026-11-24"),
        ("timestamptz", datetime(2026, 11, 24, 15, tzinfo=UTC), "2026-11-24T15:00:00+00:00"),
        ("timestamp", datetime(2026, 11, 24, 15, 0, 30), "2026-11-24T15:00:30"),
        ("bytea", b"\x00\xff", "\\x00ff"),
        ("jsonb", {"a": [1, None, "ñ"], "at": ID}, {"a": [1, None, "ñ"], "at": str(ID)}),
        ("jsonb", {"n": 2**70, "f": 0.1}, {"n": 2**70, "f": 0.1}),
        ("jsonb", [], []),
        ("jsonb", ["a", {"b": True}], ["a", {"b": True}]),
    ],
)
async def test_arguments_arrive_with_their_types(
    database: Database, kind: str, value: Any, back: Any
) -> None:
    answer = await database.call(f"echo_{kind}", value=value)
    assert answer["value"] == back


class Echo(msgspec.Struct):
    at: datetime
    amounts: list[float | None]


async def test_answers_are_decoded_into_their_types(database: Database) -> None:
    stored = {"at": "2026-11-24T15:00:00+00:00", "amounts": [0.1, None], "more": {}}
    row = Echo(datetime(2026, 11, 24, 15, tzinfo=UTC), [0.1, None])
    assert await database.fetch(Echo, "answer", value=stored) == row
    assert await database.fetch(list[Echo], "answer", value=[stored]) == [row]
    assert await database.find(Echo, "answer", value=stored) == row
    assert await database.find(Echo, "nothing") is None
    with pytest.raises(UnexpectedAnswer, match=r"^answer answered another type at \$\.at$"):
        await database.fetch(Echo, "answer", value={"at": "Juan", "amounts": []})


@pytest.mark.parametrize(
    "value", [{"a": 1}, [1, 2], "text", 7, 2.5, True, None, {"deep": [{"er": [None]}]}, {}, ""]
)
async def test_results_are_what_jsonb_holds(database: Database, value: Any) -> None:
    stored = {"wrapped": value}
    assert await database.call("answer", value=stored) == stored
    assert await database.call("nothing") is None


async def test_everything_runs_as_the_role_that_row_level_security_binds(
    database: Database,
) -> None:
    assert await database.call("whoami") == "frontdesk_app"


async def test_a_call_is_one_transaction(database: Database, contract_url: str) -> None:
    with pytest.raises((psycopg.errors.RaiseException, QueryError)):
        await database.call("half")
    assert rows(contract_url, "select * from marks") == []


async def test_what_is_not_there_is_not_found(database: Database) -> None:
    with pytest.raises(NotFound):
        await database.call("fail", state="P0002")


@pytest.mark.parametrize(
    "state",
    [
        "57P01", "57014", "08006", "40P01", "40001", "53300", "53100", "58030", "25006", "25P03",
        "55P03", "55006",
    ],
)  # fmt: skip
async def test_trouble_of_the_server_is_unavailability(database: Database, state: str) -> None:
    with pytest.raises(DatabaseUnavailable):
        await database.call("fail", state=state)
    assert await database.call("nothing") is None


@pytest.mark.parametrize("state", ["22023", "23505", "42501", "P0001", "25001", "55000"])
async def test_other_errors_surface(database: Database, state: str) -> None:
    assert await refusal(database, "fail", state=state) == state


async def test_a_function_that_is_not_there(database: Database) -> None:
    assert await refusal(database, "no_such_function", value=1) == "42883"


@pytest.mark.parametrize("name", ["drop table x", "a(b)", "A", "1", "", "f; select 1", 'f"'])
async def test_only_a_functions_name_is_called(database: Database, name: str) -> None:
    with pytest.raises(ValueError, match="not a function name"):
        await database.call(name)


async def test_an_argument_cannot_become_sql(database: Database, contract_url: str) -> None:
    answer = await database.call("echo_text", value="'); drop table marks; --")
    assert answer["value"] == "'); drop table marks; --"
    with pytest.raises(ValueError, match="not an argument's name"):
        await database.call("echo_text", **{'value" => 1) --': "x"})
    assert rows(contract_url, "select * from marks") == []


async def test_more_calls_than_connections_are_all_answered(database: Database) -> None:
    answers = await asyncio.gather(*(database.call("echo_integer", value=n) for n in range(100)))
    assert [answer["value"] for answer in answers] == list(range(100))


async def test_broken_connections_are_unavailability_and_are_replaced(
    database: Database, way: Way
) -> None:
    await database.ping()
    execute(
        way.server.url,
        "select pg_terminate_backend(pid) from pg_stat_activity "
        "where pid <> pg_backend_pid() and datname = %s and backend_type = %s",
        conninfo_to_dict(way.url)["dbname"],
        "client backend",
    )
    with pytest.raises(DatabaseUnavailable):
        await database.call("nothing")
    for _ in range(10):  # the pool may have had several
        with suppress(DatabaseUnavailable):
            assert await database.call("nothing") is None
            return
    raise AssertionError("the pool keeps broken connections")


async def test_notifications_arrive_in_order(database: Database) -> None:
    async with database.listen("news") as payloads:
        for text in ("one", "two", "drei ñ"):
            await database.call("shout", channel="news", payload=text)
        await database.call("shout", channel="other", payload="not for us")
        await database.call("shout", channel="news", payload="last")
        heard = [await anext(payloads) for _ in range(4)]
    assert heard == ["one", "two", "drei ñ", "last"]


async def test_listening_ends_when_the_connection_does(
    database: Database, contract_url: str
) -> None:
    async with database.listen("news") as payloads:
        execute(
            contract_url,
            "select pg_terminate_backend(pid) from pg_stat_activity where query like %s",
            "listen%",
        )
        with pytest.raises(DatabaseUnavailable):
            await anext(payloads)


async def test_a_fixed_clock_is_the_databases_clock(contract_url: str) -> None:
    execute(
        contract_url,
        "create function hour() returns jsonb language sql as "
        "'select to_jsonb(frontdesk.now())'; call frontdesk.expose('hour')",
    )
    clock = FixedClock(datetime(2030, 1, 1, 12, tzinfo=UTC))
    database = PostgresDatabase(contract_url, clock=clock)
    await database.open()
    assert str(await database.call("hour")).startswith("2030-01-01T12:00")
    clock.advance(3600)
    assert str(await database.call("hour")).startswith("2030-01-01T13:00")
    await database.close()


async def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    database = PostgresDatabase(f"postgresql:///nothing?host={tmp_path}", wait_seconds=0.2)
    await database.open()
    for attempt in (database.call("nothing"), database.ping()):
        with pytest.raises(DatabaseUnavailable):
            await attempt
    with pytest.raises(DatabaseUnavailable):
        async with database.listen("news"):
            raise AssertionError("there is nobody to listen to")
    await database.close()


async def test_a_database_that_does_not_get_to_it(database_url: str) -> None:
    """A table is locked for longer than anybody waits; the next call is answered again."""
    database = PostgresDatabase(database_url, answer_seconds=0.2)
    await database.open()
    try:
        with psycopg.connect(database_url) as blocker:
            blocker.execute("lock table organizations in access exclusive mode")
            with pytest.raises(DatabaseUnavailable):
                await database.call("organization_list")
        assert len(await database.call("organization_list")) == 2
    finally:
        await database.close()


async def test_a_database_that_refuses(server: Server, database_url: str) -> None:
    database = PostgresDatabase(database_url, wait_seconds=0.2)
    await database.open()
    await database.ping()
    with refuse_connections(server, database_url):
        for _ in range(2):
            with pytest.raises(DatabaseUnavailable):
                await database.ping()
    await database.close()


async def refusal(database: Database, function: str, **args: Any) -> str | None:
    """The SQLSTATE with which a call fails."""
    try:
        await database.call(function, **args)
    except (psycopg.Error, QueryError) as error:
        return error.sqlstate
    raise AssertionError(f"{function} was not refused")
