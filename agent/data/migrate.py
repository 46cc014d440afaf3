"""Applies `migrations/tables` and `migrations/functions`, then the tables of the queue and of the checkpoints.

Under an advisory lock. A file of tables is applied once, in one transaction, and recorded with its
checksum; functions are applied again whenever one of their files has changed. The libraries' tables
live in schemas of their own (`procrastinate`, `checkpoints`), so that nothing of them stands in
`public`, where PostgREST would show it.
"""

import time
from importlib import metadata, resources
from pathlib import Path

import psycopg
from psycopg import Connection, sql

from agent.data import old_numbering
from agent.data.functions import File, Functions, read_functions
from agent.errors import DatabaseUnavailable, MigrationError, OperatorError
from agent.shipped import shipped

MIGRATIONS = shipped("migrations")
_LOCK = 7_239_410_655
_OLDEST_SERVER = 150000
_NOTIFY_WHEN_DUE = """
drop trigger procrastinate_jobs_notify_queue_job_inserted_v1 on procrastinate.procrastinate_jobs;
create trigger procrastinate_jobs_notify_queue_job_inserted_v1
after insert on procrastinate.procrastinate_jobs for each row
when (new.status = 'todo' and coalesce(new.scheduled_at <= now(), true))
execute function procrastinate.procrastinate_notify_queue_job_inserted_v1();
"""
"""No NOTIFY for a job whose time has not come: there is nothing to wake a worker for.

Transactions that notify commit one after the other, each waiting for the disk. With one such job a
message (its debounce), the disk's latency would be the limit of all webhooks together.
"""

_INDEXES = {
    "queue-indexes 1": """
create index frontdesk_jobs_tenants on procrastinate.procrastinate_jobs (
    queue_name, priority, coalesce(args ->> 'organization', ''), coalesce(scheduled_at, '-infinity'), id)
where status = 'todo';
create index frontdesk_jobs_locks on procrastinate.procrastinate_jobs (
    lock, (-priority), coalesce(scheduled_at, '-infinity'), id)
where status = 'todo' and lock is not null;
""",
}
"""What `queue_next` looks into (migrations/functions/queue.sql: job_tenant, job_ready_at), by the name on
record."""

FIRST_LATER = "0100"
"""Tables below this number are the state with which the new numbering began; what came later is above."""


def read_tables(folder: Path = MIGRATIONS) -> list[File]:
    """The files of tables in the order of their numbers. Raises OperatorError when there are none:
    an installation without them must not call an empty database up to date."""
    files = sorted(folder.glob("tables/[0-9][0-9][0-9][0-9]_*.sql"))
    if not files:
        raise OperatorError(f"there are no migrations in {folder}: install frontdesk again")
    return [File.read(file) for file in files]


def expected(folder: Path = MIGRATIONS) -> list[str]:
    """What an up-to-date database has on record, but for the libraries' tables: every file of tables,
    and one name for the state of all functions."""
    functions = read_functions(folder / "functions")
    return [*(file.name for file in read_tables(folder)), functions.name]


def migrate(conninfo: str, folder: Path = MIGRATIONS) -> list[str]:
    """Brings the database up to date; returns the names of what was applied now.

    Raises MigrationError when a file of tables that was applied earlier has changed or is missing, and
    when this is a database of the old numbering that lacks some of it.
    """
    with _connect(conninfo) as connection:
        if connection.info.server_version < _OLDEST_SERVER:
            raise MigrationError("PostgreSQL 15 or later is needed")
        _wait_for_turn(connection)
        _work_in_public(connection)
        try:
            return _apply_all(connection, folder)
        finally:
            connection.execute("select pg_advisory_unlock(%s)", [_LOCK])


def _work_in_public(connection: Connection) -> None:
    """Our tables go to `public`, also for a login whose name is that of our schema `frontdesk`:
    that one would come first in the default search path."""
    connection.execute(
        "select set_config('search_path', 'public' || coalesce(string_agg("
        "', ' || quote_ident(s), '' order by n), ''), false) "
        "from unnest(current_schemas(false)) with ordinality as path (s, n) "
        "where s not in ('public', 'frontdesk')"
    )


def _wait_for_turn(connection: Connection) -> None:
    """Asks again and again: a statement that waited for the lock would itself be waited for by the
    concurrent index builds among LangGraph's migrations."""
    while True:
        row = connection.execute("select pg_try_advisory_lock(%s)", [_LOCK]).fetchone()
        if row and row[0]:
            return
        time.sleep(0.1)


def pending(conninfo: str, folder: Path = MIGRATIONS, *, seconds: int = 10) -> list[str]:
    """What the database does not have yet of `expected`. One that has seen these functions and then
    later ones lacks nothing: an older process goes on beside it during an update.

    Raises DatabaseUnavailable, after `seconds` without a connection."""
    with _connect(conninfo, seconds) as connection:
        exists = connection.execute("select to_regclass('frontdesk.schema_migrations')").fetchone()
        applied = _applied(connection) if exists and exists[0] else {}
    return [name for name in expected(folder) if name not in applied]


def _connect(conninfo: str, seconds: int = 10) -> Connection:
    try:
        return psycopg.connect(conninfo, autocommit=True, connect_timeout=seconds)
    except psycopg.OperationalError as error:
        raise DatabaseUnavailable from error
    except psycopg.ProgrammingError as error:
        raise OperatorError("DATABASE_URL is not the address of a PostgreSQL") from error


