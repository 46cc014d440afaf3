"""deploy/postgres/10-roles.sql on a real server, and the migrations after it."""

import psycopg
import pytest

from agent.databases.migrate import migrate, pending
from tests.databases import rows
from tests.deployment.conftest import ComposeServer, run_roles

pytestmark = pytest.mark.xdist_group("compose-server")


def test_it_runs_twice_without_an_error(compose_server: ComposeServer) -> None:
    assert (compose_server.first.returncode, compose_server.first.stderr) == (0, "")
    assert compose_server.second.returncode == 0
    assert "ERROR" not in compose_server.second.stderr
    assert "CREATE ROLE" not in compose_server.second.stdout


def test_without_a_password_it_stops(compose_server: ComposeServer) -> None:
    assert run_roles(compose_server.owner, {}).returncode != 0


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
    assert "0001_foundation.sql" in row[0]
