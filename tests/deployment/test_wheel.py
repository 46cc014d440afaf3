"""What a built package holds: everything, so that it works far from any checkout.

It is built and installed without a network, beside the libraries of the development environment.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.databases import server_folder
from tests.deployment.compose import ROOT

# Every command is a process of its own, and the machine may be busy.

MESSAGE = {
    "app": "AuroraLumbreApp",
    "type": "message",
    "payload": {
        "id": "from-afar-1",
        "source": "573005550188",
        "type": "text",
        "payload": {"text": "Buenas tardes"},
        "sender": {
            "phone": "573005550188", "name": "Marta", "country_code": "57", "dial_code": "3005550188",
        },
    },
}  # fmt: skip
FLOORS = ("agent", "tools", "graphs", "gateway")


@dataclass(frozen=True)
class Installed:
    """A package in `site`, and the home and current folder of a user who has nothing else."""

    site: Path
    home: Path
    elsewhere: Path

    def frontdesk(self, *words: str, typed: str = "", fails: bool = False) -> str:
        """What a command prints."""
        done = subprocess.run(
            [sys.executable, "-m", "gateway", *words],
            cwd=self.elsewhere, env=self.environment(), input=typed, capture_output=True, text=True,
            timeout=80, check=False,
        )  # fmt: skip
        assert (done.returncode != 0) == fails, done.stdout + done.stderr
        return done.stdout + done.stderr

    def environment(self) -> dict[str, str]:
        path = os.environ.get("PATH", "")
        return {"HOME": str(self.home), "PYTHONPATH": str(self.site), "PATH": path}

    @contextmanager
    def demo(self, *words: str) -> Iterator[tuple[str, Callable[[], str]]]:
        """Its address and what it printed so far. Stopped as a person would, with Ctrl+C."""
        log, port = self.home / "demo.log", _free_port()
        with log.open("w") as opened:
            process = subprocess.Popen(
                [sys.executable, "-m", "gateway", "demo", *words], cwd=self.elsewhere, stdout=opened,
                stderr=subprocess.STDOUT,
                env=self.environment() | {"GATEWAY_PORT": str(port), "DEBOUNCE_SECONDS": "0"},
            )  # fmt: skip
        try:
            wait_for(lambda: "frontdesk is answering" in log.read_text(), log)
            yield f"http://127.0.0.1:{port}", log.read_text
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == 0, log.read_text()
        finally:
            process.kill()
            process.wait()

    def servers(self) -> list[Path]:
        """The data of every PostgreSQL that was begun."""
        return [
            file.parent
            for file in self.home.rglob("PG_VERSION")
            if (file.parent / "global").is_dir()
        ]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from the files that git would give, so that nothing left over gets in."""
    folder = tmp_path_factory.mktemp("wheel")
    tree = folder / "tree"
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True
    )
    names = listed.stdout.decode().split("\0")[:-1] if listed.returncode == 0 else _walked()
    for name in names:
        if (ROOT / name).is_file() and not name.startswith("tests/"):
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            (tree / name).symlink_to(ROOT / name)
    _pip("wheel", str(tree), "--no-build-isolation", "-w", str(folder))
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Iterator[Installed]:
    with server_folder() as folder:
        there = Installed(folder / "site", folder / "home", folder / "elsewhere")
        there.home.mkdir()
        there.elsewhere.mkdir()
        _pip("install", "--target", str(there.site), "--no-compile", str(wheel))
        yield there


