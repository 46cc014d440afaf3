"""Many businesses of one shape in one database: 20 members, one service, 5,000 appointments each."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from hashlib import md5
from uuid import UUID

from agent.data import scratch
from agent.data.migrate import migrate

MEMBERS = 20
DAYS_BEFORE = 15
DAYS_AFTER = 35
A_DAY = 5
"""Appointments of one member, of half an hour each."""
APPOINTMENTS = MEMBERS * (DAYS_BEFORE + DAYS_AFTER) * A_DAY
"""Of one business."""


def organization_of(number: int) -> UUID:
    """The id of a business; numbers begin with 1."""
    return _id(f"organization {number}")


def service_of(number: int) -> UUID:
    """The id of its service."""
    return _id(f"service {number}")


def thirty_days() -> dict[str, date]:
    """The days that are asked about, from tomorrow on, as arguments of `availability`."""
    tomorrow = datetime.now(UTC).date() + timedelta(1)
    return {"from": tomorrow, "to": tomorrow + timedelta(29)}


@contextmanager
def businesses(server: str, count: int) -> Iterator[str]:
    """A scratch database with `count` businesses, vacuumed as autovacuum would; its URL."""
    with scratch.scratch_database(server) as conninfo:
        migrate(conninfo)
        for statement in _FILL:
            scratch.execute(conninfo, _with_numbers(statement, count))
        yield conninfo


def _with_numbers(statement: str, count: int) -> str:
    for name, number in {
        "businesses": count,
        "members": MEMBERS,
        "days_before": DAYS_BEFORE,
        "days_after": DAYS_AFTER,
        "a_day": A_DAY,
    }.items():
        statement = statement.replace(f":{name}", str(number))
    return statement


def _id(name: str) -> UUID:
    return UUID(hex=md5(name.encode(), usedforsecurity=False).hexdigest())


_FILL = (
    """
    insert into organizations (id, slug, name, language, time_zone, country, currency)
    select md5('organization ' || n)::uuid, 'business-' || n, 'Business ' || n, 'es',
        'America/Bogota', 'CO', 'COP'
    from generate_series(1, :businesses) n
    """,
    """
    insert into organization_availability (organization_id, weekday, opens, closes)
    select o.id, w, h.opens, h.closes from organizations o, generate_series(1, 6) w,
        (values (time '08:00', time '12:00'), ('13:00', '19:00')) h (opens, closes)
    """,
    """
    insert into services (id, organization_id, key, name, duration_minutes)
    select md5('service ' || n)::uuid, md5('organization ' || n)::uuid, 'visit', 'Visita', 30
    from generate_series(1, :businesses) n
    """,
    """
    insert into members (organization_id, key, name, position)
    select o.id, 'm' || m, 'Persona ' || m, m from organizations o, generate_series(1, :members) m
    """,
    """
    insert into member_services (organization_id, member_id, service_id)
    select m.organization_id, m.id, s.id from members m join services s using (organization_id)
    """,
    # Three members follow the business, the others have hours of their own, of twelve kinds.
    """
    insert into member_availability (organization_id, member_id, weekday, opens, closes)
    select m.organization_id, m.id, w, h.opens, h.closes
    from members m cross join generate_series(1, 6) w cross join lateral (values
        ((array['08:00', '08:30', '09:00', '10:00']::time[])[m.position % 4 + 1], time '12:00'),
        ('13:00', (array['17:00', '18:00', '19:00']::time[])[m.position % 3 + 1])) h (opens, closes)
    where m.position > 3
    """,
    """
    insert into contacts (id, organization_id, name)
    select md5(o.id::text || n)::uuid, o.id, 'Persona ' || n
    from organizations o, generate_series(0, 999) n
    """,
    # Written in bulk: what the triggers would do a million times follows in two statements. The
    # constraint takes longest to check, and least in the order of its index.
    "alter table appointments disable trigger user",
    "alter table occupancies drop constraint occupancies_no_overlap",
    # In the order of the days and mixed within them, as real ones come in.
    """
    insert into appointments (organization_id, contact_id, service_id, member_id,
        starts_at, ends_at, during, created_at, updated_at)
    select m.organization_id,
        md5(m.organization_id::text
            || ((d + :days_before) * 100 + m.position * :a_day + n) % 1000)::uuid, s.id, m.id,
        t.at, t.at + interval '30 minutes', tstzrange(t.at, t.at + interval '30 minutes'), now(), now()
    from generate_series(-:days_before, :days_after - 1) d
    cross join generate_series(0, :a_day - 1) n
    cross join members m
    join services s on s.organization_id = m.organization_id
    cross join lateral (select (current_date + d) + interval '13 hours'
        + ((n * 4 + m.position + d + :days_before) % 20) * interval '30 minutes' as at) t
    order by d, md5(m.id::text || n)
    """,
    """
    insert into occupancies (organization_id, subject_id, appointment_id, starts_at, ends_at)
    select organization_id, member_id, id, starts_at, ends_at from appointments
    order by member_id, starts_at
    """,
    """
    insert into appointment_events (organization_id, appointment_id, at, kind, actor)
    select organization_id, id, created_at, 'booked', 'customer' from appointments
    """,
    """
    alter table occupancies add constraint occupancies_no_overlap exclude using gist (
        (frontdesk.uuidrange(subject_id, subject_id, '[]')) with &&, during with &&)
    """,
    "alter table appointments enable trigger user",
    "vacuum analyze",
    # Else what follows would pay for writing the million rows to the disk. Needs a right that an
    # ordinary login may not have.
    "do $$ begin checkpoint; exception when insufficient_privilege then null; end $$",
)
