"""What `frontdesk check` says about access."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from agent.settings import Settings
from gateway.checks.access import check_api_key, check_demo, check_origins
from gateway.cli.secrets import secrets_app
from gateway.cli.staff import staff_app
from tests.front import Front
from tests.gateway.access.conftest import KEY, OTHER_KEY, command
from tests.gateway.access.logins import ANA, account, browser, log_in
from tests.gateway.access.test_second_factor import Phone, post
from tests.gateway.checks.test_check import findings


async def state_of(what: str, **settings: Any) -> str | None:
    configured = Settings.model_validate(settings)
    checks = (check_api_key, check_origins, check_demo)
    found = {f.what: f.state for one in checks for f in await one(configured)}
    return found.get(what)


@pytest.mark.parametrize(
    ("what", "settings", "state"),
    [
        ("API key", {}, "off"),
        ("API key", {"api_key": "short-one-1234"}, "bad"),
        ("API key", {"api_key": "a" * 40}, "bad"),
        ("API key", {"api_key": "5f1c09be74aa6d2083ee91c7"}, "ok"),
        ("origins", {"cors_origins": "https://shop.example, *"}, "bad"),
        ("origins", {"cors_origins": "https://shop.example"}, "ok"),
        ("origins", {"allowed_hosts": "desk.example, *"}, "bad"),
        ("origins", {}, "ok"),
        ("proxies", {"public_url": "https://desk.example"}, "off"),
        ("proxies", {"public_url": "https://desk.example", "trusted_proxies": "::1"}, "ok"),
        ("demo", {}, None),
        ("demo", {"demo": True}, "ok"),
        ("demo", {"demo": True, "public_url": "https://desk.example"}, "bad"),
        ("demo", {"demo": True, "gateway_host": "0.0.0.0"}, "bad"),
    ],
)
async def test_what_the_settings_tell(
    what: str, settings: dict[str, Any], state: str | None
) -> None:
    assert await state_of(what, **settings) == state


async def test_another_credential_does_not_stand_in_for_the_api_key(
    container: Front, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AURORA_GUPSHUP_API_KEY")
    for name, state in (("webhook", "bad"), ("api_key", "ok")):
        words = ("set", "aurora", "gupshup", "--name", name)
        assert (await command(container, secrets_app, *words, typed="sk-planted\n")).exit_code == 0
        found = await findings(
            container.url,
            tmp_path,
            frontdesk_secret_key=SecretStr(KEY),
            gupshup_base_url=container.gupshup.url,
            evolution_base_url=container.evolution.url,
        )
        assert found["secrets"].state == state


async def test_stored_credentials_that_cannot_be_read_are_found(
    container: Front, tmp_path: Path
) -> None:
    async def found(key: str | None) -> tuple[str, str]:
        secret = SecretStr(key) if key else None
        found = await findings(container.url, tmp_path, frontdesk_secret_key=secret)
        return found["credentials"].state, f"{found['credentials'].text} {found['credentials'].do}"

    assert (await found(None))[0] == "ok"
    await command(container, secrets_app, "set", "aurora", "gupshup", typed="sk-planted\n")
    assert await found(KEY) == ("ok", "1 stored ")
    for key, said in (
        (None, "FRONTDESK_SECRET_KEY is not set"),
        (OTHER_KEY, "does not hold"),
        ("short", "fewer than 32"),
    ):
        state, told = await found(key)
        assert (state, said in told) == ("bad", True), told
        assert "sk-planted" not in told
    assert (await found(f"{KEY},{'ab' * 20}"))[0] == "bad", "it can be guessed"
    state, told = await found(f"{OTHER_KEY},{KEY}")
    assert (state, "frontdesk secrets rotate" in told) == ("warn", True)


async def test_whether_staff_can_log_in_as_they_should_is_looked_at(
    container: Front, tmp_path: Path
) -> None:
    async def logins(key: str | None = KEY) -> tuple[str, str]:
        secret = SecretStr(key) if key else None
        by_name = await findings(container.url, tmp_path, frontdesk_secret_key=secret)
        return by_name["logins"].state, f"{by_name['logins'].text} {by_name['logins'].do}"

    await account(container)
    state, text = await logins()
    assert (state, "nobody is an owner" in text) == ("warn", True), text
    await command(container, staff_app, "role", "aurora", ANA, "owner")
    assert await logins() == ("ok", "1 accounts, 0 with a second factor ")
    by_name = await findings(container.url, tmp_path, staff_second_factor="owners")
    logins_line = by_name["logins"]
    assert (logins_line.state, ANA in logins_line.text) == ("warn", True), logins_line
    await command(container, staff_app, "require-factor", "aurora", ANA)
    state, text = await logins(None)
    assert (state, ANA in text, "openssl" in text) == ("bad", True, True), text
    async with browser(container) as http:
        await log_in(http)
        page = (await http.get("/login/enrol")).text
        await post(http, page, "/login/enrol", code=Phone(page, container).code())
    assert (await logins())[0] == "ok"
    state, text = await logins(OTHER_KEY)
    assert (state, "reset-factor" in text) == ("bad", True), text
