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
select coalesce(sum(pg_stat_get_xact_tuples_returned(c.oid)), 0)
from pg_class c left join pg_index i on i.indexrelid = c.oid join pg_class t on t.oid = coalesce(i.indrelid, c.oid)
where t.relname in ('notifications', 'chat_messages')
"""
"""Rows of both tables and of their indexes that this session read: what others read, or read earlier in this
database and count only now, is not among them."""


def of_one_call(url: str, event: dict[str, Any], *, hint: str = "") -> int:
    """Rows of both tables that are read for one event, planned before. `hint`: SQL for the session."""
    about = rows(
        url,
        "select organization_id, id from platform_connections where channel = 'evolution' limit 1",
    )[0]
    with psycopg.connect(url) as connection:

        def read() -> int:
            [count] = connection.execute(READ.encode()).fetchall()
            return int(count[0])

        def call() -> None:
            connection.execute(
                "select inbox_put(%s, %s, %s::jsonb, 10, 30)",
                [about["organization_id"], about["id"], json.dumps([event])],
            )

        connection.execute(hint.encode())
        # Planning reads, too: past the dead ends of indexes, where an earlier test left some.
        call()
        call()
        before = read()
        call()
        return read() - before


def fill(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(FILL.encode(), [MANY, MANY])
        connection.execute(
            "vacuum analyze notifications, chat_messages"
        )  # no dead ends of earlier tests


def told(event: dict[str, Any]) -> dict[str, Any]:
    return {"addresses": ["573005550177", "+573005550177"], "phone": "573005550177", **event}


def test_a_read_of_everything_is_seen(database_url: str) -> None:
    """The measure itself: without indexes every row is read."""
    fill(database_url)
    off = "set enable_indexscan = off; set enable_bitmapscan = off; set enable_indexonlyscan = off"
    event = told({"type": "status", "ids": ["wamid-77"], "status": "delivered", "names": []})
    assert of_one_call(database_url, event, hint=off) >= MANY


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
    fill(database_url)
    assert of_one_call(database_url, told(event)) < 30
