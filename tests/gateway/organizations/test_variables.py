"""A business's file names its own variables of the environment: no system's, no other business's."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from agent.data.postgres import PostgresDatabase
from agent.environment_names import owner_of
from agent.settings import Settings
from gateway.access.environment import TenantEnvironment
from gateway.access.vault import vault_of
from gateway.channels.connections import Connections
from gateway.checks.stored import Stored
from gateway.checks.variables import check_variables
from gateway.organizations import commands
from gateway.organizations.loading import loads
from gateway.organizations.source import InvalidFile
from gateway.organizations.variables import NotItsVariable
from tests.gateway.organizations.conftest import secret

Query = Callable[..., list[tuple[Any, ...]]]
SETTINGS = sorted(name.upper() for name in Settings.model_fields)
MACHINE = [
    "PATH", "HOME", "USER", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "PGPASSWORD",
    "FRONTDESK_NEXT_SETTING", "GITHUB_TOKEN", "ANTHROPIC_API_KEY", "POSTGRES_PASSWORD", "SSH_AUTH_SOCK",
    "LD_PRELOAD", "PYTHONPATH", "GOOGLE_APPLICATION_CREDENTIALS", "SECRET_KEY",
]  # fmt: skip
FOREIGN = ["SORRISO_WEB_TOKEN", "SORRISO_GUPSHUP_API_KEY", "SORRISO_UNUSED_YET", "AURORA_WEB_TOKEN"]
UNBOUND = ["CLINIC_WEB_TOKEN", "STRIPE_KEY", "FARO", "FAROL_WEB_TOKEN", "X_FARO_WEB_TOKEN"]
NO_NAMES = [
    "", " ", "faro_web_token", "Faro_Web_Token", "FARO-WEB-TOKEN", "FARO_WEB_TOKEN ", "'FARO_TOKEN\\n'",
    "FАRO_WEB_TOKEN", "ＦARO_WEB_TOKEN", "FARO_WEB_TOKÉN", "FARO_\u200bTOKEN", "$FARO_TOKEN",
    "FARO_" + "X" * 70, "frontdesk_secret_key", "FRONTDESK_SECRET_KEY ", "3FARO_TOKEN", "FARO_WEB_TOKEN=1",
]  # fmt: skip

FARO = """
slug: {slug}
name: Faro
language: es
time_zone: America/Bogota
country: CO
hours: {{mon-fri: ["08:00-12:00"]}}
services: [{{key: corte, name: Corte, duration_minutes: 30}}]
members: [{{key: ana, name: Ana, services: all}}]
escalation: [{{key: ana, name: Ana, channel: gupshup, phone: "+57 300 555 0100"}}]
connections:
  - {{key: web, channel: web, name: web, token_env: "{token}"}}
  - {{key: wa, channel: gupshup, name: wa, token_env: {own}WA_TOKEN, secret_env: "{key}"}}
