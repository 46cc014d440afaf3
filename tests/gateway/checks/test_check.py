"""`frontdesk check` tells the truth about a deployment: what stands in the database."""

from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from pydantic import SecretStr

from agent.checkpoints import redis_link
from agent.clock import FixedClock, SystemClock
from agent.data.inspection import readable_at
from agent.settings import Settings
from gateway import checks
from gateway.checks import Finding, check, screen
from gateway.checks.data import check_database, check_pooler, way_there
from tests.databases import PROVIDER_KEY, Server, create_login, execute
from tests.protocols.redis_server import RedisServer
from tests.providers.meta import MetaServer
from tests.providers.setups import EvolutionManager, GupshupDashboard


@pytest.fixture
async def providers() -> AsyncIterator[dict[str, str]]:
    async with (
        GupshupDashboard(PROVIDER_KEY) as gupshup,
        EvolutionManager(PROVIDER_KEY, ("*",)) as evolution,
    ):
        yield {"gupshup_base_url": gupshup.url, "evolution_base_url": evolution.url}


async def findings(url: str, folder: Path, **settings: Any) -> dict[str, Finding]:
    configured = Settings(
        database_url=SecretStr(url),
        frontdesk_data_dir=folder,
        **settings,
    )
    return {f.what: f for f in await check(configured)}


async def test_a_working_deployment(
    database_url: str, tmp_path: Path, providers: dict[str, str]
) -> None:
    key = SecretStr("5f1c09be74aa6d2083ee91c7")
    found = await findings(database_url, tmp_path, api_key=key, **providers)
    for what in ("database", "migrations", "clock", "secrets", "Gupshup", "Evolution", "API key"):
        assert found[what].state == "ok", what
    assert found["organizations"].text == "aurora, sorriso"
    assert found["model"].state == "off"
    assert screen.usable(list(found.values()))


async def test_a_database_without_tables_needs_the_migrations(
    empty_database_url: str, tmp_path: Path
) -> None:
    found = await findings(empty_database_url, tmp_path)
    assert found["database"].state == "ok"
    assert found["migrations"].state == "bad"
    assert found["migrations"].do == "run `frontdesk migrate`"
    assert "organizations" not in found
    assert not screen.usable(list(found.values()))


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://nobody@127.0.0.1:1/none", "configured, not reachable"),
        ("mysql:/nonsense", "DATABASE_URL is not the address of a PostgreSQL"),
    ],
)
async def test_a_database_that_is_not_there(url: str, said: str, tmp_path: Path) -> None:
    found = await findings(url, tmp_path)
    assert (found["database"].state, found["database"].text) == ("bad", said)


async def test_a_folder_that_cannot_be_made() -> None:
    (found,) = await check_database(Settings(frontdesk_data_dir="/proc/nothing"))
    assert found.state == "bad"
    assert found.text == "/proc/nothing cannot be made: set FRONTDESK_DATA_DIR"


@pytest.mark.parametrize(
    ("url", "able", "state"),
    [
        ("postgresql://u:p@pooler.example:6543/postgres", {}, "warn"),
        (
            "postgresql://u:p@pooler.example:6543/postgres",
            {"listen_notify": False, "prepare_statements": False},
            None,
        ),
        ("postgresql://u:p@pooler.example:5432/postgres", {}, None),
        ("nonsense", {}, None),
    ],
)
async def test_what_a_transaction_pooler_cannot_do(
    url: str, able: dict[str, Any], state: str | None
) -> None:
    found = await check_pooler(Settings(database_url=SecretStr(url), **able))
    assert [finding.state for finding in found] == ([state] if state else [])


async def test_a_clock_that_is_off_is_bad(database_url: str, tmp_path: Path) -> None:
    settings = Settings(database_url=SecretStr(database_url), frontdesk_data_dir=tmp_path)
    for late, state in ((0, "ok"), (9, "warn"), (-9, "warn"), (50, "bad")):
        clock = FixedClock(SystemClock().now() - timedelta(seconds=late))
        found = {f.what: f for f in await check_database(settings, clock)}
        assert found["clock"].state == state, late
    assert "50 s ahead" in found["clock"].text


