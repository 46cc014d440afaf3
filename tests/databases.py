"""Databases for tests: a migrated template with the demo organizations, and copies of it."""

import asyncio
import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from agent.clock import FixedClock
from agent.data.migrate import migrate
from agent.data.postgres import PostgresDatabase
from gateway.organizations import commands
from gateway.organizations.loading import load
from tests.kept_database import KeptDatabase, spoil
from tests.sessions import sessions

DEMO = Path(__file__).parents[1] / "demo"
NOW = datetime.fromisoformat("2026-11-20T10:00:00-05:00")
"""A Friday, 10:00 in Bogotá."""
PROVIDER_KEY = "provider-key-for-tests"
SECRETS = {
    f"{slug}_{name}": PROVIDER_KEY
    if name.endswith("API_KEY")
    else f"{slug.lower()}-{name.lower().replace('_', '-')}-for-tests"
    for slug in ("AURORA", "SORRISO")
    for name in (
        "GUPSHUP_TOKEN", "GUPSHUP_API_KEY", "EVOLUTION_TOKEN", "EVOLUTION_API_KEY", "WEB_TOKEN",
    )
}  # fmt: skip
BARE = f"frontdesk_bare_{os.getpid()}"
"""Migrated, without any organization."""
_TEMPLATE = f"frontdesk_template_{os.getpid()}"
_LENT = "lent"
_ROOM = 2_000_000_000
"""Bytes: the data and write-ahead logs of some servers at once."""


@dataclass
class Server:
    """A running PostgreSQL; `url` is a superuser's, of its first database.

    With `owner` (a login), databases belong to that role and are reached as it.
    """

    url: str
    numbers: Iterator[int]
    owner: str | None = None
    kept: list[KeptDatabase] = field(default_factory=list)

    def address(self, database: str) -> str:
        return make_conninfo(
            self.url, dbname=database, **({"user": self.owner} if self.owner else {})
        )

    @contextmanager
    def database(self, template: str = _TEMPLATE) -> Iterator[str]:
        name = self._copy(template)
        try:
            yield self.address(name)
        finally:
            self._drop(name)

    @contextmanager
    def lent(self) -> Iterator[str]:
        """The same contents as `database`, in one that is lent again: what was written is taken
        back, and connections to it stay warm. After a change of its schema it is made anew."""
        new = not self.kept
        kept = KeptDatabase(self.address(self._copy(_TEMPLATE, _LENT))) if new else self.kept.pop()
        try:
            yield kept.url
        finally:
            if kept.restore():
                self.kept.append(kept)
            else:
                self._drop(kept.name)

    def _copy(self, template: str, prefix: str = "test") -> str:
        name = f"{prefix}_{os.getpid()}_{next(self.numbers)}"
        sessions.close(template)
        self.create(name, f"template {template} strategy file_copy")
        return name

    def _drop(self, name: str) -> None:
        sessions.close(name)
        self._run(f"drop database {name} with (force)")

    def create(self, name: str, how: str = "") -> None:
        self._run(f"create database {name} {how} {f'owner {self.owner}' if self.owner else ''}")

    def _run(self, statement: str) -> None:
        with sessions.use(self.url) as connection:
            connection.execute(statement.encode())


def is_lent(url: str) -> bool:
    """Whether this database is one of `Server.lent`."""
    return str(conninfo_to_dict(url).get("dbname")).startswith(f"{_LENT}_")


@contextmanager
def server_folder() -> Iterator[Path]:
    """Where an embedded server may keep its data. As root it runs under a user of its own, and
    pytest shuts its folders to others again whenever another session starts."""
    with tempfile.TemporaryDirectory(
        prefix="frontdesk-test-", ignore_cleanup_errors=True, dir=_memory()
    ) as folder:
        yield Path(folder)


def _memory() -> str | None:
    """A file system in memory with room: a database is copied fifteen times faster there."""
    shared = Path("/dev/shm")
    roomy = shared.is_dir() and os.access(shared, os.W_OK | os.X_OK)
    return str(shared) if roomy and shutil.disk_usage(shared).free >= _ROOM else None


def make_fast(url: str) -> str:
    """Takes a server's durability away: a test database survives nothing anyway."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("alter system set fsync = off")
        connection.execute("alter system set synchronous_commit = off")
        connection.execute("alter system set full_page_writes = off")
        connection.execute("alter system set max_wal_size = '128MB'")
        connection.execute("alter system set scram_iterations = 1")
        connection.execute("select pg_reload_conf()")
    # By default a client counts 4,096 times for each connection (4 ms), and tests open thousands.
    give_password(url, "postgres")
    return url


def create_login(url: str, role: str, how: str = "login") -> None:
    """A role that connects as `url` does, but for its name."""
    execute(url, f"create role {role} {how}")
    give_password(url, role)


def give_password(url: str, *roles: str) -> None:
    """That of `url`: nobody enters an embedded server without one."""
    password = conninfo_to_dict(url).get("password")
    with psycopg.connect(url, autocommit=True) as connection:
        for role in roles if password else ():
            connection.execute(
                sql.SQL("alter role {} password {}").format(
                    sql.Identifier(role), sql.Literal(password)
                )
            )


def prepare(url: str, owner: str | None = None, before: str = "") -> Server:
    """Makes the templates; `before` is run in the database before it is migrated."""
    server = Server(url, itertools.count(1), owner)
    server.create(BARE)
    if before:
        execute(server.address(BARE), before)
    migrate(server.address(BARE))
    sessions.close(BARE)
    server.create(_TEMPLATE, f"template {BARE}")
    asyncio.run(apply_demo(server.address(_TEMPLATE)))
    return server


def forget(url: str) -> None:
    """Removes the templates from a server that stays."""
    with psycopg.connect(url, autocommit=True) as connection:
        for name in (_TEMPLATE, BARE):
            connection.execute(f"drop database if exists {name} with (force)".encode())


async def apply_demo(url: str) -> None:
    """As on the morning of most tests: the public holidays are those around that day."""
    database = PostgresDatabase(url, clock=FixedClock(NOW))
    await database.open()
    try:
        for file in sorted(DEMO.glob("*.yaml")):
            plan = await commands.plan(database, load(file), SECRETS.get)
            await commands.apply(database, plan)
    finally:
        await database.close()


def rows(url: str, query: str, *args: Any) -> list[dict[str, Any]]:
    """What stands in the database, seen by its owner."""
    with sessions.use(url) as connection:
        return connection.execute(query.encode(), args).fetchall()


def execute(url: str, statement: str, *args: Any, now: datetime | None = None) -> None:
    """Writes as the owner; with `now` the triggers are told that time."""
    with sessions.use(url) as connection:
        try:
            if now:
                connection.execute(
                    "select set_config('frontdesk.now', %s, false)", [now.isoformat()]
                )
            connection.execute("set search_path to public, procrastinate")
            connection.execute(statement.encode(), args)
        finally:
            if not connection.closed:
                connection.execute("reset all")


@contextmanager
def refuse_connections(server: Server, url: str) -> Iterator[None]:
    """The database refuses everybody, and who was connected is cut off."""
    name = str(conninfo_to_dict(url)["dbname"])
    spoil(url)
    sessions.close(name)
    execute(server.url, f"alter database {name} with allow_connections false")
    execute(
        server.url,
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s",
        name,
    )
    try:
        yield
    finally:
        execute(server.url, f"alter database {name} with allow_connections true")
