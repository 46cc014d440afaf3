"""Migrations: tables forward only, each file once; functions as they are, again whenever one changes."""

import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from agent.data import migrate as migrate_module
from agent.data.functions import read_functions
from agent.data.migrate import MIGRATIONS, expected, migrate, pending, read_tables
from agent.errors import DatabaseUnavailable, MigrationError, OperatorError
from tests.databases import BARE, Server, rows

FIRST = "create table first (n integer);"
SECOND = "create table second (n integer); insert into second values (1);"
ONE = """
create or replace function frontdesk.one() returns integer language sql as $$ select 1 $$;
create or replace function counted() returns jsonb language sql as $$ select to_jsonb(frontdesk.two()) $$;
grant execute on function counted to frontdesk_caller;
"""
TWO = "create or replace function frontdesk.two() returns integer language sql as $$ select 2 $$;\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The foundation, which the libraries' schemas need, and files of the test's own."""
    for name in ("tables", "functions"):
        (tmp_path / name).mkdir()
    shutil.copy(MIGRATIONS / "tables" / "0001_foundation.sql", tmp_path / "tables")
    (tmp_path / "tables" / "0002_first.sql").write_text(FIRST)
    (tmp_path / "tables" / "0003_second.sql").write_text(SECOND)
    (tmp_path / "functions" / "one.sql").write_text(ONE)
    (tmp_path / "functions" / "two.sql").write_text(TWO)
    return tmp_path


def test_a_fresh_database_gets_everything_and_a_second_run_nothing(empty_database_url: str) -> None:
    everything = expected()
    assert pending(empty_database_url) == everything
    applied = migrate(empty_database_url)
    assert applied[: len(everything)] == everything
    assert [name.split()[0] for name in applied[len(everything) :]] == [
        "procrastinate",
        "queue-indexes",
        "langgraph-checkpoint-postgres",
    ]
    assert pending(empty_database_url) == []
    assert migrate(empty_database_url) == []


def test_nothing_of_the_libraries_stands_in_public(empty_database_url: str) -> None:
    migrate(empty_database_url)
    strangers = rows(
        empty_database_url,
        "select tablename from pg_tables where schemaname = 'public' and "
        "(tablename like 'procrastinate%%' or tablename like 'checkpoint%%' "
        "or tablename = 'schema_migrations')",
    )
    assert strangers == []


def test_a_changed_file_of_tables_is_an_error_that_names_it(
    empty_database_url: str, folder: Path
) -> None:
    migrate(empty_database_url, folder)
    (folder / "tables" / "0002_first.sql").write_text(FIRST + " -- a comment is a change, too")
    (folder / "tables" / "0004_third.sql").write_text("create table third (n integer);")
    with pytest.raises(MigrationError, match=r"tables/0002_first\.sql has changed"):
        migrate(empty_database_url, folder)
    assert _table(empty_database_url, "third") is None


def test_a_missing_file_of_tables_is_an_error_that_names_it(
    empty_database_url: str, folder: Path
) -> None:
    migrate(empty_database_url, folder)
    (folder / "tables" / "0003_second.sql").unlink()
    with pytest.raises(MigrationError, match=r"0003_second\.sql was applied .* is not here"):
        migrate(empty_database_url, folder)


def test_a_broken_file_of_tables_leaves_nothing_and_those_before_it_stay(
    empty_database_url: str, folder: Path
) -> None:
    second = folder / "tables" / "0003_second.sql"
    second.write_text(SECOND + " select 1 / 0;")
    with pytest.raises(MigrationError, match=r"tables/0003_second\.sql: division by zero"):
        migrate(empty_database_url, folder)
    assert _table(empty_database_url, "first") is not None
    assert _table(empty_database_url, "second") is None
    assert pending(empty_database_url, folder) == expected(folder)[2:]
    second.write_text(SECOND)
    assert migrate(empty_database_url, folder)[:2] == expected(folder)[2:]
    assert rows(empty_database_url, "select n from second") == [{"n": 1}]


