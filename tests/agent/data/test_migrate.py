"""Migrations: forward only, each once, each whole or not at all."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from agent.data.migrate import MIGRATIONS, migrate, pending, read_migrations
from agent.errors import DatabaseUnavailable, MigrationError, OperatorError
from tests.databases import rows

FIRST = "create table first (n integer);"
SECOND = "create table second (n integer); insert into second values (1);"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The foundation, which the libraries' schemas need, and two files of the test's own."""
    shutil.copy(MIGRATIONS / "0001_foundation.sql", tmp_path)
    (tmp_path / "0002_first.sql").write_text(FIRST)
    (tmp_path / "0003_second.sql").write_text(SECOND)
    return tmp_path


def test_a_fresh_database_gets_everything_and_a_second_run_nothing(empty_database_url: str) -> None:
    files = [migration.name for migration in read_migrations()]
    assert pending(empty_database_url) == files
    applied = migrate(empty_database_url)
    assert applied[: len(files)] == files
    assert [name.split()[0] for name in applied[len(files) :]] == [
        "procrastinate",
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


def test_a_changed_file_is_an_error_that_names_it(empty_database_url: str, folder: Path) -> None:
    migrate(empty_database_url, folder)
    (folder / "0002_first.sql").write_text(FIRST + " -- a comment is a change, too")
    (folder / "0004_third.sql").write_text("create table third (n integer);")
    with pytest.raises(MigrationError, match=r"0002_first\.sql has changed"):
        migrate(empty_database_url, folder)
    assert _table(empty_database_url, "third") is None


def test_a_missing_file_is_an_error_that_names_it(empty_database_url: str, folder: Path) -> None:
    migrate(empty_database_url, folder)
    (folder / "0003_second.sql").unlink()
    with pytest.raises(MigrationError, match=r"0003_second\.sql was applied .* is not here"):
        migrate(empty_database_url, folder)


def test_a_broken_file_leaves_nothing_and_those_before_it_stay(
    empty_database_url: str, folder: Path
) -> None:
    (folder / "0003_second.sql").write_text(SECOND + " select 1 / 0;")
    with pytest.raises(MigrationError, match=r"0003_second\.sql: division by zero"):
        migrate(empty_database_url, folder)
    assert _table(empty_database_url, "first") is not None
    assert _table(empty_database_url, "second") is None
    assert pending(empty_database_url, folder) == ["0003_second.sql"]
    (folder / "0003_second.sql").write_text(SECOND)
    assert migrate(empty_database_url, folder)[0] == "0003_second.sql"
    assert rows(empty_database_url, "select n from second") == [{"n": 1}]


def test_a_new_file_is_applied_alone(empty_database_url: str, folder: Path) -> None:
    migrate(empty_database_url, folder)
    (folder / "0004_third.sql").write_text("create table third (n integer);")
    assert migrate(empty_database_url, folder) == ["0004_third.sql"]


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
    assert counts == [0, len(read_migrations()) + 2]


def test_a_database_that_cannot_be_reached(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailable):
        migrate(f"postgresql:///nothing?host={tmp_path}")


def _table(url: str, name: str) -> object:
    return rows(url, "select to_regclass(%s) as found", name)[0]["found"]


def test_an_installation_without_migrations_is_not_up_to_date(
    empty_database_url: str, tmp_path: Path
) -> None:
    for look in (migrate, pending):
        with pytest.raises(OperatorError, match="there are no migrations in"):
            look(empty_database_url, tmp_path)
