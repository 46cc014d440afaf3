"""Nothing of another tenant or customer is reached by the contract's functions, nor by plain SQL.

Every function and every table is tried, whatever there will be: both are read from the catalog.
"""

import os
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from tests.agenda import clients
from tests.front import Front
from tests.promises.test_promise_06_foreign_ids import staff_of
from tests.promises.victims import Attempts, Victim, snapshot, value_of, victim

FUNCTIONS = """
select p.proname as name, p.proargnames as names,
    array(select format_type(t, null) from unnest(p.proargtypes) with ordinality a (t, n) order by n)
        as types
from pg_proc p where p.pronamespace = 'public'::regnamespace and p.proargnames[1] = 'p_organization'
    and p.proowner = 'frontdesk_app'::regrole
order by 1
"""
FREE = {"invoke_put", "reader_add", "file_hand_in"}
"""Take any id as a name of one's own: of a chat elsewhere, of a user of Supabase's login, of a file that is new."""


@pytest.fixture
def caller_url(plain: Front) -> Iterator[str]:
    """A login that has the caller's role and nothing else."""
    name = f"caller_{os.getpid()}"
    plain.execute(f"create role {name} login noinherit password 'x' in role frontdesk_caller")
    yield make_conninfo(plain.url, user=name, password="x", options="-c role=frontdesk_caller")
    plain.execute(f"drop role {name}")


def attempt(
    connection: psycopg.Connection[Any],
    target: Victim,
    before: dict[str, str],
    function: str,
    args: dict[str, Any],
) -> None:
    """Calls inside a transaction that stays without effect, and looks from inside at what it did.

    The victim's tenant is entered by hand before, as somebody with only the caller's rights might.
    """
    entered = str(target.client.organization)
    arguments = sql.SQL(", ").join(
        sql.SQL("{} => {}").format(sql.Identifier(name), sql.Placeholder(name)) for name in args
    )
    call = sql.SQL("select {}({})").format(sql.Identifier(function), arguments)
    with connection.transaction(force_rollback=True):
        connection.execute("set local role frontdesk_caller")
        connection.execute("select set_config('frontdesk.organization_id', %s, true)", [entered])
        try:
            with connection.transaction():
                said = str(connection.execute(call, args).fetchone())
        except psycopg.Error as error:
            said = str(error)
        connection.execute("reset role")
        # A transaction has a number as soon as it writes or locks a row; to look at every table takes far longer.
        wrote = connection.execute("select pg_current_xact_id_if_assigned()").fetchone()
        after = before if wrote == (None,) else snapshot(connection, target)
    given = [str(value) for value in args.values()]
    leaked = [s for s in target.secrets if s in said and not any(s in g for g in given)]
    assert not leaked, (function, leaked, said)
    changed = [table for table in before if before[table] != after[table]]
    assert not changed or function in FREE, (function, changed, args, said)


