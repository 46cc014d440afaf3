"""The demo keeps to itself, whatever is configured around it, and other commands find it."""

import asyncio
import os
import re
from pathlib import Path

import pytest

from agent.data.scratch import rows
from agent.errors import OperatorError
from agent.settings import Settings
from gateway.container import database_url
from gateway.demo import (
    WAIT_SECONDS,
    demo_settings,
    export_stored_secrets,
    is_demo,
    prepare,
    welcome,
)
from tests.databases import execute, server_folder
from tests.sessions import sessions

EXAMPLE = Path(__file__).parents[2] / ".env.example"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder, a home and an environment that may be changed."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setattr(os, "environ", {**os.environ, "XDG_DATA_HOME": str(tmp_path / "home")})
    return tmp_path / "here"


def test_it_keeps_nothing_elsewhere(own_folder: Path) -> None:
    (own_folder / ".env").write_text(
        "DATABASE_URL=postgresql://production\nREDIS_URL=redis://production\n"
        "SUPABASE_URL=https://production.example\nSUPABASE_SERVICE_ROLE_KEY=key\n"
        "LANGFUSE_HOST=https://production.example\nLANGFUSE_PUBLIC_KEY=pk\nLANGFUSE_SECRET_KEY=sk\n"
        "OPENAI_API_KEY=sk-own\n"
    )
    settings = demo_settings()
    assert "production" not in repr(settings)
    assert settings.redis_url is None
    assert settings.langfuse_secret_key is None
    assert settings.supabase_service_role_key is None
    assert settings.openai_api_key, "what answers is used"


def test_it_lies_where_every_command_looks(own_folder: Path) -> None:
    home = own_folder.parent / "home" / "frontdesk"
    assert demo_settings().data_dir == home
    os.environ["FRONTDESK_DATA_DIR"] = str(own_folder / "given")
    assert demo_settings().data_dir == own_folder / "given"
    assert (own_folder / "given").stat().st_mode & 0o777 == 0o700


def test_beside_a_configured_database_it_has_a_folder_of_its_own(own_folder: Path) -> None:
    os.environ["DATABASE_URL"] = "postgresql://production"
    os.environ["FRONTDESK_DATA_DIR"] = str(own_folder)
    assert demo_settings().data_dir == own_folder / "demo", "media there are not production's"


def test_a_copied_example_changes_nothing(own_folder: Path) -> None:
    without = demo_settings()
    (own_folder / ".env").write_text(EXAMPLE.read_text("utf-8"))
    copied = demo_settings()
    assert copied == without.model_copy(update={"gateway_port": copied.gateway_port})
    assert copied.debounce_seconds == WAIT_SECONDS
    assert copied.gupshup_base_url == f"http://127.0.0.1:{copied.gateway_port}/demo/gupshup"


def test_another_address_of_a_provider_is_kept(own_folder: Path) -> None:
    (own_folder / ".env").write_text("GUPSHUP_BASE_URL=http://127.0.0.1:9\nDEBOUNCE_SECONDS=4\n")
    settings = demo_settings()
    assert settings.gupshup_base_url == "http://127.0.0.1:9"
    assert settings.debounce_seconds == 4


def test_it_neither_shows_nor_deletes_organizations_that_are_not_its_own() -> None:
    with server_folder() as folder:
        os.environ["FRONTDESK_DATA_DIR"] = str(folder)
        settings = demo_settings()
        asyncio.run(prepare(settings))
        url = database_url(settings)
        execute(
            url,
            "insert into organizations (slug, name, language, time_zone, country, currency) "
            "values ('own-clinic', 'Own', 'es', 'America/Bogota', 'CO', 'COP')",
        )
        for again in (lambda: asyncio.run(prepare(settings)), lambda: demo_settings(reset=True)):
            with pytest.raises(OperatorError, match="also holds own-clinic"):
                again()
        kept = (folder / "demo.env").read_text()
        execute(url, "delete from organizations where slug = 'own-clinic'")
        sessions.close()
        demo_settings(reset=True)
        assert not (folder / "postgres").exists()
        assert (folder / "demo.env").read_text() != kept


def test_its_staff_have_a_password_of_this_machine_and_a_day_to_look_at() -> None:
    with server_folder() as folder:
        os.environ["FRONTDESK_DATA_DIR"] = str(folder)
        settings = demo_settings()
        asyncio.run(prepare(settings))
        url, told = database_url(settings), welcome(settings)
        [ana] = re.findall(r"ana.rojas@aurora.example   (\S{19})", told)
        [bruna] = re.findall(r"bruna.lima@sorriso.example   (\S{19})", told)
        assert ana != bruna
        booked = "select count(*) as n from appointments"
        first = rows(url, booked)
        assert first[0]["n"] == 16
        assert (
            rows(url, "select count(*) as n from chat_messages where direction = 'inbound'")[0]["n"]
            == 4
        )
        asyncio.run(prepare(demo_settings()))
        assert welcome(settings).count(ana) == 1
        assert rows(url, booked) == first
        export_stored_secrets(Settings())
        assert ana not in os.environ.values()
        # Whose secrets are lost gets another password, and keeps what is there.
        (folder / "demo.env").unlink()
        asyncio.run(prepare(demo_settings()))
        assert ana not in welcome(settings)
        assert "ana.rojas@aurora.example   " in welcome(settings)
        assert rows(url, booked) == first
        sessions.close()


def test_commands_know_the_secrets_of_its_connections_and_not_its_key(own_folder: Path) -> None:
    demo_settings()
    for name in ("API_KEY", "AURORA_WEB_TOKEN"):
        os.environ.pop(name, None)
    export_stored_secrets(Settings())
    assert len(os.environ["AURORA_WEB_TOKEN"]) == 32
    assert "API_KEY" not in os.environ, "it opens the demo's gateway, not every one"


@pytest.mark.parametrize(
    ("organizations", "configured", "expected"),
    [
        (["aurora", "sorriso"], {}, True),
        (["aurora", "own-clinic"], {}, False),
        ([], {}, False),
        (["aurora", "sorriso"], {"DATABASE_URL": "postgresql://production"}, False),
    ],
)
def test_only_the_demos_own_data_count_as_the_demo(
    organizations: list[str], configured: dict[str, str], expected: bool
) -> None:
    assert not is_demo(Settings(), organizations), "it never ran here"
    demo_settings()
    os.environ.update(configured)
    assert is_demo(Settings(), organizations) == expected
