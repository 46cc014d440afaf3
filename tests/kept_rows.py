"""Rows of a lent database: which tables differ from the beginning, and their rows, taken and put back."""

import time
from dataclasses import dataclass

from psycopg import sql

from tests.sessions import Session

_COLUMNS = """
select c.oid::regclass::text as name, array(
    select quote_ident(a.attname::text) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0
    and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns
from unnest(%s::text[]) t(name) join pg_class c on c.oid = t.name::regclass
"""
_SEQUENCES = (
    "select format('%I.%I', schemaname, sequencename) as name, last_value from pg_sequences"
)
# A job's hour is one of the real clock, which has gone on.
_LATER = """
update procrastinate.procrastinate_jobs set scheduled_at = scheduled_at + make_interval(secs => %s)
"""


@dataclass(frozen=True)
class KeptRows:
    """`tables`: the binary copy of each, by its name with its columns. `taken_at`: Unix seconds."""

    tables: dict[str, bytes]
    sequences: dict[str, int]
    taken_at: float


def changed_tables(session: Session) -> list[str]:
    """Those that are not as they were lent, as `schema.name`."""
    [row] = session.execute("select pristine.changed() as names").fetchall()
    names: list[str] = row["names"]
    return names


def take_rows(session: Session) -> KeptRows:
    tables = {}
    for row in session.execute(_COLUMNS, [changed_tables(session)]).fetchall():
        name = f"{row['name']} ({', '.join(row['columns'])})"
        with session.cursor().copy(f"copy {name} to stdout (format binary)".encode()) as copy:
            tables[name] = b"".join(copy)
    sequences = {
        row["name"]: row["last_value"]
        for row in session.execute(_SEQUENCES).fetchall()
        if row["last_value"] is not None
    }
    return KeptRows(tables, sequences, time.time())


def put_back_rows(session: Session, kept: KeptRows) -> None:
    """Into a database that is as it was lent. Triggers do not fire: what they wrote is put back, too."""
    empty = "".join(f"delete from {name.partition(' (')[0]}; " for name in kept.tables)
    with session.transaction():
        session.execute(f"set local session_replication_role = replica; {empty}".encode())
        for name, rows in kept.tables.items():
            with session.cursor().copy(f"copy {name} from stdin (format binary)".encode()) as copy:
                copy.write(rows)
        values = sql.SQL(", ").join(
            sql.SQL("setval({}, {})").format(name, value) for name, value in kept.sequences.items()
        )
        session.execute(sql.SQL("select {}").format(values))
        session.execute(_LATER, [time.time() - kept.taken_at])
