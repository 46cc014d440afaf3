"""`frontdesk check` tells the truth about a deployment."""

from pathlib import Path
from typing import Any

from pydantic import SecretStr

from agent.settings import Settings
from gateway.check import check
from tests.databases import execute


async def states(url: str, folder: Path, **settings: Any) -> dict[str, tuple[str, str]]:
    configured = Settings(
        database_url=SecretStr(url),
        frontdesk_data_dir=folder,
        database_wait_seconds=0.5,
        **settings,
    )
    return {f.what: (f.state, f.said) for f in await check(configured)}


async def test_a_working_deployment(database_url: str, tmp_path: Path) -> None:
    found = await states(database_url, tmp_path, api_key=SecretStr("k" * 20))
    assert found["database"][0] == found["migrations"][0] == "ok"
    assert found["organizations"] == ("ok", "aurora, sorriso")
    assert found["model"][0] == "off"
    assert found["API key"][0] == "ok"


async def test_a_database_without_tables_needs_the_migrations(
    empty_database_url: str, tmp_path: Path
) -> None:
    found = await states(empty_database_url, tmp_path)
    assert found["database"][0] == "ok"
    assert found["migrations"][0] == "bad"
    assert "frontdesk migrate" in found["migrations"][1]


async def test_a_database_that_is_not_there(tmp_path: Path) -> None:
    found = await states("postgresql://nobody@127.0.0.1:1/none", tmp_path)
    assert found["database"] == ("bad", "configured, not reachable")


async def test_development_settings_are_called_unsafe(database_url: str, tmp_path: Path) -> None:
    found = await states(database_url, tmp_path, media_allow_private=True)
    assert found["media"][0] == "bad"


async def test_without_templates_there_are_no_reminders_outside_the_window(
    database_url: str, tmp_path: Path
) -> None:
    found = await states(database_url, tmp_path, gupshup_reminder_template_id="one")
    assert found["reminders"] == (
        "off",
        "outside the 24-hour window no confirmation requests of aurora, sorriso: "
        "set GUPSHUP_CONFIRMATION_TEMPLATE_ID and GUPSHUP_REMINDER_TEMPLATE_ID",
    )
    execute(
        database_url,
        "update platform_connections set settings = %s where channel = 'gupshup'",
        '{"confirmation_template": {"es": "two", "pt": "three"}}',
    )
    found = await states(database_url, tmp_path, gupshup_reminder_template_id="one")
    assert found["reminders"][0] == "ok"
    assert found["waiting list"] == (
        "off",
        "outside the 24-hour window customers of aurora, sorriso are passed over: "
        "set GUPSHUP_WAITING_TEMPLATE_ID",
    )
    found = await states(database_url, tmp_path, gupshup_waiting_template_id="four")
    assert found["waiting list"][0] == "ok"


async def test_who_reads_files_and_where_they_are_kept(database_url: str, tmp_path: Path) -> None:
    found = await states(database_url, tmp_path)
    assert found["voice, pictures"][0] == "off"
    assert "GEMINI_API_KEY" in found["voice, pictures"][1]
    assert found["files"] == ("ok", f"received files stay in {tmp_path / 'media'}")
    keys = {name: SecretStr("key") for name in ("gemini_api_key", "supabase_service_role_key")}
    found = await states(database_url, tmp_path, supabase_url="https://x.example", **keys)
    assert found["voice, pictures"] == ("ok", "gemini-2.5-flash")
    assert found["files"] == ("ok", "received files go to the private bucket frontdesk-media")
