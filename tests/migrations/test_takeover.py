"""A database of the old numbering is taken over as it is, or told what to do first."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from agent.data.migrate import MIGRATIONS, expected, migrate, pending
from agent.data.old_numbering import FILE
from agent.errors import MigrationError
from tests.databases import BARE, Server, execute, rows
from tests.migrations.catalogue import catalogue, contents
from tests.migrations.old_database import ROWS, make_old_database, old_files
from tests.supabase_project import PRIVILEGES

INDEXES = "queue-indexes 1"
"""Ours on the tables of the queue library."""
TAKEOVER = "takeover of the old numbering, up to 0057_zone_offsets.sql"
FIRST_STATE = 10
"""Files of tables that the takeover counts as applied; later ones are applied with it."""
WITHOUT_ROWS = {"group_sessions", "hold_seats", "knowledge_embeddings"}


@pytest.fixture(params=["server", "supabase_server"])
def place(request: pytest.FixtureRequest) -> Server:
    """Where the role that migrates is a superuser; where it is not, and Supabase's roles are there."""
    server: Server = request.getfixturevalue(request.param)
    return server


@contextmanager
def old_database(place: Server, files: int | None = None) -> Iterator[str]:
    with place.database(template="template1") as url:
        root = make_conninfo(place.url, dbname=conninfo_to_dict(url)["dbname"])
        if place.owner:
            execute(url, PRIVILEGES)
        make_old_database(url, root, files=files)
        yield url


def test_the_list_is_that_of_the_old_files() -> None:
    """What the takeover recognises a database by."""
    listed = [line.split()[1] for line in (MIGRATIONS / FILE).read_text().splitlines()[1:]]
    assert listed == [name for name in old_files() if name != ROWS]
    assert len(listed) == 55


def test_one_that_has_them_all_becomes_what_a_new_one_is_and_loses_nothing(place: Server) -> None:
    with old_database(place) as url, place.database(template=BARE) as new:
        # The one thing that is changed on purpose: roles were any words (0240_staff_login.sql).
        execute(url, "update staff_accounts set roles = '{reception}'")
        before = contents(url)
        assert {name for name, held in before.items() if not held["n"]} == WITHOUT_ROWS
        assert pending(url) == expected()
        assert migrate(url) == [TAKEOVER, *expected()[FIRST_STATE:], INDEXES]
        assert contents(url, before) == before
        taken, fresh = catalogue(url), catalogue(new)
        for kind, lines in fresh.items():
            assert taken[kind] == lines, kind
            assert lines
        assert pending(url) == migrate(url) == []
        kept = rows(url, "select name from frontdesk.schema_migrations order by name")
        assert {row["name"] for row in kept} == {
            *expected(), TAKEOVER, "procrastinate", INDEXES,
            "langgraph-checkpoint-postgres",
        }  # fmt: skip


@pytest.mark.parametrize("files", [1, 20, 54])
def test_one_that_has_some_of_them_is_told_what_to_do_and_stays_as_it_was(
    server: Server, files: int
) -> None:
    with old_database(server, files) as url:
        before = catalogue(url), _records(url)
        last = [name for name in old_files() if name != ROWS][files - 1]
        with pytest.raises(MigrationError) as error:
            migrate(url)
        assert f"{files} of 55 migrations of the old numbering, up to {last}" in str(error.value)
        assert "run `frontdesk migrate` of version 0.1.0 (commit c10d6e9) first" in str(error.value)
        assert (catalogue(url), _records(url)) == before


def test_one_with_a_file_that_we_do_not_know_is_refused(server: Server) -> None:
    with old_database(server) as url:
        changed = "update frontdesk.schema_migrations set checksum = 'x' where name like '0024%%'"
        execute(url, changed)
        execute(url, "insert into frontdesk.schema_migrations values ('0099_own.sql', 'y')")
        before = catalogue(url), _records(url)
        with pytest.raises(MigrationError, match=r"^0024_changes\.sql, 0099_own\.sql: applied"):
            migrate(url)
        assert (catalogue(url), _records(url)) == before


def test_a_takeover_that_fails_leaves_the_old_database(server: Server) -> None:
    """Here something of the operator's own stands on a function that goes."""
    with old_database(server) as url:
        execute(
            url,
            "create view told as select frontdesk.message_row_json(m) from chat_messages m",
        )
        before = catalogue(url), _records(url)
        with pytest.raises(
            MigrationError, match=r"functions/conversations\.sql: .*message_row_json"
        ):
            migrate(url)
        assert (catalogue(url), _records(url)) == before
        execute(url, "drop view told")
        assert migrate(url)
        with psycopg.connect(url) as connection:
            assert connection.execute("select migrations_applied()").fetchone()


def test_what_came_later_is_applied_with_the_takeover(server: Server, tmp_path: Path) -> None:
    """Functions may already need it."""
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder)
    (folder / "tables" / "9999_colour.sql").write_text(
        "-- The colour.\nalter table organizations add column colour text;"
    )
    (folder / "functions" / "colours.sql").write_text(
        "create or replace function frontdesk.colour(p_organization uuid) returns text\n"
        "language sql stable as $$ select colour from organizations where id = p_organization $$;"
    )
    with old_database(server) as url:
        assert expected(folder)[-2] == "tables/9999_colour.sql"
        assert migrate(url, folder) == [TAKEOVER, *expected(folder)[FIRST_STATE:], INDEXES]
        assert rows(url, "select distinct frontdesk.colour(id) as c from organizations") == [
            {"c": None}
        ]
        assert pending(url, folder) == migrate(url, folder) == []


def _records(url: str) -> list[dict[str, object]]:
    return rows(url, "select * from frontdesk.schema_migrations order by name")
