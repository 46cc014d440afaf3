"""`frontdesk check` tells the truth about a deployment."""

from pathlib import Path
from typing import Any

from pydantic import SecretStr

from agent.settings import Settings
from gateway.check import check


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