def test_a_new_file_of_tables_is_applied_alone(empty_database_url: str, folder: Path) -> None:
    migrate(empty_database_url, folder)
    (folder / "tables" / "0100_third.sql").write_text("create table third (n integer);")
    assert migrate(empty_database_url, folder) == ["tables/0100_third.sql"]


def test_functions_are_applied_again_when_one_of_their_files_has_changed(
    empty_database_url: str, folder: Path
) -> None:
    url = empty_database_url
    migrate(url, folder)
    assert _counted(url) == 2
    before = expected(folder)
    (folder / "functions" / "two.sql").write_text(TWO.replace("select 2", "select 3"))
    assert pending(url, folder) == expected(folder)[-1:] != before[-1:]
    assert migrate(url, folder) == expected(folder)[-1:]
    assert _counted(url) == 3
    assert migrate(url, folder) == pending(url, folder) == []
    (folder / "functions" / "two.sql").write_text(TWO)
    assert pending(url, folder) == [], "a process of the version before goes on beside it"
    assert migrate(url, folder) == before[-1:], "going back"
    assert _counted(url) == 2
    assert migrate(url, folder) == []


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("select 1 / 0;", r"functions/zz\.sql: division by zero"),
        (
            "create or replace function frontdesk.four() returns integer language sql as "
            "$$ select frontdesk.nothing() $$;",
            r"frontdesk\.four: function frontdesk\.nothing\(\) does not exist",
        ),
        (
            "create or replace function frontdesk.four() returns integer language plpgsql as "
            "$$ begin retrun 1; end $$;",
            r"frontdesk\.four: syntax error",
        ),
        (
            "create or replace function frontdesk.two(p integer) returns integer language sql as "
            "$$ select p $$;",
            r"two forms of frontdesk\.two: drop the old one in the same file",
        ),
        (
            "create or replace function frontdesk.two() returns text language sql as $$ select '2' $$;",
            "cannot change return type",
        ),
    ],
)
def test_a_broken_file_of_functions_leaves_all_as_they_were(
    empty_database_url: str, folder: Path, broken: str, said: str
) -> None:
    url = empty_database_url
    migrate(url, folder)
    (folder / "functions" / "one.sql").write_text(ONE.replace("select 1", "select 11"))
    (folder / "functions" / "zz.sql").write_text(broken + "\n")
    with pytest.raises(MigrationError, match=said):
        migrate(url, folder)
    assert rows(url, "select frontdesk.one() as n, frontdesk.two() as m") == [{"n": 1, "m": 2}]
    assert pending(url, folder) == expected(folder)[-1:]
    (folder / "functions" / "zz.sql").unlink()
    assert migrate(url, folder) == expected(folder)[-1:]
    assert rows(url, "select frontdesk.one() as n") == [{"n": 11}]


def test_a_function_that_no_file_defines_any_more_goes(
    empty_database_url: str, folder: Path
) -> None:
    """Not what is somebody else's: in another schema, or in `public` and not the application's."""
    url = empty_database_url
    migrate(url, folder)
    (folder / "tables" / "0100_own.sql").write_text(
        "create function frontdesk.baked(p integer) returns integer language sql immutable as "
        "$$ select p $$;\ncreate index on first (frontdesk.baked(n));\n"
        "create schema theirs;\n"
    )
    (folder / "functions" / "one.sql").write_text(
        "create or replace function theirs.own() returns integer language sql as $$ select 4 $$;\n"
    )
    migrate(url, folder)
    there = rows(
        url,
        "select oid::regprocedure::text as name from pg_proc where pronamespace in "
        "('frontdesk'::regnamespace, 'theirs'::regnamespace) and proname !~ 'uuid' "
        "or proname = 'counted' order by 1",
    )
    assert [row["name"] for row in there] == [
        "frontdesk.baked(integer)", "frontdesk.two()", "theirs.own()",
    ]  # fmt: skip


