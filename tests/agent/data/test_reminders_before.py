"""Appointments that stood before migration 0019, of customers who had agreed to reminders."""

import shutil
from pathlib import Path

from agent.data.migrate import MIGRATIONS, migrate, read_migrations
from tests.databases import Server, execute, rows

NEW = ("0019_reminders.sql", "0029_reminder_sending.sql")
ROWS = """
insert into organizations (slug, name, language, time_zone, country, currency)
values ('old', 'Old', 'es', 'America/Bogota', 'CO', 'COP');
insert into contacts (organization_id, name) select id, 'Ana' from organizations;
insert into contact_authorizations (organization_id, contact_id, kind, granted, at)
select organization_id, id, 'reminders', true, now() from contacts;
insert into services (organization_id, key, name, duration_minutes) select id, 's', 'S', 30 from organizations;
insert into members (organization_id, key, name) select id, 'm', 'M' from organizations;
insert into appointments (organization_id, contact_id, service_id, member_id, starts_at, ends_at,
    during, status, created_at, updated_at)
select s.organization_id, c.id, s.id, m.id, at, at + interval '30 min',
    tstzrange(at, at + interval '30 min'), status, now(), now()
from contacts c, services s, members m, (values
    (date_trunc('day', now()) + interval '5 days 20 hours', 'scheduled'),
    (date_trunc('day', now()) + interval '6 days 20 hours', 'cancelled'),
    (now() - interval '1 day', 'completed')) a(at, status)
"""


def test_what_stood_before_is_reminded_of(server: Server, tmp_path: Path) -> None:
    with server.database("template0") as url:
        old = tmp_path / "old"
        old.mkdir()
        for migration in read_migrations():
            if migration.name not in NEW:
                shutil.copy(MIGRATIONS / migration.name, old)
        migrate(url, old)
        execute(url, ROWS)
        assert set(NEW) <= set(migrate(url))
        found = rows(url, "select kind, status from reminders order by due_at")
        assert found == [
            {"kind": "confirmation", "status": "waiting"},
            {"kind": "reminder", "status": "waiting"},
        ]
        assert rows(url, "select 1 from pg_proc where proname = 'confirmation_ask'") == []
