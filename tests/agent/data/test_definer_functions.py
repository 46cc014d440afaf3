"""With whose rights the functions of the contract run, who may call them, and who migrates."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest

from agent.data.migrate import MIGRATIONS, migrate
from agent.data.postgres import PostgresDatabase
from tests.databases import BARE, Server, create_login, execute, rows

PLATFORM = {
    "appointment_tenant", "calendar_find", "calendar_feed_find", "calendar_conflicts_untold", "busy_calendars_due",
    "busy_calendars_untold", "connection_find", "connections_named", "holds_sweep", "holidays_wanted",
    "migrations_applied", "organization_find", "organization_list", "reminders_wake", "recalls_arm", "recalls_wake",
    "waiting_due",
    "work_rescue", "api_key_find", "staff_account_find", "staff_link_find", "staff_session_find",
    "staff_step_find", "staff_try_take", "staff_try_return", "staff_device_try", "staff_failure_note",
    "staff_forget", "account_mails_due", "account_mails_done", "weekly_due", "figures_count", "staff_plans_untold",
    "maintenance_begin", "maintenance_end", "maintenance_list", "knowledge_unembedded", "media_overdue",
    "media_overview", "work_state", "environment_owned", "environment_claims",
    "escalations_untold", "histories_due", "late_messages_due", "missed_messages_due", "outbox_due", "receipts_given_up",
    "sending_notices_due", "sending_overview", "sending_events", "visitors_forget", "zone_offsets", "desk_figures",
    "feeds_hold", "feeds_list", "feeds_release",
    "erasures_open",
    "texts_kept_for", "connections_activity",
    "failures_list", "watch_figures", "metrics_count", "alarms_settle", "alarms_told",
    "clock_look", "job_died", "threads_forget", "turns_forget", "jobs_forget", "summaries_due",
    "queue_next", "worker_places_wanted", "events_due", "events_forget", "endpoint_notices_due",
}  # fmt: skip
"""They look across tenants, with the rights of the role that migrates."""

CALLABLE = """
select p.proname as name, p.prosecdef as definer, p.proowner::regrole::text as owner,
    p.prosrc like '%%perform frontdesk.enter(p_organization)%%' as enters,
    (select c from unnest(p.proconfig) c where c like 'search_path=%%') as path,
    pg_get_function_identity_arguments(p.oid) as arguments
from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where n.nspname not in ('pg_catalog', 'information_schema')
  and has_schema_privilege('frontdesk_caller', n.oid, 'usage')
  and has_function_privilege('frontdesk_caller', p.oid, 'execute')
