"""What can be configured, and that .env.example explains it."""

import re
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from agent.settings import Settings, problems

EXAMPLE = Path(__file__).parents[2] / ".env.example"


def test_the_example_explains_every_setting_once_and_changes_none() -> None:
    named = re.findall(r"^(?:# )?([A-Z][A-Z0-9_]+)=", EXAMPLE.read_text("utf-8"), re.MULTILINE)
    assert sorted(named) == sorted(name.upper() for name in Settings.model_fields)
    assert Settings(_env_file=EXAMPLE) == Settings()


@pytest.mark.parametrize(
    "address", ["http://user:longpassword@host/v1", "redis://:longpassword@host/0"]
)
def test_passwords_in_addresses_are_secrets(address: str) -> None:
    for settings in (
        Settings(openai_base_url="http://host", public_url=address),
        Settings(redis_url=SecretStr(address)),
    ):
        assert "longpassword" in settings.secrets()


def test_what_is_wrong_is_said_by_variable_and_never_shown() -> None:
    with pytest.raises(ValidationError) as caught:
        Settings(
            model_prices='{"own": {"input": "canary"}}',
            openai_base_url="host/canary",
            gemini_base_url="http://host:canary",
            worker_concurrency=0,
        )
    said = problems(caught.value)
    assert [line.partition(":")[0] for line in said] == [
        "OPENAI_BASE_URL",
        "MODEL_PRICES own.input",
        "MODEL_PRICES own.output",
        "GEMINI_BASE_URL",
        "WORKER_CONCURRENCY",
    ]
    assert "canary" not in "".join(said)


def test_secrets_from_mounted_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a secret manager's agent writes them; the environment goes before."""
    for name, value in {
        "OPENAI_API_KEY": "key-of-a-file\n",
        "API_KEY": "key-of-a-file-too",
        "CLINIC_GUPSHUP_TOKEN": "token-of-a-file\n",
        "ca.crt": "no variable",
    }.items():
        (tmp_path / name).write_text(value, "utf-8")
    monkeypatch.setenv("FRONTDESK_SECRETS_DIR", str(tmp_path))
    monkeypatch.setenv("API_KEY", "key-of-the-environment")
    settings = Settings()
    assert settings.openai_api_key is not None
    assert settings.openai_api_key.get_secret_value() == "key-of-a-file"
    assert settings.api_key is not None
    assert settings.api_key.get_secret_value() == "key-of-the-environment"
    assert settings.secret("CLINIC_GUPSHUP_TOKEN") == "token-of-a-file"
    assert {"key-of-a-file", "token-of-a-file"} <= settings.secrets()
    monkeypatch.setenv("FRONTDESK_SECRETS_DIR", str(tmp_path / "nowhere"))
    with pytest.raises(FileNotFoundError):
        Settings()