def arguments_of(
    function: dict[str, Any], target: Victim, mine: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """Everything is the victim's, except what is `mine`. Where it is not known what an id is of,
    each of the victim's ids in turn."""
    kinds = dict(zip(function["names"][1:], function["types"][1:], strict=True))
    if mine and "p_conversation" not in kinds:
        return  # what staff and the service itself do in their own tenant
    known = {
        name: mine.get(name[2:]) or value_of(name[2:], kind, target)
        for name, kind in kinds.items()
        if kind != "uuid" or name[2:] in {**mine, **target.ids}
    }
    unknown = [name for name in kinds if name not in known]
    for value in target.uuids if unknown else [None]:
        yield {**known, **dict.fromkeys(unknown, value)}


async def test_promise_6_no_function_reaches_another_tenant_or_customer(plain: Front) -> None:
    ana, eva = clients(plain, 2)
    rui = clients(plain, 3, "sorriso")[2]
    await ana.named()
    own = {"conversation": ana.conversation, "turn": UUID((await ana.begin())["turn"])}
    other_tenant = await victim(plain, rui, None, None)
    other_customer = await victim(plain, eva, "depilacion-laser", "camila")
    for target in (other_tenant, other_customer):
        # Whoever tries is one of staff, of the tenant that they are in.
        target.ids["account"] = await staff_of(plain, ana)
    attempts = Attempts()
    functions = plain.rows(FUNCTIONS)
    assert len(functions) > 45
    with psycopg.connect(plain.url, autocommit=True) as connection:
        for target, mine in ((other_tenant, {}), (other_tenant, own), (other_customer, own)):
            before = snapshot(connection, target)
            for function in functions:
                for args in arguments_of(function, target, mine):
                    args = {"p_organization": ana.organization, **args}
                    attempt(connection, target, before, function["name"], args)
                    attempts.note(function["name"])
    assert {f["name"] for f in functions} == set(attempts.made)
    attempts.enough(90)


async def test_promise_6_the_callers_role_reaches_no_table(plain: Front, caller_url: str) -> None:
    tables = {
        row["name"]: row["column"]
        for row in plain.rows(
            "select format('%%I.%%I', table_schema, table_name) as name, "
            'min(column_name) as "column" from information_schema.columns '
            "join pg_tables on tablename = table_name and schemaname = table_schema "
            "where table_schema not in ('pg_catalog', 'information_schema') group by 1 order by 1"
        )
    }
    assert len(tables) > 45
    attempts = Attempts()
    victim_organization = plain.organization("sorriso")
    with psycopg.connect(caller_url, autocommit=True) as connection:
        for table, column in tables.items():
            for statement in (
                f"select * from {table}",
                f"insert into {table} default values",
                f"update {table} set {column} = {column}",
                f"delete from {table}",
                f"truncate {table}",
                f"copy {table} to stdout",
                f"alter table {table} disable row level security",
            ):
                refused(connection, statement, victim_organization, attempts)
    attempts.enough(300)


HOSTILE = [
    "set role frontdesk_app",
    "set role postgres",
    "set session authorization frontdesk_app",
    "select frontdesk.enter(gen_random_uuid())",
    "select frontdesk.contacts_merge(gen_random_uuid(), gen_random_uuid())",
    "select frontdesk.defer('turns', 'turn', null, '{}')",
    "select frontdesk.staff_organizations()",
    "select procrastinate.procrastinate_defer_jobs_v1(null)",
    "select * from pg_authid",
    "select pg_read_file('/etc/passwd')",
    "copy (select 1) to program 'true'",
    "create function public.lower(uuid) returns text language sql as 'select 1'",
    "create table public.services_2 ()",
    "create schema mine",
    "drop extension plpgsql",
    "alter function public.services_list(uuid) security invoker",
    "alter function public.services_list(uuid) owner to frontdesk_caller",
    "create or replace function public.services_list(p_organization uuid) returns jsonb "
    "language sql as $$ select null::jsonb $$",
    "drop function public.services_list(uuid)",
    "grant frontdesk_app to frontdesk_caller",
    "grant select on appointments to frontdesk_caller",
    "create policy mine on appointments to frontdesk_caller using (true)",
    "create trigger t before insert on chat_messages for each row execute function "
    "suppress_redundant_updates_trigger()",
    "create role other",
    "alter role frontdesk_caller bypassrls",
    "set session_replication_role = replica",
    "call frontdesk.expose('services_list')",
    "do $$ begin perform * from public.appointments; end $$",
]


def refused(
    connection: psycopg.Connection[Any], statement: str, organization: UUID, attempts: Attempts
) -> None:
    """With the victim's tenant entered by hand, and row level security switched off by hand."""
    with connection.transaction(force_rollback=True):
        connection.execute(f"set frontdesk.organization_id = '{organization}'".encode())
        connection.execute("set row_security = off")
        with pytest.raises(psycopg.Error) as error, connection.transaction():
            connection.execute(statement.encode())
    assert error.value.sqlstate in ("42501", "22023", "0LP01"), (statement, error.value)
    attempts.note(statement)


async def test_promise_6_the_callers_role_cannot_help_itself(plain: Front, caller_url: str) -> None:
    attempts = Attempts()
    victim_organization = plain.organization("sorriso")
    with psycopg.connect(caller_url, autocommit=True) as connection:
        for statement in HOSTILE:
            refused(connection, statement, victim_organization, attempts)
    attempts.enough(28)
