"""Two tenants with a row in every table, and what can be seen of them."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from agent.types import Json
from tests.agenda import Client, clients
from tests.front import Front

AT = datetime.fromisoformat("2026-11-24T15:00:00-05:00")
ALL_TABLES = "select c.oid::regclass::text as name from pg_class c where c.relkind in ('r', 'p') "


async def fill(front: Front, tenant: str, *, service: str, member: str | None) -> None:
    """At least one row of the tenant in every table."""
    (client,) = [await c.named() for c in clients(front, 1, tenant)]
    appointment = await booked_by(client, None, member)
    proposed = await client.act("appointment_cancel", appointment=appointment)
    assert proposed["status"] == "proposed"
    await client.act("consent_record", kind="reminders", granted=True)
    await client.call("knowledge_search", query="zzz xyz qqq")
    await document(client)
    await notification_of(client, None)
    await front.customer("5511955550199", tenant=tenant).write("oi")
    await hold(client)
    organization = client.organization
    waits_for(front, client)
    invited(front, client)
    for table, columns in (
        ("organization_special_dates", "organization_id, day"),
        ("member_special_dates", "organization_id, member_id, day"),
        ("member_availability", "organization_id, member_id, weekday, opens, closes"),
    ):
        values = {
            "organization_id": organization,
            "member_id": client.key("members", first_key(front, "members", tenant)),
            "day": "2026-12-24",
            "weekday": 1,
            "opens": "08:00",
            "closes": "09:00",
        }
        names = columns.split(", ")
        front.execute(
            f"insert into {table} ({columns}) values ({', '.join(['%s'] * len(names))})",
            *(values[name] for name in names),
        )
    front.execute(RULES.replace("%s", f"'{organization}'"))


RULES = """
insert into vacations (organization_id, first_day, last_day)
    values (%s, '2027-06-01', '2027-06-02');
insert into organization_holidays (organization_id, day, name)
    values (%s, '2027-06-03', 'x') on conflict do nothing;
insert into resources (organization_id, key, name) values (%s, 'of-tests', 'x');
insert into resource_units (organization_id, resource_id, number)
    select organization_id, id, 1 from resources where organization_id = %s and key = 'of-tests';
insert into services (organization_id, key, name, duration_minutes, active)
    values (%s, 'of-tests', 'x', 30, false);
insert into people (organization_id, contact_id, name, name_key, created_at)
    select organization_id, id, 'of-tests', 'of-tests', now() from contacts where organization_id = %s limit 1;
insert into contact_notes (organization_id, contact_id, body, noted_at)
    select organization_id, id, 'of-tests', now() from contacts where organization_id = %s limit 1;
insert into customer_notes (organization_id, contact_id, body, noted_at)
    select organization_id, id, 'of-tests', now() from contacts where organization_id = %s limit 1;
insert into visit_answers (id, organization_id, appointment_id, key, question, kind, asked_at)
    select gen_random_uuid(), organization_id, id, 'of-tests', 'x', 'text', now() from appointments
    where organization_id = %s limit 1;
insert into visit_ratings (id, organization_id, appointment_id, contact_id, asked_at)
    select gen_random_uuid(), organization_id, id, contact_id, now() from appointments
    where organization_id = %s limit 1;
insert into staff_plans (organization_id, recipient_id, kind, wish, seen, shown_at, expires_at)
    select organization_id, id, 'block', '{}', 'of-tests', now(), now() from internal_notifications_config
    where organization_id = %s limit 1;
insert into canned_answers (organization_id, title, body, written_at) values (%s, 'of-tests', 'x', now());
insert into service_resources (organization_id, service_id, resource_id)
    select organization_id, s.id, r.id from services s join resources r using (organization_id, key)
    where organization_id = %s and key = 'of-tests';
insert into organization_staff (organization_id, user_id, added_at)
    values (%s, gen_random_uuid(), now());
insert into service_availability (organization_id, service_id, weekday, opens, closes)
    select organization_id, id, 1, '08:00', '09:00' from services
    where organization_id = %s and key = 'of-tests';
insert into connection_secrets (organization_id, connection_id, name, ciphertext, key_id, set_at)
    select organization_id, id, 'of_tests', decode(repeat('00', 40), 'hex'), '00000000', now()
    from platform_connections where organization_id = %s limit 1;
insert into early_edits (organization_id, connection_id, provider_id, at)
    select organization_id, id, 'of-tests', now() from platform_connections where organization_id = %s
    limit 1;
