"""docker-compose.yml, read by a Compose implementation (podman-compose), keeps our rules."""

import base64
import hashlib
import hmac
import json
import re
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from agent.settings import Settings
from gateway.__main__ import app
from gateway.cli.compose import TEMPLATE, compose_environment
from tests.deployment.compose import FILE, ROOT, config, filled_in, pairs
from tests.deployment.image import read_image

OURS = {"migrate", "gateway", "worker"}
# Images that were not written for a file system that cannot be written.
WRITABLE = {"langfuse-web", "langfuse-worker", "clickhouse", "minio"}
PINNED = re.compile(
    r"^[a-z0-9./-]+:(v?\d+\.\d+(\.\d+)*(-[a-z0-9.]+)*|RELEASE\.[0-9TZ-]+)(@sha256:[0-9a-f]{64})?$"
)
# The Compose specification's keys of a service, as far as they are used here.
KEYS = {
    "image", "build", "user", "read_only", "init", "tmpfs", "volumes", "networks", "env_file",
    "environment", "restart", "security_opt", "cap_drop", "cap_add", "logging", "profiles",
    "depends_on", "healthcheck", "deploy", "command", "entrypoint", "ports", "shm_size", "ulimits",
    "stop_grace_period",
}  # fmt: skip


def example() -> dict[str, str]:
    return pairs(TEMPLATE.read_text())


def used() -> set[tuple[str, str]]:
    """Variables of the file, each with what follows its name (`:?`, `:-`, `:+` or nothing)."""
    text = "\n".join(line.split(" #")[0] for line in FILE.read_text().splitlines())
    return set(re.findall(r"\$\{(\w+)(:[?+-])?", text))


