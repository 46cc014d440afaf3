"""What `frontdesk check` looks at on this machine, and how it is shown."""

import asyncio
import io
import json
from pathlib import Path
from typing import Any

import pytest
from dotenv.parser import parse_stream
from pydantic import SecretStr
from rich.console import Console

from agent.settings import Settings
from gateway import checks
from gateway.checks import Finding, check, screen
from gateway.checks.access import check_api_key, check_demo, check_env_file
from gateway.checks.data import check_data_dir
from gateway.checks.deployment import PINNED, check_libraries, check_python, read_pins
from gateway.checks.media import check_downloads

EXAMPLE = Path(__file__).parents[2] / ".env.example"
PUBLIC = "https://desk.example"


async def state(one: checks.Check, **settings: Any) -> str | None:
    found = await one(Settings(**settings))
    return found[0].state if found else None


@pytest.mark.parametrize("name", ["media_allow_http", "media_allow_private"])
async def test_development_settings_are_called_unsafe(name: str) -> None:
    assert await state(check_downloads, **{name: True}) == "bad"
    assert await state(check_downloads) == "ok"


@pytest.mark.parametrize("key", ["secret", "a" * 40, "12" * 20])
async def test_a_weak_key_is_called_unsafe(key: str) -> None:
    assert await state(check_api_key, api_key=SecretStr(key)) == "bad"


async def test_the_demo_is_for_one_machine() -> None:
    assert await state(check_demo) is None
    assert await state(check_demo, demo=True) == "ok"
    assert await state(check_demo, demo=True, public_url=PUBLIC) == "bad"
    assert await state(check_demo, demo=True, gateway_host="0.0.0.0") == "bad"


async def test_an_env_file_that_others_can_read(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    assert await check_env_file(Settings(), file) == []
    file.touch(0o644)
    assert (await check_env_file(Settings(), file))[0].do == f"chmod 600 {file}"
    file.chmod(0o600)
    assert (await check_env_file(Settings(), file))[0].state == "ok"


async def test_a_value_that_a_later_line_takes_away(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.touch(0o600)
    file.write_text("SUPABASE_URL=https://x.example\nAPI_KEY=sk-1\nAPI_KEY=sk-1\nSUPABASE_URL=\n")
    [found] = await check_env_file(Settings(), file)
    assert (found.state, "SUPABASE_URL" in found.said) == ("bad", True)
    assert "API_KEY" not in found.said
    file.write_bytes(b"\xff\xfe")
    assert (await check_env_file(Settings(), file))[0].state == "ok"


def test_the_example_file_names_settings_only_and_each_once() -> None:
    with EXAMPLE.open(encoding="utf-8") as lines:
        named = [line.key for line in parse_stream(lines) if line.key]
    assert [name for name in named if named.count(name) > 1] == []
    assert [name for name in named if name.lower() not in Settings.model_fields] == []


@pytest.fixture
def open_folder(tmp_path: Path) -> Path:
    tmp_path.chmod(0o777)
    return tmp_path


async def test_the_data_folder(tmp_path: Path) -> None:
    assert await state(check_data_dir, frontdesk_data_dir=tmp_path / "not" / "yet") == "ok"
    assert await state(check_data_dir, frontdesk_data_dir="/proc/nothing") == "bad"


async def test_a_data_folder_open_to_everybody(open_folder: Path) -> None:
    assert await state(check_data_dir, frontdesk_data_dir=open_folder) == "bad"


async def test_libraries_that_differ_from_the_pinned_ones(tmp_path: Path) -> None:
    assert (await check_python(Settings()))[0].state == "ok"
    assert (await check_libraries(Settings()))[0].said == "as pinned"
    assert len(read_pins(PINNED)) > 50
    other = tmp_path / "list.txt"
    other.write_text(
        "httpx==0.0.1 \\\n    --hash=sha256:0\n"
        "not-installed==1\n"
        "anyio==0.0.1 ; sys_platform == 'win32' \\\n"
    )
    found = (await check_libraries(Settings(), other))[0]
    assert found.state == "warn"
    assert found.said.startswith("1 differ")
    assert await check_libraries(Settings(), tmp_path / "none") == []


async def test_a_check_that_fails_hides_nothing() -> None:
    async def check_this(settings: Settings) -> list[Finding]:
        raise KeyError("a secret")

    async def check_that(settings: Settings) -> list[Finding]:
        return [Finding("ok", "that", "fine")]

    settings = Settings(database_url=SecretStr("postgresql://127.0.0.1:1/"))
    found = await check(settings, {"one": (check_this,), "two": (check_that,)})
    assert [(f.group, f.state, f.what) for f in found] == [
        ("one", "bad", "this"),
        ("two", "ok", "that"),
    ]
    assert "a secret" not in found[0].said


async def test_a_check_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    async def check_this(settings: Settings) -> list[Finding]:
        await asyncio.Event().wait()
        return []

    monkeypatch.setattr(checks, "PATIENCE_SECONDS", 0.05)
    settings = Settings(database_url=SecretStr("postgresql://127.0.0.1:1/"))
    found = await check(settings, {"one": (check_this,)})
    assert found[0].said == "could not be checked: TimeoutError"


def test_the_screen() -> None:
    findings = [
        Finding("ok", "database", "reachable [PostgreSQL 18]", group="data"),
        Finding("warn", "clock", "9 s ahead", "synchronise", group="data"),
        Finding("bad", "API key", "it can be guessed", "make one", group="access"),
    ]
    out = io.StringIO()
    screen.show(findings, Console(file=out, width=100))
    lines = [line.split() for line in out.getvalue().splitlines()]
    assert lines[0][:3] == ["data", "ok", "database"]
    assert "[PostgreSQL" in lines[0]
    assert lines[1][:2] == ["warn", "clock"]
    assert "→" in lines[1]
    assert lines[3] == ["Not", "good:", "API", "key."]
    assert screen.verdict(findings[:2]) == "Usable; look at: clock."
    assert screen.verdict(findings[:1]) == "Everything configured works."
    said = json.loads(json.dumps(screen.as_json(findings)))
    assert said["usable"] is False
    assert said["findings"][1] == {
        "group": "data",
        "state": "warn",
        "what": "clock",
        "said": "9 s ahead",
        "do": "synchronise",
    }


def test_everything_fits_on_one_screen() -> None:
    assert sum(len(members) for members in checks.GROUPS.values()) <= 30