def wait_for(happened: Callable[[], bool], what: object) -> None:
    deadline = time.monotonic() + 80
    while not happened():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _pip(*words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pip", *words, "--no-deps", "--no-index", "-q"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def _walked() -> list[str]:
    tops = [*FLOORS, "migrations", "demo", "requirements", "deploy"]
    files = [file for top in tops for file in (ROOT / top).rglob("*")]
    files += [ROOT / "setup.py", ROOT / "pyproject.toml"]
    return [str(file.relative_to(ROOT)) for file in files if "__pycache__" not in file.parts]


def test_nothing_of_the_checkout_is_forgotten(wheel: Path) -> None:
    """Packages are found, data are listed by kind: a new kind of file has to be named in setup.py."""
    inside = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    wanted = {
        str(file.relative_to(ROOT))
        for floor in FLOORS
        for file in (ROOT / floor).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    for folder in ("migrations", "demo"):
        files = (file for file in (ROOT / folder).rglob("*") if file.is_file())
        wanted |= {f"frontdesk_files/{file.relative_to(ROOT)}" for file in files}
    wanted |= {
        "frontdesk_files/requirements/runtime.txt",
        "frontdesk_files/deploy/compose.env.example",
    }
    assert inside == wanted


def test_no_code_looks_for_files_beside_the_checkouts_packages() -> None:
    """Only agent/shipped.py knows where they are; what belongs to a package stands in its folder."""
    found = {
        str(file.relative_to(ROOT)): re.findall(r"__file__\)\.(?:parents|parent\.parent)", text)
        for floor in FLOORS
        for file in (ROOT / floor).rglob("*.py")
        if "__file__" in (text := file.read_text("utf-8"))
    }
    allowed = {"agent/shipped.py", "bench/processes.py"}  # the path of the code itself
    assert {name for name, uses in found.items() if uses} <= allowed


def test_a_later_release_of_a_library_is_not_taken(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        [name] = [one for one in opened.namelist() if one.endswith("/METADATA")]
        needs = re.findall(r"^Requires-Dist: (.*)$", opened.read(name).decode(), re.MULTILINE)
    assert len(needs) > 50
    for need in needs:
        assert re.match(r"[\w.-]+==[\w.!+]+(;|$)", need), need
    assert {need.partition("==")[0] for need in needs if "extra ==" in need} == {
        "langchain-aws", "langchain-google-genai",
    }  # fmt: skip


def test_the_builders_version_is_the_pinned_one() -> None:
    [pinned] = re.findall(r"^(setuptools==\S+)", (ROOT / "requirements/build.txt").read_text())
    assert f'requires = ["{pinned}"]' in (ROOT / "pyproject.toml").read_text()


def test_the_demo_runs_from_any_folder_and_every_command_finds_it(installed: Installed) -> None:
    """From an empty home; while it runs and after it, with one database and one server."""
    with installed.demo() as (address, printed):
        token = re.findall(r"/webhooks/gupshup/(\w+)", printed())[0]
        httpx.post(f"{address}/webhooks/gupshup/{token}", json=MESSAGE).raise_for_status()
        wait_for(lambda: "Clínica Aurora Lumbre" in printed(), "an answer")
        long_ago = installed.frontdesk("agenda", "list", "aurora", "--day", "2020-01-06")
        assert long_ago == "no appointment on that day\n", "the business is known"
        assert "Carrera" in installed.frontdesk("chat", typed="¿Dónde quedan?\n\n")
        [data] = installed.servers()
        assert data == installed.home / ".local" / "share" / "frontdesk" / "postgres"
    assert not (data / "postmaster.pid").exists(), "the last one stopped it"
    assert installed.frontdesk("migrate") == "the database is up to date\n"
    said = installed.frontdesk("check", "--all")
    assert "organizations: aurora, sorriso" in said
    assert "installation: complete" in said
    assert installed.servers() == [data]
    assert not [*installed.elsewhere.iterdir()], "nothing is left where it was called"


def test_a_clean_start_has_secrets_that_commands_know(installed: Installed) -> None:
    with installed.demo("--reset") as (address, _):
        kept = (installed.home / ".local" / "share" / "frontdesk" / "demo.env").read_text()
        token = re.findall(r"^AURORA_GUPSHUP_TOKEN=(\w+)$", kept, re.MULTILINE)[0]
        httpx.post(f"{address}/webhooks/gupshup/{token}", json=MESSAGE).raise_for_status()


def test_files_that_are_missing_are_said(installed: Installed) -> None:
    (installed.site / "frontdesk_files" / "migrations").rename(installed.site / "away")
    (installed.site / "graphs" / "prompts" / "appointment.md").unlink()
    said = " ".join(installed.frontdesk("check", "--all", fails=True).split())
    assert (
        "bad installation: files are missing: prompts/appointment.md, migrations/old_numbering.txt, "
        "tables/*.sql and 1 more" in said
    )
