"""What a PostgreSQL server is and what the login may do there, for `frontdesk check`."""

from dataclasses import dataclass
from ipaddress import ip_address

import psycopg
from psycopg.conninfo import conninfo_to_dict

from agent.clock import Clock
from agent.errors import DatabaseUnavailable, OperatorError

_FACTS = """
select current_setting('server_version_num')::integer, split_part(version(), ' ', 2),
    extract(epoch from clock_timestamp())::double precision,
    (select extversion from pg_extension where extname = 'vector'),
    exists (select 1 from pg_available_extensions where name = 'vector'),
    (select bool_and(pg_has_role(current_user, oid, 'MEMBER')) from pg_roles
        where rolname in ('frontdesk_app', 'frontdesk_caller')),
    has_database_privilege(current_database(), 'CREATE'),
    (select rolsuper from pg_roles where rolname = current_user)
"""


_TRANSACTION_POOLER = "6543"
"""The port of Supabase's, which keeps no LISTEN and no prepared statements."""


def is_transaction_pooler(conninfo: str) -> bool:
    """Whether the address is that of Supabase's transaction pooler."""
    try:
        return conninfo_to_dict(conninfo).get("port") == _TRANSACTION_POOLER
    except psycopg.ProgrammingError:
        return False


@dataclass(frozen=True, slots=True)
class ServerFacts:
    """`ahead_seconds`: how far the database's clock is before ours. `vector`: the extension's
    version in this database, None without it. `has_application_roles`: None before the first
    migration. `may_migrate`: the login may create schemas. `readable_at`: the server's address, where everything
    passes unencrypted on the way to it."""

    number: int
    version: str
    ahead_seconds: float
    vector: str | None
    vector_available: bool
    has_application_roles: bool | None
    may_migrate: bool
    superuser: bool
    readable_at: str | None = None

    @property
    def major(self) -> int:
        return self.number // 10_000


def inspect_server(conninfo: str, clock: Clock, *, seconds: int = 3) -> ServerFacts:
    """Asks the server, waiting at most `seconds` for a connection.

    Raises DatabaseUnavailable, and OperatorError when `conninfo` is not one.
    """
    try:
        conninfo_to_dict(conninfo)
    except psycopg.ProgrammingError as error:
        raise OperatorError("DATABASE_URL is not the address of a PostgreSQL") from error
    try:
        with psycopg.connect(conninfo, autocommit=True, connect_timeout=seconds) as connection:
            before = clock.now().timestamp()
            row = connection.execute(_FACTS).fetchone()
            after = clock.now().timestamp()
            encrypted, address = connection.pgconn.ssl_in_use, connection.info.hostaddr
    except psycopg.OperationalError as error:
        raise DatabaseUnavailable from error
    if row is None:  # a select without from has one row
        raise DatabaseUnavailable
    number, version, theirs, vector, available, member, may_migrate, superuser = row
    return ServerFacts(
        number=number,
        version=version,
        ahead_seconds=theirs - (before + after) / 2,
        vector=vector,
        vector_available=available,
        has_application_roles=member,
        may_migrate=may_migrate,
        superuser=superuser,
        readable_at=readable_at(address, encrypted=encrypted),
    )


def readable_at(address: str, *, encrypted: bool) -> str | None:
    """The address, where others may read along: no TLS, and neither this machine nor a private network. A socket's is
    empty or a path."""
    try:
        there = ip_address(address.partition("%")[0])
    except ValueError:
        return None
    return None if encrypted or there.is_private else address
