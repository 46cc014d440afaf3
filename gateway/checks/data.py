"""Checks of storage: PostgreSQL, its pooler and clock, Redis, the data folder."""

import asyncio
import os
import shutil
import stat
from datetime import date
from pathlib import Path

from agent.checkpoints.choice import open_redis, take_redis
from agent.clock import Clock, SystemClock
from agent.data.inspection import ServerFacts, inspect_server, is_transaction_pooler
from agent.data.migrate import pending
from agent.data_folder import FORMER
from agent.errors import DatabaseUnavailable, OperatorError
from agent.settings import Settings
from gateway.checks.finding import Finding, State
from gateway.checks.reach import SECONDS
from gateway.container import database_url

_OLDEST = 15
# Last minor releases: the versioning page of the PostgreSQL project.
_POSTGRESQL_ENDS = {
    15: date(2027, 11, 11),
    16: date(2028, 11, 9),
    17: date(2029, 11, 8),
    18: date(2030, 11, 14),
}
_SKEW_WARN, _SKEW_BAD = 2.0, 30.0
_ROOM_WARN, _ROOM_BAD = 2_000_000_000, 200_000_000


async def check_database(settings: Settings, clock: Clock | None = None) -> list[Finding]:
    """Version, rights, clock, vector extension and migrations."""
    clock = clock or SystemClock()
    kind = "configured" if settings.database_url else "embedded"
    try:
        url = database_url(settings)
        facts = await asyncio.to_thread(inspect_server, url, clock)
        missing = await asyncio.to_thread(pending, url, seconds=int(SECONDS))
    except OperatorError as error:
        do = "postgresql://user:password@host/database" if settings.database_url else ""
        return [Finding("bad", "database", str(error), do)]
    except DatabaseUnavailable:
        do = "is it running, and is DATABASE_URL right?"
        return [Finding("bad", "database", f"{kind}, not reachable", do)]
    return [
        _server(kind, facts, clock.now().date()),
        *way_there(facts.readable_at),
        *_rights(facts),
        _migrations(missing),
        _vector(facts),
        _clock(facts.ahead_seconds),
    ]


def _server(kind: str, facts: ServerFacts, today: date) -> Finding:
    text = f"{kind}, reachable, PostgreSQL {facts.version}"
    if facts.major < _OLDEST:
        return Finding("bad", "database", text, f"PostgreSQL {_OLDEST} or later is needed")
    ends = _POSTGRESQL_ENDS.get(facts.major)
    if ends and ends < today:
        return Finding("warn", "database", f"{text}, without fixes since {ends}", "move to a newer")
    return Finding("ok", "database", text, brief=f"PostgreSQL {facts.version} ({kind})")


def way_there(readable_at: str | None) -> list[Finding]:
    """Whether what is sent to the database and comes back can be read on the way."""
    if readable_at is None:
        return []
    text = f"what goes to {readable_at} and comes back is not encrypted, and the address is a public one"
    do = "add ?sslmode=require to DATABASE_URL (verify-full, where you have its certificate)"
    return [Finding("bad", "way to the database", text, do)]


async def check_pooler(settings: Settings) -> list[Finding]:
    """Whether we ask of a pooler what it cannot do."""
    url = settings.database_url
    if url is None or not is_transaction_pooler(url.get_secret_value()):
        return []
    if not settings.listen_notify and not settings.prepare_statements:
        return []
    text = "port 6543 is a transaction pooler's: no LISTEN, no prepared statements"
    return [Finding("warn", "pooler", text, "LISTEN_NOTIFY=false and PREPARE_STATEMENTS=false")]


def _rights(facts: ServerFacts) -> list[Finding]:
    if facts.has_application_roles is False:
        do = "as its owner: grant frontdesk_app, frontdesk_caller to the user of DATABASE_URL"
        return [
            Finding(
                "bad", "rights", "the login may not become frontdesk_app or frontdesk_caller", do
            )
        ]
    if not facts.may_migrate:
        text = "the login may not create schemas, so it cannot migrate"
        return [Finding("bad", "rights", text, "make it the database's owner")]
    return []


def _migrations(missing: list[str]) -> Finding:
    if missing:
        return Finding("bad", "migrations", f"{len(missing)} to apply", "run `frontdesk migrate`")
    return Finding("ok", "migrations", "all applied")


def _vector(facts: ServerFacts) -> Finding:
    if facts.vector:
        text = f"pgvector {facts.vector}"
        return Finding("ok", "vector", text, brief=text)
    text = "no pgvector: knowledge is searched by words only"
    do = "create extension vector" if facts.vector_available else ""
    return Finding("off", "vector", text, do)


def _clock(ahead: float) -> Finding:
    if abs(ahead) < _SKEW_WARN:
        return Finding("ok", "clock", "as the database's")
    text = f"the database's is {abs(ahead):.0f} s {'ahead' if ahead > 0 else 'behind'}"
    do = "synchronise both (NTP): offers, reminders and leases depend on it"
    return Finding("bad" if abs(ahead) >= _SKEW_BAD else "warn", "clock", text, do)


async def check_redis(settings: Settings) -> list[Finding]:
    """Whether a process would take it now, and for what; asked in the same way."""
    async with open_redis(settings) as redis:
        taken = await take_redis(settings, redis)
    if not isinstance(taken, str):
        return [Finding("ok", "Redis", "keeps the threads and the rate limits")]
    if settings.redis_url is None:
        return [Finding("off", "Redis", f"{taken}: threads are kept in PostgreSQL")]
    if redis is None:
        return [
            Finding("warn", "Redis", f"{taken}: it is not used", "redis://:password@host:6379/0")
        ]
    if redis.away:
        text = f"{taken}: threads are kept in PostgreSQL, rate limits in each process"
        return [
            Finding(
                "warn",
                "Redis",
                text,
                "check REDIS_URL; once it works it is taken, without a restart",
            )
        ]
    text = f"{taken}: it keeps the rate limits, and PostgreSQL the threads"
    return [Finding("warn", "Redis", text, "threads need Redis 8, or the modules JSON and search")]


async def check_data_dir(settings: Settings) -> list[Finding]:
    """Room and permissions of the folder for the embedded database and received files."""
    folder = settings.data_dir
    if settings.frontdesk_data_dir is None and FORMER.is_dir():
        text = f"{folder}; {FORMER.absolute()}, of an earlier version, is not used"
        return [Finding("warn", "data folder", text, "move what you need, then delete it")]
    there = _nearest(folder)
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        text = f"{folder} cannot be written"
        return [Finding("bad", "data folder", text, "set FRONTDESK_DATA_DIR, or chown it")]
    if folder.is_dir() and folder.stat().st_mode & stat.S_IWOTH:
        text = f"{folder} can be written by everybody on this machine"
        return [Finding("bad", "data folder", text, f"chmod o-w {folder}")]
    free = shutil.disk_usage(there).free
    text = f"{folder}, {free / 1e9:.1f} GB free"
    if free < _ROOM_WARN:
        state: State = "bad" if free < _ROOM_BAD else "warn"
        return [Finding(state, "data folder", text, "make room")]
    return [Finding("ok", "data folder", text, brief=f"{free / 1e9:.1f} GB free")]


def _nearest(folder: Path) -> Path:
    """`folder`, or the first one above it that exists."""
    return next(one for one in (folder.absolute(), *folder.absolute().parents) if one.exists())