"""
LATER = """
create or replace function services_list(p_organization uuid) returns jsonb language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    return (select to_jsonb(count(*)) from services);
end; $$;
create function tables_all() returns jsonb language sql security definer
set search_path = public, pg_temp as 'select to_jsonb(count(*)) from organizations';
create or replace function organization_list() returns jsonb language sql stable security definer
set search_path = public, frontdesk, pg_temp as $$ select '[]'::jsonb $$;
"""


@pytest.fixture
def project_url(supabase_server: Server) -> Iterator[str]:
    """Migrated by a role that is no superuser."""
    with supabase_server.database() as url:
        yield url


def test_what_the_application_may_call_runs_with_the_rights_that_row_level_security_binds(
    database_url: str, project_url: str
) -> None:
    for url, migrator in ((database_url, "postgres"), (project_url, "project_owner")):
        functions = rows(url, CALLABLE)
        assert len(functions) > 55
        for function in functions:
            name = function["name"]
            assert function["definer"], name
            assert function["path"].endswith("pg_temp"), name
            owner = migrator if name in PLATFORM else "frontdesk_app"
            assert function["owner"] == owner or (name in PLATFORM and url == database_url), name
            if name not in PLATFORM:
                assert function["enters"], name
                assert function["arguments"].startswith("p_organization uuid"), name
        assert {function["name"] for function in functions} >= PLATFORM


def test_the_application_has_no_right_but_to_call(database_url: str) -> None:
    held = rows(
        database_url,
        "select c.oid::regclass::text as name from pg_class c "
        "where c.relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace) "
        "and c.relkind in ('r', 'p', 'v', 'm', 'f') "
        "and has_any_column_privilege('frontdesk_caller', c.oid, 'select, insert, update, references') "
        "union all select s.oid::regclass::text from pg_class s where case when s.relkind = 'S' "
        "then has_sequence_privilege('frontdesk_caller', s.oid, 'usage, select, update') end "
        "union all select n.nspname from pg_namespace n "
        "where has_schema_privilege('frontdesk_caller', n.oid, 'create')",
    )
    assert held == []
    schemas = rows(
        database_url,
        "select nspname as name from pg_namespace where nspname !~ '^pg_' "
        "and has_schema_privilege('frontdesk_caller', oid, 'usage') order by 1",
    )
    assert [s["name"] for s in schemas] == ["information_schema", "public"]
    members = rows(
        database_url,
        "select roleid::regrole::text as of from pg_auth_members "
        "where member in ('frontdesk_caller'::regrole, 'frontdesk_app'::regrole)",
    )
    assert members == []


def test_on_supabase_its_public_roles_reach_nothing_by_themselves(project_url: str) -> None:
    reachable = rows(
        project_url,
        "select r.rolname, p.oid::regprocedure::text as name from pg_proc p, pg_roles r "
        "where p.pronamespace in ('public'::regnamespace, 'frontdesk'::regnamespace) "
        "and r.rolname in ('anon', 'authenticated') "
        "and has_schema_privilege(r.oid, p.pronamespace, 'usage') "
        "and has_function_privilege(r.oid, p.oid, 'execute') "
        "union all select r.rolname, c.oid::regclass::text from pg_class c, pg_roles r "
        "where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' "
        "and r.rolname in ('anon', 'authenticated', 'service_role') "
        "and (has_table_privilege(r.oid, c.oid, 'select, insert, update, delete, truncate') "
        "or has_any_column_privilege(r.oid, c.oid, 'insert, update, references') "
        "or (r.rolname <> 'authenticated' and has_any_column_privilege(r.oid, c.oid, 'select'))) "
        "union all select r.rolname, c.oid::regclass::text from pg_class c, pg_roles r "
        "where c.relnamespace = 'public'::regnamespace "
        "and r.rolname in ('anon', 'authenticated', 'service_role') and case when c.relkind = 'S' "
        "then has_sequence_privilege(r.oid, c.oid, 'usage, select, update') end",
    )
    assert reachable == []
    served = rows(
        project_url,
        "select bool_and(has_function_privilege('service_role', p.oid, 'execute')) as all "
        "from pg_proc p where p.pronamespace = 'public'::regnamespace",
    )
    assert served == [{"all": True}]
    assert rows(project_url, "select 1 as n from auth.users") == []


async def test_later_functions_of_a_role_that_is_no_superuser_keeps_the_rules(
    supabase_server: Server, tmp_path: Path
) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder)
    (folder / "functions" / "later.sql").write_text(LATER)
    with supabase_server.database(template=BARE) as url:
        assert not rows(url, "select rolsuper from pg_roles where rolname = current_user")[0][
            "rolsuper"
        ]
        [applied] = migrate(url, folder)
        assert applied.startswith("functions ")
        found = {f["name"]: f for f in rows(url, CALLABLE)}
        assert found["services_list"]["owner"] == "frontdesk_app"
        assert found["services_list"]["definer"]
        assert found["services_list"]["path"].endswith("pg_temp")
        assert (
            found["tables_all"]["owner"] == found["organization_list"]["owner"] == "project_owner"
        )
        assert not rows(
            url, "select 1 where has_schema_privilege('frontdesk_app', 'public', 'create')"
        )
        assert await _call(url, "services_list", organization=UUID(int=1)) == 0
        assert await _call(url, "organization_list") == []


async def test_a_second_database_of_the_server_may_belong_to_somebody_else(
    supabase_server: Server,
) -> None:
    """Roles are the server's: who comes second is let in by who came first. Without BYPASSRLS."""
    create_login(supabase_server.url, "second_owner", "login createrole")
    try:
        execute(supabase_server.url, "grant frontdesk_app, frontdesk_caller to second_owner")
        second = Server(supabase_server.url, supabase_server.numbers, "second_owner")
        with second.database(template="template1") as url:
            migrate(url)
            document = {"slug": "x-y", "name": "X", "language": "es"}
            execute(
                url,
                "insert into organizations (slug, name, language, time_zone, country, currency) "
                "values ('x-y', 'X', 'es', 'America/Bogota', 'CO', 'COP')",
            )
            [listed] = await _call(url, "organization_list")
            assert {k: listed[k] for k in document} == document
            exported = await _call(url, "organization_export", organization=UUID(listed["id"]))
            assert exported["slug"] == "x-y"
    finally:
        execute(supabase_server.url, "drop owned by second_owner; drop role second_owner")


def test_a_table_of_ones_own_does_not_stand_before_the_real_one(database_url: str) -> None:
    organization = rows(database_url, "select id from organizations where slug = 'aurora'")[0]["id"]
    with psycopg.connect(database_url) as connection:
        real = connection.execute("select services_list(%s)", [organization]).fetchone()
        connection.execute("set session authorization frontdesk_caller")
        connection.execute("create temp table services (like pg_catalog.pg_class)")
        connection.execute("create temp table organizations (id uuid, slug text)")
        connection.execute("set search_path to pg_temp, public")
        shadowed = connection.execute("select public.services_list(%s)", [organization]).fetchone()
        assert real == shadowed
        slug = connection.execute("select public.organization_find('aurora')").fetchone()
        assert slug == (str(organization),)


async def _call(url: str, function: str, **args: Any) -> Any:
    database = PostgresDatabase(url)
    await database.open()
    try:
        return await database.call(function, **args)
    finally:
        await database.close()
