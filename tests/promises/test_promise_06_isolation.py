"""Nothing of one tenant is readable or changeable for another: row level security and grants."""

from typing import Any
from uuid import UUID

import psycopg
import pytest

from graphs.front_desk import load_nodes
from tests.agent.data.test_definer_functions import PLATFORM
from tests.front import Front
from tests.promises.tenants import ALL_TABLES, fill, of_tenant, tables


async def test_promise_6_every_table_with_an_organization_has_forced_row_level_security(
    plain: Front,
) -> None:
    unprotected = plain.rows(
        ALL_TABLES + "and c.relnamespace = 'public'::regnamespace "
        "and not (c.relrowsecurity and c.relforcerowsecurity)"
    )
    assert unprotected == []
    elsewhere = plain.rows(
        ALL_TABLES + "and exists (select 1 from pg_attribute a where a.attrelid = c.oid "
        "and a.attname = 'organization_id') and c.relnamespace <> 'public'::regnamespace"
    )
    assert elsewhere == []


async def test_promise_6_every_policy_of_the_application_names_the_entered_tenant(
    plain: Front,
) -> None:
    policies = plain.rows(
        "select tablename, qual, with_check from pg_policies "
        "where schemaname = 'public' and 'frontdesk_app' = any (roles)"
    )
    assert len(policies) == len(tables(plain))
    for policy in policies:
        column = "id" if policy["tablename"] == "organizations" else "organization_id"
        assert policy["qual"] == policy["with_check"]
        assert policy["qual"] in (
            f"({column} = frontdesk.tenant())",
            f"({column} = ( SELECT frontdesk.tenant() AS tenant))",  # once a query, not once a row
        )


async def test_promise_6_the_application_role_reaches_no_row_of_another_tenant(
    plain: Front,
) -> None:
    await fill(plain, "sorriso", service="limpeza", member=None)
    victim = plain.organization("sorriso")
    seen = {table: _owner_count(plain, table, victim) for table in tables(plain)}
    assert not [table for table, count in seen.items() if not count], "a table without a row"
    for entered in (plain.organization("aurora"), None):
        for table in seen:
            assert (
                _as_app(plain, entered, f"select 1 from {table} where {of_tenant(table)}", victim)
                == 0
            )
            assert _as_app(plain, entered, f"update {table} set {_touch(table)}", victim) == 0
            assert (
                _as_app(plain, entered, f"delete from {table} where {of_tenant(table)}", victim)
                == 0
            )
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                _as_app(plain, entered, _insert(table), victim)
    assert {table: _owner_count(plain, table, victim) for table in seen} == seen


async def test_promise_6_an_own_row_cannot_be_handed_to_another_tenant(plain: Front) -> None:
    await fill(plain, "sorriso", service="limpeza", member=None)
    own, other = plain.organization("sorriso"), plain.organization("aurora")
    for table in tables(plain):
        if table == "organizations":
            continue
        with pytest.raises(psycopg.Error) as refused:
            _as_app(
                plain,
                own,
                f"update {table} set organization_id = '{other}' where {of_tenant(table)}",
                own,
            )
        assert "row-level security" in str(refused.value), table


async def test_promise_6_nobody_but_the_application_may_call_the_functions(plain: Front) -> None:
    callable_by_all = plain.rows(
        "select p.oid::regprocedure::text as name from pg_proc p "
        "where p.pronamespace = 'public'::regnamespace "
        "and (p.proacl is null or exists (select 1 from aclexplode(p.proacl) g where g.grantee = 0))"
    )
    assert callable_by_all == []
    definers = plain.rows(
        "select p.proname as name from pg_proc p where p.prosecdef "
        "and p.proowner <> 'frontdesk_app'::regrole "
        "and p.pronamespace in ('public'::regnamespace, 'frontdesk'::regnamespace)"
    )
    assert {d["name"] for d in definers} == PLATFORM | {"staff_organizations"}


def test_promise_6_no_tool_takes_an_organization_a_contact_a_phone_or_an_address() -> None:
    forbidden = ("organi", "tenant", "contact", "customer", "phone", "url", "sql", "conversation")
    tools = {tool.name: tool for node in load_nodes() for tool in node.tools}
    assert len(tools) >= 11
    for tool in tools.values():
        for field in tool.tool_call_schema.model_json_schema()["properties"]:  # type: ignore[union-attr]
            assert not any(word in field.lower() for word in forbidden), (tool.name, field)


def _touch(table: str) -> str:
    column = "id" if table == "organizations" else "organization_id"
    return f"{column} = {column} where {of_tenant(table)}"


def _insert(table: str) -> str:
    column = "id" if table == "organizations" else "organization_id"
    return f"insert into {table} ({column}) values (%s)"


def _owner_count(front: Front, table: str, organization: UUID) -> int:
    query = f"select count(*) as n from {table} where {of_tenant(table)}"
    return int(front.rows(query, organization)[0]["n"])


def _as_app(front: Front, entered: UUID | None, statement: str, *args: Any) -> int:
    """Rows that the application's role reaches with a tenant entered (or none)."""
    with psycopg.connect(front.url) as connection:
        connection.execute("set role frontdesk_app")
        if entered:
            connection.execute("select frontdesk.enter(%s)", [entered])
        count = connection.execute(statement.encode(), args).rowcount
        connection.rollback()
    return count