async def test_a_login_without_rights_is_named(
    server: Server, database_url: str, tmp_path: Path
) -> None:
    name = conninfo_to_dict(database_url)["dbname"]
    login = f"check_login_{name}"
    create_login(database_url, login)
    execute(database_url, f"grant usage on schema frontdesk to {login}")
    execute(database_url, f"grant select on frontdesk.schema_migrations to {login}")
    try:
        found = await findings(make_conninfo(database_url, user=login), tmp_path)
        assert found["rights"].state == "bad"
        assert "frontdesk_app" in found["rights"].text
        execute(database_url, f"grant frontdesk_app, frontdesk_caller to {login}")
        found = await findings(make_conninfo(database_url, user=login), tmp_path)
        assert "may not create schemas" in found["rights"].text
    finally:
        execute(database_url, f"drop owned by {login}")
        execute(database_url, f"drop role {login}")


async def test_a_connection_without_its_key_cannot_send(
    database_url: str, tmp_path: Path, providers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AURORA_GUPSHUP_API_KEY")
    found = await findings(database_url, tmp_path, **providers)
    assert found["secrets"].state == "bad"
    assert "AURORA_GUPSHUP_API_KEY" in found["secrets"].text
    assert "SORRISO" not in found["secrets"].text


async def test_a_provider_that_does_not_answer_is_bad(
    database_url: str, tmp_path: Path, providers: dict[str, str]
) -> None:
    closed = {**providers, "evolution_base_url": "http://127.0.0.1:1"}
    found = await findings(database_url, tmp_path, **closed)
    assert (found["Gupshup"].state, found["Evolution"].state) == ("ok", "bad")
    assert found["Evolution"].do == "check EVOLUTION_BASE_URL"


async def test_which_memory_a_start_would_take(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What is asked is which answer is given, not how fast a busy machine gives it.
    monkeypatch.setattr(checks, "PATIENCE_SECONDS", 60)
    monkeypatch.setattr(redis_link, "CONNECT_SECONDS", 60)
    patient = partial(redis_link.RedisLink, operation_seconds=60)
    monkeypatch.setattr(redis_link, "RedisLink", patient)

    async def redis(url: str) -> tuple[str, str]:
        found = await findings(database_url, tmp_path, redis_url=SecretStr(url))
        return found["Redis"].state, found["Redis"].text

    async with RedisServer(password="s3cret") as server:
        state, said = await redis(server.url.replace("redis://", "redis://:guess@"))
        address = server.url.removeprefix("redis://").removesuffix("/0")
        assert (state, f"the Redis at {address} refuses the password" in said) == ("warn", True)
        assert await redis(server.url.replace("redis://", "redis://:s3cret@")) == (
            "ok",
            "keeps the threads and the rate limits",
        )


async def test_the_chain_of_models_and_their_prices(database_url: str, tmp_path: Path) -> None:
    async def said(**settings: Any) -> dict[str, Finding]:
        settings |= {"openai_api_key": SecretStr("k"), "openai_base_url": "http://127.0.0.1:1"}
        return await findings(database_url, tmp_path, **settings)

    found = await said()
    assert "openai:gpt-5.4-mini, offline" in found["model"].text
    assert "model prices" not in found
    found = await said(openai_fallback_models="own-model")
    assert "openai:gpt-5.4-mini, openai:own-model, offline" in found["model"].text
    assert found["model prices"].state == "warn", "the usual ceiling does not see it"
    assert "openai:own-model" in found["model prices"].text
    found = await said(openai_fallback_models="own-model", daily_spend_usd="none")
    assert found["model prices"].state == "off"
    found = await said(openai_chat_model="own-model", daily_spend_usd=5)
    assert found["model prices"].state == "bad"
    assert "DAILY_SPEND_USD" in found["model prices"].text


async def test_a_model_that_cannot_be_built_is_bad(database_url: str, tmp_path: Path) -> None:
    found = await findings(database_url, tmp_path, openai_chat_model="cohere:command")
    assert found["model"].state == "bad"
    assert "langchain-cohere" in found["model"].text


async def test_without_templates_there_are_no_reminders_outside_the_window(
    database_url: str, tmp_path: Path, providers: dict[str, str]
) -> None:
    with_one = {**providers, "gupshup_reminder_template_id": "one"}
    found = await findings(database_url, tmp_path, **with_one)
    assert found["reminders"].state == "off"
    assert found["reminders"].text == (
        "outside the 24-hour window no confirmation requests of aurora, sorriso"
    )
    assert "GUPSHUP_CONFIRMATION_TEMPLATE_ID" in found["reminders"].do
    execute(
        database_url,
        "update platform_connections set settings = %s where channel = 'gupshup'",
        '{"confirmation_template": {"es": "two", "pt": "three"}}',
    )
    found = await findings(database_url, tmp_path, **with_one)
    assert found["reminders"].state == "ok"
    assert found["waiting list"].text == (
        "outside the 24-hour window customers of aurora, sorriso are passed over"
    )
    found = await findings(database_url, tmp_path, gupshup_waiting_template_id="four", **providers)
    assert found["waiting list"].state == "ok"


async def test_each_channel_is_told_where_its_own_templates_are_named(
    database_url: str, tmp_path: Path, providers: dict[str, str]
) -> None:
    gupshup = {
        f"gupshup_{kind}_template_id": "one" for kind in ("confirmation", "reminder", "waiting")
    }
    for channel in ("meta", "twilio", "chatwoot"):
        execute(
            database_url,
            "update platform_connections set channel = %s, settings = %s where channel not in "
            "('evolution', 'web', 'api')",
            channel,
            '{"reminder_template": "one", "account_id": 7}',
        )
        played = {f"{channel}_base_url": providers["gupshup_base_url"]}
        found = await findings(database_url, tmp_path, **gupshup, **providers, **played)
        assert "GUPSHUP" not in found["reminders"].do + found["waiting list"].do, channel
        name = channel.capitalize()
        assert found["reminders"].do.startswith(
            f"set confirmation_template in the settings of the {name} connection"
        )
        assert found["waiting list"].do.startswith(
            f"set waiting_template in the settings of the {name} connection"
        )


async def test_where_received_files_are_kept(database_url: str, tmp_path: Path) -> None:
    found = await findings(database_url, tmp_path)
    assert found["files"].text == f"received files stay in {tmp_path / 'media'}"
    key = SecretStr("key")
    supabase = {"supabase_url": "http://127.0.0.1:1", "supabase_service_role_key": key}
    found = await findings(database_url, tmp_path, **supabase)
    # More of the bucket: tests/gateway/checks/test_bucket_check.py.
    assert found["files"].text == "received files wait in the database: storage: ConnectError"
    # A REST API without a storage behind it, as docker-compose.yml has it.
    found = await findings(database_url, tmp_path, **supabase, supabase_media_bucket="none")
    assert found["files"].text == f"received files stay in {tmp_path / 'media'}"


async def test_what_only_gupshup_knows_is_named(
    database_url: str, tmp_path: Path, providers: dict[str, str]
) -> None:
    found = await findings(database_url, tmp_path, **providers)
    assert found["Gupshup's side"].state == "off"
    assert "enableBSUID" in found["Gupshup's side"].text
    assert "Evolution's side" not in found


async def test_a_connection_that_cannot_prove_its_webhooks_is_named(
    database_url: str, tmp_path: Path, providers: dict[str, str]
) -> None:
    execute(
        database_url,
        "insert into platform_connections (organization_id, key, channel, name, token_hash, "
        "token_env) select id, 'cloud', 'meta', '100000000000101', sha256('x'), 'X_TOKEN' "
        "from organizations where slug = 'aurora'",
    )
    async with MetaServer() as meta:
        about = providers | {"meta_base_url": meta.url}
        found = await findings(database_url, tmp_path, **about)
        assert found["Meta"].state == "ok"
        assert found["webhooks of aurora (cloud)"] == Finding(
            "bad",
            "webhooks of aurora (cloud)",
            "without app_secret and verify_token nothing that comes is taken",
            "frontdesk secrets set aurora cloud --name app_secret",
            group="channels",
        )


async def test_a_language_that_lost_its_folder_is_named(database_url: str, tmp_path: Path) -> None:
    assert (await findings(database_url, tmp_path))["languages"].text == "en, es, pt"
    execute(database_url, "update organizations set language = 'fr-ca' where slug = 'sorriso'")
    lost = (await findings(database_url, tmp_path))["languages"]
    assert lost.state == "bad"
    assert lost.text == "no texts for sorriso (fr-ca), answered in en"


@pytest.mark.parametrize(
    ("address", "encrypted", "readable"),
    [
        ("8.8.4.4", False, True),
        ("8.8.4.4", True, False),
        ("2001:4860:4860::8844", False, True),
        ("10.1.2.3", False, False),
        ("127.0.0.1", False, False),
        ("fe80::1%eth0", False, False),
        ("", False, False),
        ("/var/run/postgresql", False, False),
    ],
)
def test_a_line_to_the_database_that_others_can_read_is_told(
    address: str, encrypted: bool, readable: bool
) -> None:
    found = way_there(readable_at(address, encrypted=encrypted))
    assert [finding.state for finding in found] == (["bad"] if readable else [])
    assert all(address in finding.text and "sslmode" in finding.do for finding in found)
