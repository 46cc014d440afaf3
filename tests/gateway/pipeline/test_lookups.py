"""What is looked for with each webhook is found by an index, however much there is."""

import json
from typing import Any

import psycopg
import pytest

from tests.databases import rows

MANY = 3000
FILL = """
with c as (select id, organization_id from platform_connections where channel = 'evolution' limit 1),
i as (insert into chat_identities (organization_id, connection_id, address)
    select organization_id, id, '573005550177' from c returning *),
a as (insert into chat_addresses select organization_id, connection_id, address, id from i),
m as (insert into chat_messages (organization_id, chat_identity_id, connection_id, direction, status,
        provider_id, second_id, created_at)
    select organization_id, id, connection_id, 'outbound', 'sent', 'own-' || n, 'wamid-' || n, now()
    from i, generate_series(1, %s) n)
insert into notifications (organization_id, connection_id, recipient_id, topic, body, status, provider_id, created_at)
select c.organization_id, c.id, r.id, 'works', 'x', 'sent', 'notice-' || n, now()
from c join lateral (select id from internal_notifications_config r
    where r.organization_id = c.organization_id limit 1) r on true, generate_series(1, %s) n
"""
READ = """
select (select sum(seq_tup_read) from pg_stat_user_tables
        where relname in ('notifications', 'chat_messages')) as rows_read,
    (select sum(idx_tup_read) from pg_stat_user_indexes
        where relname in ('notifications', 'chat_messages')) as index_rows
"""


def of_one_call(url: str, event: dict[str, Any]) -> int:
    """Rows of both tables that are read for one event; two calls before it warm what is planned once."""
    about = rows(
        url,
        "select organization_id, id from platform_connections where channel = 'evolution' limit 1",
    )[0]
    with psycopg.connect(url, autocommit=True) as connection:

        def read() -> int:
            connection.execute("select pg_stat_force_next_flush()")
            [count] = connection.execute(READ.encode()).fetchall()
            return int(count[0]) + int(count[1])

        before = read()
        connection.execute(
            "select inbox_put(%s, %s, %s::jsonb, 10, 30)",
            [about["organization_id"], about["id"], json.dumps([event])],
        )
        return read() - before


@pytest.mark.parametrize(
    "event",
    [
        {"type": "echo", "id": "notice-77", "text": "x"},
        {"type": "echo", "id": "wamid-77", "text": "x"},
        {"type": "echo", "id": "own-77", "text": "x"},
        {"type": "status", "ids": ["own-77", "wamid-77"], "status": "delivered", "names": []},
        {"type": "status", "ids": ["wamid-77"], "status": "delivered", "names": []},
        {"type": "status", "ids": ["notice-77"], "status": "delivered", "names": []},
        {"type": "edit", "id": "wamid-unknown", "text": "x", "deleted": False},
    ],
    ids=lambda event: f"{event['type']} of {event.get('id') or event['ids'][-1]}",
)
def test_a_webhook_reads_few_rows(database_url: str, event: dict[str, Any]) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(FILL.encode(), [MANY, MANY])
        connection.execute("analyze notifications, chat_messages")
    told = {"addresses": ["573005550177", "+573005550177"], "phone": "573005550177", **event}
    assert of_one_call(database_url, told) < 30