insert into connection_receiving (organization_id, connection_id, began_at, complete_until, asked_at)
    select organization_id, id, now(), now(), now() from platform_connections where organization_id = %s
    limit 1;
insert into connection_feeds (organization_id, connection_id, holder, held_until, state, state_at)
    select organization_id, id, gen_random_uuid(), now(), 'listening', now() from platform_connections
    where organization_id = %s limit 1;
insert into connection_sending (organization_id, connection_id)
    select organization_id, id from platform_connections where organization_id = %s
    on conflict do nothing;
insert into api_keys (organization_id, name, prefix, key_hash, scopes, created_at)
    values (%s, 'x', '00000000', sha256('x'), '{read}', now());
insert into staff_accounts (organization_id, email, created_at)
    values (%s, 'of-tests@x.example', now());
insert into staff_sessions (token_hash, organization_id, account_id, created_at, seen_at)
    select sha256('x'), organization_id, id, now(), now() from staff_accounts
    where organization_id = %s and email = 'of-tests@x.example';
insert into staff_recovery_codes (account_id, code_hash, organization_id)
    select id, sha256('x'), organization_id from staff_accounts where organization_id = %s limit 1;
insert into staff_devices (account_id, token_hash, organization_id, seen_at, tries_left, tries_at)
    select id, sha256('x'), organization_id, now(), 1, now() from staff_accounts
    where organization_id = %s limit 1;
insert into staff_events (organization_id, account_id, at, kind)
    select organization_id, id, now(), 'signed_in' from staff_accounts where organization_id = %s limit 1;
insert into push_keys (organization_id, public_key, ciphertext, key_id, made_at)
    values (%s, repeat('x', 87), 'x', '00000000', now());
insert into push_subscriptions (organization_id, account_id, session_id, endpoint, p256dh, auth, language, created_at)
    select organization_id, id, gen_random_uuid(), 'https://fcm.googleapis.com/of-tests', 'x', 'x', 'es', now()
    from staff_accounts where organization_id = %s limit 1;
insert into pushes (organization_id, subscription_id, kind, created_at)
    select organization_id, id, 'test', now() from push_subscriptions where organization_id = %s limit 1;
insert into event_endpoints (organization_id, name, url, ciphertext, key_id, off_at, off_because, created_at)
    values (%s, 'of-tests', 'https://crm.example/', 'x', '00000000', now(), 'staff', now());
insert into agenda_events (organization_id, kind, subject_id, actor, data, occurred_at)
    values (%s, 'test', gen_random_uuid(), 'staff', '{}', now());
insert into event_deliveries (organization_id, endpoint_id, event_id, subject_id, seq, status, due_at)
    select e.organization_id, e.id, v.id, v.subject_id, v.seq, 'failed', now()
    from event_endpoints e join agenda_events v using (organization_id) where e.organization_id = %s;
insert into chat_notes (organization_id, chat_identity_id, body, noted_at)
    select organization_id, id, 'x', now() from chat_identities where organization_id = %s limit 1;
insert into chat_summaries (chat_identity_id, organization_id, body, from_at, through_seq, model, made_at)
    select id, organization_id, 'x', now(), 1, 'x', now() from chat_identities where organization_id = %s limit 1;
insert into chat_reads (organization_id, chat_identity_id, account_id, seq)
    select i.organization_id, i.id, a.id, 1 from chat_identities i join staff_accounts a using (organization_id)
    where i.organization_id = %s limit 1;
insert into staff_actions (organization_id, action, at) values (%s, 'searched', now());
insert into staff_messages (organization_id, connection_id, recipient_id, provider_id, kind, body, received_at)
    select organization_id, (select id from platform_connections c where c.organization_id = r.organization_id limit 1),
        id, 'staff-' || id, 'text', 'x', now()
    from internal_notifications_config r where organization_id = %s limit 1;
insert into handed_files (id, organization_id, chat_identity_id, store, path, handed_at)
    select gen_random_uuid(), organization_id, id, 'files',
        'media/' || organization_id || '/' || id || '.jpg', now() from chat_identities
    where organization_id = %s limit 1;
insert into model_usage (organization_id, turn_id, day, node, model, calls, input_tokens,
    cached_input_tokens, output_tokens, recorded_at)
    values (%s, gen_random_uuid(), '2026-11-20', 'knowledge', 'offline', 1, 0, 0, 0, now());
