"""The service `db`, deploy/postgres/10-roles.sql on it, and the migrations after that."""

from dataclasses import replace

import psycopg
import pytest

from agent.data.migrate import migrate, pending
from tests.databases import rows
from tests.deployment.postgres import ComposeServer


def test_the_server_is_the_one_of_the_file(compose_server: ComposeServer) -> None:
    assert compose_server.healthy()
    # While the image initialises, its server answers on its socket only.
    assert not compose_server.healthy_too_early
    shown = rows(compose_server.owner, "show max_connections")
    assert shown == [{"max_connections": "200"}]


def test_from_another_container_it_wants_the_password(compose_server: ComposeServer) -> None:
    for user in ("postgres", "frontdesk"):
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(compose_server.url(user, password="another"))
        psycopg.connect(compose_server.url(user)).close()


def test_run_again_the_script_changes_only_the_passwords(compose_server: ComposeServer) -> None:
    assert compose_server.first
    assert (compose_server.first.returncode, compose_server.first.stderr) == (0, "")
    again = compose_server.run_roles(FRONTDESK_DB_PASSWORD="it's new")
    assert again.returncode == 0, again.stderr
    assert "CREATE ROLE" not in again.stdout
    psycopg.connect(compose_server.url("frontdesk", password="it's new")).close()
    compose_server.run_roles()
    psycopg.connect(compose_server.url("frontdesk")).close()


def test_without_a_password_it_stops(compose_server: ComposeServer) -> None:
    service = {**compose_server.service, "environment": {}}
    done = replace(compose_server, service=service).run_roles()
    assert done.returncode != 0


def test_the_roles_are_those_of_supabase(compose_server: ComposeServer) -> None:
    found = {
        row["rolname"]: row
        for row in rows(
            compose_server.owner,
            "select rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, "
            "rolinherit, rolpassword like 'SCRAM-SHA-256%%' as scram from pg_authid "
            "where rolname !~ '^(pg_|postgres|frontdesk_)'",
        )
    }
    logins = {name for name, row in found.items() if row["rolcanlogin"]}
    assert logins == {"frontdesk", "authenticator", "langfuse"}
    assert set(found) - logins == {"anon", "authenticated", "service_role"}
    assert {name for name, row in found.items() if row["rolbypassrls"]} == {"service_role"}
    assert all(found[name]["scram"] for name in logins)
    assert not found["authenticator"]["rolinherit"]
    assert {name for name, row in found.items() if row["rolcreaterole"]} == {"frontdesk"}
    for row in found.values():
        assert not any(row[right] for right in ("rolsuper", "rolcreatedb"))


def test_the_logins_stay_in_their_databases(compose_server: ComposeServer) -> None:
    for user, database in (("langfuse", "frontdesk"), ("frontdesk", "langfuse")):
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            psycopg.connect(compose_server.url(user, database))
    psycopg.connect(compose_server.url("langfuse", "langfuse")).close()


def test_the_migrations_run_without_a_superuser(compose_server: ComposeServer) -> None:
    url = compose_server.url("frontdesk")
    migrate(url)
    assert pending(url) == []
    assert migrate(url) == []
    # Not in the schema `frontdesk`, although the login is called like that.
    found = rows(
        url, "select table_schema from information_schema.tables where table_name = 'turns'"
    )
    assert found == [{"table_schema": "public"}]


def test_the_rest_login_reaches_the_contract_through_the_service_role_only(
    compose_server: ComposeServer,
) -> None:
    migrate(compose_server.url("frontdesk"))
    with psycopg.connect(compose_server.url("authenticator"), autocommit=True) as connection:
        connection.execute("set role anon")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("select migrations_applied()")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("select * from appointments")
        connection.execute("set role service_role")
        row = connection.execute("select migrations_applied()").fetchone()
    assert row
    assert "tables/0001_foundation.sql" in row[0]
