"""Plants words wherever a customer's could stand, and looks for them everywhere afterwards.

Where words could stand is read from the catalog: a table that is made later is planted, too, and what erases
customers has to know it.
"""

from collections.abc import Iterator
from typing import Any

import psycopg
from psycopg import sql

from tests.front import Front

BUSINESS = {
    "agenda_events",  # ids, times and the business's own words; who a customer is, is looked up when it is sent
    "agenda_blocks",  # why one of the team cannot work, which only the team sees
    "api_keys",
    "busy_calendar_secrets",
    "busy_calendars",
    "busy_times",
    "calendar_conflicts",  # ids and times
    "calendar_feeds",
    "canned_answers",
    "connection_feeds",
    "connection_receiving",
    "connection_secrets",
    "connection_sending",
    "environment_grants",
    "erasures",
    "event_deliveries",
    "event_endpoints",
    "group_sessions",
    "handed_files",  # where a file of staff lies for a moment; its chat's, so it goes with its customer
    "hold_seats",
    "imported_rows",
    "internal_notifications_config",
    "knowledge_base",
    "knowledge_documents",
    "figure_counts",
    "figure_days",
    "knowledge_embeddings",
    "member_availability",
    "member_services",
    "member_special_dates",
    "members",
    "model_usage",
    "occupancies",
    "organization_availability",
    "organization_holidays",
    "organization_special_dates",
    "organization_staff",
    "organizations",
    "staff_plans",  # members, days and the digest of what was shown
    "staff_messages",  # staff's own words, gone as soon as they were seen to
    "platform_connections",
    "push_keys",
    "push_subscriptions",
    "pushes",
    "queue_clearings",
    "resource_units",
    "resources",
    "service_availability",
    "service_resources",
    "services",
    "staff_accounts",
    "staff_actions",  # who did what; ids, and the random key of a form
    "staff_devices",
    "staff_events",
    "staff_recovery_codes",
    "staff_sessions",
    "vacations",
}
"""Tables in which nothing of a customer stands: the business's own, counters, and ids with times."""
LEFT_AS_THEY_ARE = {"appointments.currency", "chat_addresses.address", "early_edits.addresses"}
"""The business's own, and by what changes of a chat are found: the phone in them is looked for instead."""
ONLY_OF_CUSTOMERS = {"notifications": "escalation_id is not null"}
"""Where the business's own rows stand beside: notices about a connection name nobody."""
COLUMNS = """
select c.relname as name, a.attname as column, format_type(a.atttypid, null) as type
from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
  and format_type(a.atttypid, null) in ('text', 'jsonb', 'text[]') and a.attgenerated = ''
  and exists (select from pg_attribute o where o.attrelid = c.oid and o.attname = 'organization_id')
order by 1, 2
"""
EVERYWHERE = """
select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and n.nspname in ('public', 'frontdesk', 'checkpoints', 'procrastinate')
"""
VALUES = {
    "text": "%s::text",
    "text[]": "array[%s::text]",
    "jsonb": "{column} || jsonb_build_object('planted', %s::text)",
}


def plant(front: Front, tenant: str, word: str) -> tuple[set[str], set[str]]:
    """Writes the word into every column of the tenant's rows about customers that takes it; a column that takes
    only certain values is left. The columns that have it now, and tables without a row to write it into."""
    planted, empty = set(), set()
    organization = front.organization(tenant)
    with psycopg.connect(front.url, autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")  # no trigger helps or hinders
        for row in front.rows(COLUMNS):
            if row["name"] in BUSINESS or f"{row['name']}.{row['column']}" in LEFT_AS_THEY_ARE:
                continue
            changed = _write(connection, row, word, organization)
            if changed:
                planted.add(f"{row['name']}.{row['column']}")
            elif changed == 0:
                empty.add(row["name"])
    return planted, empty


def _write(
    connection: psycopg.Connection[Any], row: dict[str, Any], word: str, organization: object
) -> int | None:
    """How many rows have it; None where the column does not take it. Keys of several rows get a number each."""
    value = VALUES[row["type"]]
    if row["type"] == "text":
        value = "%s::text || coalesce(' ' || substr({column}, 1, 0), '')"
    which = ONLY_OF_CUSTOMERS.get(row["name"], "true")
    for text in (value, "%s::text || ' ' || ctid::text"):
        statement = sql.SQL(
            "update {table} set {column} = " + text + f" where organization_id = %s and {which}"
        ).format(table=sql.Identifier(row["name"]), column=sql.Identifier(row["column"]))
        try:
            return connection.execute(statement, [word, organization]).rowcount
        except (psycopg.errors.UniqueViolation, psycopg.errors.ExclusionViolation):
            continue
        except psycopg.Error:
            return None
    return None


def places_of(front: Front, *words: str) -> Iterator[str]:
    """Tables in which one of the words stands, also in the queue and in checkpoints, in whatever column."""
    with psycopg.connect(front.url, autocommit=True) as connection:
        for row in front.rows(EVERYWHERE):
            for word in words:
                query = f"select count(*) from {row['name']} t where t::text ilike %s or t::text ilike %s"
                hexed = word.encode().hex()
                [count] = connection.execute(
                    query.encode(), [f"%{word}%", f"%{hexed}%"]
                ).fetchone() or [0]
                if count:
                    yield f"{row['name']}: {word}"