insert into model_ceilings (organization_id, day, kind, reached_at) values (%s, '2026-11-20', 'spend', now());
insert into told_changes (organization_id, chat_identity_id, change, told_at)
    select organization_id, id, 'x', now() from chat_identities where organization_id = %s limit 1;
insert into withheld_replies (organization_id, chat_identity_id, turn_id, reason, body, created_at)
    select organization_id, chat_identity_id, id, 'x', 'x', now() from turns
    where organization_id = %s limit 1;
insert into chat_sessions (organization_id, chat_identity_id, started_at, last_at)
    select organization_id, id, now(), now() from chat_identities where organization_id = %s limit 1;
insert into queue_clearings (organization_id, at, cleared_by, messages) values (%s, now(), 'x', '[]');
insert into erasures (organization_id, erased_at, counts, outside) values (%s, now(), '{}', '{}');
insert into imported_rows (organization_id, source, kind, source_key, target_id, digest, imported_at)
    values (%s, 'of-tests', 'contact', 'x', gen_random_uuid(), '', now());
insert into busy_times (organization_id, member_id, source, starts_at, ends_at, created_at)
    select organization_id, id, 'of-tests', '2027-06-01T10:00Z', '2027-06-01T11:00Z', now() from members
    where organization_id = %s limit 1;
insert into busy_calendars (organization_id, key, kind, member_id, created_at, due_at)
    select organization_id, 'of-tests', 'ics', id, now(), now() from members where organization_id = %s limit 1;
insert into busy_calendar_secrets (organization_id, calendar_id, name, ciphertext, key_id, set_at)
    select organization_id, id, 'address', decode(repeat('00', 30), 'hex'), '00000000', now() from busy_calendars
    where organization_id = %s limit 1;
insert into calendar_conflicts (organization_id, calendar_id, appointment_id, starts_at, ends_at, found_at)
    select a.organization_id, b.id, a.id, a.starts_at, a.ends_at, now() from appointments a
    join busy_calendars b using (organization_id) where a.organization_id = %s limit 1;
insert into calendar_feeds (organization_id, token_hash, made_at)
    values (%s, sha256(gen_random_uuid()::text::bytea), now());
insert into agenda_blocks (organization_id, member_id, starts_at, ends_at, created_at)
    select organization_id, id, '2027-06-02T10:00Z', '2027-06-02T11:00Z', now() from members
    where organization_id = %s limit 1;
insert into environment_grants (name, organization_id, granted_at) values ('OF_TESTS', %s, now());
insert into figure_days (organization_id, day, time_zone, counted_at) values (%s, '2026-11-19', 'UTC', now());
insert into figure_counts (organization_id, day, figure, n) values (%s, '2026-11-19', 'chats', 1);
"""


async def document(client: Client) -> None:
    """A document of the knowledge base with an embedding."""
    database, organization = client.front.container.database, client.organization
    about = {"name": "x.txt", "kind": "text", "sha256": "0" * 64, "size": 1}
    part = {"title": "x", "content": "x", "source": "x.txt"}
    await database.call(
        "knowledge_document_put", organization=organization, document=about, chunks=[part]
    )
    missing: Json = await database.call(
        "knowledge_embeddings_missing", organization=organization, model="x", limit=1
    )
    [entry] = missing["entries"]
    row = {"entry": entry["id"], "hash": entry["hash"], "embedding": "[1,0]"}
    await database.call(
        "knowledge_embeddings_put", organization=organization, model="x", rows=[row]
    )


def waits_for(front: Front, client: Client) -> UUID:
    """An entry of the waiting list; its id."""
    (row,) = front.rows(
        "insert into waiting_list (organization_id, chat_identity_id, contact_id, services, "
        "first_day, last_day, joined_at, changed_at, wake_at) "
        "select i.organization_id, i.id, i.contact_id, jsonb_build_array(s.id), '2026-12-20', "
        "'2026-12-20', now(), now(), '2026-12-20T10:00Z' from chat_identities i "
        "join services s on s.organization_id = i.organization_id and s.bookable "
        "where i.id = %s order by s.position limit 1 returning id",
        client.conversation,
    )
    found: UUID = row["id"]
    return found


def invited(front: Front, client: Client) -> None:
    """An invitation to come again after the customer's first appointment."""
    front.execute(
        "insert into recalls (organization_id, contact_id, service_id, appointment_id, due_at, created_at) "
        "select a.organization_id, a.contact_id, a.service_id, a.id, '2027-06-20T10:00Z', now() "
        "from appointments a where a.chat_identity_id = %s order by a.created_at, a.id limit 1",
        client.conversation,
    )


