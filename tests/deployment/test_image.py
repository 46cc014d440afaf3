"""The Dockerfile, what goes into the image, and the list that it installs."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from gateway.__main__ import app
from tests.deployment.compose import ROOT
from tests.deployment.image import read_image

REQUIREMENTS = ROOT / "requirements"


def locked(name: str) -> dict[tuple[str, str], tuple[str, frozenset[str]]]:
    """(name, marker) to (version, hashes) of a pinned list."""
    found = {}
    for entry in re.split(r"\n(?=\w)", (REQUIREMENTS / name).read_text()):
        head, *rest = entry.replace("\\\n", "\n").splitlines()
        one = Requirement(head)
        hashes = frozenset(line.strip().removeprefix("--hash=") for line in rest)
        assert hashes, head
        found[one.name, str(one.marker)] = (str(one.specifier), hashes)
    return found


@pytest.mark.parametrize("name", ["runtime", "providers", "build"])
def test_what_runs_is_what_was_tested(name: str) -> None:
    runtime, tested = locked(f"{name}.txt"), locked("dev.txt")
    by_name = {(name, version): hashes for (name, _), (version, hashes) in tested.items()}
    for (package, _), (version, hashes) in runtime.items():
        assert by_name[package, version] == hashes, package
        assert re.fullmatch(r"==[\w.!+]+", version), package
    direct = {
        canonicalize_name(Requirement(line).name)
        for line in (REQUIREMENTS / f"{name}.in").read_text().splitlines()
        if not line.startswith("-r ")
    }
    assert direct <= {name for name, _ in runtime}
    for test_only in ("pytest", "hypothesis", "playwright", "mypy", "ruff"):
        assert test_only not in {name for name, _ in runtime}


def test_no_list_names_an_index() -> None:
    for name in ("runtime.txt", "providers.txt", "build.txt", "dev.txt"):
        text = (REQUIREMENTS / name).read_text()
        assert "://" not in text
        assert "--index" not in text
        assert "--find-links" not in text


def test_both_stages_stand_on_one_pinned_base() -> None:
    stages = read_image()
    bases = {stage.base for stage in stages.values()}
    assert len(bases) == 1
    assert re.fullmatch(r"python:3\.11\.\d+-slim-\w+@sha256:[0-9a-f]{64}", bases.pop())


def test_the_libraries_are_checked_by_their_hashes() -> None:
    installs = [run for run in read_image()["build"].all("RUN") if '"install"' in run]
    assert len(installs) == 1
    for word in ("--no-deps", "--require-hashes", "--only-binary", "/tmp/runtime.txt"):
        assert word in installs[0]


def test_everything_that_runs_is_in_the_image() -> None:
    stages = read_image()
    copied = {tuple(copy.split()) for copy in stages["build"].all("COPY")}
    for source, target in copied:
        assert (ROOT / source).exists(), source
        assert target in ("/tmp/runtime.txt", f"/app/{source}")
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
    assert {*tools["importlinter"]["root_packages"]} - {"bench"} <= {source for source, _ in copied}
    assert [c.split()[0] for c in stages[""].all("COPY")] == ["--from=build"] * 2


def test_everybody_may_read_it_whatever_the_checkouts_umask() -> None:
    build = read_image()["build"].instructions
    opened = build.index(("RUN", '["chmod", "-R", "a+rX", "/app"]'))
    assert opened > max(index for index, (name, _) in enumerate(build) if name == "COPY")


def test_only_what_is_copied_is_sent_to_the_builder() -> None:
    lines = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line[:1] != "#"]
    assert lines[0] == "*"
    allowed = {line[1:] for line in lines if line.startswith("!")}
    assert allowed == {copy.split()[0] for copy in read_image()["build"].all("COPY")}
    assert "**/.env" in lines


def test_it_runs_as_nobody_in_particular_and_can_say_how_it_is() -> None:
    image = read_image()[""]
    assert image.all("USER") == ["10001:10001"]
    assert image.instructions.index(("USER", "10001:10001")) > max(
        index for index, (name, _) in enumerate(image.instructions) if name == "RUN"
    )
    assert image.words("ENTRYPOINT") == ["python", "-m", "gateway"]
    assert image.words("CMD")[0] in commands()
    check = image.all("HEALTHCHECK")[0]
    assert check.endswith('["python", "-m", "gateway.alive", "http://127.0.0.1:8080/ready"]')
    assert image.environment()["PYTHONDONTWRITEBYTECODE"] == "1"


def commands() -> set[str]:
    named = {c.name or getattr(c.callback, "__name__", "") for c in app.registered_commands}
    return named | {str(group.name) for group in app.registered_groups}