"""


def faro(
    token: str = "FARO_WEB_TOKEN", key: str = "FARO_API_KEY", slug: str = "faro", own: str = "FARO_"
) -> bytes:
    return FARO.format(slug=slug, token=token, key=key, own=own).encode()


async def refusal(database: PostgresDatabase, file: bytes, *allow: str) -> str:
    with pytest.raises(NotItsVariable) as caught:
        await commands.plan(database, loads(file), secret, allow_env=allow)
    return str(caught.value)


def placed(name: str) -> list[bytes]:
    """The name as a token's and as a key's."""
    return [faro(token=name), faro(key=name)]


@pytest.mark.parametrize("name", [*SETTINGS, *MACHINE])
async def test_the_systems_variables_are_refused_even_when_allowed(
    database: PostgresDatabase, name: str
) -> None:
    for file in placed(name):
        assert f"{name} is a setting of frontdesk or of the machine" in await refusal(
            database, file, name
        )


@pytest.mark.parametrize("name", [*SETTINGS, *MACHINE])
def test_the_systems_variables_are_never_read(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings()
    monkeypatch.setenv(name, "a-secret-of-the-deployment")
    for spelled in (name, name.lower(), f"{name}\n", f" {name}"):
        assert settings.secret(spelled) is None


@pytest.mark.parametrize("name", FOREIGN)
async def test_another_businesss_variables_are_refused_even_when_allowed(
    database: PostgresDatabase, demos: dict[str, UUID], name: str
) -> None:
    for file in placed(name):
        told = await refusal(database, file, name)
        assert f"{name} belongs to {name.partition('_')[0].lower()}" in told


@pytest.mark.parametrize("name", UNBOUND)
async def test_what_does_not_begin_like_the_business_needs_the_operators_word(
    database: PostgresDatabase, demos: dict[str, UUID], name: str
) -> None:
    for file in placed(name):
        told = await refusal(database, file)
        assert f"{name} does not begin with FARO_; rename it, or add --allow-env {name}" in told
        plan = await commands.plan(database, loads(file), secret, allow_env=[name])
        assert plan.grants == [name]


@pytest.mark.parametrize("name", NO_NAMES)
def test_what_is_no_name_is_told_with_its_line(name: str) -> None:
    for file in placed(name):
        with pytest.raises(InvalidFile, match=r"faro.yaml:\d+|file:\d+|\d+:"):
            loads(file, "faro.yaml")


async def test_a_grant_is_kept_read_at_run_time_and_ends_with_its_use(
    database: PostgresDatabase,
    demos: dict[str, UUID],
    query: Query,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CLINIC_API_KEY", "the-key-of-faro")
    plan = await commands.plan(
        database, loads(faro(key="CLINIC_API_KEY")), secret, allow_env=["CLINIC_API_KEY"]
    )
    assert "variable of the environment: CLINIC_API_KEY" in str(plan.changes[-1])
    await commands.apply(database, plan)
    again = await commands.plan(database, loads(faro(key="CLINIC_API_KEY")), secret)
    assert (again.changes, again.grants) == ([], [])

    own = TenantEnvironment(database, Settings())
    assert await own.secret(plan.organization, "CLINIC_API_KEY") == "the-key-of-faro"
    assert await own.secret(demos["aurora"], "CLINIC_API_KEY") is None
    other = faro(key="CLINIC_API_KEY", slug="otro", token="OTRO_WEB_TOKEN", own="OTRO_")
    assert "CLINIC_API_KEY belongs to faro" in await refusal(database, other, "CLINIC_API_KEY")

    await commands.apply(database, await commands.plan(database, loads(faro()), secret))
    assert query("select * from environment_grants") == []
    late = TenantEnvironment(database, Settings())
    assert await late.secret(plan.organization, "CLINIC_API_KEY") is None


@pytest.mark.parametrize("name", ["FRONTDESK_SECRET_KEY", "SORRISO_GUPSHUP_API_KEY", "STRIPE_KEY"])
async def test_a_row_that_was_written_otherwise_reads_nothing(
    database: PostgresDatabase,
    demos: dict[str, UUID],
    query: Query,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    monkeypatch.setenv(name, "not-for-aurora-at-all-0123456789")
    query("update platform_connections set secret_env = %s, token_env = %s where key = 'web' and "
          "organization_id = %s returning 1", name, name, demos["aurora"])  # fmt: skip
    try:
        settings = Settings()
        connections = Connections(database, settings, vault_of(settings))
        found = await connections.find("web", secret("AURORA_WEB_TOKEN") or "")
        assert found is not None
        assert found.secret is None
        claims = Stored(database, [], {}, {})
        [finding] = await check_variables(settings, claims)
        assert finding.state == "bad"
        assert f"aurora web (secret_env): {name}" in finding.text
        assert "not-for-aurora" not in finding.text
    finally:
        query("update platform_connections set secret_env = null, token_env = 'AURORA_WEB_TOKEN' "
              "where key = 'web' and organization_id = %s returning 1", demos["aurora"])  # fmt: skip


async def test_check_names_what_was_there_before_the_rule(
    database: PostgresDatabase, demos: dict[str, UUID], query: Query
) -> None:
    settings, stored = Settings(), Stored(database, [], {}, {})
    [fine] = await check_variables(settings, stored)
    assert fine.state == "ok"
    query("insert into environment_grants values ('CLINIC_KEY', %s, false, now()) returning 1", demos["aurora"])  # fmt: skip
    [before] = await check_variables(settings, stored)
    assert (before.state, "CLINIC_KEY (aurora)" in before.text) == ("warn", True)
    query("delete from environment_grants returning 1")


def test_the_longest_beginning_owns_a_name() -> None:
    slugs = ["aurora", "aurora-norte", "a"]
    assert owner_of("AURORA_NORTE_API_KEY", slugs) == "aurora-norte"
    assert owner_of("AURORA_NORTEX_API_KEY", slugs) == "aurora"
    assert owner_of("AURORAX_API_KEY", slugs) is None
    assert owner_of("A_API_KEY", slugs) == "a"


async def test_python_and_the_database_agree_whose_a_name_is(
    database: PostgresDatabase, demos: dict[str, UUID]
) -> None:
    norte = faro(slug="aurora-norte", token="AURORA_NORTE_WEB", key="AURORA_NORTE_KEY", own="AURORA_NORTE_")  # fmt: skip
    plan = await commands.plan(database, loads(norte), secret)
    await commands.apply(database, plan)
    owners = {**demos, "aurora-norte": plan.organization}
    for name in ("AURORA_NORTE_KEY", "AURORA_KEY", "AURORA_NORT_KEY", "SORRISO_KEY", "OTHER_KEY"):
        for slug, organization in owners.items():
            owned = await database.call("environment_owned", organization=organization, name=name)
            assert owned == (owner_of(name, owners) == slug), (name, slug)


def test_no_setting_is_missing_from_what_is_reserved() -> None:
    assert all(Settings.reserves(name) for name in SETTINGS)
    assert not Settings.reserves("AURORA_WEB_TOKEN")
    assert not any(re.search(r"[^A-Z0-9_]", name) for name in SETTINGS)
