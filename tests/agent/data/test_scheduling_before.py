"""Appointments and offers that stood before migrations 0013 to 0024."""

import shutil
from pathlib import Path

from agent.data.migrate import MIGRATIONS, migrate, read_migrations
from tests.databases import Server, execute, rows

LAST = "0012_knowledge.sql"

ROWS = """
insert into organizations (id, slug, name, language, time_zone, country, currency)
values ('00000000-0000-0000-0000-000000000001', 'old', 'Old', 'es', 'America/Bogota', 'CO', 'COP');
insert into platform_connections (id, organization_id, key, channel, name, token_hash, token_env)
values ('00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000001', 'w', 'web', 'w', 'x', 'X');
insert into contacts (id, organization_id, name)
values ('00000000-0000-0000-0000-000000000003', '00000000-0000-0000-0000-000000000001', 'Ana');
insert into chat_identities (id, organization_id, connection_id, contact_id, address)
values ('00000000-0000-0000-0000-000000000004', '00000000-0000-0000-0000-000000000001',
    '00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000003', 'a');
insert into services (id, organization_id, key, name, duration_minutes)
values ('00000000-0000-0000-0000-000000000005', '00000000-0000-0000-0000-000000000001', 's', 'S', 30);
insert into members (id, organization_id, key, name)
values ('00000000-0000-0000-0000-000000000006', '00000000-0000-0000-0000-000000000001', 'm', 'M');
insert into turns (id, organization_id, chat_identity_id, token, message_ids, started_at)
values ('00000000-0000-0000-0000-000000000007', '00000000-0000-0000-0000-000000000001',
    '00000000-0000-0000-0000-000000000004', 1, '{}', now());
insert into slot_offers (token, organization_id, chat_identity_id, turn_id, service_id, member_id, starts_at, offered_at, expires_at)
values ('t', '00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000004',
    '00000000-0000-0000-0000-000000000007', '00000000-0000-0000-0000-000000000005',
    '00000000-0000-0000-0000-000000000006', '2026-12-01T15:00Z', now(), now());
insert into appointments (organization_id, contact_id, service_id, member_id, starts_at, ends_at, during, status, created_at, updated_at)
select '00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000003',
    '00000000-0000-0000-0000-000000000005', '00000000-0000-0000-0000-000000000006', at, at + interval '30 min',
    tstzrange(at - interval '5 min', at + interval '40 min'), status, now(), now()
from (values ('2026-12-01T15:00Z'::timestamptz, 'scheduled'), ('2026-12-01T16:00Z', 'confirmed'),
    ('2026-12-01T16:00Z', 'cancelled'), ('2026-11-01T16:00Z', 'completed')) a(at, status);
"""


def test_what_stood_before_is_occupied_and_offers_are_visits_of_one(
    server: Server, tmp_path: Path
) -> None:
    with server.database("template0") as url:
        old = tmp_path / "old"
        old.mkdir()
        for migration in read_migrations():
            if migration.name <= LAST:
                shutil.copy(MIGRATIONS / migration.name, old)
        migrate(url, old)
        execute(url, ROWS)
        migrate(url)
        spans = rows(
            url,
            "select to_char(starts_at at time zone 'UTC', 'HH24:MI') as at, "
            "subject_id::text as who from occupancies order by starts_at",
        )
        assert [span["at"] for span in spans] == ["14:55", "15:55"]
        assert {span["who"][-1] for span in spans} == {"6"}
        (offer,) = rows(url, "select items from slot_offers")
        assert [item["member"][-1] for item in offer["items"]] == ["6"]
        tokens = rows(url, "select count(distinct public_token) as n from appointments")
        assert tokens[0]["n"] == 4
