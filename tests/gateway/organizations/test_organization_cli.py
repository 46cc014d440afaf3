"""`frontdesk org`: what it prints, what it asks, how it ends."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from gateway.cli.org import org_app
from tests.command_line import Deployment
from tests.gateway.organizations.conftest import DEMO, secret

AURORA = str(DEMO / "aurora.yaml")


@pytest.fixture
def deployment(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Deployment:
    for name in ("GUPSHUP", "EVOLUTION", "WEB"):
        monkeypatch.setenv(f"AURORA_{name}_TOKEN", secret(name) or "")
    return Deployment(database_url)


def run(deployment: Deployment, *arguments: str) -> Result:
    return CliRunner().invoke(org_app, arguments, obj=deployment)


def test_from_a_file_to_the_database_and_back(deployment: Deployment, tmp_path: Path) -> None:
    assert run(deployment, "list").output == "there is no organization\n"
    dry = run(deployment, "apply", AURORA, "--dry-run")
    assert dry.exit_code == 0
    assert "+ service botox: Bótox" in dry.output
    assert run(deployment, "list").output == "there is no organization\n"

    unasked = run(deployment, "apply", AURORA)
    assert unasked.exit_code == 1
    assert "add --yes" in unasked.output
    assert run(deployment, "list").output == "there is no organization\n"

    applied = run(deployment, "apply", AURORA, "--yes")
    assert applied.exit_code == 0
    assert "aurora is applied" in applied.output
    assert run(deployment, "list").output.startswith("aurora\tClínica Aurora Lumbre\tes\t")
    assert run(deployment, "apply", AURORA).output == "no changes\n"

    copy = tmp_path / "copy.yaml"
    assert run(deployment, "export", "aurora", "-o", str(copy)).exit_code == 0
    assert run(deployment, "apply", str(copy)).output == "no changes\n"
    assert run(deployment, "export", "aurora").output == copy.read_text("utf-8")
    shown = run(deployment, "show", "aurora").output
    assert "depilacion-laser: 45 min, 180,000" in shown
    assert "resource    equipo-laser: 2" in shown
    assert "closed on the public holidays of CO" in shown


def test_what_is_refused_ends_with_one_and_a_message(
    deployment: Deployment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unknown = run(deployment, "show", "nobody")
    assert (unknown.exit_code, unknown.output) == (1, "there is no organization `nobody`\n")
    broken = tmp_path / "broken.yaml"
    broken.write_text("slug: X", "utf-8")
    invalid = run(deployment, "apply", str(broken), "--yes")
    assert invalid.exit_code == 1
    assert f"{broken}:1: `X` cannot be used here" in invalid.output
    monkeypatch.delenv("AURORA_WEB_TOKEN")
    missing = run(deployment, "apply", AURORA, "--yes")
    assert missing.exit_code == 1
    assert "AURORA_WEB_TOKEN" in missing.output
