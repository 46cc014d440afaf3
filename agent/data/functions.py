"""Applies `migrations/functions/*.sql`: every function, view, trigger, policy and right, as it is today.

All files together, in one transaction, whenever one of them has changed. The order matters little:
bodies are checked only when everything stands. What the files no longer define is dropped.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import Connection
from psycopg.sql import SQL

from agent.errors import MigrationError

FIRST, LAST = "foundation.sql", "rights.sql"
_DEFINED = re.compile(
    r"^create (?:or replace )?(?:function|procedure|aggregate) ([a-z_]+\.)?(\w+)\(", re.MULTILINE
)
_OURS = SQL("""
with ours as (
    select p.oid, n.nspname || '.' || p.proname as name, l.lanname as language,
        (select substr(c, 13) from unnest(p.proconfig) c where starts_with(c, 'search_path=')) as path
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
    where (n.nspname = 'frontdesk' or n.nspname = 'public' and exists (
        select from aclexplode(p.proacl) g where g.grantee = 'frontdesk_caller'::regrole))
      and not exists (
          select from pg_depend d
          where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype in ('e', 'i'))
)
""")
"""In our own schema, or in `public` and granted to the application, as `rights.sql` does it. Neither
what an extension brought nor what came with a type."""
_CHECKED = SQL("select oid, name, language, path from ours where language in ('sql', 'plpgsql')")


@dataclass(frozen=True, slots=True)
class File:
    """One file: its name below `migrations`, its SQL and the SHA-256 of its bytes."""

    name: str
    text: str
    checksum: str

    @classmethod
    def read(cls, path: Path) -> "File":
        content = path.read_bytes()
        checksum = hashlib.sha256(content).hexdigest()
        return cls(f"{path.parent.name}/{path.name}", content.decode(), checksum)

    def defined(self) -> list[str]:
        """Functions that it defines, with their schema."""
        matches = _DEFINED.findall(self.text)
        return [f"{schema or 'public.'}{name}" for schema, name in matches]

    def run(self, connection: Connection) -> None:
        """Raises MigrationError with the name of the file."""
        try:
            connection.execute(self.text.encode())
        except psycopg.Error as error:
            raise MigrationError(f"{self.name}: {error}") from error


@dataclass(frozen=True, slots=True)
class Functions:
    """All files of functions, in the order in which they are applied."""

    files: list[File]

    @property
    def checksum(self) -> str:
        lines = "".join(f"{file.checksum}  {file.name}\n" for file in self.files)
        return hashlib.sha256(lines.encode()).hexdigest()

    @property
    def name(self) -> str:
        """Under which this state of all files is recorded."""
        return f"functions {self.checksum[:12]}"

    def apply(self, connection: Connection, beside: set[str]) -> None:
        """In the caller's transaction. `beside`: functions that the tables' files define.

        Raises MigrationError; whatever is wrong, the transaction is to be given up.
        """
        defined = [name for file in self.files for name in file.defined()]
        connection.execute("set local check_function_bodies = off")
        connection.execute(
            "select set_config('frontdesk.defined', %s, true)", [",".join(sorted(defined))]
        )
        for file in self.files:
            file.run(connection)
        _drop_vanished(connection, {*defined, *beside})
        _refuse_two_forms(connection)
        _validate(connection)


def read_functions(folder: Path) -> Functions:
    """`foundation.sql` first, for triggers name functions of it; `rights.sql` last, for it settles who
    may do what with all that stands."""
    files = sorted(folder.glob("*.sql"), key=lambda f: (f.name == LAST, f.name != FIRST, f.name))
    return Functions([File.read(file) for file in files])


def _drop_vanished(connection: Connection, defined: set[str]) -> None:
    """What no file defines any more goes: left behind, it could still be called. Nothing goes with it:
    whoever removes a function whose trigger or view stands is told so."""
    for [routine] in connection.execute(
        _OURS + SQL("select oid::regprocedure::text from ours where name <> all (%s)"),
        [sorted(defined)],
    ).fetchall():
        try:
            connection.execute(f"drop routine {routine}".encode())
        except psycopg.Error as error:
            raise MigrationError(f"{routine} is in no file any more: {error}") from error


def _refuse_two_forms(connection: Connection) -> None:
    """A function whose arguments changed is a second one beside the first."""
    double = connection.execute(
        _OURS + SQL("select name from ours group by name having count(*) > 1 order by 1")
    ).fetchall()
    if double:
        names = ", ".join(name for [name] in double)
        raise MigrationError(f"two forms of {names}: drop the old one in the same file")


def _validate(connection: Connection) -> None:
    """The check of every body that was put off until all it may name stands, each with its own path."""
    connection.execute("set local check_function_bodies = on")
    [[usual]] = connection.execute("select current_setting('search_path')").fetchall()
    for oid, name, language, path in connection.execute(_OURS + _CHECKED).fetchall():
        validator = SQL("fmgr_sql_validator" if language == "sql" else "plpgsql_validator")
        connection.execute("select set_config('search_path', %s, true)", [path or usual])
        try:
            connection.execute(SQL("select {}(%s)").format(validator), [oid])
        except psycopg.Error as error:
            raise MigrationError(f"{name}: {error}") from error
    connection.execute("select set_config('search_path', %s, true)", [usual])