def test_the_file_is_whole(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert set(services) == OURS | WRITABLE | {"db", "redis", "postgrest", "rest", "langfuse-redis"}
    for name, service in services.items():
        assert set(service) <= KEYS, name
        for network in service["networks"]:
            assert network in compose["networks"], name
        for volume in service.get("volumes", []):
            source = str(volume).split(":")[0]
            known = (
                (ROOT / source).is_file()
                if source.startswith(".")
                else source in compose["volumes"]
            )
            assert known, volume
        for other, how in service.get("depends_on", {}).items():
            one_shot = services[other]["restart"] == "no"
            expected = "service_completed_successfully" if one_shot else "service_healthy"
            assert how["condition"] == expected, (name, other)


def test_every_image_is_pinned(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert PINNED.match(service["image"]), name


def test_nobody_has_more_rights_than_needed(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert service["cap_drop"] == ["ALL"], name
        assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "rest" else []), name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert name in WRITABLE or service["read_only"] is True, name
        assert service.get("user", "1") != "0", name
        assert "user" in service or name in WRITABLE, name
        limits = service["deploy"]["resources"]["limits"]
        assert set(limits) == {"cpus", "memory", "pids"}, name
        assert set(service["logging"]["options"]) == {"max-size", "max-file"}, name


def test_who_runs_has_a_health_check_and_comes_back(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        check = service["healthcheck"]
        if name == "migrate":
            assert (service["restart"], check) == ("no", {"disable": True})
        else:
            assert service["restart"] == "unless-stopped", name
            assert check["test"][0] == "CMD", name
            assert {"interval", "timeout", "retries", "start_period"} <= set(check), name


def test_only_pages_are_published_and_only_on_this_machine(compose: dict[str, Any]) -> None:
    published = {n: s["ports"] for n, s in compose["services"].items() if s.get("ports")}
    assert published == {
        "gateway": ["127.0.0.1:8080:8080"],
        "langfuse-web": ["127.0.0.1:3000:3000"],
    }
    assert compose["networks"]["inside"]["internal"] is True
    outside = {n for n, s in compose["services"].items() if "outside" in s["networks"]}
    assert outside == {"gateway", "worker", "langfuse-web"}
    [network] = compose["networks"]["outside"]["ipam"]["config"]
    assert ip_address(network["gateway"]) in ip_network(
        network["subnet"]
    )  # whence a proxy's requests come
    environment = compose["services"]["gateway"]["environment"]
    assert environment["TRUSTED_PROXIES"] == network["gateway"]
    assert environment["ALLOWED_HOSTS"] == "gateway"


def test_the_langfuse_profile_is_apart(compose: dict[str, Any]) -> None:
    apart = {n for n, s in compose["services"].items() if s.get("profiles") == ["langfuse"]}
    assert apart == WRITABLE | {"langfuse-redis"}
    for name, service in compose["services"].items():
        if name not in apart:
            assert not apart & set(service.get("depends_on", {})), name


def test_every_variable_is_documented_and_every_secret_required() -> None:
    assert {name for name, _ in used()} == set(example())
    secret = {name for name, value in example().items() if "<" in value}
    # The service key is needed only by who takes the REST path.
    assert secret - {name for name, how in used() if how == ":?"} == {"SUPABASE_SERVICE_ROLE_KEY"}
    assert not [name for name, how in used() if how == ":-" and name in secret]


def test_the_settings_are_listed_once_and_leave_the_images_alone() -> None:
    """In every reader of such files the last line of a name counts, also an empty one."""
    lines = (ROOT / ".env.example").read_text().splitlines()
    names = [line.partition("=")[0] for line in lines if line and line[0] != "#"]
    assert len(names) == len(set(names))
    assert {name.lower() for name in names} <= set(Settings.model_fields)
    assert not set(names) & set(read_image()[""].environment())


def test_keys_come_with_their_address_only(
    compose: dict[str, Any], env_file: str, tmp_path: Path
) -> None:
    addresses = {
        "SUPABASE_URL": "SUPABASE_SERVICE_ROLE_KEY",
        "LANGFUSE_HOST": "LANGFUSE_SECRET_KEY",
    }
    one = compose["services"]["gateway"]["environment"]
    text = env_file.replace("SUPABASE_URL=http://rest:8000\n", "SUPABASE_URL=\n")
    text = text.replace("LANGFUSE_HOST=\n", "LANGFUSE_HOST=http://there\n")
    other = filled_in(tmp_path, text)["services"]["worker"]["environment"]
    for given, address in ((one, "SUPABASE_URL"), (other, "LANGFUSE_HOST")):
        for name, key in addresses.items():
            expected = pairs(env_file)[key] if name == address else ""
            assert given[key] == expected
            assert bool(given[name]) == bool(expected)


def test_without_a_secret_nothing_starts(tmp_path: Path) -> None:
    lines = compose_environment().splitlines()
    done = config(tmp_path, "\n".join(x for x in lines if not x.startswith("PGRST_JWT_SECRET=")))
    assert done.returncode != 0
    assert "PGRST_JWT_SECRET" in done.stderr


def test_the_secrets_are_new_every_time_and_kept(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    run = CliRunner().invoke(app, ["deployment", "env", "--file", str(file)])
    assert run.exit_code == 0, run.output
    assert file.stat().st_mode & 0o777 == 0o600
    made = pairs(file.read_text())
    assert set(made) == set(example())
    assert not [value for value in made.values() if "<" in value]
    assert re.fullmatch("[0-9a-f]{64}", made["LANGFUSE_ENCRYPTION_KEY"])
    secret = {name: value for name, value in made.items() if "<" in example()[name]}
    assert len(set(secret.values())) == len(secret)
    assert not set(secret.values()) & set(compose_environment().split("=")[1:])
    before = file.read_text()
    again = CliRunner().invoke(app, ["deployment", "env", "--file", str(file)])
    assert again.exit_code == 1
    assert file.read_text() == before


def test_the_service_key_is_a_token_of_the_jwt_secret() -> None:
    made = pairs(compose_environment())
    head, claims, signature = made["SUPABASE_SERVICE_ROLE_KEY"].split(".")
    mac = hmac.new(made["PGRST_JWT_SECRET"].encode(), f"{head}.{claims}".encode(), hashlib.sha256)
    assert base64.urlsafe_b64decode(signature + "==") == mac.digest()
    assert json.loads(base64.urlsafe_b64decode(head + "=="))["alg"] == "HS256"
    assert json.loads(base64.urlsafe_b64decode(claims + "=="))["role"] == "service_role"
