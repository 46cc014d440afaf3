"""A database of the old numbering, made by the old files themselves.

`old_numbering.tar.xz` holds the 55 files, as the last commit with them had them, and `rows.sql`: both
demo organizations after two customers had booked, asked and called a person, and a row of almost
every other table (`pg_dump --data-only --column-inserts --rows-per-insert=100 -n public`).
"""

import hashlib
import tarfile
from functools import cache
from pathlib import Path

import psycopg

from agent.data import migrate

PACK = Path(__file__).with_name("old_numbering.tar.xz")
ROWS = "rows.sql"


@cache
def old_files() -> dict[str, bytes]:
    """By name, in their order."""
    with tarfile.open(PACK) as pack:
        members = sorted(pack.getmembers(), key=lambda member: member.name)
        found = ((member.name, pack.extractfile(member)) for member in members)
        return {name: file.read() for name, file in found if file}


def make_old_database(url: str, root: str, *, files: int | None = None) -> None:
    """As the runner of that numbering did it, with the libraries' tables; with `files` only the first
    of them, and no rows. `root`: a superuser's way to the same database, who may put rows in."""
    with psycopg.connect(url, autocommit=True) as connection:
        migrate._work_in_public(connection)
        connection.execute("create schema frontdesk")
        connection.execute(
            "create table frontdesk.schema_migrations (name text primary key, "
            "checksum text not null, applied_at timestamptz not null default now())"
        )
        names = [name for name in old_files() if name != ROWS][:files]
        for name in names:
            content = old_files()[name]
            with connection.transaction():
                connection.execute(content)
                migrate._record(connection, name, hashlib.sha256(content).hexdigest())
        migrate._apply_queue(connection, {})
        migrate._apply_checkpoints(connection, {})
    if files is None:
        with psycopg.connect(root, autocommit=True) as connection:
            connection.execute("set session_replication_role = replica")
            connection.execute(old_files()[ROWS])
