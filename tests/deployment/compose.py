"""docker-compose.yml as a Compose implementation (podman-compose) reads it."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
FILE = ROOT / "docker-compose.yml"


def config(folder: Path, environment: str) -> "subprocess.CompletedProcess[str]":
    """`podman-compose config`. It asks podman for its version first; here that is a file which
    knows nothing else, so that no container engine is needed."""
    podman = folder / "podman"
    podman.write_text("#!/bin/sh\necho podman version 5.6.0\n")
    podman.chmod(0o700)
    (folder / "env").write_text(environment)
    options = ["--podman-path", podman, "--env-file", folder / "env", "-f", FILE]
    options += ["--profile", "langfuse"]
    command = [sys.executable, "-W", "ignore", "-m", "podman_compose", *options, "config"]
    return subprocess.run(
        [str(part) for part in command],
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


def filled_in(folder: Path, environment: str) -> dict[str, Any]:
    """The file with the variables of `environment` (an env file's text) filled in."""
    done = config(folder, environment)
    assert done.returncode == 0, done.stderr
    assert "WARN" not in done.stderr
    return TypeAdapter(dict[str, Any]).validate_python(YAML(typ="safe").load(done.stdout))


def pairs(environment: str) -> dict[str, str]:
    """Names and values of an env file."""
    lines = (line.partition("=") for line in environment.splitlines() if line[:1] != "#")
    return {name: value for name, equals, value in lines if equals}
