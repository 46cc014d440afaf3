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
from typer.testing import CliRunner

from agent.settings import Settings
from gateway import checks
from gateway.__main__ import app
from gateway.checks import Finding, check, screen
from gateway.checks.access import check_api_key, check_demo, check_env_file, check_logs
from gateway.checks.data import check_data_dir
from gateway.checks.deployment import PINNED, check_libraries, check_python, read_pins
from gateway.checks.media import check_downloads

EXAMPLE = Path(__file__).parents[3] / ".env.example"
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


async def test_a_log_that_quotes_customers() -> None:
    assert await state(check_logs) is None
    assert await state(check_logs, log_texts=True) == "warn"


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
    assert (found.state, "SUPABASE_URL" in found.text) == ("bad", True)
    assert "API_KEY" not in found.text
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
    assert (await check_libraries(Settings()))[0].text == "as pinned"
    assert len(read_pins(PINNED)) > 50
    other = tmp_path / "list.txt"
    other.write_text(
        "httpx==0.0.1 \\\n    --hash=sha256:0\n"
        "not-installed==1\n"
        "anyio==0.0.1 ; sys_platform == 'win32' \\\n"
    )
    found = (await check_libraries(Settings(), other))[0]
    assert found.state == "warn"
    assert found.text.startswith("1 differ")
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
    assert "a secret" not in found[0].text


async def test_a_check_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    async def check_this(settings: Settings) -> list[Finding]:
        await asyncio.Event().wait()
        return []

    monkeypatch.setattr(checks, "PATIENCE_SECONDS", 0.05)
    settings = Settings(database_url=SecretStr("postgresql://127.0.0.1:1/"))
    found = await check(settings, {"one": (check_this,)})
    assert found[0].text == "could not be checked: TimeoutError"


def test_the_screen() -> None:
    findings = [
        Finding("ok", "database", "reachable [PostgreSQL 18]", group="data"),
        Finding("warn", "clock", "9 s ahead", "synchronise", group="data"),
        Finding("bad", "API key", "it can be guessed", "make one", group="access"),
    ]
    out = io.StringIO()
    screen.show(findings, Console(file=out, width=100))
    lines = [line.split() for line in out.getvalue().splitlines()]
    assert lines[0][:3] == ["data", "ok", "database:"]
    assert "[PostgreSQL" in lines[0]
    assert lines[1][:2] == ["warn", "clock:"]
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


def shown(findings: list[Finding], height: int, *, terminal: bool = True) -> list[str]:
    out = io.StringIO()
    console = Console(file=out, width=80, height=height, force_terminal=terminal, color_system=None)
    screen.show(findings, console)
    return out.getvalue().splitlines()


def test_where_there_is_no_room_what_is_fine_shares_a_line_and_what_is_bad_does_not() -> None:
    findings = [
        *(Finding("ok", f"part {n}", "fine", group="data", brief=f"p{n}") for n in range(9)),
        Finding("off", "Redis", "not set", group="data"),
        Finding("bad", "API key", "it can be guessed", "make one", group="access"),
    ]
    whole = shown(findings, 40)
    assert len(whole) == 12
    assert shown(findings, 5, terminal=False) == whole, "a file has room"
    some = shown(findings, 8)
    assert [line.split() for line in some[:3]] == [
        ["data", "ok", *(f"p{n}," for n in range(8)), "p8"],
        ["off", "Redis:", "not", "set"],
        ["access", "bad", "API", "key:", "it", "can", "be", "guessed", "→", "make", "one"],
    ]
    assert some[-1] == "frontdesk check --all shows every line."
    least = shown(findings, 3)
    assert least[1].split() == ["off", "Redis"]
    assert "it can be guessed" in least[2]


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("MODEL_PRICES", "nonsense-canary", "MODEL_PRICES: it is not JSON"),
        ("MODEL_PRICES", '{"x": {"input": -1}}', "MODEL_PRICES x.output: Field required"),
        ("OPENAI_BASE_URL", "http://[canary", "OPENAI_BASE_URL: it is not an address"),
        ("EVOLUTION_BASE_URL", "canary:8081", "EVOLUTION_BASE_URL: it is not an address"),
        ("GATEWAY_PORT", "canary", "GATEWAY_PORT: Input should be a valid integer"),
        ("SUPABASE_URL", "canary", "SUPABASE_URL: Input should be a valid URL"),
        ("LOG_LEVEL", "canary", "LOG_LEVEL: String should match"),
        ("DEBOUNCE_SECONDS", "60", "DEBOUNCE_MAX_SECONDS must not be below"),
        ("WORKER_STALLED_SECONDS", "6", "WORKER_STALLED_SECONDS: at least two"),
    ],
)
def test_a_setting_that_cannot_be_read_is_named_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, said: str
) -> None:
    monkeypatch.setenv(variable, value)
    done = CliRunner().invoke(app, ["check"])
    assert done.exit_code == 2
    assert said in done.output
    assert "canary" not in done.output
    assert "pydantic" not in done.output
