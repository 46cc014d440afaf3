"""Who may do what: every function, table, view, sequence and schema of ours, and every role there is."""

from collections import defaultdict
from typing import Any

import pytest

from tests.databases import BARE, Server, rows

APP, CALLER = "frontdesk_app", "frontdesk_caller"
"""With whose rights the functions of the contract run; who may call them, and nothing else."""
STAFF, SERVICE, ANYBODY = "authenticated", "service_role", "anon"
"""Supabase's roles: staff's login, the key of the gateway, and a visitor of the API."""
ROLES = (APP, CALLER, STAFF, SERVICE, ANYBODY)

READ_BY_STAFF_BUT_FOR = {
    "appointment_events": "turn_id detail account_id",
    "busy_times": "source created_at unit_id calendar_id",
    "appointments": "during gap units seat offer_token public_token",
    "chat_identities": "address booking_name greeted_at first_pending_at due_at turn_token superseded "
    "checkpoint_id last_turn_seq media_due_at handled_since handled_because user_id title "
    "visitor desk_state desk_at desk_told_at window_closed opt_out_lasts marketing_told_at windowed "
    "booking_relation booking_place booking_latitude booking_longitude booking_place_at forgotten_seq handled_account "
    "handled_recipient",
    "chat_messages": "payload provider_id turn_id attempts attempted_at retry_at error media_state "
    "media_form media_reason media_read_at waiting_since refusals unknowns given_up_at given_up_told "
    "second_id early_events undelivered_at awaits_place",
    "contact_authorizations": "turn_id account_id source",
    "contact_notes": "turn_id account_id",
    "contacts": "visits_from",
    "escalations": "turn_id truth_told_at taken_by taken_at answered_at closed_by "
    "steps next_step_at taken_recipient",
    "group_sessions": "during units",
    "knowledge_base": "search content_hash",
    "knowledge_documents": "sha256",
    "knowledge_gaps": "",
    "member_availability": "",
    "member_services": "",
    "member_special_dates": "",
    "members": "notice_minutes horizon_days cancel_notice_minutes move_notice_minutes",
    "model_usage": "",
    "organization_availability": "",
    "organization_holidays": "",
    "organization_special_dates": "",
    "organization_staff": "",
    "organizations": "created_at updated_at late_message model_limits mcp_servers second_notice_minutes feed_names",
    "people": "name_key",
    "platform_connections": "token_hash token_env secret_env settings",
    "resources": "",
    "service_availability": "",
    "services": "slot_step_minutes gap_from_minutes gap_minutes notice_minutes horizon_days "
    "cancel_notice_minutes move_notice_minutes max_open_appointments",
    "vacations": "",
    "waiting_list": "turn_id changed_at wake_at offer_token message_id refused skipped appointment_id recall_id",
    "withheld_replies": "turn_id",
}
"""Tables that staff read, and the columns that stay shut; of every other table they read nothing."""
NOBODYS = {
    "frontdesk.alarms",
    "frontdesk.clock_mark",
    "frontdesk.job_deaths",
    "frontdesk.login_tries",
    "frontdesk.maintenance_tasks",
    "frontdesk.metric_counts",
    "frontdesk.metric_totals",
    "frontdesk.queue_tenants",
    "frontdesk.schema_migrations",
}
"""Tables without a tenant: only functions of the platform, and the role that migrates."""
VIEWS = {
    "frontdesk.environment_names",
    "frontdesk.feeds",
    "frontdesk.kept_files",
    "frontdesk.waiting_replies",
}


@pytest.fixture(scope="module", params=["server", "supabase_server"])
def url(request: pytest.FixtureRequest) -> str:
    """A database as it is made from nothing; without and with Supabase's roles."""
    server: Server = request.getfixturevalue(request.param)
    return server.address(BARE)


@pytest.fixture(scope="module")
def there(url: str) -> frozenset[str]:
    """Those of the roles that this server has."""
    found = rows(url, "select rolname from pg_roles where rolname = any (%s)", list(ROLES))
    return frozenset(row["rolname"] for row in found)