def test_a_function_that_something_still_needs_does_not_go(
    empty_database_url: str, folder: Path
) -> None:
    url = empty_database_url
    migrate(url, folder)
    (folder / "tables" / "0100_check.sql").write_text(
        "alter table first add check (frontdesk.one() = 1);"
    )
    migrate(url, folder)
    (folder / "functions" / "one.sql").unlink()
    with pytest.raises(MigrationError, match=r"frontdesk\.one\(\) is in no file any more: cannot"):
        migrate(url, folder)
    assert _counted(url) == 2


def test_a_trigger_or_policy_is_made_again_only_when_it_is_another(
    server: Server, tmp_path: Path
) -> None:
    """Making one locks its table, and functions are applied while others write."""
    shutil.copytree(MIGRATIONS, tmp_path / "migrations")
    functions = tmp_path / "migrations" / "functions"
    with server.database(template=BARE) as url:
        before = _attached(url)
        with psycopg.connect(url) as connection:
            migrate_module._work_in_public(connection)
            beside = {name for file in read_tables() for name in file.defined()}
            read_functions(functions).apply(connection, beside)
            locked = connection.execute(
                "select relation::regclass::text from pg_locks l join pg_class c on c.oid = l.relation "
                "where l.pid = pg_backend_pid() and c.relkind = 'r' and c.relnamespace in "
                "('public'::regnamespace, 'frontdesk'::regnamespace) "
                "and l.mode not in ('AccessShareLock', 'RowShareLock', 'RowExclusiveLock')"
            ).fetchall()
        assert locked == []
        assert _attached(url) == before
        occupancies, rights = functions / "occupancies.sql", functions / "rights.sql"
        _change(
            occupancies, "before update on appointments", "before update of status on appointments"
        )
        _change(rights, "'(select frontdesk.tenant())'", "'frontdesk.tenant()'")
        assert migrate(url, functions.parent) == expected(functions.parent)[-1:]
        after = _attached(url)
        assert {one for one in before if after[one] != before[one]} == {
            "appointments changes", "occupancies tenant",
        }  # fmt: skip
        assert "BEFORE UPDATE OF status" in after["appointments changes"]
        assert before.keys() == after.keys()


def test_two_processes_at_once_apply_everything_once(empty_database_url: str) -> None:
    script = "import sys; from agent.data.migrate import migrate; print(len(migrate(sys.argv[1])))"
    running = [
        subprocess.Popen(
            [sys.executable, "-c", script, empty_database_url],
            stdout=subprocess.PIPE,
            cwd=MIGRATIONS.parent,
        )
        for _ in range(2)
    ]
    counts = sorted(int(process.communicate()[0]) for process in running)
    assert [process.returncode for process in running] == [0, 0]
    assert counts == [0, len(expected()) + 3]


def test_a_database_that_cannot_be_reached(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailable):
        migrate(f"postgresql:///nothing?host={tmp_path}")


def test_an_installation_without_migrations_is_not_up_to_date(
    empty_database_url: str, tmp_path: Path
) -> None:
    for look in (migrate, pending):
        with pytest.raises(OperatorError, match="there are no migrations in"):
            look(empty_database_url, tmp_path)


def _table(url: str, name: str) -> object:
    return rows(url, "select to_regclass(%s) as found", name)[0]["found"]


def _attached(url: str) -> dict[str, str]:
    """Definitions of all triggers and policies, with their number, which another one would not have."""
    found = rows(
        url,
        "select tgrelid::regclass || ' ' || tgname as name, oid || pg_get_triggerdef(oid) as how "
        "from pg_trigger where not tgisinternal and tgrelid in (select oid from pg_class "
        "where relnamespace = 'public'::regnamespace) union all "
        "select polrelid::regclass || ' ' || polname, oid || pg_get_expr(polqual, polrelid) from pg_policy",
    )
    return {row["name"]: row["how"] for row in found}


def _change(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert text.count(old) == 1
    file.write_text(text.replace(old, new))


def _counted(url: str) -> object:
    return rows(url, "select counted() as n")[0]["n"]
