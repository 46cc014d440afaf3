"""deploy/: the systemd units, the Kubernetes manifest and Fly's file fit to what they start."""

import configparser
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner

from agent.settings import Settings
from gateway.__main__ import app
from tests.deployment.compose import ROOT
from tests.deployment.image import read_image
from tests.deployment.test_image import commands

UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))
TIMERS = sorted((ROOT / "deploy" / "systemd").glob("*.timer"))
SYSTEMD = shutil.which("systemd-analyze")
_TAKEN_AWAY = {
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "RestrictSUIDSGID": "yes",
    "LockPersonality": "yes",
}


def unit(file: Path) -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(file.read_text())
    return parser


@pytest.mark.parametrize("file", UNITS, ids=lambda file: file.stem)
def test_a_unit_is_hardened_and_starts_what_exists(file: Path) -> None:
    service = unit(file)["Service"]
    assert service["User"] == "frontdesk"
    assert {name: service.get(name) for name in _TAKEN_AWAY} == _TAKEN_AWAY
    program, *module, command = service["ExecStart"].partition(" --")[0].split()
    assert program == f"{service['WorkingDirectory']}/.venv/bin/python"
    assert module == ["-m", "gateway"]
    assert command in commands()
    assert "FRONTDESK_DATA_DIR=/var/lib/frontdesk" in file.read_text()
    assert service["StateDirectory"] == "frontdesk"


@pytest.mark.skipif(SYSTEMD is None, reason="systemd is not installed")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    assert SYSTEMD
    assert [len(UNITS), len(TIMERS)] == [3, 1]
    for file in TIMERS:
        (tmp_path / file.name).write_text(file.read_text())
    for file in UNITS:
        program = unit(file)["Service"]["ExecStart"].split()[0]
        (tmp_path / file.name).write_text(file.read_text().replace(program, sys.executable))
    command: list[str | Path] = [SYSTEMD, "verify", "--man=no", *sorted(tmp_path.iterdir())]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="no file that nobody can read")
def test_settings_that_the_units_user_may_not_read_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Such as a .env of root's in the working folder. This file not even root can read.
    (tmp_path / ".env").symlink_to("/proc/self/mem")
    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke(app, ["deployment", "env"])
    assert run.exit_code == 2
    assert "the configuration cannot be read" in run.output


def pods() -> Iterator[tuple[str, dict[str, Any]]]:
    for one in YAML(typ="safe").load_all(ROOT / "deploy" / "kubernetes" / "frontdesk.yaml"):
        if one["kind"] in ("Job", "Deployment"):
            yield one["metadata"]["name"], one["spec"]["template"]["spec"]


def test_the_pods_have_no_rights_and_are_watched() -> None:
    found = dict(pods())
    assert set(found) == {"frontdesk-migrate-0-1-0", "frontdesk-gateway", "frontdesk-worker"}
    user = int(read_image()[""].all("USER")[0].split(":")[0])
    for name, pod in found.items():
        assert pod["securityContext"]["runAsUser"] == user
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["automountServiceAccountToken"] is False
        (container,) = pod["containers"]
        assert container["args"][0] in commands()
        assert container["image"].endswith(":0.1.0")
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        volumes = {volume["name"] for volume in pod["volumes"]}
        assert {mount["name"] for mount in container["volumeMounts"]} == volumes
        assert name == "frontdesk-migrate-0-1-0" or "livenessProbe" in container
    probes = found["frontdesk-gateway"]["containers"][0]
    assert probes["readinessProbe"]["httpGet"] == {"path": "/ready", "port": "http"}
    assert probes["livenessProbe"]["httpGet"] == {"path": "/health", "port": "http"}


def believed(file: str, pattern: str) -> list[IPv4Network | IPv6Network]:
    """What a shipped file trusts about a client's address, as the gateway reads it."""
    found = re.search(pattern, (ROOT / file).read_text())
    assert found, file
    settings = Settings(trusted_proxies=found[1])
    return [ip_network(entry) for entry in settings.trusted_proxy_list]


@pytest.mark.parametrize(
    ("file", "pattern", "proxy"),
    [
        ("deploy/systemd/frontdesk.service", r"Environment=TRUSTED_PROXIES=(\S+)", "127.0.0.1"),
        ("deploy/systemd/frontdesk.service", r"Environment=TRUSTED_PROXIES=(\S+)", "::1"),
        ("deploy/fly/fly.toml", r'TRUSTED_PROXIES = "(.+)"', "172.16.3.9"),
        ("deploy/fly/fly.toml", r'TRUSTED_PROXIES = "(.+)"', "fdaa:0:1::3"),
        ("deploy/kubernetes/frontdesk.yaml", r'TRUSTED_PROXIES, value: "(.+)"', "10.244.1.7"),
        ("docker-compose.yml", r"TRUSTED_PROXIES:-(.+)\}", "172.30.90.1"),
    ],
)
def test_the_proxy_before_the_gateway_is_named_and_strangers_are_not(
    file: str, pattern: str, proxy: str
) -> None:
    networks = believed(file, pattern)
    assert any(ip_address(proxy) in network for network in networks)
    assert not any(network.is_global for network in networks)


def test_fly_starts_what_exists() -> None:
    file = ROOT / "deploy" / "fly" / "fly.toml"
    fly = tomllib.loads(file.read_text())
    assert (file.parent / fly["build"]["dockerfile"]).resolve() == ROOT / "Dockerfile"
    for command in (fly["deploy"]["release_command"], *fly["processes"].values()):
        assert command.split()[0] in commands()
    assert fly["http_service"]["internal_port"] == 8080
    assert fly["http_service"]["checks"][0]["path"] == "/ready"
    assert fly["http_service"]["processes"] == ["gateway"]