def test_functions(url: str, there: frozenset[str]) -> None:
    """In `public`: the application and Supabase's service role. In `frontdesk`: who may use that schema
    at all, which is the role that functions of the contract run as; and what a policy asks for staff."""
    may = _held(
        url,
        there,
        "select p.oid::regprocedure::text as what, n.nspname as schema, 'execute' as how "
        "from pg_proc p join pg_namespace n on n.oid = p.pronamespace, pg_roles r "
        "where n.nspname in ('public', 'frontdesk') and r.rolname = %s "
        "and has_function_privilege(r.oid, p.oid, 'execute') "
        "and (has_schema_privilege(r.oid, n.oid, 'usage') or p.proname = 'staff_organizations') "
        "and not exists (select from pg_depend d where d.objid = p.oid and d.deptype in ('e', 'i'))",
    )
    contract = {name for role in may for name in may[role] if not name.startswith("frontdesk.")}
    assert len(contract) > 130
    for role in (CALLER, SERVICE):
        assert set(may[role]) == (contract if role in there else set()), role
    assert set(may[ANYBODY]) == set()
    of_staff = {"frontdesk.staff_organizations()"}
    assert set(may[STAFF]) == (of_staff if STAFF in there else set())
    everything = rows(
        url,
        "select p.oid::regprocedure::text as name from pg_proc p "
        "where p.pronamespace in ('public'::regnamespace, 'frontdesk'::regnamespace) "
        "and not exists (select from pg_depend d where d.objid = p.oid and d.deptype in ('e', 'i'))",
    )
    assert set(may[APP]) == {row["name"] for row in everything} - of_staff


def test_tables(url: str, there: frozenset[str]) -> None:
    """Rows of a tenant: read and written by what the functions run as. Nobody else, but staff's columns."""
    may = _held(
        url,
        there,
        "select c.oid::regclass::text as what, h.how from pg_class c, pg_roles r, "
        "unnest('{select,insert,update,delete,truncate,references,trigger}'::text[]) h (how) "
        "where c.relkind in ('r', 'v', 'p', 'm', 'f') and r.rolname = %s "
        "and c.relnamespace in ('public'::regnamespace, 'frontdesk'::regnamespace) "
        "and has_table_privilege(r.oid, c.oid, h.how)",
    )
    tables = {row["name"] for row in rows(url, TENANT_TABLES)}
    assert len(tables) == 87
    assert may[APP] == {
        **{table: {"select", "insert", "update", "delete"} for table in tables},
        **{view: {"select"} for view in VIEWS},
    }
    for role in (CALLER, STAFF, SERVICE, ANYBODY):
        assert may[role] == {}, role
    without = rows(
        url,
        "select oid::regclass::text as name from pg_class where relkind in ('r', 'p') "
        "and relnamespace in ('public'::regnamespace, 'frontdesk'::regnamespace)",
    )
    assert {row["name"] for row in without} - tables == NOBODYS


def test_columns_that_staff_read(url: str, there: frozenset[str]) -> None:
    shut = defaultdict(list)
    read = set()
    for row in rows(
        url,
        "select c.relname as name, a.attname as column, r.rolname as role, "
        "has_column_privilege(r.oid, c.oid, a.attnum, 'select') as reads, "
        "has_column_privilege(r.oid, c.oid, a.attnum, 'insert') or "
        "has_column_privilege(r.oid, c.oid, a.attnum, 'update') or "
        "has_column_privilege(r.oid, c.oid, a.attnum, 'references') as more "
        "from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 "
        "and not a.attisdropped, pg_roles r where c.relkind in ('r', 'v') and r.rolname = any (%s) "
        "and c.relnamespace in ('public'::regnamespace, 'frontdesk'::regnamespace) order by a.attnum",
        [CALLER, STAFF, SERVICE, ANYBODY],
    ):
        assert not row["more"], row
        if row["role"] != STAFF:
            assert not row["reads"], row
        elif row["reads"]:
            read.add(row["name"])
        else:
            shut[row["name"]].append(row["column"])
    if STAFF in there:
        assert {name: " ".join(shut[name]) for name in sorted(read)} == READ_BY_STAFF_BUT_FOR


