"""Businesses without anything but a page to write on, and customers who write at set times."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg

from agent.data import scratch
from agent.data.migrate import migrate
from agent.types import Json

TEXT = "Buenas, quería hacerles una consulta sobre lo que vimos la otra vez"


@dataclass(frozen=True, slots=True)
class Waited:
    """Of one chat: seconds from when its answer was due to the turn's beginning, and to its commit."""

    business: int
    late: float
    answered: float


@contextmanager
def crowded(server: str, count: int) -> Iterator["Crowd"]:
    """A scratch database with `count` businesses, numbered from 1."""
    with scratch.scratch_database(server) as conninfo:
        migrate(conninfo)
        for statement in _FILL:
            scratch.execute(conninfo, statement.replace(":businesses", str(count)))
        with psycopg.connect(conninfo, autocommit=True) as connection:
            yield Crowd(conninfo, connection)


class Crowd:
    """Writes as the gateway's inbox does, without the way through HTTP."""

    def __init__(self, conninfo: str, connection: psycopg.Connection[Any]) -> None:
        self.conninfo = conninfo
        self._connection = connection
        self.written = 0

    def write(self, business: int, *, wait: float = 0.0, text: str = TEXT) -> str:
        """A new customer's first message, due in `wait` seconds; its id at the provider."""
        self.written += 1
        id = f"crowd-{self.written}"
        event: Json = {
            "type": "message",
            "id": id,
            "addresses": [f"visitor-{self.written}"],
            "phone": None,
            "name": f"Persona {self.written}",
            "kind": "text",
            "text": text,
            "payload": {},
        }
        self._connection.execute(
            "select inbox_put(md5('organization ' || %s::int)::uuid, md5('connection ' || %s::int)::uuid, "
            "%s::jsonb, %s, %s)",
            [business, business, json.dumps([event]), wait, wait],
        )
        return id

    def vacuum(self) -> None:
        """As autovacuum would; plans that were made over empty tables would be kept."""
        self._connection.execute("vacuum analyze")

    def waits(self) -> list[Waited]:
        """Of every chat that is answered by now."""
        rows = self._connection.execute(_WAITS).fetchall()
        return [Waited(*row) for row in rows]

    def answered(self, business: int) -> int:
        """How many of a business's chats are answered."""
        query = (
            "select count(*) from turns where status = 'committed' "
            "and organization_id = md5('organization ' || %s::int)::uuid"
        )
        row = self._connection.execute(query, [business]).fetchone()
        assert row is not None
        return int(row[0])

    def count_begun(self) -> int:
        """How many turns have begun."""
        row = self._connection.execute("select count(*) from turns").fetchone()
        assert row is not None
        return int(row[0])


_WAITS = """
select substr(o.slug, 10)::int, extract(epoch from t.started_at - t.due_at)::float,
    extract(epoch from t.finished_at - t.due_at)::float
from turns t join organizations o on o.id = t.organization_id where t.status = 'committed' order by t.started_at
"""
_FILL = (
    """
    insert into organizations (id, slug, name, language, time_zone, country, currency)
    select md5('organization ' || n)::uuid, 'business-' || n, 'Business ' || n, 'es',
        'America/Bogota', 'CO', 'COP'
    from generate_series(1, :businesses) n
    """,
    """
    insert into organization_availability (organization_id, weekday, opens, closes)
    select o.id, w, '08:00', '18:00' from organizations o, generate_series(1, 6) w
    """,
    """
    insert into services (organization_id, key, name, duration_minutes)
    select o.id, 'visit', 'Visita', 30 from organizations o
    """,
    """
    insert into platform_connections (id, organization_id, key, channel, name, token_hash, token_env)
    select md5('connection ' || n)::uuid, md5('organization ' || n)::uuid, 'page', 'web', 'page',
        decode(md5('token ' || n), 'hex'), 'BUSINESS_' || n || '_WEB_TOKEN'
    from generate_series(1, :businesses) n
    """,
)
