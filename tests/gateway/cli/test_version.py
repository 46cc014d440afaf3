"""`frontdesk --version` says what pyproject.toml says, whatever else is configured."""

import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gateway.__main__ import app

PROJECT = Path(__file__).parents[3] / "pyproject.toml"


def version() -> str:
    return str(tomllib.loads(PROJECT.read_text("utf-8"))["project"]["version"])


def test_the_version_is_the_projects() -> None:
    result = CliRunner().invoke(app, ["--version"])
    assert (result.exit_code, result.output) == (0, f"frontdesk {version()}\n")


def test_the_version_is_said_with_a_configuration_that_is_not_valid(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GATEWAY_PORT", "none")
    assert CliRunner().invoke(app, ["check"]).exit_code == 2
    assert CliRunner().invoke(app, ["--version"]).output == f"frontdesk {version()}\n"


def test_the_changelog_knows_the_version() -> None:
    assert version() in (PROJECT.parent / "CHANGELOG.md").read_text("utf-8")