def test_sequences_and_schemas(url: str, there: frozenset[str]) -> None:
    sequences = _held(
        url,
        there,
        "select s.oid::regclass::text as what, h.how from pg_class s, pg_roles r, "
        "unnest('{usage,select,update}'::text[]) h (how) where s.relkind = 'S' and r.rolname = %s "
        "and s.relnamespace in ('public'::regnamespace, 'frontdesk'::regnamespace) "
        "and case when s.relkind = 'S' then has_sequence_privilege(r.oid, s.oid, h.how) end",
    )
    assert dict(sequences) == {}
    schemas = _held(
        url,
        there,
        "select n.nspname as what, h.how from pg_namespace n, pg_roles r, "
        "unnest('{usage,create}'::text[]) h (how) where r.rolname = %s "
        "and n.nspname in ('public', 'frontdesk', 'procrastinate', 'checkpoints') "
        "and has_schema_privilege(r.oid, n.oid, h.how)",
    )
    assert schemas[APP] == {
        name: {"usage"} for name in ("public", "frontdesk", "procrastinate", "checkpoints")
    }
    for role in there - {APP}:
        assert schemas[role] == {"public": {"usage"}}, role


TENANT_TABLES = """
select c.oid::regclass::text as name, c.relrowsecurity and c.relforcerowsecurity as forced,
    c.relowner::regrole::text as owner,
    (select jsonb_object_agg(p.polname, jsonb_build_object('to', array(
        select r::regrole::text from unnest(p.polroles) r order by 1), 'how', p.polcmd,
        'using', pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid)))
     from pg_policy p where p.polrelid = c.oid) as policies
from pg_class c
where c.relkind in ('r', 'p') and c.relnamespace in ('public'::regnamespace, 'frontdesk'::regnamespace)
  and (c.oid = 'organizations'::regclass or exists (
      select from pg_attribute a
      where a.attrelid = c.oid and a.attname = 'organization_id' and not a.attisdropped))
"""


def test_row_level_security(url: str, there: frozenset[str]) -> None:
    """Every table with rows of an organization: the entered tenant only, also for the table's owner."""
    for table in rows(url, TENANT_TABLES):
        name = table["name"]
        column = "id" if name == "organizations" else "organization_id"
        assert table["forced"], name
        [tenant, owner] = (table["policies"].pop(policy) for policy in ("tenant", "owner"))
        entered = "frontdesk.tenant()"
        if name == "occupancies":
            entered = "( SELECT frontdesk.tenant() AS tenant)"
        only = f"({column} = {entered})"
        assert tenant == {"to": [APP], "how": "*", "using": only, "check": only}, name
        assert owner == {"to": [table["owner"]], "how": "*", "using": "true", "check": "true"}, name
        if STAFF in there and name in READ_BY_STAFF_BUT_FOR:
            own = f"({column} = ANY (( SELECT frontdesk.staff_organizations() AS staff_organizations)))"
            staff = table["policies"].pop("staff")
            assert staff["using"].replace("::uuid[]", "") == own.replace("::uuid[]", ""), name
            assert (staff["to"], staff["how"], staff["check"]) == ([STAFF], "r", None), name
        assert table["policies"] == {}, name


def _held(url: str, there: frozenset[str], query: str) -> dict[str, dict[str, set[str]]]:
    """What each role may do with what. Superusers are not among the roles."""
    held: dict[str, dict[str, set[str]]] = defaultdict(dict)
    for role in sorted(there):
        found: list[dict[str, Any]] = rows(url, query, role)
        for row in found:
            held[role].setdefault(row["what"], set()).add(row["how"])
    return held
