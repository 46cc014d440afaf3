"""A database whose migrations were numbered the old way, before `tables/` and `functions/`.

Nothing had been released: one that has all files of that numbering is taken over as it is, one that
has some of them is told what to do first.
"""

import re
from pathlib import Path

from agent.errors import MigrationError

FILE = "old_numbering.txt"
LAST_COMMIT = "c10d6e9"
RENAMED = """
alter table frontdesk.chores rename to maintenance_tasks;
do $$
declare
    v_name text;
begin
    -- PostgreSQL 18 has names for "not null", too.
    for v_name in
        select conname from pg_constraint
        where conrelid = 'frontdesk.maintenance_tasks'::regclass and conname like 'chores%'
    loop
        execute format('alter table frontdesk.maintenance_tasks rename constraint %I to %I',
            v_name, replace(v_name, 'chores', 'maintenance_tasks'));
    end loop;
end;
$$;
"""
"""What the first state calls otherwise."""
_OLD = re.compile(r"\d{4}_\w+\.sql")


def old_files(applied: dict[str, str]) -> dict[str, str]:
    """Checksums by name of what was recorded under the old numbering."""
    return {name: checksum for name, checksum in applied.items() if _OLD.fullmatch(name)}


def refuse_other_than_the_last(applied: dict[str, str], folder: Path) -> None:
    """Raises MigrationError unless exactly the files of the old numbering were applied."""
    expected = _read(folder / FILE)
    strange = sorted(name for name in applied if applied[name] != expected.get(name))
    if strange:
        raise MigrationError(
            f"{', '.join(strange)}: applied to this database, but not as frontdesk had it; "
            "restore a backup of before"
        )
    if len(applied) < len(expected):
        raise MigrationError(
            f"this database has {len(applied)} of {len(expected)} migrations of the old numbering, up to "
            f"{max(applied)}; run `frontdesk migrate` of version 0.1.0 (commit {LAST_COMMIT}) first, "
            "then that of this version. Nothing was changed"
        )


def _read(file: Path) -> dict[str, str]:
    """As `sha256sum` writes it."""
    lines = file.read_text("utf-8").splitlines() if file.is_file() else []
    pairs = (line.split() for line in lines if not line.startswith("#"))
    return {name: checksum for checksum, name in pairs}