def _apply_all(connection: Connection, folder: Path) -> list[str]:
    tables, functions = read_tables(folder), read_functions(folder / "functions")
    connection.execute("create schema if not exists frontdesk")
    connection.execute(
        "create table if not exists frontdesk.schema_migrations ("
        "name text primary key, checksum text not null, applied_at timestamptz not null default now())"
    )
    done = []
    if old := old_numbering.old_files(_applied(connection)):
        old_numbering.refuse_other_than_the_last(old, folder)
        done = _take_over(connection, list(old), tables, functions)
    applied = _applied(connection)
    _check_history(tables, applied)
    done += [file.name for file in tables if file.name not in applied]
    for file in tables:
        if file.name not in applied:
            with connection.transaction():
                file.run(connection)
                _record(connection, file.name, file.checksum)
    done += _apply_functions(connection, functions, tables)
    done += _apply_queue(connection, applied) + _apply_indexes(connection, applied)
    done += _apply_checkpoints(connection, applied)
    if done:
        # PostgREST, where there is one, reads anew which functions there are.
        connection.execute("notify pgrst, 'reload schema'")
    return done


def _take_over(
    connection: Connection, old: list[str], tables: list[File], functions: Functions
) -> list[str]:
    """The tables are as the first files make them, so those count as applied; that there was something
    before stays on record. All in one transaction, with what came later."""
    takeover = f"takeover of the old numbering, up to {max(old)}"
    later = [file for file in tables if file.name >= f"tables/{FIRST_LATER}"]
    with connection.transaction():
        connection.execute("delete from frontdesk.schema_migrations where name = any (%s)", [old])
        connection.execute(old_numbering.RENAMED)
        _record(connection, takeover, str(len(old)))
        for file in later:
            file.run(connection)
        for file in tables:
            _record(connection, file.name, file.checksum)
        functions.apply(connection, _beside(tables))
        _record(connection, functions.name, functions.checksum)
    return [takeover, *(file.name for file in later), functions.name]


def _apply_functions(connection: Connection, functions: Functions, tables: list[File]) -> list[str]:
    """Also when the database has seen them and then others, as after going back to an older version."""
    latest = connection.execute(
        "select name from frontdesk.schema_migrations where name like 'functions %' "
        "order by applied_at desc limit 1"
    ).fetchone()
    if latest == (functions.name,):
        return []
    with connection.transaction():
        functions.apply(connection, _beside(tables))
        connection.execute(
            "delete from frontdesk.schema_migrations where name = %s", [functions.name]
        )
        _record(connection, functions.name, functions.checksum)
    return [functions.name]


def _beside(tables: list[File]) -> set[str]:
    return {name for file in tables for name in file.defined()}


def _applied(connection: Connection) -> dict[str, str]:
    rows = connection.execute("select name, checksum from frontdesk.schema_migrations").fetchall()
    return dict(rows)


def _check_history(tables: list[File], applied: dict[str, str]) -> None:
    checksums = {file.name: file.checksum for file in tables}
    for name, checksum in applied.items():
        if name.startswith("tables/") and name not in checksums:
            raise MigrationError(f"{name} was applied to this database but is not here")
        if name.startswith("tables/") and checksums[name] != checksum:
            raise MigrationError(f"{name} has changed since it was applied; add a new file instead")


def _record(connection: Connection, name: str, checksum: str) -> None:
    connection.execute(
        "insert into frontdesk.schema_migrations (name, checksum) values (%s, %s)", [name, checksum]
    )


def _apply_queue(connection: Connection, applied: dict[str, str]) -> list[str]:
    """The queue library's schema. Its version is recorded, and a change of it is refused here."""
    name = "procrastinate"
    version = metadata.version(name)
    if name in applied:
        if applied[name] != version:
            raise MigrationError(
                f"the queue's tables are of version {applied[name]}, the library is {version}"
            )
        return []
    schema = (resources.files(name) / "sql" / "schema.sql").read_text("utf-8")
    with connection.transaction():
        _in_own_schema(connection, "procrastinate")
        connection.execute(schema.encode())
        connection.execute(_NOTIFY_WHEN_DUE)
        _grant_all(connection, "procrastinate")
        _record(connection, name, version)
    return [f"{name} {version}"]


def _apply_indexes(connection: Connection, applied: dict[str, str]) -> list[str]:
    """Ours on the library's tables, which no file of tables can make: those come before them."""
    done = [name for name in _INDEXES if name not in applied]
    for name in done:
        with connection.transaction():
            connection.execute(_INDEXES[name].encode())
            _record(connection, name, "")
    return done


def _apply_checkpoints(connection: Connection, applied: dict[str, str]) -> list[str]:
    """LangGraph's tables; its own list of migrations is applied from where it stopped."""
    from langgraph.checkpoint.postgres import PostgresSaver

    name = "langgraph-checkpoint-postgres"
    version = metadata.version(name)
    if applied.get(name) == version:
        return []
    connection.execute("create schema if not exists checkpoints")
    connection.execute("set search_path to checkpoints")
    PostgresSaver(connection).setup()  # type: ignore[arg-type]
    connection.execute("reset search_path")
    _work_in_public(connection)
    with connection.transaction():
        _grant_all(connection, "checkpoints")
        connection.execute("delete from frontdesk.schema_migrations where name = %s", [name])
        _record(connection, name, version)
    return [f"{name} {version}"]


def _in_own_schema(connection: Connection, schema: str) -> None:
    connection.execute(sql.SQL("create schema if not exists {}").format(sql.Identifier(schema)))
    connection.execute(sql.SQL("set local search_path to {}").format(sql.Identifier(schema)))


def _grant_all(connection: Connection, schema: str) -> None:
    for what in (
        "usage on schema {s}",
        "all on all tables in schema {s}",
        "all on all sequences in schema {s}",
        "execute on all functions in schema {s}",
    ):
        statement = sql.SQL("grant " + what + " to frontdesk_app").format(s=sql.Identifier(schema))
        connection.execute(statement)