async def hold(client: Client) -> None:
    """A start that is held, a group session, and a seat of it that is held."""
    begun = await client.begin()
    service, member, at = await bookable(client)
    later = at + timedelta(days=1)
    (offer,) = await client.offers(begun, [service], [later], hold=1)
    assert offer
    await client.end(begun)
    values = [client.organization, client.key("services", service), client.key("members", member)]
    client.front.execute(
        "insert into group_sessions (organization_id, service_id, member_id, starts_at, during, "
        "capacity) select %s, %s, %s, d.at, tstzrange(d.at, d.at + interval '1 hour'), 5 "
        "from (select '2026-12-20T10:00Z'::timestamptz as at) d",
        *values,
    )
    client.front.execute(
        "insert into hold_seats (organization_id, hold_id, service_id, member_id, starts_at, "
        "expires_at) select %s, h.id, %s, %s, '2026-12-20T10:00Z', h.expires_at from holds h "
        "where h.organization_id = %s",
        *values,
        client.organization,
    )


def first_key(front: Front, table: str, tenant: str = "sorriso") -> str:
    query = (
        f"select x.key from {table} x join organizations o on o.id = x.organization_id "
        "where o.slug = %s order by position limit 1"
    )
    return str(front.rows(query, tenant)[0]["key"])


async def bookable(client: Client) -> tuple[str, str, datetime]:
    """A service, a member and a free start, whatever the organization is."""
    query = (
        "select s.id, s.key from services s where s.organization_id = %s and s.bookable "
        "and s.requires_assessment is null order by s.position limit 1"
    )
    service = client.front.rows(query, client.organization)[0]
    found = await client.front.container.database.call(
        "availability",
        organization=client.organization,
        services=[str(service["id"])],
        **{"from": AT.date(), "to": AT.date() + timedelta(days=3)},
    )
    start = found["starts"][len(found["starts"]) // 2]
    begun = await client.begin()
    at = datetime.fromisoformat(start["at"])
    (offer,) = await client.offers(begun, [service["key"]], [at])
    await client.end(begun)
    assert offer
    query = "select key from members where id = %s"
    member = client.front.rows(query, offer["items"][0]["member_id"])[0]["key"]
    return service["key"], member, at


async def booked_by(client: Client, service: str | None, member: str | None) -> UUID:
    if service and member:
        return await client.booked(service, member, AT)
    return await client.booked(*(await bookable(client)))


async def offered_to(client: Client, service: str | None, member: str | None) -> str:
    if service and member:
        return await client.offered(service, member, AT + timedelta(hours=2))
    return await client.offered(*(await bookable(client)))


async def notification_of(client: Client, turn: UUID | None) -> UUID:
    about = {"reason": "asked", "summary": "", "body": "x", "params": ["a"]}
    opened = await client.call("escalation_open", turn=turn, **about)
    query = "select id from notifications where escalation_id = %s limit 1"
    found: UUID = client.front.rows(query, opened["escalation"])[0]["id"]
    return found


def tables(front: Front) -> list[str]:
    query = ALL_TABLES + "and c.relnamespace = 'public'::regnamespace order by 1"
    return [row["name"] for row in front.rows(query)]


def of_tenant(table: str) -> str:
    return "id = %s" if table == "organizations" else "organization_id = %s"


def everything(front: Front, client: Client) -> dict[str, str]:
    """A digest of every row that belongs to this customer's tenant or, within it, to them."""
    digests = {}
    with owner(front) as connection:
        for table in tables(front):
            where, value = of_tenant(table), client.organization
            if client.tenant == "aurora":
                columns = connection.execute(
                    "select attname from pg_attribute where attrelid = %s::regclass", [table]
                ).fetchall()
                if {"attname": "chat_identity_id"} not in columns:
                    continue
                where, value = "chat_identity_id = %s", client.conversation
            found = connection.execute(
                f"select t::text as row from {table} t where {where} order by 1".encode(), [value]
            ).fetchall()
            digests[table] = hashlib.sha256(repr(found).encode()).hexdigest()
    return digests


@contextmanager
def owner(front: Front) -> Iterator[psycopg.Connection[dict[str, Any]]]:
    with psycopg.connect(front.url, autocommit=True, row_factory=dict_row) as connection:
        yield connection
